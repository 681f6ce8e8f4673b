//! Compact JWS: what is taken apart, and which signature counts.

use badges_core::json::Tree;
use badges_core::proof::jws::{self, Jws, JwsError};
use badges_core::proof::keys::{Algorithm, PrivateKey, PublicKey};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

fn encoded(part: &str) -> String {
    URL_SAFE_NO_PAD.encode(part)
}

/// A JWS by hand, whatever its header says.
fn forged(header: &str, payload: &str, key: &PrivateKey) -> String {
    let input = format!("{}.{}", encoded(header), encoded(payload));
    let signature = URL_SAFE_NO_PAD.encode(key.sign(input.as_bytes()).unwrap());
    format!("{input}.{signature}")
}

#[test]
fn every_algorithm_signs_and_verifies() {
    for algorithm in Algorithm::ALL {
        let key = PrivateKey::generate(algorithm).unwrap();
        let text = jws::sign(&[("typ", "JWT".into()), ("kid", "k".into())], r#"{"a":1}"#, &key).unwrap();
        let parsed = Jws::parse(&text).unwrap();
        assert_eq!(parsed.algorithm(), algorithm);
        assert_eq!((parsed.key_id(), parsed.media_type()), (Some("k"), Some("JWT")));
        assert_eq!(parsed.payload_json().unwrap().to_text(), r#"{"a":1}"#);
        assert!(parsed.verify(key.public()));
        assert!(!parsed.verify(PrivateKey::generate(algorithm).unwrap().public()));
    }
}

#[test]
fn the_example_of_rfc_8037_verifies() {
    let text = concat!(
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.",
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    );
    let jwk = serde_json::json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
    let key = PublicKey::from_jwk(&jwk).unwrap();
    let parsed = Jws::parse(text).unwrap();
    assert!(parsed.verify(&key));
    assert_eq!(parsed.payload, b"Example of Ed25519 signing");
    assert!(matches!(parsed.payload_json(), Err(JwsError::Malformed(_))));
}

#[test]
fn any_change_breaks_the_signature() {
    let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    let text = jws::sign(&[("kid", "k".into())], r#"{"a":1}"#, &key).unwrap();
    let parts: Vec<&str> = text.split('.').collect();
    let other_payload = format!("{}.{}.{}", parts[0], encoded(r#"{"a":2}"#), parts[2]);
    assert!(!Jws::parse(&other_payload).unwrap().verify(key.public()));
    let other_header = format!("{}.{}.{}", encoded(r#"{"alg":"EdDSA","kid":"l"}"#), parts[1], parts[2]);
    assert!(!Jws::parse(&other_header).unwrap().verify(key.public()));
    let signature = URL_SAFE_NO_PAD.decode(parts[2]).unwrap();
    let cut = format!("{}.{}.{}", parts[0], parts[1], URL_SAFE_NO_PAD.encode(&signature[1..]));
    assert!(!Jws::parse(&cut).unwrap().verify(key.public()));
    let none = format!("{}.{}.", parts[0], parts[1]);
    assert!(!Jws::parse(&none).unwrap().verify(key.public()));
}

#[test]
fn the_algorithm_is_that_of_the_key() {
    for algorithm in Algorithm::ALL {
        let key = PrivateKey::generate(algorithm).unwrap();
        for named in Algorithm::ALL.into_iter().filter(|named| *named != algorithm) {
            let text = forged(&format!(r#"{{"alg":"{}"}}"#, named.jws_name()), "{}", &key);
            assert!(!Jws::parse(&text).unwrap().verify(key.public()));
        }
    }
}

#[test]
fn only_listed_algorithms_are_taken() {
    let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    for name in ["none", "None", "NONE", "HS256", "HS512", "RS1", "PS256", "ES256K", "eddsa", "Ed25519", ""] {
        let text = forged(&format!(r#"{{"alg":"{name}"}}"#), "{}", &key);
        assert_eq!(Jws::parse(&text).unwrap_err(), JwsError::Algorithm(name.to_owned()));
    }
    let unsigned = format!("{}.{}.", encoded(r#"{"alg":"none"}"#), encoded("{}"));
    assert_eq!(Jws::parse(&unsigned).unwrap_err(), JwsError::Algorithm("none".to_owned()));
    for header in ["{}", r#"{"alg":7}"#, r#"{"alg":null}"#, r#"{"alg":["EdDSA"]}"#] {
        assert!(matches!(Jws::parse(&forged(header, "{}", &key)), Err(JwsError::Header(_))), "{header}");
    }
}

#[test]
fn headers_that_change_the_meaning_are_refused() {
    let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    for member in
        [r#""crit":["exp"]"#, r#""b64":false"#, r#""zip":"DEF""#, r#""enc":"A128GCM""#, r#""kid":7"#]
    {
        let text = forged(&format!(r#"{{"alg":"EdDSA",{member}}}"#), "{}", &key);
        assert!(matches!(Jws::parse(&text), Err(JwsError::Header(_))), "{member}");
    }
    let text = forged(r#"{"alg":"EdDSA","typ":"JWT","x5u":"https://example.org/","cty":"a"}"#, "{}", &key);
    assert_eq!(Jws::parse(&text).unwrap().other_headers().collect::<Vec<_>>(), ["x5u", "cty"]);
}

#[test]
fn the_key_in_the_header_is_a_public_one() {
    let key = PrivateKey::generate(Algorithm::P256).unwrap();
    let text = jws::sign(&[("jwk", key.public().to_jwk())], "{}", &key).unwrap();
    let embedded = Jws::parse(&text).unwrap().embedded_key().unwrap();
    assert_eq!(embedded.as_ref(), Some(key.public()));
    let mut private = key.public().to_jwk();
    private.set("d", "AAAA");
    for jwk in [private, Tree::Null, "text".into(), Tree::Object(Vec::new())] {
        let text = jws::sign(&[("jwk", jwk)], "{}", &key).unwrap();
        assert!(matches!(Jws::parse(&text).unwrap().embedded_key(), Err(JwsError::Header(_))));
    }
    let without = jws::sign(&[], "{}", &key).unwrap();
    assert_eq!(Jws::parse(&without).unwrap().embedded_key(), Ok(None));
}

#[test]
fn what_parsers_disagree_about_is_refused() {
    let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    let good = forged(r#"{"alg":"EdDSA"}"#, "{}", &key);
    assert!(Jws::parse(&good).is_ok());
    for text in [
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        good.replace('.', ""),
        format!("{good}.{}", encoded("x")),
        format!("{good}="),
        format!(" {good}"),
        format!("{good}\n"),
        good.replacen('e', "+", 1),
        forged(r#"{"alg":"EdDSA","alg":"EdDSA"}"#, "{}", &key),
        forged(r#"["EdDSA"]"#, "{}", &key),
        forged("", "{}", &key),
        "A".repeat(3_000_000),
    ] {
        assert!(matches!(Jws::parse(&text), Err(JwsError::Malformed(_))), "{}", &text[..text.len().min(80)]);
    }
    for payload in ["", "[]", "7", r#"{"a":1,"a":2}"#, "{} {}", "\u{feff}{}"] {
        let text = forged(r#"{"alg":"EdDSA"}"#, payload, &key);
        assert!(Jws::parse(&text).unwrap().payload_json().is_err(), "{payload}");
    }
}

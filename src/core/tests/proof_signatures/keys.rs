//! Keys in each of their forms.

use crate::vectors;
use badges_core::json::Tree;
use badges_core::proof::keys::{Algorithm, KeyError, PrivateKey, PublicKey, find_in_key_set, key_set};
use badges_core::proof::multibase::{self, MultibaseError};
use serde_json::{Value, json};

/// RFC 8032, section 7.1, test 1.
const ED25519_PUBLIC: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

/// The octets that hexadecimal digits stand for.
pub fn octets(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn jwk(value: Value) -> Result<PublicKey, KeyError> {
    PublicKey::from_jwk(&value)
}

fn value(tree: &Tree<'_>) -> Value {
    serde_json::from_str(&tree.to_text()).unwrap()
}

#[test]
fn every_algorithm_signs_and_verifies_and_only_with_its_own_key() {
    for algorithm in Algorithm::ALL {
        let key = PrivateKey::generate(algorithm).unwrap();
        let other = PrivateKey::generate(algorithm).unwrap();
        let signature = key.sign(b"message").unwrap();
        assert!(key.public().verify(b"message", &signature));
        assert!(!key.public().verify(b"massage", &signature));
        assert!(!other.public().verify(b"message", &signature));
        assert!(!key.public().verify(b"message", &signature[1..]));
        assert!(!key.public().verify(b"message", &[]));
        let mut changed = signature.clone();
        changed[10] ^= 1;
        assert!(!key.public().verify(b"message", &changed));
        assert_eq!(Algorithm::from_name(algorithm.name()), Some(algorithm));
        assert_eq!(Algorithm::from_jws_name(algorithm.jws_name()), Some(algorithm));
    }
    assert_eq!(Algorithm::from_jws_name("none"), None);
    assert_eq!(Algorithm::from_jws_name("HS256"), None);
}

#[test]
fn an_all_zero_ecdsa_signature_is_none() {
    for (algorithm, length) in [(Algorithm::P256, 64), (Algorithm::P384, 96)] {
        let key = PrivateKey::generate(algorithm).unwrap();
        assert!(!key.public().verify(b"message", &vec![0; length]));
    }
}

#[test]
fn a_key_pair_survives_pkcs8_and_fits_its_algorithm_alone() {
    for algorithm in Algorithm::ALL {
        let key = PrivateKey::generate(algorithm).unwrap();
        let sealed = key.to_pkcs8().unwrap();
        let back = PrivateKey::from_pkcs8(algorithm, &sealed).unwrap();
        assert_eq!(back.public(), key.public());
        assert!(key.public().verify(b"message", &back.sign(b"message").unwrap()));
        for other in Algorithm::ALL.into_iter().filter(|other| *other != algorithm) {
            assert_eq!(PrivateKey::from_pkcs8(other, &sealed).unwrap_err(), KeyError::Invalid);
        }
        assert_eq!(PrivateKey::from_pkcs8(algorithm, &sealed[1..]).unwrap_err(), KeyError::Invalid);
    }
}

#[test]
fn both_versions_of_pkcs8_are_read_for_ed25519() {
    // RFC 8410, section 10.3: the same key without and with its public part.
    let first = octets(
        "302e020100300506032b657004220420d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842",
    );
    let second = octets(concat!(
        "3072020101300506032b657004220420d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842",
        "a01f301d060a2a864886f70d01090914310f0c0d437572646c6520436861697273",
        "81210019bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1"
    ));
    let [first, second] =
        [first, second].map(|der| PrivateKey::from_pkcs8(Algorithm::Ed25519, &der).unwrap());
    assert_eq!(first.public(), second.public());
}

#[test]
fn debugging_shows_no_private_key() {
    let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    assert_eq!(format!("{key:?}"), format!("PrivateKey of PublicKey(Ed25519 {})", key.public().thumbprint()));
}

#[test]
fn a_public_key_is_the_same_key_in_every_form() {
    for algorithm in Algorithm::ALL {
        let key = PrivateKey::generate(algorithm).unwrap();
        let public = key.public();
        assert_eq!(&PublicKey::from_pem(&public.to_pem()).unwrap(), public);
        assert_eq!(&PublicKey::from_jwk(&public.to_jwk()).unwrap(), public);
        match public.to_multikey() {
            Some(multikey) => assert_eq!(&PublicKey::from_multikey(&multikey).unwrap(), public),
            None => assert_eq!(algorithm, Algorithm::Rsa),
        }
    }
}

#[test]
fn the_official_keys_have_the_official_forms() {
    let Some(keys) = vectors::json("keys.json") else { return };
    for expected in keys.as_array().unwrap() {
        let text = |name: &str| expected[name].as_str().unwrap();
        let key = PublicKey::from_multikey(text("publicKeyMultibase")).unwrap();
        assert_eq!(key.to_multikey().as_deref(), Some(text("publicKeyMultibase")));
        assert_eq!(value(&key.to_jwk()), expected["jwk"]);
        assert_eq!(key.thumbprint(), text("jwk_thumbprint_sha256"));
        assert_eq!(jwk(expected["jwk"].clone()).unwrap(), key);
    }
}

#[test]
fn secret_multikeys_belong_to_their_public_ones() {
    for name in [
        "w3c-vc-di-ecdsa/p256KeyPair.json",
        "w3c-vc-di-ecdsa/p384KeyPair.json",
        "w3c-vc-di-eddsa/keyPair.json",
    ] {
        let Some(pair) = vectors::json(name) else { return };
        let public = pair["publicKeyMultibase"].as_str().unwrap();
        let secret =
            pair.get("secretKeyMultibase").or(pair.get("privateKeyMultibase")).unwrap().as_str().unwrap();
        let key = PrivateKey::from_secret_multikey(public, secret).unwrap();
        assert_eq!(key.public().to_multikey().as_deref(), Some(public));
        assert_eq!(PublicKey::from_multikey(secret), Err(KeyError::Private));
        let other = PrivateKey::generate(key.public().algorithm()).unwrap().public().to_multikey().unwrap();
        assert_eq!(PrivateKey::from_secret_multikey(&other, secret).unwrap_err(), KeyError::Invalid);
    }
}

#[test]
fn the_thumbprint_of_rfc_7638_comes_out() {
    let key = jwk(json!({
        "kty": "RSA",
        "n": concat!(
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3",
            "oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdA",
            "ZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-",
            "kEgU8awapJzKnqDKgw"
        ),
        "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"
    }));
    assert_eq!(key.unwrap().thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

#[test]
fn a_jwk_says_exactly_one_usable_public_key() {
    let ed25519 = json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
    assert_eq!(
        jwk(ed25519.clone()).unwrap(),
        PublicKey::from_octets(Algorithm::Ed25519, &octets(ED25519_PUBLIC)).unwrap()
    );
    let with = |name: &str, member: Value| {
        let mut changed = ed25519.clone();
        changed[name] = member;
        jwk(changed)
    };
    for (name, member) in [
        ("alg", json!("EdDSA")),
        ("alg", json!("Ed25519")),
        ("use", json!("sig")),
        ("key_ops", json!(["verify"])),
    ] {
        assert!(with(name, member).is_ok());
    }
    for (name, member, error) in [
        ("d", json!("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"), KeyError::Private),
        ("k", json!(1), KeyError::Private),
        ("alg", json!("ES256"), KeyError::Unsupported),
        ("alg", json!("none"), KeyError::Unsupported),
        ("use", json!("enc"), KeyError::Unsupported),
        ("key_ops", json!(["sign"]), KeyError::Unsupported),
        ("key_ops", json!("verify"), KeyError::Malformed),
        ("crv", json!("X25519"), KeyError::Unsupported),
        ("crv", json!("secp256k1"), KeyError::Unsupported),
        ("kty", json!("oct"), KeyError::Unsupported),
        ("kty", json!("EC"), KeyError::Unsupported),
        ("kty", json!("RSA"), KeyError::Unsupported),
        ("x", json!("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUQ"), KeyError::Invalid),
        // Padding, another alphabet, bits beyond the last octet.
        ("x", json!("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo="), KeyError::Malformed),
        ("x", json!("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo"), KeyError::Malformed),
        ("x", json!("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp"), KeyError::Malformed),
        ("x", json!(7), KeyError::Malformed),
    ] {
        assert_eq!(with(name, member.clone()), Err(error), "{name}: {member}");
    }
    for not_a_key in
        [json!(null), json!([]), json!("key"), json!({}), json!({"kty": "OKP"}), json!({"kty": "EC"})]
    {
        assert_eq!(jwk(not_a_key), Err(KeyError::Malformed));
    }
}

#[test]
fn a_point_off_the_curve_is_no_key() {
    for algorithm in [Algorithm::P256, Algorithm::P384] {
        let mut key = value(&PrivateKey::generate(algorithm).unwrap().public().to_jwk());
        let x = key["x"].clone();
        key["y"] = x;
        assert_eq!(jwk(key), Err(KeyError::Invalid));
    }
    assert_eq!(
        PublicKey::from_octets(Algorithm::P256, &[&[4][..], &[0; 64]].concat()),
        Err(KeyError::Invalid)
    );
    assert_eq!(PublicKey::from_octets(Algorithm::P256, &[0]), Err(KeyError::Invalid));
    assert_eq!(PublicKey::from_octets(Algorithm::P256, &[]), Err(KeyError::Invalid));
}

#[test]
fn an_ed25519_key_with_which_anybody_signs_is_refused() {
    let key = |hex: &str| PublicKey::from_octets(Algorithm::Ed25519, &octets(hex));
    assert_eq!(key(&"00".repeat(32)), Err(KeyError::Weak));
    assert_eq!(key(&format!("01{}", "00".repeat(31))), Err(KeyError::Weak));
    assert_eq!(key(&format!("01{}80", "00".repeat(30))), Err(KeyError::Weak));
    assert_eq!(key("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"), Err(KeyError::Weak));
    assert_eq!(key(&format!("ec{}7f", "ff".repeat(30))), Err(KeyError::Weak));
    // The point (0, 1) again, its y not reduced modulo the field's prime.
    assert_eq!(key(&format!("ee{}7f", "ff".repeat(30))), Err(KeyError::Invalid));
    assert_eq!(key(&"ff".repeat(32)), Err(KeyError::Invalid));
    assert!(key(ED25519_PUBLIC).is_ok());
}

#[test]
fn a_weak_rsa_key_is_refused() {
    let strong = value(&PrivateKey::generate(Algorithm::Rsa).unwrap().public().to_jwk());
    let modulus = strong["n"].as_str().unwrap();
    let rsa = |n: &str, e: &str| jwk(json!({"kty": "RSA", "n": n, "e": e}));
    assert!(rsa(modulus, "AQAB").is_ok());
    assert_eq!(rsa(modulus, "Aw"), Err(KeyError::Weak));
    assert_eq!(rsa(modulus, "AQ"), Err(KeyError::Weak));
    assert_eq!(rsa(&modulus[..172], "AQAB"), Err(KeyError::Weak));
    assert_eq!(rsa(&modulus.repeat(5), "AQAB"), Err(KeyError::Weak));
    assert_eq!(rsa(modulus, "AQAC"), Err(KeyError::Invalid));
    assert_eq!(rsa(modulus, "AAEAAQ"), Err(KeyError::Malformed));
    assert_eq!(rsa(modulus, "AQAAAAAAAAAB"), Err(KeyError::Unsupported));
    assert_eq!(rsa(&format!("AAAA{modulus}"), "AQAB"), Err(KeyError::Malformed));
    assert_eq!(rsa("", "AQAB"), Err(KeyError::Malformed));
}

#[test]
fn pem_is_read_in_the_two_public_forms() {
    let key = PrivateKey::generate(Algorithm::Rsa).unwrap();
    let pem = key.public().to_pem();
    assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----\nMIIB"));
    assert!(pem.lines().all(|line| line.len() <= 64));
    let one_line = pem.trim().replace('\n', "\r\n");
    assert_eq!(&PublicKey::from_pem(&one_line).unwrap(), key.public());

    // RSA of 2048 bits: PKCS#1 is what follows the 24 octets of SPKI.
    use base64::{Engine, engine::general_purpose::STANDARD};
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let pkcs1 = STANDARD.encode(&STANDARD.decode(body).unwrap()[24..]);
    let pkcs1 = format!("-----BEGIN RSA PUBLIC KEY-----\n{pkcs1}\n-----END RSA PUBLIC KEY-----\n");
    assert_eq!(&PublicKey::from_pem(&pkcs1).unwrap(), key.public());

    for (text, error) in [
        (pem.replace("PUBLIC", "PRIVATE"), KeyError::Private),
        (pkcs1.replace("PUBLIC", "PRIVATE"), KeyError::Private),
        (pem.replace("PUBLIC KEY", "CERTIFICATE"), KeyError::Unsupported),
        (pem.replace("END PUBLIC", "END RSA PUBLIC"), KeyError::Malformed),
        (pem.replace("MIIB", "MIIC"), KeyError::Malformed),
        (format!("{pem}{pem}"), KeyError::Malformed),
        (pem.replace('A', "!"), KeyError::Malformed),
        (String::new(), KeyError::Malformed),
        ("-----BEGIN PUBLIC KEY-----".to_owned(), KeyError::Malformed),
        ("-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----".to_owned(), KeyError::Malformed),
    ] {
        assert_eq!(PublicKey::from_pem(&text), Err(error), "{text}");
    }
}

#[test]
fn a_multikey_is_a_prefix_and_a_compressed_key_in_base58() {
    let key = PrivateKey::generate(Algorithm::P256).unwrap();
    let multikey = key.public().to_multikey().unwrap();
    assert!(multikey.starts_with("zDna"));
    assert!(
        PrivateKey::generate(Algorithm::Ed25519).unwrap().public().to_multikey().unwrap().starts_with("z6Mk")
    );
    assert!(
        PrivateKey::generate(Algorithm::P384).unwrap().public().to_multikey().unwrap().starts_with("z82")
    );
    let octets = multibase::decode(&multikey).unwrap();
    for (text, error) in [
        (multibase::base64url(&octets), KeyError::Malformed),
        (multibase::base58btc(&octets[1..]), KeyError::Unsupported),
        (multibase::base58btc(&octets[..34]), KeyError::Invalid),
        (multibase::base58btc(&[&[0xed, 0x01][..], &octets[2..]].concat()), KeyError::Invalid),
        (multibase::base58btc(&[0x80, 0x24]), KeyError::Invalid),
        ("z".to_owned(), KeyError::Malformed),
        (String::new(), KeyError::Malformed),
        (multikey.replace('z', "m"), KeyError::Malformed),
        (format!("{multikey}0"), KeyError::Malformed),
    ] {
        assert_eq!(PublicKey::from_multikey(&text), Err(error), "{text}");
    }
}

#[test]
fn multibase_reads_what_it_writes_and_nothing_else() {
    for length in [0, 1, 31, 32, 33, 34, 63, 64, 65, 96] {
        for first in [0, 1, 255] {
            let mut bytes = vec![first; length];
            bytes.extend([0, 7]);
            bytes.truncate(length);
            assert_eq!(multibase::decode(&multibase::base58btc(&bytes)).unwrap(), bytes);
            assert_eq!(multibase::decode(&multibase::base64url(&bytes)).unwrap(), bytes);
        }
    }
    assert_eq!(multibase::decode("mAAAA"), Err(MultibaseError::UnknownBase));
    assert_eq!(multibase::decode(""), Err(MultibaseError::UnknownBase));
    assert_eq!(multibase::decode("zO0"), Err(MultibaseError::Malformed));
    assert_eq!(multibase::decode("uAA=="), Err(MultibaseError::Malformed));
    assert_eq!(multibase::decode("uAB"), Err(MultibaseError::Malformed));
    assert_eq!(multibase::decode(&format!("z{}", "2".repeat(100_000))), Err(MultibaseError::TooLong));
    assert_eq!(multibase::decode(&format!("u{}", "A".repeat(2_000_000))), Err(MultibaseError::TooLong));
}

#[test]
fn a_key_set_gives_back_its_keys_and_passes_over_what_is_none() {
    let keys = Algorithm::ALL.map(|algorithm| PrivateKey::generate(algorithm).unwrap());
    let set = key_set(keys.iter().map(|key| (key.public().thumbprint(), key.public())));
    for key in &keys {
        let id = key.public().thumbprint();
        let found = find_in_key_set(&set, |found| found.id.as_deref() == Some(&id)).unwrap();
        assert_eq!(&found.key, key.public());
        assert!(find_in_key_set(&set, |found| &found.key == key.public()).is_some());
    }
    let mut jwk = value(&keys[0].public().to_jwk());
    jwk["iss"] = json!("https://example.org/issuer");
    let mixed = json!({"keys": [7, {"kty": "oct", "k": "AA"}, {"kty": "unheard-of"}, jwk]});
    let found = find_in_key_set(&mixed, |_| true).unwrap();
    assert_eq!(found.issuer.as_deref(), Some("https://example.org/issuer"));
    for no_set in [json!([]), json!({}), json!({"keys": 1}), json!({"keys": []})] {
        assert_eq!(find_in_key_set(&no_set, |_| true), None);
    }
}

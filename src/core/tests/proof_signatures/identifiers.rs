//! DIDs and controlled identifier documents.

use crate::vectors;
use badges_core::json::Tree;
use badges_core::proof::did::{self, DidError, VerificationMethod};
use badges_core::proof::keys::{Algorithm, KeyError, PrivateKey, PublicKey};
use badges_core::proof::multibase;
use badges_core::timestamp::Timestamp;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

const ISSUER: &str = "https://example.org/v3/issuers/1";
const METHOD: &str = "https://example.org/v3/issuers/1#key";

fn multikey() -> String {
    "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2".to_owned()
}

fn document() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": ISSUER,
        "verificationMethod": [
            {"id": METHOD, "type": "Multikey", "controller": ISSUER, "publicKeyMultibase": multikey()},
        ],
        "assertionMethod": [METHOD],
    })
}

fn find(document: &Value) -> Result<VerificationMethod, DidError> {
    did::find(document, METHOD, "assertionMethod")
}

#[test]
fn a_did_key_is_its_own_document() {
    for algorithm in [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384] {
        let key = PrivateKey::generate(algorithm).unwrap();
        let multikey = key.public().to_multikey().unwrap();
        let controller = format!("did:key:{multikey}");
        let id = format!("{controller}#{multikey}");
        for written in [&controller, &id] {
            let method = did::resolve_offline(written).unwrap().unwrap();
            assert_eq!(&method.key, key.public());
            assert_eq!((&method.id, &method.controller), (&id, &controller));
        }
    }
}

#[test]
fn the_fragment_of_a_did_key_must_be_the_key() {
    let (first, other) = (multikey(), PrivateKey::generate(Algorithm::Ed25519).unwrap());
    let other = other.public().to_multikey().unwrap();
    for id in
        [format!("did:key:{first}#{other}"), format!("did:key:{first}#"), format!("did:key:{first}#{first}#")]
    {
        assert_eq!(did::resolve_offline(&id), Some(Err(DidError::NoSuchMethod)), "{id}");
    }
    for id in ["did:key:", "did:key:zz", "did:key:z6Mk", "did:key:uAAAA", "did:key:z6Mk?a=b", "did:key:/"] {
        assert!(matches!(did::resolve_offline(id), Some(Err(DidError::Key(_)))), "{id}");
    }
    // A secret key of the W3C vectors.
    let secret = "did:key:z3u2en7t5LR2WtQH5PfFqMqwVHgeXouLzo6haApm8XHqvjxq";
    assert_eq!(did::resolve_offline(secret), Some(Err(DidError::Key(KeyError::Private))));
}

#[test]
fn a_did_jwk_is_its_own_document() {
    for algorithm in Algorithm::ALL {
        let key = PrivateKey::generate(algorithm).unwrap();
        let controller = format!("did:jwk:{}", URL_SAFE_NO_PAD.encode(key.public().to_jwk().to_text()));
        for written in [controller.clone(), format!("{controller}#0")] {
            let method = did::resolve_offline(&written).unwrap().unwrap();
            assert_eq!(&method.key, key.public());
            assert_eq!(method.id, format!("{controller}#0"));
            assert_eq!(method.controller, controller);
        }
        assert_eq!(did::resolve_offline(&format!("{controller}#1")), Some(Err(DidError::NoSuchMethod)));
    }
    let did =
        |json: &str| did::resolve_offline(&format!("did:jwk:{}", URL_SAFE_NO_PAD.encode(json))).unwrap();
    let private =
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"AA"}"#;
    assert_eq!(did(private), Err(DidError::Key(KeyError::Private)));
    assert_eq!(did("{"), Err(DidError::Key(KeyError::Malformed)));
    assert_eq!(did(r#"{"kty":"OKP","kty":"EC"}"#), Err(DidError::Key(KeyError::Malformed)));
    assert_eq!(did(&" ".repeat(100_000)), Err(DidError::Key(KeyError::Malformed)));
}

#[test]
fn the_official_dids_resolve() {
    let Some(keys) = vectors::json("keys.json") else { return };
    for expected in keys.as_array().unwrap() {
        let key = PublicKey::from_multikey(expected["publicKeyMultibase"].as_str().unwrap()).unwrap();
        for name in ["did_key", "verificationMethod", "did_jwk"] {
            let method = did::resolve_offline(expected[name].as_str().unwrap()).unwrap().unwrap();
            assert_eq!(method.key, key);
        }
    }
}

#[test]
fn other_identifiers_are_left_to_documents() {
    for id in ["did:web:example.org", METHOD, "did:example:1", "", "#key", "urn:uuid:1"] {
        assert_eq!(did::resolve_offline(id), None);
    }
}

#[test]
fn a_did_web_is_an_https_url() {
    for (did, url) in [
        ("did:web:example.org", "https://example.org/.well-known/did.json"),
        ("did:web:example.org%3A8443", "https://example.org:8443/.well-known/did.json"),
        ("did:web:example.org:issuers:1", "https://example.org/issuers/1/did.json"),
        ("did:web:example.org%3A3000:user:a%20b", "https://example.org:3000/user/a%20b/did.json"),
    ] {
        assert_eq!(did::web_url(did).as_deref(), Some(url));
    }
    for did in [
        "did:web:",
        "did:web:example.org:",
        "did:web::a",
        "did:web:example.org:..:a",
        "did:web:example.org/a",
        "did:web:user@example.org",
        "did:web:example.org%2Fa",
        "did:web:example.org%3A99999",
        "did:web:example.org%3A",
        "did:web:example.org%3A+80",
        "did:web:example.org%3A080",
        "did:web:example.org:a/b",
        "did:web:example.org:a#b",
        "did:web:example..org",
        "did:key:z",
        "https://example.org",
    ] {
        assert_eq!(did::web_url(did), None, "{did}");
    }
}

#[test]
fn a_listed_method_is_found() {
    let method = find(&document()).unwrap();
    assert_eq!(method.id, METHOD);
    assert_eq!(method.controller, ISSUER);
    assert_eq!(method.key.to_multikey(), Some(multikey()));
    assert_eq!((method.expires, method.revoked), (None, None));
}

#[test]
fn one_method_may_stand_without_an_array_and_by_a_relative_id() {
    let mut relative = document();
    relative["verificationMethod"] = relative["verificationMethod"][0].clone();
    relative["verificationMethod"]["id"] = json!("#key");
    relative["assertionMethod"] = json!("#key");
    assert_eq!(find(&relative).unwrap().id, METHOD);
}

#[test]
fn a_method_may_be_embedded_where_it_is_listed() {
    let mut embedded = document();
    embedded["assertionMethod"] = embedded["verificationMethod"].clone();
    embedded["verificationMethod"] = json!([]);
    assert!(find(&embedded).is_ok());
    assert_eq!(did::find(&embedded, METHOD, "authentication"), Err(DidError::NoSuchMethod));
}

#[test]
fn every_common_type_of_method_is_read() {
    let key = PublicKey::from_multikey(&multikey()).unwrap();
    let base58 = multibase::base58btc(&key.to_multikey_octets().unwrap()[2..]);
    let jwk: Value = serde_json::from_str(&key.to_jwk().to_text()).unwrap();
    for (name, member, value) in [
        ("Multikey", "publicKeyMultibase", json!(multikey())),
        ("JsonWebKey", "publicKeyJwk", jwk.clone()),
        ("JsonWebKey2020", "publicKeyJwk", jwk),
        ("Ed25519VerificationKey2020", "publicKeyMultibase", json!(multikey())),
        ("Ed25519VerificationKey2018", "publicKeyBase58", json!(base58.strip_prefix('z'))),
    ] {
        let mut typed = document();
        typed["verificationMethod"] =
            json!([{"id": METHOD, "type": name, "controller": ISSUER, member: value}]);
        assert_eq!(find(&typed).unwrap().key, key, "{name}");
    }
    let p256 = PrivateKey::generate(Algorithm::P256).unwrap().public().to_multikey().unwrap();
    let mut wrong = document();
    wrong["verificationMethod"][0]["type"] = json!("Ed25519VerificationKey2020");
    wrong["verificationMethod"][0]["publicKeyMultibase"] = json!(p256);
    assert_eq!(find(&wrong), Err(DidError::Key(KeyError::Unsupported)));
    wrong["verificationMethod"][0]["type"] = json!("EcdsaSecp256k1VerificationKey2019");
    assert_eq!(find(&wrong), Err(DidError::Key(KeyError::Unsupported)));
}

#[test]
fn a_document_speaks_only_for_itself() {
    let mut other = document();
    other["id"] = json!("https://example.net/issuers/2");
    assert_eq!(find(&other), Err(DidError::OtherController));

    // A method that somebody else controls.
    let mut foreign = document();
    foreign["verificationMethod"][0]["controller"] = json!("https://example.net/issuers/2");
    assert_eq!(find(&foreign), Err(DidError::OtherController));
    foreign["controller"] = json!(["https://example.net/issuers/2"]);
    assert!(find(&foreign).is_ok());
}

#[test]
fn a_method_must_be_listed_for_the_purpose() {
    let mut unlisted = document();
    for purpose in [json!([]), json!(null), json!(["https://example.org/v3/issuers/1#other"]), json!(["#ke"])]
    {
        unlisted["assertionMethod"] = purpose;
        assert_eq!(find(&unlisted), Err(DidError::NotAuthorized));
    }
    assert_eq!(did::find(&document(), METHOD, "authentication"), Err(DidError::NotAuthorized));
}

#[test]
fn a_method_that_is_not_there_or_there_twice_is_none() {
    let missing = "https://example.org/v3/issuers/1#other";
    assert_eq!(did::find(&document(), missing, "assertionMethod"), Err(DidError::NoSuchMethod));
    assert_eq!(did::find(&document(), ISSUER, "assertionMethod"), Err(DidError::NoSuchMethod));
    let mut twice = document();
    twice["verificationMethod"] = json!([twice["verificationMethod"][0], twice["verificationMethod"][0]]);
    assert_eq!(find(&twice), Err(DidError::NoSuchMethod));
}

#[test]
fn a_method_with_its_secret_is_not_used() {
    let mut leaked = document();
    leaked["verificationMethod"][0]["secretKeyMultibase"] =
        json!("z42twTcNeSYcnqg1FLuSFs2bsGH3ZqbRHFmvS9XMsYhjxvHN");
    assert_eq!(find(&leaked), Err(DidError::Key(KeyError::Private)));
}

#[test]
fn broken_documents_are_reported() {
    for broken in [json!(null), json!([]), json!({}), json!({"id": 7})] {
        assert_eq!(find(&broken), Err(DidError::Malformed));
    }
    for (name, value) in
        [("controller", json!(7)), ("publicKeyMultibase", json!(7)), ("revoked", json!("yesterday"))]
    {
        let mut broken = document();
        broken["verificationMethod"][0][name] = value;
        assert_eq!(find(&broken), Err(DidError::Malformed), "{name}");
    }
}

#[test]
fn the_dates_of_a_method_are_read() {
    let mut dated = document();
    dated["verificationMethod"][0]["revoked"] = json!("2026-01-01T00:00:00Z");
    dated["verificationMethod"][0]["expires"] = json!("2027-01-01T00:00:00Z");
    let method = find(&dated).unwrap();
    assert_eq!(method.revoked, Timestamp::parse("2026-01-01T00:00:00Z"));
    assert_eq!(method.expires, Timestamp::parse("2027-01-01T00:00:00Z"));
}

#[test]
fn a_method_may_be_a_document_of_its_own() {
    let key = json!({"@context": "https://w3id.org/security/multikey/v1", "id": "https://example.org/keys/1",
        "type": "Multikey", "controller": ISSUER, "publicKeyMultibase": multikey()});
    let method = did::method(&key).unwrap();
    assert_eq!(method.controller, ISSUER);
    let controller = json!({"id": ISSUER, "assertionMethod": "https://example.org/keys/1"});
    assert_eq!(did::lists(&controller, &method.id, "assertionMethod"), Ok(true));
    assert_eq!(did::lists(&controller, &method.id, "authentication"), Ok(false));
}

#[test]
fn an_issued_document_holds_every_key_and_lists_those_that_sign() {
    let revoked = Timestamp::parse("2026-01-01T00:00:00Z");
    let methods: Vec<VerificationMethod> = Algorithm::ALL
        .into_iter()
        .map(|algorithm| {
            let key = PrivateKey::generate(algorithm).unwrap().public().clone();
            let fragment = key.to_multikey().unwrap_or_else(|| key.thumbprint());
            let revoked = revoked.filter(|_| algorithm == Algorithm::P384);
            VerificationMethod {
                id: format!("{ISSUER}#{fragment}"),
                controller: ISSUER.to_owned(),
                key,
                expires: None,
                revoked,
            }
        })
        .collect();
    let document: Tree<'_> = did::document(ISSUER, &methods, &|method| method.revoked.is_none());
    for method in &methods {
        let found = did::find(&document, &method.id, "assertionMethod");
        match method.revoked {
            None => assert_eq!(found.as_ref(), Ok(method)),
            Some(_) => assert_eq!(found, Err(DidError::NotAuthorized)),
        }
    }
    let text = document.to_text();
    assert!(text.contains(r#""revoked":"2026-01-01T00:00:00Z""#));
    assert!(text.contains("https://w3id.org/security/jwk/v1"));
}

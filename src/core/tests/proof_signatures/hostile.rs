//! Whatever is handed in, there is an answer.

use crate::data_integrity::credential;
use badges_core::json::Tree;
use badges_core::proof::Resources;
use badges_core::proof::data_integrity::{self, ProofError};
use badges_core::proof::jws::Jws;
use badges_core::proof::keys::{Algorithm, PrivateKey, PublicKey, find_in_key_set};
use badges_core::proof::{did, multibase, vc_jwt};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Text that comes close to what is read.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,40}",
        "[zu][1-9A-HJ-NP-Za-km-z]{0,140}",
        "did:(key|jwk|web|other):[a-zA-Z0-9:%._#-]{0,90}",
        "-----BEGIN (RSA )?PUBLIC KEY-----[A-Za-z0-9+/\n]{0,200}={0,2}-----END (RSA )?PUBLIC KEY-----",
        "[A-Za-z0-9_-]{0,60}\\.[A-Za-z0-9_-]{0,60}\\.[A-Za-z0-9_-]{0,60}",
        "(EC|OKP|RSA|P-256|P-384|Ed25519|sig|verify|Multikey|JsonWebKey|DataIntegrityProof|ecdsa-sd-2023|#key)",
    ]
}

/// The members that anything here looks at.
const NAMES: [&str; 24] = [
    "id",
    "type",
    "controller",
    "verificationMethod",
    "assertionMethod",
    "publicKeyMultibase",
    "publicKeyJwk",
    "kty",
    "crv",
    "x",
    "y",
    "n",
    "e",
    "keys",
    "vc",
    "iss",
    "nbf",
    "@context",
    "issuer",
    "credentialSubject",
    "proof",
    "proofValue",
    "cryptosuite",
    "proofPurpose",
];

fn document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        let members = prop::collection::vec((prop::sample::select(&NAMES[..]), inner.clone()), 0..8);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            members.prop_map(|members| {
                Value::Object(
                    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>(),
                )
            }),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_is_a_key_or_is_not(text in text()) {
        let _ = (PublicKey::from_multikey(&text), PublicKey::from_pem(&text), multibase::decode(&text));
        let _ = (did::resolve_offline(&text), did::web_url(&text), Jws::parse(&text).map(|jws| jws.payload_json()));
    }

    #[test]
    fn any_octets_are_a_key_or_are_not(octets in prop::collection::vec(any::<u8>(), 0..140)) {
        for algorithm in Algorithm::ALL {
            let _ = PublicKey::from_octets(algorithm, &octets);
            let _ = PrivateKey::from_pkcs8(algorithm, &octets);
        }
        prop_assert_eq!(multibase::decode(&multibase::base58btc(&octets)), Ok(octets.clone()));
        prop_assert_eq!(multibase::decode(&multibase::base64url(&octets)), Ok(octets));
    }

    #[test]
    fn any_document_is_read_or_refused(document in document(), id in text()) {
        let _ = (PublicKey::from_jwk(&document), did::find(&document, &id, "assertionMethod"), did::method(&document));
        let _ = (find_in_key_set(&document, |_| true), data_integrity::read(&document));
        let _ = (data_integrity::proofs(&document), vc_jwt::credential(&Tree::read(&document).unwrap().into_owned()));
    }
}

#[test]
fn any_selective_proof_value_is_refused_in_time() {
    let key = PrivateKey::generate(Algorithm::P256).unwrap();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let shape = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        prop::collection::vec(
            prop::sample::select(vec![0x80, 0x85, 0x9f, 0xbf, 0xff, 0x58, 0x40, 0x5b, 0x9b, 0xbb, 0, 1]),
            0..60
        ),
    ];
    let strategy = (prop::sample::select(vec![0, 1, 2]), shape);
    runner
        .run(&strategy, |(kind, octets)| {
            let value = multibase::base64url(&[&[0xd9, 0x5d, kind][..], &octets].concat());
            let proof = json!({
                "type": "DataIntegrityProof", "cryptosuite": "ecdsa-sd-2023", "proofPurpose": "assertionMethod",
                "verificationMethod": "https://example.org/#key", "proofValue": value
            });
            let result = data_integrity::verify(&credential(), &proof, key.public(), Resources::none());
            prop_assert!(matches!(result, Err(ProofError::Malformed(_))));
            Ok(())
        })
        .unwrap();
}

#[test]
fn deep_and_large_documents_are_refused() {
    let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    let options = |cryptosuite| data_integrity::ProofOptions {
        cryptosuite,
        verification_method: "https://example.org/#key",
        created: badges_core::timestamp::Timestamp::parse("2026-01-01T00:00:00Z").unwrap(),
        expires: None,
    };
    let mut deep = json!("x");
    for _ in 0..80 {
        deep = json!([deep]);
    }
    let mut document = credential();
    document["evidence"] = deep;
    for suite in [data_integrity::Cryptosuite::EddsaRdfc2022, data_integrity::Cryptosuite::EddsaJcs2022] {
        assert!(data_integrity::sign(&document, &options(suite), &key).is_err());
    }
    let many = json!({"proof": vec![json!({}); 1_000]});
    assert!(matches!(data_integrity::proofs(&many), Err(ProofError::Malformed(_))));
}

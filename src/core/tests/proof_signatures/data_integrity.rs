//! Data Integrity proofs of every suite: made, verified, and refused once anything has changed.

use aws_lc_rs::digest::{SHA256, digest};
use badges_core::json::Tree;
use badges_core::proof::data_integrity::{self, Cryptosuite, ProofError, ProofOptions, Verified};
use badges_core::proof::jsonld::{self, FaultKind, Options, Revision};
use badges_core::proof::keys::{Algorithm, PrivateKey, PublicKey};
use badges_core::proof::multibase;
use badges_core::proof::rdfc::{self, Hash};
use badges_core::proof::{MAX_SIGNED, Resources};
use badges_core::timestamp::Timestamp;
use serde_json::{Value, json};

const METHOD: &str = "https://example.org/v3/issuers/1#key";

/// Each suite with each kind of key that signs in it.
const SIGNING: [(Cryptosuite, Algorithm); 7] = [
    (Cryptosuite::EddsaRdfc2022, Algorithm::Ed25519),
    (Cryptosuite::EddsaJcs2022, Algorithm::Ed25519),
    (Cryptosuite::EcdsaRdfc2019, Algorithm::P256),
    (Cryptosuite::EcdsaRdfc2019, Algorithm::P384),
    (Cryptosuite::EcdsaJcs2019, Algorithm::P256),
    (Cryptosuite::EcdsaJcs2019, Algorithm::P384),
    (Cryptosuite::EcdsaSd2023, Algorithm::P256),
];

pub fn credential() -> Value {
    json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
        ],
        "id": "https://example.org/v3/credentials/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Teamwork",
        "issuer": {
            "id": "https://example.org/v3/issuers/1",
            "type": ["Profile"],
            "name": "Example University",
            "url": "https://example.org/"
        },
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{
                "type": "IdentityObject",
                "hashed": true,
                "identityHash": "sha256$c7ef86405ba71b85acd8e2e95166c4b111448089f2e1599f42fe1bba46e865c5",
                "identityType": "emailAddress",
                "salt": "deadsea"
            }],
            "achievement": {
                "id": "https://example.org/v3/achievements/1",
                "type": ["Achievement"],
                "name": "Teamwork",
                "description": "Works well with others.",
                "criteria": {"narrative": "Was nominated by peers."},
                "tag": ["team", "work"]
            }
        },
        "evidence": [{"id": "https://example.org/evidence/1", "type": ["Evidence"], "name": "A report"}]
    })
}

fn options(suite: Cryptosuite) -> ProofOptions<'static> {
    let created = Timestamp::parse("2026-01-02T03:04:05Z").unwrap();
    ProofOptions { cryptosuite: suite, verification_method: METHOD, created, expires: None }
}

pub fn value(tree: &Tree<'_>) -> Value {
    serde_json::from_str(&tree.to_text()).unwrap()
}

fn sign(document: &Value, suite: Cryptosuite, key: &PrivateKey) -> Value {
    value(&data_integrity::sign(document, &options(suite), key).unwrap())
}

pub fn verify(document: &Value, proof: &Value, key: &PublicKey) -> Result<Verified, ProofError> {
    data_integrity::verify(document, proof, key, Resources::none())
}

#[test]
fn every_suite_signs_and_verifies() {
    for (suite, algorithm) in SIGNING {
        let key = PrivateKey::generate(algorithm).unwrap();
        let mut document = credential();
        let proof = sign(&document, suite, &key);
        assert_eq!(verify(&document, &proof, key.public()), Ok(Verified::Current), "{suite:?}");

        // With the proof in it, and another one beside it, the document is the same.
        document["proof"] = json!([proof, {"type": "Other"}]);
        assert_eq!(verify(&document, &proof, key.public()), Ok(Verified::Current), "{suite:?}");
        assert_eq!(data_integrity::proofs(&document).unwrap(), [&proof, &json!({"type": "Other"})]);
        let again = sign(&document, suite, &key);
        assert_eq!(verify(&document, &again, key.public()), Ok(Verified::Current), "{suite:?}");
    }
}

/// The credential with a picture of two megabytes written into it.
fn with_picture() -> Value {
    let mut document = credential();
    let picture = format!("data:image/png;base64,iVBORw0KGgo{}", "AbCd".repeat((2 << 20) / 3));
    document["credentialSubject"]["achievement"]["image"] =
        json!({"id": picture, "type": "Image", "caption": "Two hands"});
    document
}

#[test]
fn a_large_picture_within_the_credential_is_signed_with_it() {
    let document = with_picture();
    assert!(!Tree::read(&document).unwrap().is_longer_than(MAX_SIGNED));
    let mut changed = document.clone();
    let Some(Value::String(picture)) = changed.pointer_mut("/credentialSubject/achievement/image/id") else {
        panic!()
    };
    picture.replace_range(picture.len() - 1.., "e");
    for (suite, algorithm) in SIGNING {
        let key = PrivateKey::generate(algorithm).unwrap();
        let proof = sign(&document, suite, &key);
        assert_eq!(verify(&document, &proof, key.public()), Ok(Verified::Current), "{suite:?}");
        assert_eq!(verify(&changed, &proof, key.public()), Err(ProofError::Signature), "{suite:?}");
    }
}

#[test]
fn a_proof_says_how_and_by_whom_it_was_made() {
    for (suite, algorithm) in SIGNING {
        let key = PrivateKey::generate(algorithm).unwrap();
        let expires = Timestamp::parse("2027-01-01T00:00:00Z");
        let with_end = ProofOptions { expires, ..options(suite) };
        let document = credential();
        let proof = data_integrity::sign(&document, &with_end, &key).unwrap();
        let said = data_integrity::read(&proof).unwrap();
        assert_eq!(said.cryptosuite, suite);
        assert_eq!(said.verification_method, METHOD);
        assert_eq!(said.purpose, "assertionMethod");
        assert_eq!((said.created, said.expires), (Some(with_end.created), expires));
        assert!(!said.has_previous);
        assert_eq!(verify(&document, &value(&proof), key.public()), Ok(Verified::Current));
    }
}

#[test]
fn any_change_to_the_document_is_seen() {
    let changes: [(&str, Value); 7] = [
        ("/validFrom", json!("2026-01-01T00:00:01Z")),
        ("/issuer/id", json!("https://example.net/issuers/2")),
        ("/credentialSubject/achievement/name", json!("Teamwork ")),
        ("/credentialSubject/identifier/0/hashed", json!(false)),
        ("/credentialSubject/identifier/0/salt", json!("deadsee")),
        ("/credentialSubject/achievement/tag", json!(["team"])),
        ("/evidence", json!([])),
    ];
    for (suite, algorithm) in SIGNING {
        let key = PrivateKey::generate(algorithm).unwrap();
        let document = credential();
        let proof = sign(&document, suite, &key);
        for (pointer, new) in &changes {
            let mut changed = document.clone();
            *changed.pointer_mut(pointer).unwrap() = new.clone();
            assert_eq!(
                verify(&changed, &proof, key.public()),
                Err(ProofError::Signature),
                "{suite:?} {pointer}"
            );
        }
        let mut more = document.clone();
        more["validUntil"] = json!("2030-01-01T00:00:00Z");
        assert_eq!(verify(&more, &proof, key.public()), Err(ProofError::Signature));
    }
}

#[test]
fn any_change_to_the_proof_is_seen() {
    for (suite, algorithm) in SIGNING {
        let key = PrivateKey::generate(algorithm).unwrap();
        let document = credential();
        let proof = sign(&document, suite, &key);
        for (name, new) in [
            ("created", "2026-01-02T03:04:06Z"),
            ("verificationMethod", "https://example.org/v3/issuers/1#other"),
            ("proofPurpose", "authentication"),
            ("expires", "2030-01-01T00:00:00Z"),
            ("nonce", "1"),
            ("domain", "example.org"),
        ] {
            let mut changed = proof.clone();
            changed[name] = json!(new);
            assert_eq!(
                verify(&document, &changed, key.public()),
                Err(ProofError::Signature),
                "{suite:?} {name}"
            );
        }
        let mut changed = proof.clone();
        changed.as_object_mut().unwrap().remove("created");
        assert_eq!(verify(&document, &changed, key.public()), Err(ProofError::Signature));
    }
}

#[test]
fn only_the_key_that_signed_verifies() {
    for (suite, algorithm) in SIGNING {
        let key = PrivateKey::generate(algorithm).unwrap();
        let document = credential();
        let proof = sign(&document, suite, &key);
        for other in Algorithm::ALL {
            let other = PrivateKey::generate(other).unwrap();
            let expected = match suite.takes(other.public().algorithm()) {
                true if other.public().algorithm() == algorithm => vec![Err(ProofError::Signature)],
                // The length of the signature gives it away.
                true => vec![Err(ProofError::Malformed(format!(
                    "proofValue is not {} octets in base58btc",
                    if algorithm == Algorithm::P384 { 64 } else { 96 }
                )))],
                false => vec![Err(ProofError::WrongKey)],
            };
            assert!(expected.contains(&verify(&document, &proof, other.public())), "{suite:?} {other:?}");
            if !suite.takes(other.public().algorithm()) {
                let error = data_integrity::sign(&document, &options(suite), &other).unwrap_err();
                assert_eq!(error, ProofError::WrongKey);
            }
        }
    }
}

#[test]
fn a_proof_value_has_one_form() {
    let document = credential();
    for (suite, algorithm) in SIGNING.into_iter().filter(|(suite, _)| *suite != Cryptosuite::EcdsaSd2023) {
        let key = PrivateKey::generate(algorithm).unwrap();
        let proof = sign(&document, suite, &key);
        let text = proof["proofValue"].as_str().unwrap();
        let octets = multibase::decode(text).unwrap();
        let base58 = multibase::base58btc;
        for broken in [
            multibase::base64url(&octets),
            base58(&octets[1..]),
            base58(&[&octets[..], &[0]].concat()),
            format!("f{}", &text[1..]),
            format!("{text}="),
            String::new(),
            "z".to_owned(),
        ] {
            let mut changed = proof.clone();
            changed["proofValue"] = json!(broken);
            let result = verify(&document, &changed, key.public());
            assert!(matches!(result, Err(ProofError::Malformed(_))), "{broken}");
        }
        let mut changed = proof.clone();
        changed["proofValue"] = json!(base58(&octets.iter().rev().copied().collect::<Vec<_>>()));
        assert_eq!(verify(&document, &changed, key.public()), Err(ProofError::Signature));
    }
}

#[test]
fn a_suite_cannot_be_taken_for_another() {
    let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    let document = credential();
    let proof = sign(&document, Cryptosuite::EddsaRdfc2022, &key);
    for name in ["eddsa-jcs-2022", "eddsa-2022"] {
        let mut changed = proof.clone();
        changed["cryptosuite"] = json!(name);
        assert_eq!(verify(&document, &changed, key.public()), Err(ProofError::Signature), "{name}");
    }
    let mut older = proof.clone();
    older["type"] = json!("Ed25519Signature2020");
    assert!(verify(&document, &older, key.public()).is_err());
}

#[test]
fn malformed_and_unsupported_proofs_are_told_apart() {
    let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    let proof = sign(&credential(), Cryptosuite::EddsaRdfc2022, &key);
    for name in ["type", "cryptosuite", "verificationMethod", "proofPurpose"] {
        let mut broken = proof.clone();
        broken.as_object_mut().unwrap().remove(name);
        assert!(matches!(data_integrity::read(&broken), Err(ProofError::Malformed(_))), "{name}");
        broken[name] = json!(7);
        assert!(matches!(data_integrity::read(&broken), Err(ProofError::Malformed(_))), "{name}");
    }
    for name in ["created", "expires"] {
        let mut broken = proof.clone();
        broken[name] = json!("yesterday");
        assert!(matches!(data_integrity::read(&broken), Err(ProofError::Malformed(_))), "{name}");
    }
    for not_a_proof in [json!(null), json!([]), json!("proof"), json!({})] {
        assert!(matches!(data_integrity::read(&not_a_proof), Err(ProofError::Malformed(_))));
    }
    for (name, other) in [
        ("type", "JsonWebSignature2020"),
        ("type", "Ed25519Signature2018"),
        ("type", "eddsa-rdfc-2022"),
        ("cryptosuite", "bbs-2023"),
        ("cryptosuite", "Ed25519Signature2020"),
        ("cryptosuite", "none"),
    ] {
        let mut unsupported = proof.clone();
        unsupported[name] = json!(other);
        assert_eq!(data_integrity::read(&unsupported), Err(ProofError::Unsupported(other.to_owned())));
    }
    let mut chained = proof.clone();
    chained["previousProof"] = json!("urn:uuid:1");
    assert!(data_integrity::read(&chained).unwrap().has_previous);
    let refused = Err(ProofError::Unsupported("previousProof".to_owned()));
    assert_eq!(verify(&credential(), &chained, key.public()), refused);
    let mut embedded = proof;
    embedded["verificationMethod"] = json!({"id": METHOD, "type": "Multikey"});
    assert_eq!(data_integrity::read(&embedded).unwrap().verification_method, METHOD);
}

#[test]
fn older_suites_are_verified_and_never_made() {
    let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    for suite in [Cryptosuite::Eddsa2022, Cryptosuite::Ed25519Signature2020] {
        let error = data_integrity::sign(&credential(), &options(suite), &key).unwrap_err();
        assert_eq!(error, ProofError::Unsupported(suite.name().to_owned()));
        assert!(!suite.signs());
    }
}

#[test]
fn what_would_not_be_signed_cannot_be_signed() {
    let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    let mut document = credential();
    document["unheardOf"] = json!("dropped");
    match data_integrity::sign(&document, &options(Cryptosuite::EddsaRdfc2022), &key) {
        Err(ProofError::JsonLd(fault)) => assert_eq!(fault.kind, FaultKind::UndefinedTerm),
        other => panic!("{other:?}"),
    }
    assert!(data_integrity::sign(&document, &options(Cryptosuite::EddsaJcs2022), &key).is_ok());
    for nothing in [json!({}), json!({"@context": "https://www.w3.org/ns/credentials/v2"})] {
        assert!(data_integrity::sign(&nothing, &options(Cryptosuite::EddsaRdfc2022), &key).is_err());
    }
}

#[test]
fn the_order_of_members_does_not_matter() {
    for (suite, algorithm) in SIGNING {
        let key = PrivateKey::generate(algorithm).unwrap();
        let document = credential();
        let proof = data_integrity::sign(&document, &options(suite), &key).unwrap();
        let Tree::Object(mut members) = Tree::read(&document).unwrap() else { panic!() };
        members.reverse();
        let turned = Tree::Object(members);
        let result = data_integrity::verify(&turned, &proof, key.public(), Resources::none());
        assert_eq!(result, Ok(Verified::Current));
    }
}

#[test]
fn a_context_of_the_proofs_own_must_begin_that_of_the_document() {
    let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    let document = credential();
    let proof = sign(&document, Cryptosuite::EddsaJcs2022, &key);
    assert_eq!(proof["@context"], document["@context"]);

    // Whoever passes a document on may add contexts at the end, which change nothing of what was signed.
    let mut extended = document.clone();
    extended["@context"].as_array_mut().unwrap().push(json!("https://example.org/context"));
    assert_eq!(verify(&extended, &proof, key.public()), Ok(Verified::Current));

    let mut turned = document.clone();
    turned["@context"].as_array_mut().unwrap().reverse();
    let mut cut = document.clone();
    cut["@context"].as_array_mut().unwrap().pop();
    let mut without = document.clone();
    without.as_object_mut().unwrap().remove("@context");
    for changed in [turned, cut, without] {
        assert!(matches!(verify(&changed, &proof, key.public()), Err(ProofError::Malformed(_))));
    }
    // Without a context of its own the proof is over the document as it is.
    let mut bare = proof;
    bare.as_object_mut().unwrap().remove("@context");
    assert_eq!(verify(&document, &bare, key.public()), Err(ProofError::Signature));
}

#[test]
fn unusual_options_are_canonicalised_like_usual_ones() {
    // `id` takes the options by way of JSON-LD; one statement more is all that changes.
    let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    for contexts in [
        json!([
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
        ]),
        json!([
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
        ]),
    ] {
        let mut usual = credential();
        usual["@context"] = contexts.clone();
        let proof = sign(&usual, Cryptosuite::EddsaRdfc2022, &key);
        // A context that adds nothing keeps the short way from being taken.
        let mut unusual = usual.clone();
        unusual["@context"].as_array_mut().unwrap().push(json!({}));
        assert_eq!(verify(&unusual, &proof, key.public()), Ok(Verified::Current), "{contexts}");
    }
}

/// A proof made step by step: hash of the options, hash of the document, signature.
fn by_hand(
    document: &Value,
    proof_type: &str,
    cryptosuite: Option<&str>,
    key: &PrivateKey,
    revision: Revision,
) -> Value {
    let reading = Options { revision, ..Options::default() };
    let dataset = jsonld::to_rdf_with(document, &reading).unwrap();
    let canonical = rdfc::canonicalize(&dataset, Hash::Sha256).unwrap();
    let suite = cryptosuite.map_or(String::new(), |name| {
        format!("_:c14n0 <https://w3id.org/security#cryptosuite> \"{name}\"^^<https://w3id.org/security#cryptosuiteString> .\n")
    });
    let options = format!(
        "_:c14n0 <http://purl.org/dc/terms/created> \"2026-01-02T03:04:05Z\"^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n\
         _:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/security#{proof_type}> .\n\
         {suite}\
         _:c14n0 <https://w3id.org/security#proofPurpose> <https://w3id.org/security#assertionMethod> .\n\
         _:c14n0 <https://w3id.org/security#verificationMethod> <{METHOD}> .\n"
    );
    let hashes = [digest(&SHA256, options.as_bytes()), digest(&SHA256, canonical.as_bytes())];
    let signature = key.sign(&[hashes[0].as_ref(), hashes[1].as_ref()].concat()).unwrap();
    let mut proof = json!({
        "type": proof_type, "created": "2026-01-02T03:04:05Z", "verificationMethod": METHOD,
        "proofPurpose": "assertionMethod", "proofValue": multibase::base58btc(&signature)
    });
    if let Some(name) = cryptosuite {
        proof["cryptosuite"] = json!(name);
    }
    proof
}

#[test]
fn proofs_of_older_suites_verify_and_break() {
    let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    let document = credential();
    for (proof_type, cryptosuite) in [
        ("DataIntegrityProof", Some("eddsa-2022")),
        ("DataIntegrityProof", Some("eddsa-rdfc-2022")),
        ("Ed25519Signature2020", None),
    ] {
        let proof = by_hand(&document, proof_type, cryptosuite, &key, Revision::Current);
        assert_eq!(
            verify(&document, &proof, key.public()),
            Ok(Verified::Current),
            "{proof_type} {cryptosuite:?}"
        );
        let mut later = proof.clone();
        later["created"] = json!("2026-01-02T03:04:06Z");
        assert_eq!(verify(&document, &later, key.public()), Err(ProofError::Signature));
        let mut changed = document.clone();
        changed["name"] = json!("Another");
        assert_eq!(verify(&changed, &proof, key.public()), Err(ProofError::Signature));
        let p256 = PrivateKey::generate(Algorithm::P256).unwrap();
        assert_eq!(verify(&document, &proof, p256.public()), Err(ProofError::WrongKey));
    }
}

#[test]
fn a_proof_under_the_older_context_is_told_apart() {
    // Before the context of Open Badges defined the term, an issuer had to define it.
    let mut document = credential();
    document["@context"]
        .as_array_mut()
        .unwrap()
        .push(json!({"endorsementJwt": "https://example.org/vocabulary#endorsementJwt"}));
    document["endorsementJwt"] = json!(["eyJ.e30.AA"]);
    let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    let mut proof =
        by_hand(&document, "DataIntegrityProof", Some("eddsa-rdfc-2022"), &key, Revision::BeforeJune2026);
    assert_eq!(verify(&document, &proof, key.public()), Ok(Verified::OlderContext));
    proof["created"] = json!("2026-01-02T03:04:06Z");
    assert!(verify(&document, &proof, key.public()).is_err());
}

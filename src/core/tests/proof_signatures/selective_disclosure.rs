//! `ecdsa-sd-2023`: base proofs, and what a holder derives from them.

use crate::data_integrity::credential;
use crate::official_proofs::contexts;
use crate::vectors;
use badges_core::json::Tree;
use badges_core::proof::Resources;
use badges_core::proof::data_integrity::{self, Cryptosuite, ProofError, ProofOptions, Verified};
use badges_core::proof::keys::{Algorithm, PrivateKey, PublicKey};
use badges_core::proof::multibase;
use badges_core::timestamp::Timestamp;
use serde_json::{Value, json};

const METHOD: &str = "https://example.org/v3/issuers/1#key";

fn value(tree: &Tree<'_>) -> Value {
    serde_json::from_str(&tree.to_text()).unwrap()
}

fn key() -> PrivateKey {
    PrivateKey::generate(Algorithm::P256).unwrap()
}

/// The credential with a base proof.
fn signed(mut document: Value, key: &PrivateKey) -> Value {
    let options = ProofOptions {
        cryptosuite: Cryptosuite::EcdsaSd2023,
        verification_method: METHOD,
        created: Timestamp::parse("2026-01-02T03:04:05Z").unwrap(),
        expires: None,
    };
    let proof = data_integrity::sign(&document, &options, key).unwrap();
    document["proof"] = json!([value(&proof)]);
    document
}

fn verify(document: &Value, key: &PublicKey) -> Result<Verified, ProofError> {
    data_integrity::verify(document, &document["proof"][0], key, Resources::none())
}

fn derive(document: &Value, pointers: &[&str]) -> Result<Value, ProofError> {
    data_integrity::derive(document, pointers, Resources::none()).map(|tree| value(&tree))
}

fn set(document: &Value, pointer: &str, new: Value) -> Value {
    let mut changed = document.clone();
    *changed.pointer_mut(pointer).unwrap() = new;
    changed
}

#[test]
fn what_open_badges_requires_is_always_shown() {
    let key = key();
    let shown = derive(&signed(credential(), &key), &[]).unwrap();
    assert_eq!(verify(&shown, key.public()), Ok(Verified::Current));
    let mut expected = credential();
    expected.as_object_mut().unwrap().remove("evidence");
    expected["credentialSubject"]["achievement"].as_object_mut().unwrap().remove("tag");
    let mut without_proof = shown;
    without_proof.as_object_mut().unwrap().remove("proof");
    assert_eq!(without_proof, expected);
}

#[test]
fn a_holder_shows_what_the_pointers_name() {
    let key = key();
    let document = signed(credential(), &key);
    for (pointers, gone) in [
        (vec!["/evidence"], vec!["/credentialSubject/achievement/tag"]),
        (vec!["/credentialSubject/achievement/tag"], vec!["/evidence"]),
        (vec!["/evidence/0/name"], vec!["/credentialSubject/achievement/tag"]),
        // An array of one element may be written without brackets.
        (vec!["/evidence/name"], vec!["/credentialSubject/achievement/tag"]),
        (vec!["/credentialSubject"], vec!["/evidence"]),
        (vec!["/credentialSubject", "/evidence"], vec![]),
        (vec![""], vec![]),
        // What says what an object is comes whole in any case.
        (vec!["/@context/0", "/type/1", "/credentialSubject/type/0"], vec!["/evidence"]),
    ] {
        let shown = derive(&document, &pointers).unwrap();
        assert_eq!(verify(&shown, key.public()), Ok(Verified::Current), "{pointers:?}");
        for pointer in gone {
            assert_eq!(shown.pointer(pointer), None);
        }
    }
    let one = derive(&document, &["/credentialSubject/achievement/tag/1"]).unwrap();
    assert_eq!(one.pointer("/credentialSubject/achievement/tag"), Some(&json!(["work"])));
    assert_eq!(verify(&one, key.public()), Ok(Verified::Current));
}

#[test]
fn a_shown_part_hides_the_rest_and_cannot_be_derived_from() {
    let key = key();
    let shown = derive(&signed(credential(), &key), &[]).unwrap();
    assert!(!shown.to_string().contains("A report"));
    assert!(matches!(derive(&shown, &[]), Err(ProofError::Malformed(_))));
}

#[test]
fn any_change_to_what_is_shown_is_seen() {
    let key = key();
    let base = signed(credential(), &key);
    let shown = derive(&base, &["/evidence"]).unwrap();
    for document in [&base, &shown] {
        for (pointer, new) in [
            ("/validFrom", json!("2026-01-01T00:00:01Z")),
            ("/issuer/id", json!("https://example.net/issuers/2")),
            ("/credentialSubject/achievement/description", json!("Works.")),
            ("/credentialSubject/identifier/0/salt", json!("other")),
            ("/evidence/0/name", json!("Another report")),
            ("/evidence", json!([])),
            ("/proof/0/created", json!("2026-01-02T03:04:06Z")),
        ] {
            let changed = set(document, pointer, new);
            assert_eq!(verify(&changed, key.public()), Err(ProofError::Signature), "{pointer}");
        }
        assert_eq!(verify(document, self::key().public()), Err(ProofError::Signature));
    }
    // Leaving out by hand is not deriving, nor is adding.
    let mut cut = shown.clone();
    cut.as_object_mut().unwrap().remove("evidence");
    assert_eq!(verify(&cut, key.public()), Err(ProofError::Signature));
    let mut more = shown.clone();
    more["validUntil"] = json!("2030-01-01T00:00:00Z");
    assert_eq!(verify(&more, key.public()), Err(ProofError::Signature));
    // The derived proof of one part does not fit another.
    let other = derive(&base, &["/credentialSubject/achievement/tag"]).unwrap();
    assert_eq!(
        verify(&set(&shown, "/proof", other["proof"].clone()), key.public()),
        Err(ProofError::Signature)
    );
}

#[test]
fn statements_of_two_credentials_do_not_mix() {
    let key = key();
    let first = derive(&signed(credential(), &key), &["/evidence"]).unwrap();
    let other = set(&credential(), "/evidence/0/name", json!("Another report"));
    let second = derive(&signed(other, &key), &["/evidence"]).unwrap();
    let mixed = set(&first, "/evidence", second["evidence"].clone());
    assert_eq!(verify(&mixed, key.public()), Err(ProofError::Signature));
}

#[test]
fn pointers_that_lead_nowhere_are_refused() {
    let document = signed(credential(), &key());
    for pointer in [
        "/unheardOf",
        "evidence",
        "/evidence/1",
        "/evidence/01",
        "/evidence/-",
        "/name/0/1",
        "/issuer/~2",
        "/",
    ] {
        assert!(matches!(derive(&document, &[pointer]), Err(ProofError::Malformed(_))), "{pointer}");
    }
    assert!(matches!(derive(&document, &["/name"; 2_000]), Err(ProofError::Malformed(_))));
    assert!(matches!(derive(&credential(), &["/name"]), Err(ProofError::Malformed(_))));
}

#[test]
fn broken_proof_values_are_refused() {
    let key = key();
    let base = signed(credential(), &key);
    let shown = derive(&base, &["/evidence"]).unwrap();
    for document in [&base, &shown] {
        let text = document["proof"][0]["proofValue"].as_str().unwrap();
        let octets = multibase::decode(text).unwrap();
        let with = |place: usize, octet: u8| {
            let mut changed = octets.clone();
            changed[place] = octet;
            multibase::base64url(&changed)
        };
        for broken in [
            multibase::base58btc(&octets[..64]),
            multibase::base64url(&octets[..octets.len() - 1]),
            multibase::base64url(&[&octets[..], &[0]].concat()),
            multibase::base64url(&octets[..3]),
            multibase::base64url(&[]),
            // Another header, another count of parts, a signature of another length.
            with(2, 2),
            with(3, 0x84),
            with(5, 0x3f),
            // Very many parts announced.
            multibase::base64url(&[0xd9, 0x5d, 0, 0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
            multibase::base64url(&[&[0xd9, 0x5d, 0][..], &[0x81; 5_000]].concat()),
        ] {
            let changed = set(document, "/proof/0/proofValue", json!(broken));
            let result = verify(&changed, key.public());
            assert!(matches!(result, Err(ProofError::Malformed(_))), "{result:?} {broken:.40}");
        }
    }
    // A base proof is no derived proof.
    let text = base["proof"][0]["proofValue"].as_str().unwrap();
    let mut octets = multibase::decode(text).unwrap();
    octets[2] = 1;
    let changed = set(&base, "/proof/0/proofValue", json!(multibase::base64url(&octets)));
    assert!(matches!(verify(&changed, key.public()), Err(ProofError::Malformed(_))));
}

#[test]
fn every_form_of_subject_can_be_signed() {
    let key = key();
    let credential = credential();
    let subject = credential["credentialSubject"].clone();
    let mut with_id = credential.clone();
    with_id["credentialSubject"]["id"] = json!("did:example:recipient");
    let in_array = set(&credential, "/credentialSubject", json!([subject]));
    let mut dated = credential.clone();
    dated["validUntil"] = json!("2027-01-01T00:00:00Z");
    dated["credentialStatus"] = json!({
        "id": "https://example.org/v3/issuers/1/status/revocation/0#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://example.org/v3/issuers/1/status/revocation/0"
    });
    for document in [with_id, in_array, dated] {
        let base = signed(document.clone(), &key);
        assert_eq!(verify(&base, key.public()), Ok(Verified::Current));
        let shown = derive(&base, &[]).unwrap();
        assert_eq!(verify(&shown, key.public()), Ok(Verified::Current));
        for name in ["validUntil", "credentialStatus", "validFrom", "issuer", "id"] {
            assert_eq!(shown.get(name), document.get(name));
        }
    }
}

#[test]
fn the_official_proofs_verify_and_derive() {
    let Some(contexts) = contexts() else { return };
    let resources = Tree::read(&contexts).unwrap();
    let resources = Resources::new(&resources);
    let keys = vectors::json("w3c-vc-di-ecdsa/ecdsa-sd-2023/SDKeyMaterial.json").unwrap();
    let key = PublicKey::from_multikey(keys["baseKeyPair"]["publicKeyMultibase"].as_str().unwrap()).unwrap();
    for (folder, pointers) in [("employ", "employSelective.json"), ("prc", "prCredSelective.json")] {
        let vector =
            |name: &str| vectors::json(&format!("w3c-vc-di-ecdsa/ecdsa-sd-2023/{folder}/{name}")).unwrap();
        let base = vector("addSignedSDBase.json");
        let expected = vector("derivedRevealDocument.json");
        for document in [&base, &expected] {
            let result = data_integrity::verify(document, &document["proof"], &key, resources);
            assert_eq!(result, Ok(Verified::Current), "{folder}");
        }
        let pointers = vectors::json(&format!("w3c-vc-di-ecdsa/{pointers}")).unwrap();
        let pointers: Vec<&str> =
            pointers.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
        let derived = data_integrity::derive(&base, &pointers, resources).unwrap();
        assert_eq!(value(&derived), expected, "{folder}");
    }
}

#[test]
fn the_official_open_badge_verifies() {
    let Some(document) = vectors::json("ob3-ecdsa-sd-2023/derivedcredential.json") else { return };
    let method = document["proof"][0]["verificationMethod"].as_str().unwrap();
    let key = PublicKey::from_multikey(method.split_once('#').unwrap().1).unwrap();
    assert_eq!(verify(&document, &key), Ok(Verified::Current));
}

#[test]
fn embedded_endorsements_and_lists_can_be_signed_and_shown() {
    let key = key();
    let mut document = credential();
    let proof = json!({
        "type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": "2026-01-01T00:00:00Z",
        "proofPurpose": "assertionMethod", "verificationMethod": "https://example.net/#key", "proofValue": "z1"
    });
    let mut other = proof.clone();
    other["proofValue"] = json!("z2");
    document["endorsement"] = json!([{
        "@context": document["@context"],
        "id": "https://example.net/endorsements/1",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement",
        "issuer": {"id": "https://example.net/", "type": ["Profile"]},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "https://example.org/v3/credentials/1", "type": ["EndorsementSubject"]},
        "proof": [proof, other]
    }]);
    document["credentialSubject"]["achievement"]["resultDescription"] = json!([{
        "id": "urn:uuid:f6ab24cd-86e8-4eaf-b8c6-ded74e8fd41c",
        "type": ["ResultDescription"],
        "name": "Grade",
        "resultType": "LetterGrade",
        "allowedValue": ["A", "B", "A"]
    }]);
    let base = signed(document, &key);
    assert_eq!(verify(&base, key.public()), Ok(Verified::Current));
    for pointers in [
        vec![],
        vec!["/endorsement"],
        vec!["/endorsement/0/proof/1"],
        vec!["/credentialSubject/achievement/resultDescription"],
        vec!["/credentialSubject/achievement/resultDescription/0/allowedValue"],
        vec!["/endorsement/0/proof", "/credentialSubject/achievement/resultDescription/0/name"],
    ] {
        let shown = derive(&base, &pointers).unwrap();
        assert_eq!(verify(&shown, key.public()), Ok(Verified::Current), "{pointers:?}");
    }
    // The order of a list is part of what is signed, and so is its length.
    let item = derive(&base, &["/credentialSubject/achievement/resultDescription/0/allowedValue/0"]);
    assert!(matches!(item, Err(ProofError::Malformed(_))));
    let turned =
        set(&base, "/credentialSubject/achievement/resultDescription/0/allowedValue", json!(["A", "A", "B"]));
    assert_eq!(verify(&turned, key.public()), Err(ProofError::Signature));
}

//! The proofs of the standards' own test vectors, where they are at hand.

use crate::data_integrity::{value, verify};
use crate::keys::octets;
use crate::vectors;
use badges_core::json::Tree;
use badges_core::proof::Resources;
use badges_core::proof::data_integrity::{self, Cryptosuite, ProofError, ProofOptions, Verified};
use badges_core::proof::keys::{Algorithm, PrivateKey, PublicKey};
use badges_core::timestamp::Timestamp;
use serde_json::{Value, json};

/// The key of a `did:key` verification method.
fn key_of(proof: &Value) -> PublicKey {
    let method = proof["verificationMethod"].as_str().unwrap();
    PublicKey::from_multikey(method.split_once('#').unwrap().1).unwrap()
}

/// Contexts of the vectors that are no part of the extension.
pub fn contexts() -> Option<Value> {
    Some(json!({
        "https://www.w3.org/ns/credentials/examples/v2": context("credentials-examples-v2.jsonld")?,
        "https://w3id.org/citizenship/v4rc1": context("citizenship-v4rc1.jsonld")?,
    }))
}

fn context(name: &str) -> Option<Value> {
    vectors::json(&format!("../contexts/{name}"))
}

#[test]
fn the_official_proofs_verify() {
    let Some(contexts) = contexts() else { return };
    let resources = Tree::read(&contexts).unwrap();
    for name in [
        "w3c-vc-di-eddsa/eddsa-rdfc-2022/signedDataInt.json",
        "w3c-vc-di-eddsa/eddsa-rdfc-2022/employ/signedDataInt.json",
        "w3c-vc-di-eddsa/eddsa-jcs-2022/signedJCS.json",
        "w3c-vc-di-eddsa/Ed25519Signature2020/signedEdSig.json",
        "w3c-vc-di-eddsa/proof-set-chain/signedProofSet1.json",
        "w3c-vc-di-eddsa/proof-set-chain/signedProofSet2.json",
        "w3c-vc-di-ecdsa/ecdsa-jcs-2019-p256/signedJCSECDSAP256.json",
        "w3c-vc-di-ecdsa/ecdsa-jcs-2019-p384/signedJCSECDSAP384.json",
        "w3c-vc-di-ecdsa/ecdsa-rdfc-2019-p256/signedECDSAP256.json",
        "w3c-vc-di-ecdsa/ecdsa-rdfc-2019-p256/employ/signedECDSAP256.json",
        "w3c-vc-di-ecdsa/ecdsa-rdfc-2019-p384/signedECDSAP384.json",
        "w3c-vc-di-ecdsa/ecdsa-rdfc-2019-p384/employ/signedECDSAP384.json",
    ] {
        let signed = vectors::json(name).unwrap();
        let proofs = data_integrity::proofs(&signed).unwrap();
        assert!(!proofs.is_empty());
        for proof in proofs {
            let result = data_integrity::verify(&signed, proof, &key_of(proof), Resources::new(&resources));
            assert_eq!(result, Ok(Verified::Current), "{name}");
        }
    }
}

#[test]
fn the_official_open_badge_verifies_and_is_signed_the_same() {
    let Some(vector) = vectors::json("ob3-eddsa-rdfc-2022/vector.json") else { return };
    let signed = &vector["signed_credential"];
    let seed = vector["private_key_seed_hex"].as_str().unwrap();
    let pkcs8: Vec<u8> = octets(&format!("302e020100300506032b657004220420{seed}"));
    let key = PrivateKey::from_pkcs8(Algorithm::Ed25519, &pkcs8).unwrap();
    assert_eq!(key.public().to_multikey().as_deref(), vector["publicKeyMultibase"].as_str());
    let proofs = data_integrity::proofs(signed).unwrap();
    assert!(!proofs.is_empty());
    for proof in proofs {
        assert_eq!(verify(signed, proof, key.public()), Ok(Verified::Current));
        let options = ProofOptions {
            cryptosuite: Cryptosuite::from_name(proof["cryptosuite"].as_str().unwrap()).unwrap(),
            verification_method: proof["verificationMethod"].as_str().unwrap(),
            created: Timestamp::parse(proof["created"].as_str().unwrap()).unwrap(),
            expires: None,
        };
        assert_eq!(&value(&data_integrity::sign(signed, &options, &key).unwrap()), proof);
    }
}

#[test]
fn ed25519_signatures_come_out_as_in_the_official_vectors() {
    let Some(pair) = vectors::json("w3c-vc-di-eddsa/keyPair.json") else { return };
    let secret =
        pair.get("secretKeyMultibase").or(pair.get("privateKeyMultibase")).unwrap().as_str().unwrap();
    let key = PrivateKey::from_secret_multikey(pair["publicKeyMultibase"].as_str().unwrap(), secret).unwrap();
    let signed = vectors::json("w3c-vc-di-eddsa/eddsa-jcs-2022/signedJCS.json").unwrap();
    let proof = &signed["proof"];
    let options = ProofOptions {
        cryptosuite: Cryptosuite::EddsaJcs2022,
        verification_method: proof["verificationMethod"].as_str().unwrap(),
        created: Timestamp::parse(proof["created"].as_str().unwrap()).unwrap(),
        expires: None,
    };
    assert_eq!(&value(&data_integrity::sign(&signed, &options, &key).unwrap()), proof);
}

#[test]
fn a_chain_of_proofs_is_refused() {
    let Some(signed) = vectors::json("w3c-vc-di-eddsa/proof-set-chain/signedProofChain2.json") else {
        return;
    };
    let results: Vec<_> = data_integrity::proofs(&signed)
        .unwrap()
        .into_iter()
        .filter(|proof| data_integrity::read(*proof).unwrap().has_previous)
        .map(|proof| verify(&signed, proof, &key_of(proof)))
        .collect();
    assert!(!results.is_empty());
    for result in results {
        assert_eq!(result, Err(ProofError::Unsupported("previousProof".to_owned())));
    }
}

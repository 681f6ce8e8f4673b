//! Proofs of any content, and credentials that were changed after they were signed. The first octet says which.

use badges_core::{
    json::{Tree, text::parse},
    proof::{
        Resources,
        data_integrity::{Cryptosuite, ProofOptions, Verified, derive, read, sign, verify},
        jsonld::to_rdf,
        keys::{Algorithm, PrivateKey},
        multibase,
        rdfc::{Hash, canonicalize},
    },
    timestamp::Timestamp,
};
use std::sync::LazyLock;

const CREDENTIAL: &str = r#"{
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
  "id": "urn:uuid:1", "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": "Welding",
  "issuer": {"id": "https://example.org/issuers/1", "type": ["Profile"], "name": "Example"},
  "validFrom": "2026-01-01T00:00:00Z",
  "credentialSubject": {"type": ["AchievementSubject"], "id": "urn:uuid:2",
    "achievement": {"id": "urn:uuid:3", "type": ["Achievement"], "name": "Welding", "description": "Welds",
      "criteria": {"narrative": "Weld"}, "tag": ["metal", "fire"]}}}"#;

const METHOD: &str = "https://example.org/issuers/1#key-1";

const SUITES: [(Cryptosuite, Algorithm); 7] = [
    (Cryptosuite::EddsaRdfc2022, Algorithm::Ed25519),
    (Cryptosuite::EddsaJcs2022, Algorithm::Ed25519),
    (Cryptosuite::EcdsaRdfc2019, Algorithm::P256),
    (Cryptosuite::EcdsaRdfc2019, Algorithm::P384),
    (Cryptosuite::EcdsaJcs2019, Algorithm::P256),
    (Cryptosuite::EcdsaJcs2019, Algorithm::P384),
    (Cryptosuite::EcdsaSd2023, Algorithm::P256),
];

struct Signed {
    key: PrivateKey,
    document: Tree<'static>,
    proof: Tree<'static>,
}

/// The credential with a proof of each kind; the last is one that discloses a part of it.
static SIGNED: LazyLock<Vec<Signed>> = LazyLock::new(|| {
    let credential = parse(CREDENTIAL).expect("a credential");
    let created = Timestamp::parse("2026-01-01T00:00:00Z").expect("a time");
    let mut all: Vec<Signed> = SUITES
        .into_iter()
        .map(|(cryptosuite, algorithm)| {
            let key = PrivateKey::generate(algorithm).expect("a key");
            let options = ProofOptions { cryptosuite, verification_method: METHOD, created, expires: None };
            let proof = sign(&credential, &options, &key).expect("it can be signed");
            let mut document = credential.clone();
            document.set("proof", proof.clone());
            Signed { key, document, proof }
        })
        .collect();
    if let Some(Signed { key, document, .. }) = all.pop() {
        let derived = derive(&document, &["/credentialSubject/achievement/name"], Resources::none())
            .expect("a part of it");
        let proof = derived.get("proof").expect("a proof").clone();
        all.push(Signed { key, document: derived, proof });
    }
    for Signed { key, document, proof } in &all {
        assert_eq!(verify(document, proof, key.public(), Resources::none()), Ok(Verified::Current));
    }
    all
});

fn meaning(document: &Tree<'_>) -> Option<String> {
    canonicalize(&to_rdf(document, Some("proof"), Resources::none()).ok()?, Hash::Sha256).ok()
}

/// What is changed and still verifies says the same.
fn changed_document(signed: &Signed, edits: &[u8]) {
    let mut document = signed.document.clone();
    document.remove("proof");
    let mut text = document.to_text().into_bytes();
    for [high, low, octet] in edits.as_chunks().0 {
        let position = usize::from(u16::from_be_bytes([*high, *low])) % text.len();
        text[position] = *octet;
    }
    let text = String::from_utf8_lossy(&text);
    let Ok(changed) = parse(&text) else { return };
    if verify(&changed, &signed.proof, signed.key.public(), Resources::none()).is_ok() && changed != document
    {
        assert_eq!(meaning(&changed), meaning(&document));
    }
}

/// Another value of the proof never verifies.
fn changed_value(signed: &Signed, edits: &[u8]) {
    let Some(Tree::String(value)) = signed.proof.get("proofValue") else { return };
    let mut octets = multibase::decode(value).expect("a value");
    let Some((&length, edits)) = edits.split_first() else { return };
    for [high, low, octet] in edits.as_chunks().0 {
        let position = usize::from(u16::from_be_bytes([*high, *low])) % octets.len();
        octets[position] = *octet;
    }
    octets.truncate(octets.len() - usize::from(length) % 3);
    let changed =
        if value.starts_with('z') { multibase::base58btc(&octets) } else { multibase::base64url(&octets) };
    if changed == *value {
        return;
    }
    let mut proof = signed.proof.clone();
    proof.set("proofValue", changed);
    let is_good = verify(&signed.document, &proof, signed.key.public(), Resources::none()).is_ok();
    // The numbers and lists in the value of a derived proof can be written in several ways.
    assert!(!is_good || value.starts_with('u'), "another signature verifies");
}

/// A value of `ecdsa-sd-2023`, whatever it is.
fn selective(signed: &Signed, octets: &[u8]) {
    for header in [[0xD9, 0x5D, 0x00], [0xD9, 0x5D, 0x01]] {
        let mut proof = signed.proof.clone();
        proof.set("proofValue", multibase::base64url(&[&header, octets].concat()));
        let mut document = signed.document.clone();
        document.set("proof", proof.clone());
        assert!(verify(&document, &proof, signed.key.public(), Resources::none()).is_err());
        let _ = derive(&document, &["/credentialSubject", "/issuer/id"], Resources::none());
    }
}

/// Panics if the property does not hold.
pub fn check(octets: &[u8]) {
    let Some((&kind, rest)) = octets.split_first() else { return };
    let signed = &SIGNED[usize::from(kind / 4) % SUITES.len()];
    match kind % 4 {
        0 => changed_document(signed, rest),
        1 => changed_value(signed, rest),
        2 => selective(&SIGNED[SUITES.len() - 1], rest),
        _ => {
            let text = String::from_utf8_lossy(rest);
            let (pointers, text) = text.split_once('\n').unwrap_or(("", &text));
            let pointers: Vec<&str> = pointers.split(',').collect();
            let _ = derive(&signed.document, &pointers, Resources::none());
            let Ok(proof) = parse(text) else { return };
            let _ = read(&proof);
            let is_good = verify(&signed.document, &proof, signed.key.public(), Resources::none()).is_ok();
            assert!(!is_good || read(&proof) == read(&signed.proof));
        }
    }
}

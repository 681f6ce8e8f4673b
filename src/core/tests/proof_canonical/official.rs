//! The official test vectors, byte for byte, where they are at hand.

use badges_core::json::Tree;
use badges_core::proof::{Resources, jcs, jsonld, rdfc};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// Beside the checkout; the tests pass without it.
pub fn data() -> Option<PathBuf> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    if !path.exists() {
        eprintln!("skipped: the official files are not at {}", path.display());
    }
    path.exists().then(|| path.to_owned())
}

pub fn json(path: impl AsRef<Path>) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Contexts of the vectors that are for tests only.
const TEST_CONTEXTS: [(&str, &str); 3] = [
    ("https://www.w3.org/ns/credentials/examples/v2", "credentials-examples-v2.jsonld"),
    ("https://w3id.org/citizenship/v4rc1", "citizenship-v4rc1.jsonld"),
    ("https://www.w3.org/2018/credentials/examples/v1", "2018-credentials-examples-v1.jsonld"),
];

pub fn test_contexts(data: &Path) -> Value {
    TEST_CONTEXTS
        .iter()
        .map(|(url, file)| ((*url).to_owned(), json(data.join("contexts").join(file))))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn canonical(document: &Value, omit: Option<&str>, resources: Resources<'_>, hash: rdfc::Hash) -> String {
    let dataset = jsonld::to_rdf(document, omit, resources).unwrap();
    rdfc::canonicalize(&dataset, hash).unwrap()
}

fn digest(hash: rdfc::Hash, text: &str) -> String {
    use aws_lc_rs::digest;
    let algorithm = match hash {
        rdfc::Hash::Sha256 => &digest::SHA256,
        rdfc::Hash::Sha384 => &digest::SHA384,
    };
    digest::digest(algorithm, text.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn rdfc_vectors() {
    use rdfc::Hash::{Sha256, Sha384};
    let Some(data) = data() else { return };
    let contexts = test_contexts(&data);
    let contexts = Tree::read(&contexts).unwrap();
    let resources = Resources::new(&contexts);
    for (directory, suffix, hash) in [
        ("w3c-vc-di-eddsa/eddsa-rdfc-2022", "DataInt", Sha256),
        ("w3c-vc-di-eddsa/eddsa-rdfc-2022/employ", "DataInt", Sha256),
        ("w3c-vc-di-eddsa/Ed25519Signature2020", "EdSig", Sha256),
        ("w3c-vc-di-ecdsa/ecdsa-rdfc-2019-p256", "ECDSAP256", Sha256),
        ("w3c-vc-di-ecdsa/ecdsa-rdfc-2019-p256/employ", "ECDSAP256", Sha256),
        ("w3c-vc-di-ecdsa/ecdsa-rdfc-2019-p384", "ECDSAP384", Sha384),
        ("w3c-vc-di-ecdsa/ecdsa-rdfc-2019-p384/employ", "ECDSAP384", Sha384),
    ] {
        let directory = data.join("vectors").join(directory);
        let file = |name: &str, ending: &str| directory.join(format!("{name}{suffix}.{ending}"));
        let text = |name: &str| fs::read_to_string(file(name, "txt")).unwrap();
        let signed = json(file("signed", "json"));
        let document = canonical(&signed, Some("proof"), resources, hash);
        assert_eq!(document, text("canonDoc"), "{}", directory.display());
        assert_eq!(digest(hash, &document), text("docHash"), "{}", directory.display());

        let options = canonical(&json(file("proofConfig", "json")), None, resources, hash);
        if file("proofCanon", "txt").exists() {
            assert_eq!(options, text("proofCanon"), "{}", directory.display());
        }
        assert_eq!(digest(hash, &options), text("proofHash"), "{}", directory.display());
    }
}

#[test]
fn the_signed_badge_of_open_badges_3() {
    let Some(data) = data() else { return };
    let directory = data.join("vectors/ob3-eddsa-rdfc-2022");
    let vector = json(directory.join("vector.json"));
    let document =
        canonical(&vector["signed_credential"], Some("proof"), Resources::none(), rdfc::Hash::Sha256);
    assert_eq!(document, fs::read_to_string(directory.join("document-canon.txt")).unwrap());
    assert_eq!(digest(rdfc::Hash::Sha256, &document), vector["document_hash_hex"].as_str().unwrap());
}

/// The steps of `ecdsa-sd-2023` that rest on canonical forms: labels are replaced by keyed hashes of
/// themselves.
#[test]
fn lines_and_labels_for_selective_disclosure() {
    use aws_lc_rs::hmac;
    use base64::Engine;
    let Some(data) = data() else { return };
    let contexts = test_contexts(&data);
    let contexts = Tree::read(&contexts).unwrap();
    let resources = Resources::new(&contexts);
    let key: Vec<u8> = (0..2).flat_map(|_| (0..16_u8).map(|digit| digit << 4 | digit)).collect();
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
    for steps in ["prc", "employ"] {
        let steps = data.join("vectors/w3c-vc-di-ecdsa/ecdsa-sd-2023").join(steps);
        let signed = json(steps.join("addSignedSDBase.json"));
        let dataset = jsonld::to_rdf(&signed, Some("proof"), resources).unwrap();
        let canonical = rdfc::canonical(&dataset, rdfc::Hash::Sha256).unwrap();
        let lines: Vec<&str> = canonical.lines.iter().collect();
        assert_eq!(Value::from(lines), json(steps.join("addBaseDocCanon.json")));

        let keyed = |label: &str, out: &mut String| {
            let tag = hmac::sign(&key, label.as_bytes());
            out.push('u');
            base64::engine::general_purpose::URL_SAFE_NO_PAD.encode_string(tag.as_ref(), out);
        };
        let lines = dataset.lines(|number, out| {
            let label = canonical.labels[number as usize].unwrap();
            keyed(&format!("c14n{label}"), out);
        });
        assert_eq!(
            Value::from(lines.iter().collect::<Vec<_>>()),
            json(steps.join("addBaseDocHMACCanon.json"))
        );
    }
}

#[test]
fn a_learner_record_is_read_whole() {
    let Some(data) = data() else { return };
    let record = json(data.join("vectors/ob3-eddsa-rdfc-2022/clr_signed.json"));
    let document = canonical(&record, Some("proof"), Resources::none(), rdfc::Hash::Sha256);
    assert!(document.contains("isParentOf"));
}

#[test]
fn jcs_vectors() {
    use rdfc::Hash::{Sha256, Sha384};
    let Some(data) = data() else { return };
    for (directory, suffix, hash) in [
        ("w3c-vc-di-eddsa/eddsa-jcs-2022", "JCS", Sha256),
        ("w3c-vc-di-ecdsa/ecdsa-jcs-2019-p256", "JCSECDSAP256", Sha256),
        ("w3c-vc-di-ecdsa/ecdsa-jcs-2019-p384", "JCSECDSAP384", Sha384),
    ] {
        let directory = data.join("vectors").join(directory);
        let file = |name: &str, ending: &str| directory.join(format!("{name}{suffix}.{ending}"));
        let text = |name: &str| fs::read_to_string(file(name, "txt")).unwrap();
        let mut document = String::new();
        jcs::canonicalize(&json(file("signed", "json")), Some("proof"), &mut document).unwrap();
        assert_eq!(document, text("canonDoc"));
        assert_eq!(digest(hash, &document), text("docHash"));
        let mut options = String::new();
        jcs::canonicalize(&json(file("proofConfig", "json")), None, &mut options).unwrap();
        assert_eq!(options, text("proofCanon"));
        assert_eq!(digest(hash, &options), text("proofHash"));
    }
}

//! What the tests share.

use badges_core::json::Tree;
use badges_core::proof::jsonld::{Fault, FaultKind};
use badges_core::proof::{Resources, jsonld, rdfc};
use serde_json::Value;

pub const CREDENTIALS_1: &str = "https://www.w3.org/2018/credentials/v1";
pub const CREDENTIALS_2: &str = "https://www.w3.org/ns/credentials/v2";
pub const OPEN_BADGES: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

/// The canonical N-Quads of a document.
pub fn canonical(document: &Value) -> String {
    let dataset = jsonld::to_rdf(document, None, Resources::none()).unwrap();
    rdfc::canonicalize(&dataset, rdfc::Hash::Sha256).unwrap()
}

/// The canonical N-Quads of a document that refers to contexts of its own.
pub fn canonical_with(document: &Value, resources: &Value) -> Result<String, Fault> {
    let resources = Tree::read(resources).unwrap();
    let dataset = jsonld::to_rdf(document, None, Resources::new(&resources))?;
    Ok(rdfc::canonicalize(&dataset, rdfc::Hash::Sha256).unwrap())
}

/// The kind and place of the first fault.
pub fn fault(document: &Value) -> (FaultKind, String) {
    let fault = jsonld::to_rdf(document, None, Resources::none()).unwrap_err();
    (fault.kind, fault.path)
}

/// Lines of N-Quads, the indentation of the source taken away.
pub fn lines(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect()
}

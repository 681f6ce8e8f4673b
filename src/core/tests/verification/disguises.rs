//! Credentials that say the same as RDF, which is what `…-rdfc-…` suites sign, and something else as JSON.

use super::samples::*;
use super::with_resources;
use badges_core::proof::data_integrity::Cryptosuite;
use serde_json::{Value, json};

const STATUS: &str = "https://www.w3.org/2018/credentials#credentialStatus";
const UNTIL: &str = "https://www.w3.org/2018/credentials#validUntil";
const DATE: &str = "http://www.w3.org/2001/XMLSchema#dateTime";

/// A credential that has expired, and whose status nobody has.
fn signed_as_rdf(mut document: Value) -> Value {
    document["validUntil"] = json!("2026-02-01T00:00:00Z");
    document["credentialStatus"] = json!({
        "id": "https://example.org/lists/1#7", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
        "statusListIndex": "7", "statusListCredential": "https://example.org/lists/1",
    });
    document["proof"] =
        json!([proof(&document, Cryptosuite::EddsaRdfc2022, ed25519(), &method_id(ISSUER, ed25519()))]);
    let expected = ["dates failed expired", "status not_checked status_retrieval_error"];
    with_resources(published()).refuses(&document.to_string(), &expected);
    document
}

fn take(document: &mut Value, name: &str) -> Value {
    document.as_object_mut().unwrap().remove(name).unwrap()
}

#[track_caller]
fn is_seen_through(document: &Value) {
    let (valid, lines) = with_resources(published()).found(&document.to_string());
    assert!(!valid, "{document:#}");
    assert!(lines.contains(&"signature failed disguised_member".to_owned()), "{lines:?}");
}

#[test]
fn a_member_under_its_iri_is_not_overlooked() {
    let mut document = signed_as_rdf(credential());
    document[STATUS] = take(&mut document, "credentialStatus");
    is_seen_through(&document);
    let mut document = signed_as_rdf(credential());
    document[UNTIL] = json!({"@type": DATE, "@value": take(&mut document, "validUntil")});
    is_seen_through(&document);
}

#[test]
fn a_member_under_a_name_of_its_own_is_not_overlooked() {
    let mut document = signed_as_rdf(credential());
    let context =
        json!({"until": {"@id": UNTIL, "@type": DATE}, "standing": {"@id": STATUS, "@type": "@id"}});
    document["@context"].as_array_mut().unwrap().push(context);
    document["until"] = take(&mut document, "validUntil");
    document["standing"] = take(&mut document, "credentialStatus");
    is_seen_through(&document);
}

#[test]
fn a_member_of_the_credential_that_stands_elsewhere_is_not_overlooked() {
    let mut document = credential();
    document["endorsement"] =
        json!([signed(endorsement(ISSUER, "urn:uuid:5b1c3c52-0d0c-4b57-9b4e-0d5b6f0c8f11", CREDENTIAL))]);
    let mut document = signed_as_rdf(document);
    document["endorsement"][0]["credentialSubject"][STATUS] = take(&mut document, "credentialStatus");
    document["endorsement"][0]["credentialSubject"][UNTIL] =
        json!({"@type": DATE, "@value": take(&mut document, "validUntil")});
    is_seen_through(&document);
}

#[test]
fn identifiers_in_every_spelling_are_found_again() {
    for id in ["https://example.org/été", "https://example.org/a/../b?c=%C3%A9#d", "urn:example:A'b"] {
        let mut document = credential();
        document["id"] = json!(id);
        document["proof"] =
            json!([proof(&document, Cryptosuite::EddsaRdfc2022, ed25519(), &method_id(ISSUER, ed25519()))]);
        with_resources(published()).accepts(&document.to_string());
    }
}

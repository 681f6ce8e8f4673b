//! Credentials that say the same as RDF, which is what `…-rdfc-…` suites sign, and something else as JSON.

use super::samples::*;
use super::with_resources;
use badges_core::proof::data_integrity::{self, Cryptosuite, ProofOptions};
use badges_core::timestamp::Timestamp;
use serde_json::{Value, json};

const STATUS: &str = "https://www.w3.org/2018/credentials#credentialStatus";
const UNTIL: &str = "https://www.w3.org/2018/credentials#validUntil";
const EXPIRATION: &str = "https://w3id.org/security#expiration";
const CREATED: &str = "http://purl.org/dc/terms/created";
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

#[track_caller]
fn is_what_was_signed(document: &Value) {
    let (_, lines) = with_resources(published()).found(&document.to_string());
    assert!(!lines.iter().any(|line| line.starts_with("signature")), "{lines:?}");
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
fn a_member_that_shows_twice_does_not_cover_for_one_that_does_not_show() {
    let entry = |index: &str| {
        json!({"id": format!("https://example.org/lists/1#{index}"), "type": "BitstringStatusListEntry",
               "statusPurpose": "revocation", "statusListIndex": index,
               "statusListCredential": "https://example.org/lists/1"})
    };
    let mut document = credential();
    document["credentialStatus"] = json!([entry("7"), entry("8")]);
    document["proof"] =
        json!([proof(&document, Cryptosuite::EddsaRdfc2022, ed25519(), &method_id(ISSUER, ed25519()))]);
    is_what_was_signed(&document);
    document["credentialStatus"] = json!([entry("7"), entry("7")]);
    document[STATUS] = entry("8");
    is_seen_through(&document);
}

#[test]
fn what_a_status_means_is_not_overlooked() {
    const SIZE: &str = "https://www.w3.org/ns/credentials/status#statusSize";
    let entry = |id: Option<&str>| {
        let mut entry = json!({"type": "BitstringStatusListEntry", "statusPurpose": "message", "statusSize": 2,
                               "statusListIndex": "7", "statusListCredential": "https://example.org/lists/1"});
        id.into_iter().for_each(|id| entry["id"] = json!(id));
        entry
    };
    for id in [None, Some("https://example.org/lists/1#7")] {
        for is_array in [false, true] {
            let mut document = credential();
            document["credentialStatus"] = if is_array { json!([entry(id)]) } else { entry(id) };
            let method = method_id(ISSUER, ed25519());
            document["proof"] = json!([proof(&document, Cryptosuite::EddsaRdfc2022, ed25519(), &method)]);
            is_what_was_signed(&document);
            let entry = document["credentialStatus"].pointer_mut(if is_array { "/0" } else { "" }).unwrap();
            let size = take(entry, "statusSize");
            entry[SIZE] = json!({"@type": "https://www.w3.org/2001/XMLSchema#integer", "@value": size});
            is_seen_through(&document);
        }
    }
}

#[test]
fn what_a_proof_says_is_not_overlooked() {
    let method = method_id(ISSUER, ed25519());
    let time = |time: &str| Some(Timestamp::parse(time).unwrap());
    let options = |created, expires| ProofOptions {
        cryptosuite: Cryptosuite::EddsaRdfc2022,
        verification_method: &method,
        created,
        expires,
    };
    let signed = |options: &ProofOptions<'_>| {
        let mut document = credential();
        document["proof"] = json!([value(&data_integrity::sign(&document, options, ed25519()).unwrap())]);
        document
    };
    let past = time("2026-01-01T00:00:00Z").unwrap();
    for (options, name, iri, code) in [
        (options(past, time("2026-01-02T00:00:00Z")), "expires", EXPIRATION, "proof_expired"),
        (options(time("2050-01-01T00:00:00Z").unwrap(), None), "created", CREATED, "proof_from_future"),
    ] {
        let mut document = signed(&options);
        let (valid, lines) = with_resources(published()).found(&document.to_string());
        assert!(!valid && lines.contains(&format!("signature failed {code}")), "{lines:?}");
        let renamed = json!({"@type": DATE, "@value": take(&mut document["proof"][0], name)});
        document["proof"][0][iri] = renamed;
        is_seen_through(&document);
    }
    // What does not expire yet may say so under its name.
    let lasting = signed(&options(past, time("2050-01-01T00:00:00Z")));
    with_resources(published()).accepts(&lasting.to_string());
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

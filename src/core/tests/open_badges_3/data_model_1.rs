//! Credentials of the VC Data Model 1.1: verified, but no longer issued.

use super::samples::{DATA_MODEL_1, OPEN_BADGES, credential, endorsement};
use super::{Expected, expect, expect_changes, with, without};
use badges_core::openbadges::Class;
use serde_json::{Value, json};

const CONTEXT: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json";
const OLD: Expected = ("warning", "old_data_model", "/@context/0");
const SUPERSEDED: Expected = ("warning", "context_superseded", "/@context/1");

fn older(document: Value) -> Value {
    let mut document = without(&document, "/validFrom");
    document["@context"] = json!([DATA_MODEL_1, CONTEXT]);
    document["issuanceDate"] = json!("2026-01-01T00:00:00Z");
    document["expirationDate"] = json!("2027-01-01T00:00:00Z");
    document["name"] = json!("Knots");
    document
}

#[test]
fn an_older_credential_has_other_dates_a_name_and_an_embedded_issuer() {
    let document = older(credential());
    for class in [Some(Class::OpenBadgeCredential), None] {
        expect("older", &document, class, &[OLD, SUPERSEDED]);
    }
    expect_changes(
        &document,
        None,
        &[
            ("/@context/1", Some(json!(OPEN_BADGES)), &[OLD]),
            ("/name", None, &[OLD, SUPERSEDED, ("error", "missing_property", "")]),
            ("/issuanceDate", None, &[OLD, SUPERSEDED, ("error", "missing_property", "")]),
            (
                "/issuanceDate",
                Some(json!("2026-01-01")),
                &[OLD, SUPERSEDED, ("error", "not_rfc_3339", "/issuanceDate")],
            ),
            (
                "/expirationDate",
                Some(json!("2025-01-01T00:00:00Z")),
                &[OLD, SUPERSEDED, ("error", "validity_ends_before_start", "/expirationDate")],
            ),
            (
                "/issuer",
                Some(json!("https://example.org")),
                &[OLD, SUPERSEDED, ("error", "must_be_embedded", "/issuer")],
            ),
        ],
    );
}

#[test]
fn an_endorsement_in_an_older_credential_is_older_itself() {
    let endorsement = without(&without(&older(endorsement()), "/proof"), "/validUntil");
    expect("by itself", &endorsement, None, &[OLD, SUPERSEDED]);
    let document = with(&older(credential()), "/endorsement", json!([endorsement]));
    let nested: [Expected; 2] = [
        ("warning", "old_data_model", "/endorsement/0/@context/0"),
        ("warning", "context_superseded", "/endorsement/0/@context/1"),
    ];
    expect("nested", &document, None, &[OLD, SUPERSEDED, nested[0], nested[1]]);
}

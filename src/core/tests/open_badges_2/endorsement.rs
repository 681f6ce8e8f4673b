//! Endorsement and its claim.

use super::samples::endorsement;
use super::{expect, expect_all, with, without};
use badges_core::openbadges::Class;
use serde_json::json;

const ENDORSEMENT: Option<Class> = Some(Class::Endorsement);

#[test]
fn every_required_property_is_missed() {
    expect("full", &endorsement(), None, &[]);
    for name in ["id", "type", "claim", "issuer", "issuedOn", "verification"] {
        let missing: &[_] = &[("error", "missing_property", "")];
        expect(name, &without(&endorsement(), &format!("/{name}")), ENDORSEMENT, missing);
    }
}

#[test]
fn each_property_has_its_data_type() {
    let endorsement = endorsement();
    expect_all(
        ENDORSEMENT,
        &[
            ("type", with(&endorsement, "/type", json!("Assertion")), &[("error", "type_mismatch", "/type")]),
            ("issuer", with(&endorsement, "/issuer", json!("me")), &[("error", "not_a_url", "/issuer")]),
            (
                "embedded issuer",
                with(&endorsement, "/issuer", json!({"type": "Profile", "name": "n"})),
                &[("error", "missing_property", "/issuer"); 3],
            ),
            (
                "itself",
                with(&endorsement, "/issuer", json!("https://example.org/endorsements/9")),
                &[("error", "self_reference", "/issuer")],
            ),
            (
                "issuedOn",
                with(&endorsement, "/issuedOn", json!("2016")),
                &[("error", "not_a_datetime", "/issuedOn")],
            ),
            (
                "verification",
                with(&endorsement, "/verification", json!({"type": "VerificationObject"})),
                &[("error", "type_mismatch", "/verification/type")],
            ),
        ],
    );
}

#[test]
fn a_claim_is_about_something() {
    let endorsement = endorsement();
    expect_all(
        ENDORSEMENT,
        &[
            ("only an id", with(&endorsement, "/claim", json!({"id": "https://other.example/"})), &[]),
            (
                "no id",
                with(&endorsement, "/claim", json!({"endorsementComment": "x"})),
                &[("error", "missing_property", "/claim")],
            ),
            ("id", with(&endorsement, "/claim/id", json!("other")), &[("error", "not_an_iri", "/claim/id")]),
            (
                "comment",
                with(&endorsement, "/claim/endorsementComment", json!(5)),
                &[("error", "wrong_type", "/claim/endorsementComment")],
            ),
            ("a number", with(&endorsement, "/claim", json!(5)), &[("error", "wrong_type", "/claim")]),
        ],
    );
}

#[test]
fn a_revoked_endorsement_needs_only_its_id_and_issuer() {
    let revoked = json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "Endorsement", "id": "https://example.org/e",
        "issuer": "https://example.org/issuer", "revoked": true, "revocationReason": "Issued in error."
    });
    expect("revoked", &revoked, None, &[]);
    expect("no issuer", &without(&revoked, "/issuer"), None, &[("error", "missing_property", "")]);
}

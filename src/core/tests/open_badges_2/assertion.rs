//! Assertion, VerificationObject, Evidence.

use super::samples::{assertion, full_assertion, signed_assertion};
use super::{expect, expect_all, with, without};
use badges_core::openbadges::Class;
use serde_json::json;

const ASSERTION: Option<Class> = Some(Class::Assertion);

#[test]
fn an_assertion_with_every_property_is_valid() {
    expect("full", &full_assertion(), ASSERTION, &[]);
    expect("by its own type", &full_assertion(), None, &[]);
    expect("minimal", &assertion(), ASSERTION, &[]);
    expect("signed", &signed_assertion(), ASSERTION, &[]);
}

#[test]
fn every_required_property_is_missed() {
    for name in ["id", "type", "recipient", "badge", "verification", "issuedOn"] {
        let missing: &[_] = &[("error", "missing_property", "")];
        expect(name, &without(&assertion(), &format!("/{name}")), ASSERTION, missing);
    }
    for name in ["recipient", "badge", "verification", "issuedOn"] {
        let missing: &[_] = &[("error", "missing_property", "")];
        expect(name, &with(&assertion(), &format!("/{name}"), json!(null)), ASSERTION, missing);
        expect(name, &with(&assertion(), &format!("/{name}"), json!([])), ASSERTION, missing);
        expect(name, &with(&assertion(), &format!("/{name}"), json!([null])), ASSERTION, missing);
    }
}

#[test]
fn optional_properties_may_be_null_or_empty() {
    for name in [
        "expires",
        "narrative",
        "evidence",
        "version",
        "related",
        "endorsement",
        "revoked",
        "revocationReason",
    ] {
        expect(name, &with(&assertion(), &format!("/{name}"), json!(null)), ASSERTION, &[]);
        expect(name, &with(&assertion(), &format!("/{name}"), json!([])), ASSERTION, &[]);
    }
    let empty: &[_] = &[("error", "empty_array", "/image")];
    expect("an image is never an empty array", &with(&assertion(), "/image", json!([])), ASSERTION, empty);
}

#[test]
fn each_property_has_its_data_type() {
    let assertion = assertion();
    expect_all(
        ASSERTION,
        &[
            ("id", with(&assertion, "/id", json!("assertion-1")), &[("error", "not_an_iri", "/id")]),
            ("id", with(&assertion, "/id", json!("mailto:a@example.org")), &[("error", "not_an_iri", "/id")]),
            ("id", with(&assertion, "/id", json!("")), &[("error", "not_an_iri", "/id")]),
            (
                "issuedOn",
                with(&assertion, "/issuedOn", json!("2016-12-31")),
                &[("error", "not_a_datetime", "/issuedOn")],
            ),
            (
                "no zone",
                with(&assertion, "/issuedOn", json!("2016-12-31T23:59:59")),
                &[("error", "not_a_datetime", "/issuedOn")],
            ),
            (
                "Unix time",
                with(&assertion, "/issuedOn", json!(1483228799)),
                &[("error", "wrong_type", "/issuedOn")],
            ),
            (
                "not UTC",
                with(&assertion, "/issuedOn", json!("2016-12-31T23:59:59+02:00")),
                &[("warning", "timestamp_not_utc", "/issuedOn")],
            ),
            (
                "expires",
                with(&assertion, "/expires", json!("soon")),
                &[("error", "not_a_datetime", "/expires")],
            ),
            (
                "several",
                with(&assertion, "/issuedOn", json!(["2016-12-31T23:59:59Z", "2017-12-31T23:59:59Z"])),
                &[("error", "too_many_values", "/issuedOn")],
            ),
            ("badge", with(&assertion, "/badge", json!("badge")), &[("error", "not_a_url", "/badge")]),
            ("badge", with(&assertion, "/badge", json!(5)), &[("error", "wrong_type", "/badge")]),
            (
                "recipient",
                with(&assertion, "/recipient", json!("alice@example.org")),
                &[("error", "must_be_embedded", "/recipient")],
            ),
            (
                "verification",
                with(&assertion, "/verification", json!("hosted")),
                &[("error", "must_be_embedded", "/verification")],
            ),
            ("image", with(&assertion, "/image", json!("robot.png")), &[("error", "not_an_image", "/image")]),
            (
                "two images",
                with(&assertion, "/image", json!(["https://example.org/1.png", "https://example.org/2.png"])),
                &[("error", "too_many_values", "/image")],
            ),
            (
                "data URI",
                with(&assertion, "/image", json!("data:image/png;base64,iVBORw0KGgo=")),
                &[("warning", "data_uri_image", "/image")],
            ),
            ("narrative", with(&assertion, "/narrative", json!(5)), &[("error", "wrong_type", "/narrative")]),
            (
                "evidence",
                with(&assertion, "/evidence", json!("robot.html")),
                &[("error", "not_an_iri", "/evidence")],
            ),
            ("revoked", with(&assertion, "/revoked", json!("true")), &[("error", "wrong_type", "/revoked")]),
            (
                "revocationReason",
                with(&assertion, "/revocationReason", json!(7)),
                &[("error", "wrong_type", "/revocationReason")],
            ),
            ("version", with(&assertion, "/version", json!(true)), &[("error", "wrong_type", "/version")]),
            (
                "@language",
                with(&assertion, "/@language", json!("en_US")),
                &[("error", "not_a_language_tag", "/@language")],
            ),
            ("related", with(&assertion, "/related", json!("other")), &[("error", "not_a_url", "/related")]),
            (
                "related without id",
                with(&assertion, "/related", json!([{"version": 1}])),
                &[("error", "missing_property", "/related/0")],
            ),
            (
                "related of another class",
                with(&assertion, "/related", json!({"id": "https://example.org/b", "type": "BadgeClass"})),
                &[("error", "type_mismatch", "/related/type")],
            ),
            (
                "endorsement",
                with(&assertion, "/endorsement", json!(["no"])),
                &[("error", "not_a_url", "/endorsement/0")],
            ),
            ("uid", with(&assertion, "/uid", json!("abc")), &[("warning", "deprecated_property", "/uid")]),
            (
                "unknown property",
                with(&assertion, "/expries", json!("2017-12-31T23:59:59Z")),
                &[("info", "unmapped_property", "/expries")],
            ),
        ],
    );
}

#[test]
fn the_type_includes_assertion_and_otherwise_only_terms_and_iris() {
    let assertion = assertion();
    let types = |types| with(&assertion, "/type", types);
    expect_all(
        ASSERTION,
        &[
            ("array", types(json!(["Assertion"])), &[]),
            ("a URL besides", types(json!(["Assertion", "https://example.org/Award"])), &[]),
            ("a compact IRI besides", types(json!(["Assertion", "schema:Thing"])), &[]),
            ("another class", types(json!("BadgeClass")), &[("error", "type_mismatch", "/type")]),
            ("empty", types(json!([])), &[("error", "missing_property", "")]),
            ("a word", types(json!(["Assertion", "Award"])), &[("error", "not_a_type", "/type/1")]),
            (
                "an unknown word",
                types(json!("Award")),
                &[("error", "not_a_type", "/type"), ("error", "type_mismatch", "/type")],
            ),
            ("a number", types(json!(["Assertion", 5])), &[("error", "invalid_json_ld", "/type/1")]),
        ],
    );
}

#[test]
fn an_assertion_does_not_expire_before_it_is_issued() {
    let expires = |time| with(&assertion(), "/expires", json!(time));
    let before: &[_] = &[("error", "expires_before_issued", "/expires")];
    expect("earlier", &expires("2016-12-31T23:59:58Z"), ASSERTION, before);
    expect(
        "earlier in another zone",
        &expires("2017-01-01T00:59:58+01:00"),
        ASSERTION,
        &[("error", "expires_before_issued", "/expires"), ("warning", "timestamp_not_utc", "/expires")],
    );
    expect("at once", &expires("2016-12-31T23:59:59Z"), ASSERTION, &[]);
    expect("long ago, which is no fault of the document", &expires("2017-01-01T00:00:00Z"), ASSERTION, &[]);
}

#[test]
fn a_revoked_assertion_needs_only_its_id() {
    let revoked = json!({
        "@context": "https://w3id.org/openbadges/v2",
        "id": "https://example.org/assertions/1",
        "revoked": true,
        "revocationReason": "Issued in error"
    });
    expect("as the standard's example", &revoked, ASSERTION, &[]);
    expect("even if nothing says its class", &revoked, None, &[]);
    expect("with its type", &with(&revoked, "/type", json!("Assertion")), None, &[]);
    expect("without id", &without(&revoked, "/id"), ASSERTION, &[("error", "missing_property", "")]);
    let not_revoked = with(&with(&revoked, "/revoked", json!(false)), "/type", json!("Assertion"));
    expect("not revoked", &not_revoked, None, &[("error", "missing_property", ""); 4]);
    let wrong = with(&revoked, "/issuedOn", json!("yesterday"));
    expect("what is there is checked", &wrong, ASSERTION, &[("error", "not_a_datetime", "/issuedOn")]);
}

#[test]
fn an_assertion_is_verified_by_hosting_or_signature() {
    let assertion = assertion();
    let verification = |object| with(&assertion, "/verification", object);
    let mismatch: &[_] = &[("error", "type_mismatch", "/verification/type")];
    expect_all(
        ASSERTION,
        &[
            ("alias", verification(json!({"type": "hosted"})), &[]),
            ("array", verification(json!({"type": ["HostedBadge"]})), &[]),
            ("signed without creator", verification(json!({"type": "signed"})), &[]),
            ("no type", verification(json!({})), &[("error", "missing_property", "/verification")]),
            ("of a profile", verification(json!({"type": "VerificationObject"})), mismatch),
            (
                "unknown",
                verification(json!({"type": "Trust"})),
                &[
                    ("error", "not_a_type", "/verification/type"),
                    ("error", "type_mismatch", "/verification/type"),
                ],
            ),
            (
                "creator",
                verification(json!({"type": "signed", "creator": "key"})),
                &[("error", "not_a_url", "/verification/creator")],
            ),
            (
                "embedded creator",
                verification(
                    json!({"type": "signed", "creator": {"id": "https://example.org/k", "publicKeyPem": "x"}}),
                ),
                &[],
            ),
            (
                "bad embedded creator",
                verification(
                    json!({"type": "signed", "creator": {"id": "https://example.org/k", "publicKeyPem": 1}}),
                ),
                &[("error", "wrong_type", "/verification/creator/publicKeyPem")],
            ),
        ],
    );
}

#[test]
fn a_hosted_assertion_is_identified_by_its_url() {
    let urn = with(&assertion(), "/id", json!("urn:uuid:a953081a-4bbd-4927-9653-7219bca00e3b"));
    expect("hosted", &urn, ASSERTION, &[("error", "hosted_id_not_url", "/id")]);
    expect("signed", &signed_assertion(), ASSERTION, &[]);
    let version_7 = with(&signed_assertion(), "/id", json!("urn:uuid:0192a7e0-4bbd-7927-9653-7219bca00e3b"));
    expect("a UUID of version 7", &version_7, ASSERTION, &[]);
}

#[test]
fn an_assertion_is_not_its_own_badge() {
    let own = with(&assertion(), "/badge", json!("https://example.org/assertions/1"));
    expect("badge", &own, ASSERTION, &[("error", "self_reference", "/badge")]);
}

#[test]
fn evidence_is_described_in_text() {
    let evidence = full_assertion();
    for name in ["name", "description", "narrative", "genre", "audience"] {
        let path = format!("/evidence/2/{name}");
        let changed = with(&evidence, &path, json!(["a", "b"]));
        let several = vec![("error", "too_many_values", &*path.leak())];
        expect(name, &changed, ASSERTION, &several);
    }
    let no_iri = with(&evidence, "/evidence/2/id", json!("robot.html"));
    expect("id", &no_iri, ASSERTION, &[("error", "not_an_iri", "/evidence/2/id")]);
    let only_text = with(&evidence, "/evidence", json!({"narrative": "She did it"}));
    expect("nothing is required", &only_text, ASSERTION, &[]);
}

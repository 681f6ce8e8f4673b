//! OpenBadgeCredential: contexts, types, issuer, validity, services.

use super::samples::{DATA_MODEL_2, EXTENSIONS, OPEN_BADGES, SCHEMA, credential, full_credential, proof};
use super::{Expected, expect, expect_changes, with};
use badges_core::openbadges::Class;
use serde_json::json;

const CLASS: Option<Class> = Some(Class::OpenBadgeCredential);

#[test]
fn a_credential_with_what_is_required_or_with_everything_is_valid() {
    for class in [CLASS, None] {
        expect("required", &credential(), class, &[]);
        expect("everything", &full_credential(), class, &[]);
    }
}

#[test]
fn what_is_required_is_missed() {
    let missing: &[Expected] = &[("error", "missing_property", "")];
    expect_changes(
        &credential(),
        CLASS,
        &[
            ("/id", None, missing),
            ("/type", None, missing),
            ("/issuer", None, missing),
            ("/validFrom", None, missing),
            ("/credentialSubject", None, missing),
            ("/credentialSubject/type", None, &[("error", "missing_property", "/credentialSubject")]),
            ("/credentialSubject/achievement", None, &[("error", "missing_property", "/credentialSubject")]),
            ("/issuer/id", None, &[("error", "missing_property", "/issuer")]),
            // That its terms lose their meaning with the type is not said again.
            ("/issuer/type", None, &[("error", "missing_property", "/issuer")]),
        ],
    );
}

#[test]
fn null_is_no_value() {
    let wrong = |path| vec![("error", "wrong_type", path)];
    for path in ["/id", "/name", "/image", "/issuer", "/validFrom", "/validUntil", "/credentialStatus"] {
        expect(path, &with(&full_credential(), path, json!(null)), CLASS, &wrong(path));
    }
    expect(
        "array",
        &with(&full_credential(), "/evidence", json!(null)),
        CLASS,
        &[("error", "not_an_array", "/evidence")],
    );
}

#[test]
fn contexts_come_in_their_order() {
    let first: &[Expected] = &[("error", "wrong_context", "/@context/0")];
    let second: &[Expected] = &[("error", "wrong_context", "/@context/1")];
    let whole: &[Expected] = &[("error", "wrong_context", "/@context")];
    let both = &[first[0], second[0]];
    expect_changes(
        &credential(),
        CLASS,
        &[
            ("/@context", None, &[("error", "missing_property", "")]),
            ("/@context", Some(json!(OPEN_BADGES)), whole),
            ("/@context", Some(json!([OPEN_BADGES])), &[first[0], whole[0]]),
            (
                "/@context",
                Some(json!([DATA_MODEL_2, 5])),
                &[("error", "wrong_context", "/@context/1"), ("error", "invalid_json_ld", "/@context/1")],
            ),
            ("/@context", Some(json!([OPEN_BADGES, DATA_MODEL_2])), both),
            ("/@context", Some(json!([DATA_MODEL_2, EXTENSIONS, OPEN_BADGES])), second),
            ("/@context", Some(json!([DATA_MODEL_2, OPEN_BADGES, EXTENSIONS])), &[]),
            (
                "/@context",
                Some(json!([DATA_MODEL_2, OPEN_BADGES, {"knot": "https://example.org/knot"}])),
                &[],
            ),
        ],
    );
    let older = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json";
    let expected: &[Expected] = &[("warning", "context_superseded", "/@context/1")];
    expect("older", &with(&credential(), "/@context/1", json!(older)), CLASS, expected);
}

#[test]
fn types_are_a_set_that_holds_two() {
    let mismatch: &[Expected] = &[("error", "type_mismatch", "/type")];
    expect_changes(
        &credential(),
        CLASS,
        &[
            ("/type", Some(json!(["OpenBadgeCredential", "VerifiableCredential"])), &[]),
            (
                "/type",
                Some(json!(["VerifiableCredential", "AchievementCredential", "https://example.org/Knot"])),
                &[],
            ),
            ("/type", Some(json!(["VerifiableCredential"])), mismatch),
            ("/type", Some(json!(["OpenBadgeCredential"])), mismatch),
            ("/type", Some(json!("OpenBadgeCredential")), mismatch),
            ("/type", Some(json!([])), mismatch),
            (
                "/type",
                Some(json!(["VerifiableCredential", "OpenBadgeCredential", 1])),
                &[("error", "wrong_type", "/type/2")],
            ),
            ("/type", Some(json!(5)), &[("error", "wrong_type", "/type")]),
        ],
    );
}

#[test]
fn an_issuer_is_a_profile_or_named() {
    expect_changes(
        &credential(),
        CLASS,
        &[
            ("/issuer", Some(json!("https://example.org")), &[("warning", "issuer_not_embedded", "/issuer")]),
            ("/issuer", Some(json!([])), &[("error", "wrong_type", "/issuer")]),
            (
                "/issuer/type",
                Some(json!(["Organization"])),
                &[("error", "type_mismatch", "/issuer/type"), ("error", "undefined_type", "/issuer/type/0")],
            ),
        ],
    );
}

#[test]
fn a_credential_is_not_over_before_it_begins() {
    let expected: &[Expected] = &[("error", "validity_ends_before_start", "/validUntil")];
    expect_changes(
        &credential(),
        CLASS,
        &[
            ("/validUntil", Some(json!("2025-12-31T23:59:59Z")), expected),
            ("/validUntil", Some(json!("2026-01-01T00:30:00+01:00")), expected),
            ("/validUntil", Some(json!("2026-01-01T00:00:00Z")), &[]),
            ("/validUntil", Some(json!("2026-01-01")), &[("error", "not_rfc_3339", "/validUntil")]),
            ("/validFrom", Some(json!(1767225600)), &[("error", "wrong_type", "/validFrom")]),
        ],
    );
}

#[test]
fn only_schemas_proofs_and_terms_of_use_may_stand_without_an_array() {
    let full = full_credential();
    let compacted = |path| vec![("warning", "compacted", path)];
    for path in ["/proof", "/credentialSchema"] {
        let single = full.pointer(path).unwrap()[0].clone();
        expect(path, &with(&full, path, single), CLASS, &compacted(path));
    }
    for path in ["/evidence", "/endorsement", "/credentialSubject/identifier", "/credentialSubject/result"] {
        let single = full.pointer(path).unwrap()[0].clone();
        expect(path, &with(&full, path, single), CLASS, &[("error", "not_an_array", path)]);
    }
    expect(
        "empty",
        &with(&full, "/evidence", json!([])),
        CLASS,
        &[("warning", "array_without_values", "/evidence")],
    );
    expect_changes(
        &full,
        CLASS,
        &[
            (
                "/credentialSubject",
                Some(json!([full["credentialSubject"]])),
                &[("error", "wrong_type", "/credentialSubject")],
            ),
            (
                "/credentialStatus",
                Some(json!([full["credentialStatus"]])),
                &[("error", "wrong_type", "/credentialStatus")],
            ),
        ],
    );
}

#[test]
fn the_schema_of_open_badges_is_among_the_schemas() {
    let other = json!([{"id": "https://example.org/schema.json", "type": "1EdTechJsonSchemaValidator2019"}]);
    let expected: &[Expected] = &[("warning", "schema_not_listed", "/credentialSchema")];
    expect_changes(
        &full_credential(),
        CLASS,
        &[
            ("/credentialSchema", Some(other), expected),
            ("/credentialSchema", Some(json!([{"id": SCHEMA, "type": "JsonSchema"}])), expected),
            (
                "/credentialSchema/0/id",
                None,
                &[("error", "missing_property", "/credentialSchema/0"), expected[0]],
            ),
        ],
    );
}

#[test]
fn a_status_says_what_it_is_and_where() {
    let unusable: &[Expected] = &[("warning", "status_entry_unusable", "/credentialStatus")];
    expect_changes(
        &full_credential(),
        CLASS,
        &[
            ("/credentialStatus/id", None, &[]),
            (
                "/credentialStatus/type",
                None,
                &[
                    ("error", "missing_property", "/credentialStatus"),
                    ("error", "undefined_term", "/credentialStatus/statusListCredential"),
                    ("error", "undefined_term", "/credentialStatus/statusListIndex"),
                    ("error", "undefined_term", "/credentialStatus/statusPurpose"),
                ],
            ),
            ("/credentialStatus/statusListIndex", Some(json!(94567)), &[]),
            ("/credentialStatus/statusListIndex", Some(json!("-1")), unusable),
            ("/credentialStatus/statusPurpose", None, unusable),
            (
                "/credentialStatus",
                Some(json!({"type": "1EdTechRevocationList", "id": "https://example.org/list"})),
                &[],
            ),
            (
                "/credentialStatus",
                Some(json!({"type": "1EdTechRevocationList"})),
                &[("warning", "status_without_id", "/credentialStatus")],
            ),
        ],
    );
}

#[test]
fn a_proof_is_of_a_form_that_its_type_defines() {
    let full = full_credential();
    expect_changes(
        &full,
        CLASS,
        &[
            ("/proof/-", Some(proof()), &[]),
            ("/proof/0/type", None, &[("error", "missing_property", "/proof/0")]),
            ("/proof/0/created", Some(json!("2026-01-01")), &[("error", "not_rfc_3339", "/proof/0/created")]),
            ("/proof/0/expires", Some(json!("2027-01-01T00:00:00Z")), &[]),
            ("/proof/0/domain", Some(json!(["example.org"])), &[("error", "wrong_type", "/proof/0/domain")]),
            ("/proof/0/jws", Some(json!("e30..c2ln")), &[("error", "undefined_term", "/proof/0/jws")]),
            (
                "/proof/0/verificationMethod",
                Some(json!("#key")),
                &[("error", "relative_iri", "/proof/0/verificationMethod")],
            ),
        ],
    );
}

//! AchievementSubject: who is meant, and what else is said of them.

use super::samples::{HASH, credential, full_credential};
use super::{Expected, expect, expect_changes, with, without};
use badges_core::openbadges::Class;
use serde_json::json;

const CLASS: Option<Class> = Some(Class::OpenBadgeCredential);

#[test]
fn a_subject_has_an_id_or_an_identifier() {
    let nobody: &[Expected] = &[("error", "subject_unidentified", "/credentialSubject")];
    expect_changes(
        &credential(),
        CLASS,
        &[
            ("/credentialSubject/id", None, nobody),
            (
                "/credentialSubject/id",
                Some(json!(" ")),
                &[nobody[0], ("error", "relative_iri", "/credentialSubject/id")],
            ),
            (
                "/credentialSubject/id",
                Some(json!(5)),
                &[nobody[0], ("error", "wrong_type", "/credentialSubject/id")],
            ),
        ],
    );
    let full = full_credential();
    expect(
        "empty",
        &with(&full, "/credentialSubject/identifier", json!([])),
        CLASS,
        &[nobody[0], ("warning", "array_without_values", "/credentialSubject/identifier")],
    );
    expect("none", &without(&full, "/credentialSubject/identifier"), CLASS, nobody);
}

#[test]
fn an_identity_object_is_closed_and_typed_by_one_string() {
    expect_changes(
        &full_credential(),
        CLASS,
        &[
            (
                "/credentialSubject/identifier/0/id",
                Some(json!("did:example:ada")),
                &[("error", "unknown_property", "/credentialSubject/identifier/0/id")],
            ),
            (
                "/credentialSubject/identifier/0/type",
                Some(json!(["IdentityObject"])),
                &[("error", "wrong_type", "/credentialSubject/identifier/0/type")],
            ),
            (
                "/credentialSubject/identifier/0/hashed",
                Some(json!("true")),
                &[("error", "wrong_type", "/credentialSubject/identifier/0/hashed")],
            ),
            (
                "/credentialSubject/identifier/0/hashed",
                None,
                &[("error", "missing_property", "/credentialSubject/identifier/0")],
            ),
            (
                "/credentialSubject/identifier/0/identityType",
                Some(json!("email")),
                &[("error", "not_in_vocabulary", "/credentialSubject/identifier/0/identityType")],
            ),
            ("/credentialSubject/identifier/0/identityType", Some(json!("ext:ship-number")), &[]),
        ],
    );
}

#[test]
fn a_hash_is_said_to_be_one() {
    let unusable: &[Expected] =
        &[("warning", "identity_hash_unusable", "/credentialSubject/identifier/0/identityHash")];
    let full = full_credential();
    expect_changes(
        &full,
        CLASS,
        &[
            ("/credentialSubject/identifier/0/identityHash", Some(json!("ada@example.org")), unusable),
            (
                "/credentialSubject/identifier/0/identityHash",
                Some(json!(HASH.to_uppercase().replace("SHA", "sha"))),
                &[],
            ),
            (
                "/credentialSubject/identifier/0/hashed",
                Some(json!(false)),
                &[unusable[0], ("warning", "salt_without_hash", "/credentialSubject/identifier/0/salt")],
            ),
        ],
    );
    let plain = without(&full, "/credentialSubject/identifier/0/salt");
    let plain = with(&plain, "/credentialSubject/identifier/0/hashed", json!(false));
    expect(
        "plain",
        &with(&plain, "/credentialSubject/identifier/0/identityHash", json!("ada@example.org")),
        CLASS,
        &[],
    );
}

#[test]
fn no_message_holds_who_is_meant() {
    let mut document = full_credential();
    let subject = &mut document["credentialSubject"];
    subject["id"] = json!("ada.lovelace example");
    subject["licenseNumber"] = json!(["L-ADA"]);
    subject["identifier"][0]["identityHash"] = json!("ada lovelace");
    subject["identifier"][0]["salt"] = json!({"x": "ada"});
    subject["identifier"][0]["identityType"] = json!("x");
    for problem in badges_core::openbadges::problems(&document, CLASS) {
        assert!(!problem.message.to_lowercase().contains("ada"), "{problem:?}");
    }
}

#[test]
fn numbers_and_dates_are_what_they_are_called() {
    expect_changes(
        &full_credential(),
        CLASS,
        &[
            (
                "/credentialSubject/creditsEarned",
                Some(json!("1.5")),
                &[("error", "wrong_type", "/credentialSubject/creditsEarned")],
            ),
            ("/credentialSubject/creditsEarned", Some(json!(3)), &[]),
            (
                "/credentialSubject/activityEndDate",
                Some(json!("2025-12-31T00:00:00")),
                &[("error", "not_rfc_3339", "/credentialSubject/activityEndDate")],
            ),
            (
                "/credentialSubject/source",
                Some(json!("https://example.org")),
                &[("error", "must_be_embedded", "/credentialSubject/source")],
            ),
            (
                "/credentialSubject/image",
                Some(json!("https://example.org/i.png")),
                &[("error", "must_be_embedded", "/credentialSubject/image")],
            ),
            (
                "/credentialSubject/image/author",
                Some(json!("https://example.org")),
                &[
                    ("error", "unknown_property", "/credentialSubject/image/author"),
                    ("error", "undefined_term", "/credentialSubject/image/author"),
                ],
            ),
        ],
    );
}

#[test]
fn evidence_is_an_array_of_evidence() {
    expect_changes(
        &full_credential(),
        CLASS,
        &[
            ("/evidence/0/type", Some(json!(["Evidence", "https://w3id.org/openbadges#Assertion"])), &[]),
            ("/evidence/0/type", Some(json!("Evidence")), &[("warning", "compacted", "/evidence/0/type")]),
            (
                "/evidence/0/type",
                Some(json!(["https://example.org/Film"])),
                &[("error", "type_mismatch", "/evidence/0/type")],
            ),
            (
                "/evidence/0",
                Some(json!("https://example.org/film")),
                &[("error", "must_be_embedded", "/evidence/0")],
            ),
            ("/evidence/0/id", None, &[]),
        ],
    );
}

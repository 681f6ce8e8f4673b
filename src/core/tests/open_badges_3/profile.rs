//! Profile and the objects it holds.

use super::samples::{OPEN_BADGES, by_itself, profile};
use super::{expect, expect_changes, with};
use badges_core::openbadges::Class;
use serde_json::json;

const CLASS: Option<Class> = Some(Class::Profile);

#[test]
fn a_profile_is_valid_by_itself_with_or_without_a_context() {
    for class in [CLASS, Some(Class::Issuer), None] {
        expect("without", &profile(), class, &[]);
        expect("with", &by_itself(&profile()), class, &[]);
    }
    let least = json!({"@context": OPEN_BADGES, "id": "https://example.org/i", "type": "Profile"});
    expect("one context", &least, CLASS, &[("warning", "compacted", "/type")]);
}

#[test]
fn what_is_required_is_missed() {
    expect_changes(
        &by_itself(&profile()),
        CLASS,
        &[
            ("/id", None, &[("error", "missing_property", "")]),
            ("/type", None, &[("error", "missing_property", "")]),
            ("/name", None, &[]),
            ("/address/type", None, &[("error", "missing_property", "/address")]),
            ("/address/geo/latitude", None, &[("error", "missing_property", "/address/geo")]),
        ],
    );
}

#[test]
fn values_are_what_they_are_called() {
    expect_changes(
        &profile(),
        CLASS,
        &[
            (
                "/type",
                Some(json!(["Issuer"])),
                &[("error", "type_mismatch", "/type"), ("info", "context_absent", "")],
            ),
            ("/url", Some(json!("example.org")), &[("warning", "url_expected", "/url")]),
            (
                "/image",
                Some(json!("https://example.org/logo.png")),
                &[("error", "must_be_embedded", "/image")],
            ),
            ("/dateOfBirth", Some(json!("1980-02-30")), &[("error", "not_a_date", "/dateOfBirth")]),
            (
                "/address/geo/latitude",
                Some(json!("54.5")),
                &[("error", "wrong_type", "/address/geo/latitude")],
            ),
            (
                "/parentOrg/type",
                Some(json!(["Achievement"])),
                &[("error", "type_mismatch", "/parentOrg/type"), ("info", "context_absent", "")],
            ),
            (
                "/otherIdentifier/0/name",
                Some(json!("x")),
                &[("error", "unknown_property", "/otherIdentifier/0/name"), ("info", "context_absent", "")],
            ),
        ],
    );
}

#[test]
fn what_the_name_of_a_class_means_depends_on_the_document() {
    // Of 2.0, with its rules: an e-mail address and a home page are required.
    let of_2_0 = json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "Profile", "id": "https://example.org/i", "name": "Example",
    });
    let missing = ("error", "missing_property", "");
    expect("2.0", &of_2_0, CLASS, &[missing, missing]);
    let of_3_0 = with(&with(&of_2_0, "/@context", json!(OPEN_BADGES)), "/type", json!(["Profile"]));
    expect("3.0", &of_3_0, CLASS, &[]);
    // Without a context and without an array of types it is read as one of 1.0, as it was before.
    let of_1_0 = json!({"id": "https://example.org/i", "type": "Profile", "name": "Example", "url": "https://example.org", "email": "a@example.org"});
    expect("1.0", &of_1_0, CLASS, &[("info", "old_version", "")]);
}

//! RevocationList and its entries.

use super::samples::revocation_list;
use super::{expect, expect_all, with, without};
use badges_core::openbadges::Class;
use serde_json::json;

const REVOCATION_LIST: Option<Class> = Some(Class::RevocationList);

#[test]
fn type_and_revoked_assertions_are_required() {
    expect("full", &revocation_list(), None, &[]);
    let missing: &[_] = &[("error", "missing_property", "")];
    expect("type", &without(&revocation_list(), "/type"), REVOCATION_LIST, missing);
    expect("entries", &without(&revocation_list(), "/revokedAssertions"), REVOCATION_LIST, missing);
    expect("id", &without(&revocation_list(), "/id"), REVOCATION_LIST, &[]);
    expect("issuer", &without(&revocation_list(), "/issuer"), REVOCATION_LIST, &[]);
    expect(
        "nothing revoked yet",
        &with(&revocation_list(), "/revokedAssertions", json!([])),
        REVOCATION_LIST,
        &[],
    );
}

#[test]
fn every_entry_identifies_an_assertion() {
    let list = revocation_list();
    expect_all(
        REVOCATION_LIST,
        &[
            ("issuer", with(&list, "/issuer", json!("me")), &[("error", "not_an_iri", "/issuer")]),
            ("one entry", with(&list, "/revokedAssertions", json!("https://example.org/1")), &[]),
            (
                "not an IRI",
                with(&list, "/revokedAssertions/0", json!("abc")),
                &[("error", "not_an_iri", "/revokedAssertions/0")],
            ),
            (
                "a number",
                with(&list, "/revokedAssertions/0", json!(5)),
                &[("error", "wrong_type", "/revokedAssertions/0")],
            ),
            (
                "id",
                with(&list, "/revokedAssertions/1/id", json!("abc")),
                &[("error", "not_an_iri", "/revokedAssertions/1/id")],
            ),
            ("only an id", with(&list, "/revokedAssertions/1", json!({"id": "https://example.org/1"})), &[]),
            (
                "uid",
                with(&list, "/revokedAssertions/2/uid", json!(5)),
                &[("error", "wrong_type", "/revokedAssertions/2/uid")],
            ),
            (
                "neither",
                with(&list, "/revokedAssertions/2", json!({"revocationReason": "x"})),
                &[("error", "unidentified_revocation", "/revokedAssertions/2")],
            ),
            (
                "reason",
                with(&list, "/revokedAssertions/1/revocationReason", json!(5)),
                &[("error", "wrong_type", "/revokedAssertions/1/revocationReason")],
            ),
            (
                "revoked",
                with(&list, "/revokedAssertions/1/revoked", json!("yes")),
                &[("error", "wrong_type", "/revokedAssertions/1/revoked")],
            ),
        ],
    );
}

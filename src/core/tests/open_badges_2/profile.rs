//! Profile, the VerificationObject of profiles, CryptographicKey.

use super::samples::{key, profile};
use super::{expect, expect_all, with, without};
use badges_core::openbadges::Class;
use serde_json::json;

const ISSUER: Option<Class> = Some(Class::Issuer);

#[test]
fn a_profile_with_every_property_is_valid() {
    expect("full", &profile(), ISSUER, &[]);
    expect("as a Profile", &profile(), Some(Class::Profile), &[]);
    expect("by its own type", &profile(), None, &[]);
    expect("an Issuer", &with(&profile(), "/type", json!("Issuer")), None, &[]);
}

#[test]
fn every_required_property_is_missed() {
    for name in ["type", "name", "url", "email"] {
        expect(name, &without(&profile(), &format!("/{name}")), ISSUER, &[("error", "missing_property", "")]);
    }
    let without_key = without(&profile(), "/publicKey");
    expect("id", &without(&without_key, "/id"), ISSUER, &[("error", "missing_property", "")]);
}

#[test]
fn each_property_has_its_data_type() {
    let profile = profile();
    let profile = without(&profile, "/publicKey");
    expect_all(
        ISSUER,
        &[
            ("type", with(&profile, "/type", json!("Assertion")), &[("error", "type_mismatch", "/type")]),
            ("name", with(&profile, "/name", json!(["a", "b"])), &[("error", "too_many_values", "/name")]),
            ("url", with(&profile, "/url", json!("example.org")), &[("error", "not_a_url", "/url")]),
            ("url", with(&profile, "/url", json!("ftp://example.org")), &[("error", "not_a_url", "/url")]),
            ("email", with(&profile, "/email", json!("nobody")), &[("error", "not_an_email", "/email")]),
            (
                "two addresses",
                with(&profile, "/email", json!(["a@example.org", "b@example.org"])),
                &[("error", "too_many_values", "/email")],
            ),
            (
                "telephone",
                with(&profile, "/telephone", json!("(617) 555-1212")),
                &[("warning", "telephone_not_e164", "/telephone")],
            ),
            (
                "telephone",
                with(&profile, "/telephone", json!(16175551212_u64)),
                &[("error", "wrong_type", "/telephone")],
            ),
            (
                "description",
                with(&profile, "/description", json!(true)),
                &[("error", "wrong_type", "/description")],
            ),
            (
                "revocationList",
                with(&profile, "/revocationList", json!("urn:uuid:a953081a-4bbd-4927-9653-7219bca00e3b")),
                &[("error", "not_a_url", "/revocationList")],
            ),
            (
                "id",
                with(&profile, "/id", json!("urn:uuid:a953081a-4bbd-4927-9653-7219bca00e3b")),
                &[("warning", "issuer_id_not_http", "/id")],
            ),
        ],
    );
}

#[test]
fn keys_are_named_or_embedded() {
    let profile = profile();
    expect_all(
        ISSUER,
        &[
            ("named", with(&profile, "/publicKey", json!("https://example.org/keys/1")), &[]),
            (
                "not fetched",
                with(&profile, "/publicKey/0", json!("key 1")),
                &[("error", "not_a_url", "/publicKey/0")],
            ),
            (
                "wrong type",
                with(&profile, "/publicKey/1/publicKeyPem", json!(5)),
                &[("error", "wrong_type", "/publicKey/1/publicKeyPem")],
            ),
            (
                "owner",
                with(&profile, "/publicKey/1/owner", json!("me")),
                &[
                    ("error", "not_an_iri", "/publicKey/1/owner"),
                    ("warning", "key_owner_mismatch", "/publicKey/1/owner"),
                ],
            ),
            (
                "another owner",
                with(&profile, "/publicKey/1/owner", json!("https://other.example/")),
                &[("warning", "key_owner_mismatch", "/publicKey/1/owner")],
            ),
        ],
    );
}

#[test]
fn a_profile_says_how_its_assertions_are_verified() {
    let profile = profile();
    expect_all(
        ISSUER,
        &[
            (
                "no type",
                without(&profile, "/verification/type"),
                &[("warning", "type_recommended", "/verification")],
            ),
            (
                "not embedded",
                with(&profile, "/verification", json!("https://example.org/v")),
                &[("error", "must_be_embedded", "/verification")],
            ),
            (
                "startsWith",
                with(&profile, "/verification/startsWith/1", json!("/assertions")),
                &[("error", "not_a_url", "/verification/startsWith/1")],
            ),
            (
                "a port",
                with(&profile, "/verification/allowedOrigins", json!("example.org:8080")),
                &[("error", "not_a_host", "/verification/allowedOrigins")],
            ),
            (
                "a URL",
                with(&profile, "/verification/allowedOrigins/0", json!("https://example.org")),
                &[("error", "not_a_host", "/verification/allowedOrigins/0")],
            ),
            (
                "none",
                with(&profile, "/verification/allowedOrigins", json!([])),
                &[("warning", "origins_empty", "/verification/allowedOrigins")],
            ),
            (
                "another property",
                with(&profile, "/verification/verificationProperty", json!("email")),
                &[("error", "unsupported_property", "/verification/verificationProperty")],
            ),
        ],
    );
}

#[test]
fn a_key_by_itself_is_checked() {
    let class = Some(Class::CryptographicKey);
    expect("full", &key(), None, &[]);
    expect("without id", &without(&key(), "/id"), class, &[]);
    expect("without type", &without(&key(), "/type"), class, &[]);
    expect("pem", &with(&key(), "/publicKeyPem", json!(null)), class, &[]);
    expect(
        "pem",
        &with(&key(), "/publicKeyPem", json!(5)),
        class,
        &[("error", "wrong_type", "/publicKeyPem")],
    );
    expect("owner", &with(&key(), "/owner", json!("me")), class, &[("error", "not_an_iri", "/owner")]);
}

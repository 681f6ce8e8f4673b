//! JSON-LD in safe mode: what would be lost or read otherwise is an error.

use super::samples::{DATA_MODEL_2, credential, full_credential};
use super::{Expected, expect, expect_changes, with};
use serde_json::json;

const NOT_CHECKED: Expected = ("warning", "context_not_checked", "/@context/2");

#[test]
fn terms_and_types_are_defined_key_by_key() {
    expect_changes(
        &credential(),
        None,
        &[
            ("/knots", Some(json!(1)), &[("error", "undefined_term", "/knots")]),
            (
                "/issuer/alsoKnownAs",
                Some(json!("did:example:x")),
                &[("error", "undefined_term", "/issuer/alsoKnownAs")],
            ),
            // Terms of another class have no meaning here.
            (
                "/issuer/creditsEarned",
                Some(json!(1)),
                &[("error", "undefined_term", "/issuer/creditsEarned")],
            ),
            ("/https:~1~1example.org~1knots", Some(json!(1)), &[]),
            (
                "/type",
                Some(json!(["VerifiableCredential", "OpenBadgeCredential", "Knot"])),
                &[("error", "undefined_type", "/type/2")],
            ),
            (
                "/termsOfUse",
                Some(json!([{"type": "Policy"}])),
                &[("error", "undefined_type", "/termsOfUse/0/type")],
            ),
            ("/termsOfUse", Some(json!([{"type": "https://example.org/Policy"}])), &[]),
        ],
    );
}

#[test]
fn identifiers_are_absolute() {
    expect_changes(
        &full_credential(),
        None,
        &[
            ("/id", Some(json!("credentials/1")), &[("error", "relative_iri", "/id")]),
            ("/id", Some(json!("")), &[("error", "relative_iri", "/id")]),
            ("/issuer/id", Some(json!("example.org")), &[("error", "relative_iri", "/issuer/id")]),
            ("/image/id", Some(json!("knots.png")), &[("error", "relative_iri", "/image/id")]),
            (
                "/credentialStatus/statusListCredential",
                Some(json!("/list")),
                &[("error", "relative_iri", "/credentialStatus/statusListCredential")],
            ),
            ("/id", Some(json!("did:example:1")), &[]),
            ("/id", Some(json!("https://example.org/ü")), &[]),
        ],
    );
}

#[test]
fn contexts_of_ones_own_define_terms() {
    let document = with(&credential(), "/knots", json!(1));
    let own = json!({"knots": "https://example.org/knots"});
    expect("defined", &with(&document, "/@context/-", own), None, &[]);
    let protected = json!({"issuer": "https://example.org/issuer", "name": "https://example.org/name"});
    expect(
        "protected",
        &with(&credential(), "/@context/-", protected),
        None,
        &[("error", "protected_term", "/@context/2")],
    );
}

#[test]
fn what_a_context_that_is_not_at_hand_defines_is_not_called_undefined() {
    let context = "https://example.org/knots.jsonld";
    let document = with(&with(&credential(), "/knots", json!(1)), "/@context/-", json!(context));
    expect("further", &document, None, &[NOT_CHECKED]);
    // One of Open Badges that does not exist defines nothing.
    let context = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.9.json";
    expect(
        "instead",
        &with(&credential(), "/@context/1", json!(context)),
        None,
        &[("warning", "context_superseded", "/@context/1"), ("error", "unknown_context", "/@context/1")],
    );
}

#[test]
fn older_contexts_lack_terms_and_do_not_fit_the_newer_data_model() {
    let older = json!([DATA_MODEL_2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"]);
    let document = with(&credential(), "/@context", older);
    let superseded: Expected = ("warning", "context_superseded", "/@context/1");
    expect("3.0.2", &document, None, &[superseded]);
    expect_changes(
        &document,
        None,
        &[
            (
                "/awardedDate",
                Some(json!("2026-01-01T00:00:00Z")),
                &[superseded, ("error", "undefined_term", "/awardedDate")],
            ),
            (
                "/endorsementJwt",
                Some(json!(["e30.e30.c2ln"])),
                &[superseded, ("error", "undefined_term", "/endorsementJwt")],
            ),
            (
                "/credentialSubject/achievement/inLanguage",
                Some(json!("en")),
                &[superseded, ("error", "undefined_term", "/credentialSubject/achievement/inLanguage")],
            ),
        ],
    );
    for context in ["context.json", "context-3.0.1.json"] {
        let context = format!("https://purl.imsglobal.org/spec/ob/v3p0/{context}");
        let document = with(&credential(), "/@context", json!([DATA_MODEL_2, context]));
        let codes: Vec<_> =
            badges_core::openbadges::problems(&document, None).iter().map(|problem| problem.code).collect();
        assert!(codes.contains(&"protected_term"), "{context}: {codes:?}");
    }
}

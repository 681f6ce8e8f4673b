//! EndorsementCredential, by itself and within what it endorses.

use super::samples::{DATA_MODEL_1, EXTENSIONS, endorsement, full_credential};
use super::{Expected, expect, expect_changes, with};
use badges_core::openbadges::Class;
use serde_json::json;

const CLASS: Option<Class> = Some(Class::EndorsementCredential);

#[test]
fn an_endorsement_is_valid_by_itself() {
    for class in [CLASS, None] {
        expect("endorsement", &endorsement(), class, &[]);
    }
}

#[test]
fn what_is_required_is_missed() {
    let missing: &[Expected] = &[("error", "missing_property", "")];
    expect_changes(
        &endorsement(),
        CLASS,
        &[
            ("/@context", None, missing),
            ("/id", None, missing),
            ("/type", None, missing),
            ("/name", None, missing),
            ("/issuer", None, missing),
            ("/validFrom", None, missing),
            ("/credentialSubject", None, missing),
            ("/credentialSubject/id", None, &[("error", "missing_property", "/credentialSubject")]),
            ("/type", Some(json!(["VerifiableCredential"])), &[("error", "type_mismatch", "/type")]),
        ],
    );
}

#[test]
fn an_endorsement_within_an_object_is_held_to_its_class() {
    let document = full_credential();
    expect_changes(
        &document,
        None,
        &[
            ("/endorsement/0/name", None, &[("error", "missing_property", "/endorsement/0")]),
            (
                "/issuer/endorsement/0/@context",
                None,
                &[("error", "missing_property", "/issuer/endorsement/0")],
            ),
            (
                "/endorsement/0/@context/0",
                Some(json!(DATA_MODEL_1)),
                &[
                    ("error", "wrong_context", "/endorsement/0/@context/0"),
                    ("error", "protected_term", "/endorsement/0/@context/0"),
                ],
            ),
            (
                "/endorsement/0/validUntil",
                Some(json!("2020-01-01T00:00:00Z")),
                &[("error", "validity_ends_before_start", "/endorsement/0/validUntil")],
            ),
            (
                "/credentialSubject/achievement/endorsement/0",
                Some(json!("https://example.org/e")),
                &[("error", "must_be_embedded", "/credentialSubject/achievement/endorsement/0")],
            ),
        ],
    );
}

#[test]
fn types_of_extensions_need_their_context() {
    let schema = json!([{"id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json", "type": "1EdTechJsonSchemaValidator2019"}]);
    let by_itself = with(&endorsement(), "/credentialSchema", schema.clone());
    // The standard's own endorsements leave the context to the credential around them.
    expect(
        "without",
        &by_itself,
        CLASS,
        &[("warning", "extensions_context_missing", "/credentialSchema/0/type")],
    );
    let more = with(&by_itself, "/https:~1~1example.org~1knots", json!(1));
    expect(
        "and more",
        &more,
        CLASS,
        &[("warning", "extensions_context_missing", "/credentialSchema/0/type")],
    );
    let undefined = with(&by_itself, "/knots", json!(1));
    expect(
        "and a term without meaning",
        &undefined,
        CLASS,
        &[
            ("warning", "extensions_context_missing", "/credentialSchema/0/type"),
            ("error", "undefined_term", "/knots"),
        ],
    );
    expect("with", &with(&by_itself, "/@context/-", json!(EXTENSIONS)), CLASS, &[]);
    let around = with(&full_credential(), "/endorsement/0", by_itself.clone());
    expect("around", &around, None, &[]);
    let around = with(&super::samples::credential(), "/credentialSchema", schema);
    expect("in a credential", &around, None, &[("error", "undefined_type", "/credentialSchema/0/type")]);
}

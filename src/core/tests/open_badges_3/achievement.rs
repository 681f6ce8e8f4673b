//! Achievement and the objects it holds.

use super::samples::{achievement, by_itself, full_achievement, full_credential};
use super::{Expected, expect, expect_changes};
use badges_core::openbadges::Class;
use serde_json::json;

const CLASS: Option<Class> = Some(Class::Achievement);

#[test]
fn an_achievement_is_valid_by_itself_with_or_without_a_context() {
    for document in [achievement(), full_achievement()] {
        for class in [CLASS, None] {
            expect("without", &document, class, &[]);
            expect("with", &by_itself(&document), class, &[]);
        }
    }
}

#[test]
fn what_is_required_is_missed() {
    let missing: &[Expected] = &[("error", "missing_property", "")];
    expect_changes(
        &achievement(),
        CLASS,
        &[
            ("/id", None, missing),
            ("/type", None, missing),
            ("/name", None, missing),
            ("/description", None, missing),
            ("/criteria", None, missing),
            ("/criteria/narrative", None, &[("error", "criteria_without_content", "/criteria")]),
            (
                "/criteria",
                Some(json!("https://example.org/criteria")),
                &[("error", "must_be_embedded", "/criteria")],
            ),
            ("/criteria", Some(json!({"id": "https://example.org/criteria"})), &[]),
        ],
    );
}

#[test]
fn enumerations_take_their_terms_and_anchored_ones_of_ones_own() {
    let unknown: &[Expected] = &[("error", "not_in_vocabulary", "/achievementType")];
    expect_changes(
        &full_achievement(),
        CLASS,
        &[
            ("/achievementType", Some(json!("MicroCredential")), &[]),
            ("/achievementType", Some(json!("ext:a-b")), &[]),
            ("/achievementType", Some(json!("foo ext:x y")), unknown),
            ("/achievementType", Some(json!("ext:")), unknown),
            ("/achievementType", Some(json!("microcredential")), unknown),
            ("/achievementType", Some(json!(["Badge"])), &[("error", "wrong_type", "/achievementType")]),
            ("/alignment/0/targetType", Some(json!("ceterms:Credential")), &[]),
            (
                "/alignment/0/targetType",
                Some(json!("Credential")),
                &[("error", "not_in_vocabulary", "/alignment/0/targetType")],
            ),
            ("/otherIdentifier/0/identifierType", Some(json!("isbn")), &[]),
            (
                "/otherIdentifier/0/identifierType",
                Some(json!("ISBN")),
                &[("error", "not_in_vocabulary", "/otherIdentifier/0/identifierType")],
            ),
            ("/resultDescription/0/resultType", Some(json!("Percent")), &[]),
            (
                "/resultDescription/0/resultType",
                Some(json!("percent")),
                &[("error", "not_in_vocabulary", "/resultDescription/0/resultType")],
            ),
        ],
    );
}

#[test]
fn types_may_be_compacted_where_a_class_is_open() {
    expect_changes(
        &full_achievement(),
        CLASS,
        &[
            ("/type", Some(json!("Achievement")), &[("warning", "compacted", "/type")]),
            ("/alignment/0/type", Some(json!("Alignment")), &[("warning", "compacted", "/alignment/0/type")]),
            ("/image/type", Some(json!(["Image"])), &[("error", "wrong_type", "/image/type")]),
            (
                "/otherIdentifier/0/type",
                Some(json!(["IdentifierEntry"])),
                &[("error", "wrong_type", "/otherIdentifier/0/type")],
            ),
        ],
    );
}

#[test]
fn texts_have_their_forms() {
    expect_changes(
        &full_achievement(),
        CLASS,
        &[
            ("/tag", Some(json!("knots")), &[("error", "not_an_array", "/tag")]),
            ("/tag/0", Some(json!(1)), &[("error", "wrong_type", "/tag/0")]),
            ("/version", Some(json!(1)), &[("error", "wrong_type", "/version")]),
            ("/inLanguage", Some(json!("en-us")), &[("error", "not_a_language_code", "/inLanguage")]),
            (
                "/related/0/inLanguage",
                Some(json!("english")),
                &[("error", "not_a_language_code", "/related/0/inLanguage")],
            ),
            (
                "/endorsementJwt/0",
                Some(json!("e30.e30")),
                &[("error", "not_a_compact_jws", "/endorsementJwt/0")],
            ),
            (
                "/alignment/0/targetUrl",
                Some(json!("seamanship")),
                &[("warning", "url_expected", "/alignment/0/targetUrl")],
            ),
            ("/alignment/0/targetUrl", None, &[("error", "missing_property", "/alignment/0")]),
        ],
    );
}

#[test]
fn a_term_without_meaning_is_an_error_where_it_would_be_signed() {
    let document = super::with(&full_achievement(), "/knots", json!(3));
    expect("without a context", &document, CLASS, &[("info", "context_absent", "")]);
    expect("by itself", &by_itself(&document), CLASS, &[("warning", "meaning_lost", "/knots")]);
    let document = super::with(&full_credential(), "/credentialSubject/achievement/knots", json!(3));
    expect(
        "in a credential",
        &document,
        None,
        &[("error", "undefined_term", "/credentialSubject/achievement/knots")],
    );
}

//! What is stored as Open Badges 3.0, read as 2.0.

use super::samples::{
    AWARD_ID, BADGE_ID, BASE, HASH, ISSUER_ID, achievement_3, assertion_2, award_ids, badge_2, badge_ids,
    credential_3, identifiers, issuer_2, profile_3,
};
use super::{json, tree, with, without};
use badges_core::openbadges::documents::{LinkedClass, assertion_v2, badge_class_v2, link_to_v3, profile_v2};
use badges_core::openbadges::{Class, is_valid, problems};
use serde_json::{Value, json};

const CONTEXT: &str = "https://w3id.org/openbadges/v2";

pub fn profile(stored: &Value) -> Value {
    json(&profile_v2(&tree(stored), identifiers(stored).issuer()))
}

pub fn badge(stored: &Value) -> Value {
    let issuer = profile_3();
    json(&badge_class_v2(&tree(stored), &badge_ids(&issuer, stored), identifiers(&issuer).issuer_v2()))
}

pub fn assertion(stored: &Value) -> Value {
    let issuer = profile_3();
    let badge = badge_ids(&issuer, &achievement_3()).v2;
    json(&assertion_v2(&tree(stored), &award_ids(&issuer, stored), &badge))
}

fn valid(document: Value, class: Class) -> Value {
    assert!(is_valid(&document, Some(class)), "{document:#} {:?}", problems(&document, Some(class)));
    document
}

#[test]
fn a_profile_is_an_issuer_related_to_its_3_0_form() {
    assert_eq!(
        valid(profile(&with(&profile_3(), "/id", json!("https://example.org/v3"))), Class::Profile),
        json!({
            "@context": CONTEXT, "id": format!("https://example.org/issuers/{ISSUER_ID}"), "type": "Profile",
            "name": "Example Academy", "url": "https://example.org", "email": "badges@example.org",
            "telephone": "+15551234567",
            "image": {"id": "https://example.org/logo.png", "type": "Image", "caption": "An owl"},
            "related": [{
                "type": ["https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile"], "id": "https://example.org/v3",
                "version": "Open Badges v3p0",
            }],
        })
    );
}

#[test]
fn no_document_of_2_0_is_related_to_a_did() {
    assert_eq!(valid(profile(&profile_3()), Class::Profile).get("related"), None);
}

#[test]
fn an_achievement_is_a_badge_class_related_to_its_3_0_form() {
    assert_eq!(
        valid(badge(&achievement_3()), Class::BadgeClass),
        json!({
            "@context": CONTEXT, "id": format!("{BASE}/badges/{BADGE_ID}"), "type": "BadgeClass",
            "issuer": format!("{BASE}/issuers/{ISSUER_ID}"), "name": "First Aid",
            "description": "Knows first aid", "image": "https://example.org/first-aid.png",
            "criteria": {"type": "Criteria", "narrative": "Pass the *examination*"},
            "alignment": [{
                "type": "AlignmentObject", "targetName": "Basic life support",
                "targetUrl": "https://example.org/standards/bls", "targetCode": "BLS-1",
            }],
            "tags": ["health", "safety"],
            "related": [{
                "type": ["https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement"],
                "id": "urn:uuid:1d2f9a4e-9a45-4a5c-8a1f-0d5b6f0c8f11", "version": "Open Badges v3p0",
            }],
        })
    );
}

#[test]
fn a_credential_is_a_hosted_assertion() {
    assert_eq!(
        valid(assertion(&credential_3()), Class::Assertion),
        json!({
            "@context": CONTEXT, "id": format!("{BASE}/assertions/{AWARD_ID}"), "type": "Assertion",
            "recipient": {"type": "email", "hashed": true, "identity": HASH, "salt": "Kosher"},
            "badge": format!("{BASE}/badges/{BADGE_ID}"), "verification": {"type": "HostedBadge"},
            "issuedOn": "2026-01-02T03:04:05Z", "expires": "2027-01-01T00:00:00Z",
            "narrative": "Passed with distinction",
            "evidence": [
                "https://example.org/exam/1",
                {"type": "Evidence", "narrative": "Seen by two examiners", "genre": "Examination"},
            ],
        })
    );
}

#[test]
fn a_credential_of_the_older_data_model_says_its_dates_by_other_names() {
    let credential = without(&without(&credential_3(), "/validFrom"), "/validUntil");
    let credential = with(&credential, "/issuanceDate", json!("2026-01-02t03:04:05z"));
    let credential = with(&credential, "/expirationDate", json!("2027-01-01T00:00:00+01:00"));
    let assertion = valid(assertion(&credential), Class::Assertion);
    assert_eq!(assertion["issuedOn"], "2026-01-02T03:04:05Z");
    assert_eq!(assertion["expires"], "2027-01-01T00:00:00+01:00");
}

#[test]
fn who_is_only_an_id_is_a_recipient_by_id() {
    let subject = without(&credential_3(), "/credentialSubject/identifier");
    for id in ["did:example:ann", "https://ann.example", "urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11"] {
        let credential = with(&subject, "/credentialSubject/id", json!(id));
        assert_eq!(
            valid(assertion(&credential), Class::Assertion)["recipient"],
            json!({"type": "id", "hashed": false, "identity": id})
        );
    }
}

#[test]
fn kinds_of_identity_that_2_0_has_no_word_for_are_named_by_iri() {
    for (kind, identity, named) in [
        ("userName", "ann", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#userName"),
        ("ext:studentId", "ann", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#ext:studentId"),
        ("ext:url", "https://ann.example", "url"),
        ("ext:telephone", "+15551234567", "telephone"),
        ("identifier", "did:example:ann", "id"),
    ] {
        let credential = with(
            &credential_3(),
            "/credentialSubject/identifier",
            json!([{
                "type": "IdentityObject", "hashed": false, "identityHash": identity, "identityType": kind,
            }]),
        );
        let recipient = json!({"type": named, "hashed": false, "identity": identity});
        assert_eq!(valid(assertion(&credential), Class::Assertion)["recipient"], recipient);
    }
}

#[test]
fn what_2_0_would_refuse_is_left_out_where_it_may_be() {
    let achievement = with(&achievement_3(), "/alignment/0/targetUrl", json!("urn:skill:1"));
    let achievement = with(&achievement, "/criteria/id", json!("did:example:criteria"));
    let badge = valid(badge(&achievement), Class::BadgeClass);
    assert_eq!(badge.get("alignment"), None);
    assert_eq!(badge["criteria"].get("id"), None);
    let profile = valid(profile(&with(&profile_3(), "/phone", json!("ask Ann"))), Class::Profile);
    assert_eq!(profile.get("telephone"), None);
    let image = json!({"id": "data:image/png;base64,iVBORw0KGgo=", "type": "Image"});
    let assertion = valid(assertion(&with(&credential_3(), "/image", image)), Class::Assertion);
    assert_eq!(assertion.get("image"), None);
}

#[test]
fn a_caller_sees_by_the_rules_what_2_0_requires_and_the_source_has_not() {
    assert!(!is_valid(&profile(&without(&profile_3(), "/email")), Some(Class::Profile)));
    assert!(!is_valid(&badge(&without(&achievement_3(), "/image")), Some(Class::BadgeClass)));
}

#[test]
fn what_is_stored_as_2_0_stays_as_it_is_and_can_name_its_3_0_form() {
    let (issuer, badge, award) = (issuer_2(), badge_2(), assertion_2());
    let ids = identifiers(&issuer);
    assert_eq!(json(&profile_v2(&tree(&issuer), ids.issuer())), issuer);
    let badge_ids = badge_ids(&issuer, &badge);
    assert_eq!(json(&badge_class_v2(&tree(&badge), &badge_ids, "x")), badge);
    assert_eq!(json(&assertion_v2(&tree(&award), &award_ids(&issuer, &award), "x")), award);

    let related = json!({"id": format!("{BASE}/badges/1"), "type": "BadgeClass"});
    let badge = with(&badge, "/related", related.clone());
    let linked = link_to_v3(tree(&badge), LinkedClass::Achievement, &badge_ids.v3);
    let linked = valid(json(&linked), Class::BadgeClass);
    assert_eq!(
        linked["related"],
        json!([related, {
            "type": ["https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement"], "id": badge_ids.v3,
            "version": "Open Badges v3p0",
        }])
    );
    assert_eq!(json(&link_to_v3(tree(&linked), LinkedClass::Achievement, &badge_ids.v3)), linked);
}

//! Hosted assertions of Open Badges 2.0 and before: what their URLs hold decides.

use super::{Verifier, alone, with_resources};
use serde_json::{Value, json};

pub const ASSERTION: &str = "https://example.org/assertions/1";
const BADGE: &str = "https://example.org/badges/1";
const ISSUER: &str = "https://example.org/issuers/1";

fn assertion() -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": ASSERTION, "badge": BADGE,
        "verification": {"type": "HostedBadge"},
        "recipient": {
            "type": "email", "hashed": true, "salt": "Kosher",
            "identity": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
        },
        "issuedOn": "2026-01-01T00:00:00Z", "expires": "2027-01-01T00:00:00Z",
    })
}

fn badge() -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "id": BADGE, "name": "First Aid",
        "description": "Knows first aid", "image": "https://example.org/first-aid.png",
        "criteria": "https://example.org/first-aid", "issuer": ISSUER,
    })
}

fn issuer() -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": ISSUER, "name": "Example Academy",
        "url": "https://example.org", "email": "badges@example.org",
    })
}

pub fn published() -> Value {
    json!({ASSERTION: assertion(), BADGE: badge(), ISSUER: issuer()})
}

/// The assertion with its badge class in it, and in that its issuer.
pub fn embedded() -> Value {
    let (mut assertion, mut badge, mut issuer) = (assertion(), badge(), issuer());
    badge.as_object_mut().unwrap().remove("@context");
    issuer.as_object_mut().unwrap().remove("@context");
    badge["issuer"] = issuer;
    assertion["badge"] = badge;
    assertion
}

#[test]
fn a_hosted_badge_is_valid_with_its_documents_at_hand() {
    let verifier = Verifier { recipient: Some("a@example.com"), ..with_resources(published()) };
    verifier.accepts(&assertion().to_string());
    verifier.accepts(&embedded().to_string());
    let report = verifier.report(&assertion().to_string());
    assert_eq!((&report["version"], &report["class"]), (&json!("2.0"), &json!("Assertion")));
    // All of it may be hosted in one document.
    with_resources(json!({ASSERTION: embedded()})).accepts(&embedded().to_string());
}

#[test]
fn a_text_alone_shows_nothing_of_what_is_hosted() {
    alone().refuses(
        &assertion().to_string(),
        &[
            "badge not_checked badge_not_at_hand",
            "issuer not_checked issuer_not_at_hand",
            "hosted not_checked issuer_not_at_hand",
            "status not_checked hosted_document_not_at_hand",
        ],
    );
    alone().refuses(
        &embedded().to_string(),
        &["hosted not_checked hosted_document_not_at_hand", "status not_checked hosted_document_not_at_hand"],
    );
}

#[test]
fn another_text_than_the_hosted_one_is_refused() {
    let mut changed = assertion();
    changed["expires"] = json!("2099-01-01T00:00:00Z");
    with_resources(published()).refuses(&changed.to_string(), &["hosted failed hosted_document_differs"]);
    let mut changed = embedded();
    changed["badge"]["name"] = json!("Heart surgery");
    with_resources(published()).refuses(&changed.to_string(), &["badge failed embedded_badge_differs"]);
    let mut changed = embedded();
    changed["badge"]["issuer"]["name"] = json!("Another Academy");
    with_resources(published()).refuses(&changed.to_string(), &["issuer failed embedded_issuer_differs"]);
}

#[test]
fn a_badge_hosted_by_somebody_else_is_refused() {
    let mut forged = assertion();
    let url = "https://evil.example/assertions/1";
    forged["id"] = json!(url);
    let mut resources = published();
    resources[url] = forged.clone();
    with_resources(resources).refuses(&forged.to_string(), &["hosted failed outside_hosted_scope"]);
    // The forger's own copy of the profile allows it, which only the issuer's could.
    let mut forged = embedded();
    forged["id"] = json!(url);
    forged["badge"]["issuer"]["verification"] =
        json!({"type": "VerificationObject", "allowedOrigins": ["evil.example", "example.org"]});
    let (valid, lines) = with_resources(json!({url: forged.clone()})).found(&forged.to_string());
    assert!(!valid);
    assert!(lines.contains(&"hosted not_checked issuer_not_at_hand".to_owned()), "{lines:?}");
}

#[test]
fn a_badge_revoked_where_it_is_hosted_is_refused() {
    let mut resources = published();
    resources[ASSERTION] = json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": ASSERTION, "revoked": true,
        "revocationReason": "Issued in error",
    });
    with_resources(resources.clone()).refuses(&assertion().to_string(), &["status failed revoked"]);
    let text = resources[ASSERTION].to_string();
    let (valid, lines) = with_resources(resources).found(&text);
    assert!(!valid && lines.contains(&"status failed revoked".to_owned()), "{lines:?}");
}

#[test]
fn dates_and_recipient_count() {
    let text = assertion().to_string();
    Verifier { at: "2027-01-01T00:00:00Z", ..with_resources(published()) }
        .refuses(&text, &["dates failed expired"]);
    Verifier { recipient: Some("b@example.com"), ..with_resources(published()) }
        .refuses(&text, &["recipient failed other_recipient"]);
}

#[test]
fn assertions_of_1_1_and_1_0_are_verified_in_the_form_of_2_0() {
    let (mut old, mut old_badge, mut old_issuer) = (assertion(), badge(), issuer());
    for document in [&mut old, &mut old_badge, &mut old_issuer] {
        document["@context"] = json!("https://w3id.org/openbadges/v1");
    }
    old.as_object_mut().unwrap().remove("verification");
    old["verify"] = json!({"type": "hosted", "url": ASSERTION});
    old["issuedOn"] = json!(1_767_225_600);
    let resources = json!({ASSERTION: old, BADGE: old_badge, ISSUER: old_issuer});
    let report = with_resources(resources.clone()).report(&old.to_string());
    assert_eq!((&report["valid"], &report["version"]), (&json!(true), &json!("1.1")), "{report:#}");

    let mut resources = resources;
    for url in [ASSERTION, BADGE, ISSUER] {
        for name in ["@context", "type", "id"] {
            resources[url].as_object_mut().unwrap().remove(name);
        }
    }
    let text = resources[ASSERTION].to_string();
    let report = with_resources(resources).report(&text);
    assert_eq!((&report["valid"], &report["version"]), (&json!(true), &json!("1.0")), "{report:#}");
}

#[test]
fn endorsements_of_2_0_are_told_and_do_not_decide() {
    let mut endorsed = assertion();
    endorsed["endorsement"] = json!("https://example.org/endorsements/1");
    let mut resources = published();
    resources[ASSERTION] = endorsed.clone();
    with_resources(resources)
        .warns(&endorsed.to_string(), &["endorsements warning endorsements_not_verified"]);
}

#[test]
fn the_same_in_another_spelling_is_the_same() {
    let mut given = assertion();
    let members = given.as_object_mut().unwrap();
    for (name, spelling) in [("id", "@id"), ("type", "@type")] {
        let value = members.remove(name).unwrap();
        members.insert(spelling.into(), value);
    }
    given["@type"] = json!(["Assertion"]);
    given["narrative"] = json!(null);
    with_resources(published()).accepts(&given.to_string());
    given["narrative"] = json!("Another story");
    let (valid, lines) = with_resources(published()).found(&given.to_string());
    assert!(!valid && lines.contains(&"hosted failed hosted_document_differs".to_owned()), "{lines:?}");
}

#[test]
fn what_is_embedded_is_compared_in_the_context_around_it() {
    let mut resources = published();
    resources[BADGE]["mine"] = json!("without a meaning");
    resources[ISSUER]["mine"] = json!("without a meaning");
    let mut given = assertion();
    given["badge"] = resources[BADGE].clone();
    given["badge"].as_object_mut().unwrap().remove("@context");
    with_resources(resources.clone()).accepts(&given.to_string());
    given["badge"]["name"] = json!("Second Aid");
    let (valid, lines) = with_resources(resources).found(&given.to_string());
    assert!(!valid && lines.contains(&"badge failed embedded_badge_differs".to_owned()), "{lines:?}");
}

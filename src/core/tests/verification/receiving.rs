//! What is kept of a credential, and what is refused.

use super::hosted_assertions::{self, ASSERTION};
use super::samples::*;
use super::{NOON, Verifier, with_resources};
use badges_core::json::Tree;
use badges_core::openbadges::Class;
use badges_core::openbadges::tables::refusal_of_received;
use badges_core::openbadges::verification::{Options, Received, form, receive};
use badges_core::proof::Resources;
use badges_core::timestamp::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

const HOLDER: Uuid = Uuid::from_u128(0x6f1d_9ab0_3c5e_4d7a_9f10_2233_4455_6677);

impl Verifier<'_> {
    fn receives(&self, text: &str) -> (Value, Option<Received>) {
        let resources = Tree::read(&self.resources).unwrap();
        let options = Options {
            recipient: self.recipient,
            resources: Resources::new(&resources),
            at: Timestamp::parse(self.at).unwrap(),
        };
        let (report, received) = receive(text, self.known, &options);
        (value(&report), received)
    }

    /// Keeps what tables take.
    #[track_caller]
    fn keeps(&self, text: &str) -> Received {
        let (report, received) = self.receives(text);
        let received = received.unwrap_or_else(|| panic!("{report:#}"));
        for (document, class) in [
            (&received.award, Class::Assertion),
            (&received.badge, Class::BadgeClass),
            (&received.issuer, Class::Issuer),
        ] {
            assert_eq!(refusal_of_received(document, class), None);
        }
        received
    }

    /// Keeps nothing; the report names that check as failed, with that code.
    #[track_caller]
    fn keeps_nothing(&self, text: &str, check: &str, code: &str) {
        let (report, received) = self.receives(text);
        assert!(received.is_none(), "{report:#}");
        assert_eq!(report["valid"], false);
        let names =
            |line: &Value| line["check"] == check && line["code"] == code && line["status"] == "failed";
        assert!(report["checks"].as_array().unwrap().iter().any(names), "{report:#}");
    }
}

#[test]
fn a_credential_is_kept_with_its_achievement_and_issuer_as_documents_of_their_own() {
    let document = signed(credential());
    for text in [document.to_string(), token(&credential(), ed25519())] {
        let received = with_resources(published()).keeps(&text);
        assert_eq!(value(&received.badge)["id"], "https://example.org/v3/achievements/1");
        assert_eq!(value(&received.badge)["@context"], json!(CONTEXT));
        assert_eq!(value(&received.issuer)["name"], "Example Academy");
        assert_eq!(received.issued_on, Timestamp::parse("2026-01-01T00:00:00Z").unwrap());
        assert_eq!(received.issuer_id.get_version_num(), 8);
    }
    let received = with_resources(published()).keeps(&document.to_string());
    assert_eq!(value(&received.award), document);
}

#[test]
fn a_credential_in_the_form_of_verifiable_credentials_1_1_is_kept_as_it_is() {
    let mut credential = credential_1_1();
    credential["@context"].as_array_mut().unwrap().push(json!("https://w3id.org/security/data-integrity/v2"));
    let document = signed(credential);
    let received = with_resources(published()).keeps(&document.to_string());
    assert_eq!(value(&received.award), document);
    assert_eq!(received.issued_on, Timestamp::parse("2026-01-01T00:00:00Z").unwrap());
}

#[test]
fn an_issuer_that_is_only_named_is_kept_as_the_least_profile_there_is() {
    let mut credential = credential();
    credential["issuer"] = json!(ISSUER);
    let text = signed(credential).to_string();
    let received = with_resources(published()).keeps(&text);
    assert_eq!(value(&received.issuer), json!({"@context": CONTEXT, "id": ISSUER, "type": ["Profile"]}));
    // Its published profile says more.
    let profile = json!({"@context": CONTEXT, "id": ISSUER, "type": ["Profile"], "name": "Example Academy"});
    let received = with_resources(json!({ISSUER: profile})).keeps(&text);
    assert_eq!(value(&received.issuer), profile);
    let other =
        json!({"@context": CONTEXT, "id": "https://example.org/", "type": ["Profile"], "name": "Other"});
    let received = with_resources(json!({ISSUER: other})).keeps(&text);
    assert_eq!(value(&received.issuer).get("name"), None);
}

#[test]
fn a_hosted_badge_is_kept_with_what_is_embedded_or_at_hand() {
    let published = hosted_assertions::published();
    let text = published[ASSERTION].to_string();
    let received = with_resources(published.clone()).keeps(&text);
    assert_eq!(value(&received.award), published[ASSERTION]);
    assert_eq!(value(&received.badge), published["https://example.org/badges/1"]);
    assert_eq!(value(&received.issuer), published["https://example.org/issuers/1"]);
    let embedded = hosted_assertions::embedded().to_string();
    let received = with_resources(json!({})).keeps(&embedded);
    assert_eq!(value(&received.issuer)["name"], "Example Academy");
    with_resources(json!({})).keeps_nothing(&text, "import", "badge_not_at_hand");
    let badge = json!({"https://example.org/badges/1": published["https://example.org/badges/1"]});
    with_resources(badge).keeps_nothing(&text, "import", "issuer_not_at_hand");
}

#[test]
fn an_older_badge_is_kept_in_the_form_of_2_0() {
    let mut assertion = hosted_assertions::embedded();
    for document in ["", "/badge", "/badge/issuer"] {
        let document = assertion.pointer_mut(document).unwrap();
        document["@context"] = json!("https://w3id.org/openbadges/v1");
    }
    assertion["verify"] = json!({"type": "hosted", "url": ASSERTION});
    assertion.as_object_mut().unwrap().remove("verification");
    assertion["issuedOn"] = json!(1_767_225_600);
    assertion.as_object_mut().unwrap().remove("expires");
    let received = with_resources(json!({})).keeps(&assertion.to_string());
    assert_eq!(value(&received.award)["@context"], "https://w3id.org/openbadges/v2");
    assert_eq!(received.issued_on, Timestamp::parse("2026-01-01T00:00:00Z").unwrap());
    assert_eq!(form(&assertion.to_string()).version.unwrap().as_str(), "1.1");
}

#[test]
fn what_is_over_or_not_for_the_holder_is_kept_and_said_to_be() {
    let text = signed(credential()).to_string();
    for at in [NOON, "2028-06-01T00:00:00Z"] {
        Verifier { at, recipient: Some("eve@example.com"), ..with_resources(published()) }.keeps(&text);
    }
    // Nobody knows yet whose key it is.
    with_resources(json!({})).keeps(&text);
    let mut published = hosted_assertions::published();
    let text = published[ASSERTION].to_string();
    published[ASSERTION] = json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": ASSERTION, "revoked": true,
    });
    let mut embedded = hosted_assertions::embedded();
    embedded["issuedOn"] = json!("2026-01-01T00:00:00Z");
    with_resources(published.clone()).keeps(&embedded.to_string());
    with_resources(published).keeps(&text);
}

#[test]
fn forgeries_and_what_is_no_award_are_refused() {
    let verifier = with_resources(published());
    verifier.keeps_nothing("x", "structure", "not_a_credential");
    verifier.keeps_nothing("{", "structure", "not_json");
    verifier.keeps_nothing("{}", "structure", "not_upgradable");
    let mut changed = signed(credential());
    changed["name"] = json!("Surgery");
    verifier.keeps_nothing(&changed.to_string(), "signature", "invalid_signature");
    verifier.keeps_nothing(&credential().to_string(), "signature", "no_proof");
    let forged = signed_as(credential(), stranger(), &method_id(ISSUER, stranger()));
    verifier.keeps_nothing(&forged.to_string(), "key_binding", "key_not_listed");
    let endorsement = signed(endorsement(ISSUER, "https://example.org/v3/endorsements/1", CREDENTIAL));
    verifier.keeps_nothing(&endorsement.to_string(), "import", "no_award");
    let badge = hosted_assertions::published()["https://example.org/badges/1"].to_string();
    verifier.keeps_nothing(&badge, "import", "no_award");
    let mut differs = hosted_assertions::published();
    differs[ASSERTION]["issuedOn"] = json!("2020-01-01T00:00:00Z");
    let text = hosted_assertions::published()[ASSERTION].to_string();
    with_resources(differs).keeps_nothing(&text, "hosted", "hosted_document_differs");
}

#[test]
fn what_no_row_can_hold_is_refused() {
    let mut assertion = hosted_assertions::embedded();
    assertion["narrative"] = json!("a\u{0}b");
    with_resources(json!({})).keeps_nothing(&assertion.to_string(), "import", "not_storable");
}

#[test]
fn ids_follow_from_what_is_equal() {
    let keeps = |document: Value| with_resources(published()).keeps(&signed(document).to_string());
    let received = keeps(credential());
    let same = |other: &Received| {
        [
            other.issuer_id == received.issuer_id,
            other.badge_id == received.badge_id,
            other.assertion_id(HOLDER) == received.assertion_id(HOLDER),
        ]
    };
    assert_eq!(same(&keeps(credential())), [true, true, true]);
    assert_ne!(received.assertion_id(HOLDER), received.assertion_id(Uuid::nil()));
    let mut renewed = credential();
    renewed["validFrom"] = json!("2026-02-01T00:00:00Z");
    renewed["id"] = json!("https://example.org/v3/credentials/%31");
    assert_eq!(same(&keeps(renewed)), [true, true, true]);
    let mut other = credential();
    other["id"] = json!("https://example.org/v3/credentials/2");
    assert_eq!(same(&keeps(other)), [true, true, false]);
    let mut other = credential();
    other["credentialSubject"]["achievement"]["name"] = json!("Second Aid");
    assert_eq!(same(&keeps(other)), [true, false, true]);
    let mut other = credential();
    other["issuer"]["name"] = json!("Renamed Academy");
    assert_eq!(same(&keeps(other)), [false, false, true]);
}

#[test]
fn the_form_of_a_text_is_told() {
    let told = |text: &str| {
        let form = form(text);
        (form.media_type(), form.version.map(badges_core::openbadges::Version::as_str))
    };
    assert_eq!(told(&credential().to_string()), ("application/vc+ld+json", Some("3.0")));
    assert_eq!(told(&token(&credential(), ed25519())), ("text/plain", Some("3.0")));
    assert_eq!(told(&token(&credential_1_1(), ed25519())), ("text/plain", Some("3.0")));
    let assertion = hosted_assertions::embedded();
    assert_eq!(told(&format!(" \u{feff}{assertion}")).1, None);
    assert_eq!(told(&format!("\u{feff} {assertion}")), ("application/ld+json", Some("2.0")));
    assert_eq!(told(&jws(&json!({}), &assertion, ed25519())), ("text/plain", Some("2.0")));
}

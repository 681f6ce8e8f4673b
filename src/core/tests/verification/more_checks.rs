//! Issuer, recipient, schema and refreshed form.

use super::samples::*;
use super::{NOON, Verifier, with_resources};
use badges_core::openbadges::verification::NothingKnown;
use badges_core::recipient;
use serde_json::{Value, json};

fn claimed_by(recipient: &str) -> Verifier<'_> {
    Verifier { resources: published(), known: &NothingKnown, recipient: Some(recipient), at: NOON }
}

fn identified_by(subject: &Value) -> String {
    let mut document = credential();
    for (name, member) in subject.as_object().unwrap() {
        document["credentialSubject"][name] = member.clone();
    }
    signed(document).to_string()
}

#[test]
fn a_recipient_is_recognised_by_any_identifier() {
    let text = identified_by(&json!({
        "id": "did:example:ann",
        "identifier": [
            {"type": "IdentityObject", "hashed": false, "identityType": "accountId", "identityHash": "ann-1"},
            {"type": "IdentityObject", "hashed": true, "identityType": "emailAddress", "salt": "s",
             "identityHash": recipient::hash("ann@example.org", "s")},
            {"type": "IdentityObject", "hashed": true, "identityType": "emailAddress",
             "identityHash": recipient::hash("ann@example.net", "")},
        ],
    }));
    for ann in ["did:example:ann", "ann-1", "ann@example.org", "ann@example.net"] {
        claimed_by(ann).accepts(&text);
    }
    claimed_by("Ann@Example.org").warns(&text, &["recipient warning recipient_differs_in_case"]);
    for other in ["bob@example.org", "", "Ann-1", &recipient::hash("ann@example.org", "s")] {
        claimed_by(other).refuses(&text, &["recipient failed other_recipient"]);
    }
}

#[test]
fn an_address_may_be_the_id_of_the_subject() {
    let text = identified_by(&json!({"id": "mailto:ann@example.org"}));
    for ann in ["ann@example.org", "mailto:ann@example.org"] {
        claimed_by(ann).accepts(&text);
    }
    claimed_by("Ann@Example.org").warns(&text, &["recipient warning recipient_differs_in_case"]);
    claimed_by("bob@example.org").refuses(&text, &["recipient failed other_recipient"]);
}

#[test]
fn no_message_holds_an_identity() {
    let text = identified_by(&json!({
        "id": "did:example:ann",
        "identifier": [{"type": "IdentityObject", "hashed": false, "identityType": "emailAddress",
            "identityHash": "ann@example.org"}],
    }));
    for claimed in ["ann@example.org", "bob@example.org"] {
        let report = claimed_by(claimed).report(&text).to_string();
        assert!(!report.contains("ann") && !report.contains("bob"), "{report}");
    }
}

#[test]
fn an_issuer_is_named_and_of_its_type() {
    let mut document = credential();
    document["issuer"] = json!(ISSUER);
    with_resources(published())
        .warns(&signed(document).to_string(), &["structure warning issuer_not_embedded"]);
    let mut document = signed(credential());
    document.as_object_mut().unwrap().remove("issuer");
    let (valid, lines) = with_resources(published()).found(&document.to_string());
    assert!(!valid && lines.contains(&"issuer failed no_issuer".to_owned()), "{lines:?}");
}

#[test]
fn a_name_that_is_not_the_published_one_is_remarked() {
    let mut resources = published();
    resources[ISSUER]["type"] = json!(["Profile"]);
    resources[ISSUER]["name"] = json!("Another Academy");
    with_resources(resources)
        .warns(&signed(credential()).to_string(), &["issuer warning issuer_name_differs"]);
}

#[test]
fn a_broken_credential_is_refused_with_its_faults_however_well_it_is_signed() {
    let mut document = credential();
    document["credentialSubject"]["achievement"].as_object_mut().unwrap().remove("criteria");
    document["credentialSubject"]["achievement"].as_object_mut().unwrap().remove("description");
    let text = signed(document).to_string();
    with_resources(published()).refuses(&text, &["structure failed missing_property"]);
    let report = with_resources(published()).report(&text);
    let message = report["checks"][0]["message"].as_str().unwrap();
    assert!(message.contains("criteria") && message.contains("description"), "{message}");
}

#[test]
fn a_term_without_a_meaning_is_refused() {
    let mut document = credential();
    document["luckyNumber"] = json!(7);
    with_resources(published()).refuses(&signed(document).to_string(), &["structure failed undefined_term"]);
}

#[test]
fn a_context_of_the_callers_gives_terms_their_meaning() {
    let url = "https://example.org/contexts/1";
    let mut document = credential();
    document["@context"].as_array_mut().unwrap().push(json!(url));
    document["luckyNumber"] = json!(7);
    let text = signed(document.clone()).to_string();
    with_resources(published()).warns(&text, &["structure warning context_not_checked"]);
    let mut resources = published();
    resources[url] = json!({"@context": {"luckyNumber": "https://example.org/terms#luckyNumber"}});
    with_resources(resources.clone()).warns(&text, &["structure warning context_not_checked"]);
    document["unluckyNumber"] = json!(13);
    with_resources(resources).refuses(
        &signed(document).to_string(),
        &["structure warning context_not_checked", "json_ld failed undefined_term"],
    );
}

#[test]
fn schemas_that_are_not_applied_are_told() {
    let mut document = credential();
    document["@context"]
        .as_array_mut()
        .unwrap()
        .push(json!("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"));
    document["credentialSchema"] = json!([{
        "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
        "type": "1EdTechJsonSchemaValidator2019",
    }]);
    with_resources(published()).accepts(&signed(document.clone()).to_string());
    document["credentialSchema"].as_array_mut().unwrap().push(json!({
        "id": "https://example.org/schema.json", "type": "1EdTechJsonSchemaValidator2019",
    }));
    with_resources(published())
        .warns(&signed(document).to_string(), &["schema not_checked schema_not_checked"]);
}

#[test]
fn a_refreshed_form_is_looked_at_once_and_decides_nothing() {
    let url = "https://example.org/v3/credentials/1/refresh";
    let mut document = credential();
    document["@context"]
        .as_array_mut()
        .unwrap()
        .push(json!("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"));
    document["refreshService"] = json!({"id": url, "type": "1EdTechCredentialRefresh"});
    let text = signed(document.clone()).to_string();
    let with = |refreshed: Value| {
        let mut resources = published();
        resources[url] = refreshed;
        with_resources(resources)
    };
    with_resources(published()).warns(&text, &["refresh not_checked refresh_not_at_hand"]);
    with(signed(document.clone())).accepts(&text);
    with(json!(token(&document, ed25519()))).accepts(&text);
    with(document.clone()).warns(&text, &["refresh warning refresh_failed"]);
    let mut other = document;
    other["id"] = json!("urn:uuid:other");
    with(signed(other)).warns(&text, &["refresh warning refresh_failed"]);
}

//! Awards of Open Badges 3.0 before they are signed.

use super::samples::{
    AWARD_ID, BASE, HASH, achievement_3, badge_2, badge_ids, identifiers, issuer_2, profile_3,
};
use super::{json, tree, with, without};
use badges_core::json::Tree;
use badges_core::openbadges::columns::{Column, boolean, text, timestamp};
use badges_core::openbadges::documents::{
    Award, CONTEXTS, CredentialTemplate, Fault, Placement, Recipient, StatusEntry, achievement_v3, profile_v3,
};
use badges_core::timestamp::Timestamp;
use serde_json::{Value, json};

pub fn award<'a>(issuer: Tree<'a>, achievement: Tree<'a>) -> Award<'a> {
    Award {
        issuer,
        achievement,
        recipient_type: "email",
        valid_from: Timestamp::parse("2026-01-02T03:04:05.999Z").unwrap(),
        valid_until: None,
        evidence: None,
        narrative: None,
        extra: None,
    }
}

/// The credential for one recipient, after `change` has been made to what is said of the award.
pub fn credential(recipient: Recipient<'_>, change: impl FnOnce(&mut Award<'_>)) -> Result<Value, Fault> {
    let (issuer, badge) = (issuer_2(), badge_2());
    let (issuer_tree, badge_tree) = (tree(&issuer), tree(&badge));
    let profile = profile_v3(&issuer_tree, identifiers(&issuer).issuer(), Placement::StandAlone);
    let achievement = achievement_v3(&badge_tree, &badge_ids(&issuer, &badge), None, Placement::StandAlone);
    let mut award = award(profile, achievement);
    change(&mut award);
    let template = CredentialTemplate::new(award)?;
    let id = identifiers(&issuer).credential_v3(AWARD_ID);
    Ok(json(&template.credential(&id, recipient, None)))
}

pub fn hashed() -> Recipient<'static> {
    Recipient { identity: HASH.into(), salt: Some("Kosher".into()) }
}

fn plain(identity: &'static str) -> Recipient<'static> {
    Recipient { identity: identity.into(), salt: None }
}

/// What `extra` makes of the credential.
fn with_extra(extra: Value) -> Result<Value, Fault> {
    credential(hashed(), |award| award.extra = Some(tree(&extra).into_owned()))
}

#[test]
fn a_credential_has_the_strict_form() {
    let credential = credential(hashed(), |award| {
        award.valid_until = Timestamp::parse("2027-01-01T00:00:00Z");
        award.narrative = Some("Passed with distinction");
        award.evidence = Some(Tree::from("https://example.org/exam/1"));
    });
    let credential = credential.unwrap();
    let issuer = issuer_2();
    let profile = json(&profile_v3(&tree(&issuer), identifiers(&issuer).issuer(), Placement::Embedded));
    let ids = badge_ids(&issuer, &badge_2());
    let badge = badge_2();
    let achievement = json(&achievement_v3(&tree(&badge), &ids, None, Placement::Embedded));
    assert_eq!(
        credential,
        json!({
            "@context": CONTEXTS, "id": format!("{BASE}/v3/credentials/{AWARD_ID}"),
            "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": "First Aid", "issuer": profile,
            "validFrom": "2026-01-02T03:04:05Z", "validUntil": "2027-01-01T00:00:00Z",
            "credentialSubject": {
                "type": ["AchievementSubject"],
                "identifier": [{
                    "type": "IdentityObject", "hashed": true, "identityHash": HASH,
                    "identityType": "emailAddress", "salt": "Kosher",
                }],
                "achievement": achievement, "narrative": "Passed with distinction",
            },
            "evidence": [{"id": "https://example.org/exam/1", "type": ["Evidence"]}],
        })
    );
}

#[test]
fn a_status_is_one_object() {
    let (issuer, achievement) = (profile_3(), achievement_3());
    let template = CredentialTemplate::new(award(tree(&issuer), tree(&achievement))).unwrap();
    let status = StatusEntry { list: "https://example.org/status/0", purpose: "revocation", index: 131_071 };
    let credential = json(&template.credential("urn:uuid:1", hashed(), Some(status)));
    assert_eq!(
        credential["credentialStatus"],
        json!({
            "id": "https://example.org/status/0#131071", "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation", "statusListIndex": "131071",
            "statusListCredential": "https://example.org/status/0",
        })
    );
}

#[test]
fn evidence_is_an_array_of_objects_however_it_is_given() {
    for (given, expected) in [
        (json!("https://example.org/1"), json!([{"id": "https://example.org/1", "type": ["Evidence"]}])),
        (json!({"narrative": "Seen"}), json!([{"narrative": "Seen", "type": ["Evidence"]}])),
        (
            json!(["https://example.org/1", {"type": "https://example.org/types#Exam", "name": "Exam"}]),
            json!([
                {"id": "https://example.org/1", "type": ["Evidence"]},
                {"type": ["Evidence", "https://example.org/types#Exam"], "name": "Exam"},
            ]),
        ),
        (json!([{"type": ["Evidence"], "name": "Exam"}]), json!([{"type": ["Evidence"], "name": "Exam"}])),
        (json!([]), Value::Null),
        (json!([5]), json!([5])),
    ] {
        let as_argument =
            credential(hashed(), |award| award.evidence = Some(tree(&given).into_owned())).unwrap();
        assert_eq!(as_argument["evidence"], expected, "{given}");
        assert_eq!(with_extra(json!({"evidence": given})).unwrap()["evidence"], expected, "{given}");
    }
}

#[test]
fn extra_members_are_merged_where_they_belong() {
    let extra = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],
        "type": "https://example.org/types#Diploma",
        "name": "First Aid, spring course",
        "description": "Awarded in spring",
        "awardedDate": "2026-01-01T00:00:00Z",
        "image": {"id": "https://example.org/baked.png", "type": "Image"},
        "credentialSchema": [{"id": "https://example.org/schema.json", "type": "1EdTechJsonSchemaValidator2019"}],
        "termsOfUse": [{"type": "ext:terms"}],
        "endorsementJwt": ["e30.e30.c2ln"],
        "credentialSubject": {
            "creditsEarned": 2.5, "role": "Medic", "term": "Spring", "activityStartDate": "2026-01-01T00:00:00Z",
            "result": [{"type": ["Result"], "value": "A"}],
        },
        "validUntil": null,
    });
    let credential = with_extra(extra.clone()).unwrap();
    assert_eq!(
        credential["@context"],
        json!([CONTEXTS[0], CONTEXTS[1], "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"])
    );
    assert_eq!(
        credential["type"],
        json!(["VerifiableCredential", "OpenBadgeCredential", "https://example.org/types#Diploma"])
    );
    for name in
        ["name", "description", "awardedDate", "image", "credentialSchema", "termsOfUse", "endorsementJwt"]
    {
        assert_eq!(credential[name], extra[name], "{name}");
    }
    for (name, value) in extra["credentialSubject"].as_object().unwrap() {
        assert_eq!(&credential["credentialSubject"][name], value, "{name}");
    }
    assert_eq!(credential.get("validUntil"), None);
    assert!(credential["credentialSubject"]["achievement"].is_object());
}

#[test]
fn extra_members_cannot_set_what_look_ups_and_signatures_rest_on() {
    for name in
        ["id", "issuer", "validFrom", "issuanceDate", "credentialStatus", "proof", "@type", "iss", "exp"]
    {
        assert_eq!(with_extra(json!({name: "x"})), Err(Fault::Reserved(name.into())), "{name}");
    }
    for name in ["id", "type", "identifier", "achievement", "@context"] {
        let refused = Err(Fault::Reserved(format!("credentialSubject.{name}")));
        assert_eq!(with_extra(json!({"credentialSubject": {name: "x"}})), refused, "{name}");
    }
    assert_eq!(
        with_extra(json!({"credentialSubject": ["x"]})),
        Err(Fault::Reserved("credentialSubject".into()))
    );
    assert_eq!(with_extra(json!([])), Err(Fault::NotAnObject));
}

#[test]
fn extra_members_cannot_say_again_what_the_call_says() {
    let twice = |extra: Value| {
        credential(hashed(), |award| {
            award.valid_until = Timestamp::parse("2027-01-01T00:00:00Z");
            award.evidence = Some(Tree::from("https://example.org/exam/1"));
            award.narrative = Some("Passed");
            award.extra = Some(tree(&extra).into_owned());
        })
    };
    for name in ["validUntil", "evidence"] {
        assert_eq!(twice(json!({name: "x"})), Err(Fault::Reserved(name.into())));
    }
    assert_eq!(
        twice(json!({"credentialSubject": {"narrative": "x"}})),
        Err(Fault::Reserved("credentialSubject.narrative".into()))
    );
}

#[test]
fn a_context_that_an_issuer_needs_becomes_one_of_the_credential() {
    let other = "https://example.org/context.json";
    let issuer = with(
        &profile_3(),
        "/@context",
        json!([
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
            other,
        ]),
    );
    let achievement = with(&achievement_3(), "/@context", json!([CONTEXTS[0], CONTEXTS[1], other]));
    let template = CredentialTemplate::new(award(tree(&issuer), tree(&achievement))).unwrap();
    let credential = json(&template.credential("urn:uuid:1", hashed(), None));
    assert_eq!(credential["@context"], json!([CONTEXTS[0], CONTEXTS[1], other]));
    assert_eq!(credential["issuer"].get("@context"), None);
    assert_eq!(credential["credentialSubject"]["achievement"].get("@context"), None);
}

#[test]
fn whom_a_badge_is_awarded_to_reads_back_as_it_was_given() {
    for (kind, identity) in [
        ("email", "ann@example.org"),
        ("telephone", "+15551234567"),
        ("url", "https://ann.example"),
        ("id", "https://ann.example"),
        ("id", "did:example:ann"),
    ] {
        for recipient in [plain(identity), hashed()] {
            let is_hashed = recipient.salt.is_some();
            let identity = recipient.identity.clone().into_owned();
            let credential = &credential(recipient, |award| award.recipient_type = kind).unwrap();
            assert_eq!(text(credential, Column::RecipientType).unwrap().as_deref(), Some(kind));
            assert_eq!(text(credential, Column::RecipientIdentity).unwrap(), Some(identity));
            assert_eq!(boolean(credential, Column::RecipientHashed).unwrap(), Some(is_hashed));
            let salt = text(credential, Column::RecipientSalt).unwrap();
            assert_eq!(salt.as_deref(), is_hashed.then_some("Kosher"));
        }
    }
}

#[test]
fn an_iri_that_is_not_hashed_is_the_subject() {
    for (kind, id) in [("id", Some("did:example:ann")), ("url", Some("https://ann.example")), ("email", None)]
    {
        let recipient = plain(id.unwrap_or("ann@example.org"));
        let credential = credential(recipient, |award| award.recipient_type = kind).unwrap();
        assert_eq!(credential["credentialSubject"]["id"].as_str(), id);
    }
}

#[test]
fn columns_are_those_of_the_call() {
    let credential = &credential(hashed(), |award| {
        award.valid_until = Timestamp::parse("2027-01-01T00:00:00Z");
        award.evidence = Some(Tree::from("https://example.org/exam/1"));
    })
    .unwrap();
    let ids = badge_ids(&issuer_2(), &badge_2());
    assert_eq!(text(credential, Column::Badge).unwrap(), Some(ids.v3));
    assert_eq!(
        text(credential, Column::Issuer).unwrap().as_deref(),
        Some(identifiers(&issuer_2()).issuer_v3())
    );
    assert_eq!(timestamp(credential, Column::IssuedOn).unwrap(), Timestamp::parse("2026-01-02T03:04:05Z"));
    assert_eq!(timestamp(credential, Column::ExpiresAt).unwrap(), Timestamp::parse("2027-01-01T00:00:00Z"));
    assert_eq!(text(credential, Column::EvidenceUrl).unwrap().as_deref(), Some("https://example.org/exam/1"));
}

#[test]
fn short_forms_of_what_is_stored_are_written_out_but_not_where_they_are_signed() {
    let endorsement =
        json!({"type": "EndorsementCredential", "issuer": {"type": "Profile"}, "proof": {"type": "x"}});
    let issuer = with(&profile_3(), "/type", json!("Profile"));
    let achievement = with(&achievement_3(), "/type", json!("Achievement"));
    let achievement = with(&achievement, "/creator/type", json!("Profile"));
    let achievement = with(&achievement, "/alignment/0/type", json!("Alignment"));
    let achievement = with(&achievement, "/endorsement", json!([endorsement]));
    let mut award = award(tree(&issuer), tree(&achievement));
    let extra = json!({"credentialSubject": {"result": [{"type": "Result", "value": "A"}]}});
    award.extra = Some(tree(&extra));
    let template = CredentialTemplate::new(award).unwrap();
    let credential = json(&template.credential("urn:uuid:1", hashed(), None));
    assert_eq!(credential["issuer"], without(&profile_3(), "/@context"));
    let subject = &credential["credentialSubject"];
    let expected = with(&without(&achievement_3(), "/@context"), "/endorsement", json!([endorsement]));
    assert_eq!(subject["achievement"], expected);
    assert_eq!(subject["result"], json!([{"type": ["Result"], "value": "A"}]));
}

//! What is stored as Open Badges 2.0, read as 3.0.

use super::samples::{
    AWARD_ID, BADGE_ID, BASE, HASH, ISSUER_ID, achievement_3, assertion_2, award_ids, badge_2, badge_ids,
    credential_3, identifiers, issuer_2, profile_3,
};
use super::{json, tree, with, without};
use badges_core::openbadges::documents::{
    CONTEXTS, Placement, StatusEntry, achievement_v3, assertion_to_credential, profile_v3,
};
use serde_json::{Value, json};

pub fn profile(stored: &Value) -> Value {
    json(&profile_v3(&tree(stored), identifiers(stored).issuer(), Placement::Embedded))
}

pub fn achievement(stored: &Value) -> Value {
    let ids = badge_ids(&issuer_2(), stored);
    json(&achievement_v3(&tree(stored), &ids, None, Placement::Embedded))
}

pub fn credential(stored: &Value) -> Value {
    let (issuer, badge) = (issuer_2(), badge_2());
    let (issuer_tree, badge_tree) = (tree(&issuer), tree(&badge));
    let profile = profile_v3(&issuer_tree, identifiers(&issuer).issuer(), Placement::Embedded);
    let achievement = achievement_v3(&badge_tree, &badge_ids(&issuer, &badge), None, Placement::Embedded);
    let ids = award_ids(&issuer, stored);
    json(&assertion_to_credential(&tree(stored), &ids, profile, achievement, None))
}

#[test]
fn an_issuer_is_a_profile_that_names_its_2_0_form() {
    assert_eq!(
        profile(&issuer_2()),
        json!({
            "id": format!("{BASE}/v3/issuers/{ISSUER_ID}"), "type": ["Profile"], "name": "Example Academy",
            "url": "https://example.org", "phone": "+15551234567", "description": "Teaches",
            "image": {"id": "https://example.org/logo.png", "type": "Image"}, "email": "badges@example.org",
            "otherIdentifier": [{
                "type": "IdentifierEntry", "identifier": format!("{BASE}/issuers/{ISSUER_ID}"),
                "identifierType": "identifier",
            }],
        })
    );
}

#[test]
fn a_badge_class_is_an_achievement_related_to_its_2_0_form() {
    assert_eq!(
        achievement(&badge_2()),
        json!({
            "id": format!("{BASE}/v3/achievements/{BADGE_ID}"), "type": ["Achievement"], "name": "First Aid",
            "description": "Knows first aid",
            "criteria": {"id": "https://example.org/first-aid", "narrative": "Pass the *examination*"},
            "image": {"id": "https://example.org/first-aid.png", "type": "Image", "caption": "A red cross"},
            "alignment": [{
                "type": ["Alignment"], "targetName": "Basic life support",
                "targetUrl": "https://example.org/standards/bls", "targetDescription": "What to do first",
                "targetFramework": "Standards", "targetCode": "BLS-1",
            }],
            "related": [{
                "type": ["Related", "https://w3id.org/openbadges#BadgeClass"],
                "id": format!("{BASE}/badges/{BADGE_ID}"), "version": "Open Badges v2p0",
            }],
            "tag": ["health", "safety"],
        })
    );
}

#[test]
fn an_assertion_is_a_credential_whose_evidence_is_the_assertion() {
    let credential = credential(&assertion_2());
    assert_eq!(
        without(&without(&credential, "/issuer"), "/credentialSubject/achievement"),
        json!({
            "@context": CONTEXTS, "id": format!("{BASE}/v3/credentials/{AWARD_ID}"),
            "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": "First Aid",
            "validFrom": "2026-01-02T03:04:05Z", "awardedDate": "2026-01-02T03:04:05Z",
            "validUntil": "2027-01-01T00:00:00Z",
            "credentialSubject": {
                "type": ["AchievementSubject"],
                "identifier": [{
                    "type": "IdentityObject", "hashed": true, "identityHash": HASH,
                    "identityType": "emailAddress", "salt": "Kosher",
                }],
                "narrative": "Passed with distinction",
            },
            "evidence": [
                {"id": "https://example.org/exam/1", "type": ["Evidence"]},
                {"type": ["Evidence"], "narrative": "Seen by two examiners", "genre": "Examination"},
                {
                    "id": format!("{BASE}/assertions/{AWARD_ID}"),
                    "type": ["Evidence", "https://w3id.org/openbadges#Assertion"],
                    "name": "Open Badges 2.0 assertion",
                    "description": "The same award as it was made, in the form of Open Badges 2.0",
                },
            ],
        })
    );
    assert_eq!(credential["issuer"], profile(&issuer_2()));
    assert_eq!(credential["credentialSubject"]["achievement"], achievement(&badge_2()));
}

#[test]
fn what_an_issuer_needs_to_be_understood_comes_with_it() {
    let stored = assertion_2();
    let other = "https://example.org/context.json";
    let issuer = with(&profile_3(), "/@context", json!([CONTEXTS[0], CONTEXTS[1], other]));
    let achievement = with(&achievement_3(), "/type", json!("Achievement"));
    let (tree, ids) = (tree(&stored), award_ids(&issuer, &stored));
    let parts = (super::tree(&issuer), super::tree(&achievement));
    let credential = json(&assertion_to_credential(&tree, &ids, parts.0, parts.1, None));
    assert_eq!(credential["@context"], json!([CONTEXTS[0], CONTEXTS[1], other]));
    assert_eq!(credential["issuer"], without(&profile_3(), "/@context"));
    assert_eq!(credential["credentialSubject"]["achievement"], without(&achievement_3(), "/@context"));
}

#[test]
fn a_status_can_be_given_to_it() {
    let stored = assertion_2();
    let empty = || tree(&Value::Null);
    let list = format!("{BASE}/v3/issuers/{ISSUER_ID}/status/revocation/0");
    let status = StatusEntry { list: &list, purpose: "revocation", index: 7 };
    let ids = award_ids(&issuer_2(), &stored);
    let tree = tree(&stored);
    let credential = json(&assertion_to_credential(&tree, &ids, empty(), empty(), Some(status)));
    assert_eq!(
        credential["credentialStatus"],
        json!({
            "id": format!("{list}#7"), "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
            "statusListIndex": "7", "statusListCredential": list,
        })
    );
}

#[test]
fn a_document_by_itself_says_its_context() {
    let issuer = issuer_2();
    let tree = tree(&issuer);
    let profile = profile_v3(&tree, identifiers(&issuer).issuer(), Placement::StandAlone);
    assert_eq!(json(&profile)["@context"], json!(CONTEXTS));
}

#[test]
fn the_creator_is_the_issuer_unless_the_badge_class_names_another() {
    let issuer = issuer_2();
    let created = |badge: &Value| {
        let issuer_tree = tree(&issuer);
        let creator = profile_v3(&issuer_tree, identifiers(&issuer).issuer(), Placement::Embedded);
        let ids = badge_ids(&issuer, badge);
        json(&achievement_v3(&tree(badge), &ids, Some(creator), Placement::Embedded))["creator"].clone()
    };
    assert_eq!(created(&badge_2()), profile(&issuer));
    let other = json!({"id": "https://other.example/v3", "type": ["Profile"], "name": "Other"});
    assert_eq!(created(&with(&badge_2(), "/creator", other.clone())), other);
}

#[test]
fn what_only_3_0_knows_is_carried_along() {
    let known = json!({
        "achievementType": "Certificate", "creditsAvailable": 2.5, "fieldOfStudy": "Health", "humanCode": "FA-1",
        "inLanguage": "en-US", "specialization": "Children", "version": "3",
        "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "FA", "identifierType": "ext:code"}],
        "resultDescription": [{
            "id": "urn:uuid:6d2f9a4e-9a45-4a5c-8a1f-0d5b6f0c8f11", "type": ["ResultDescription"], "name": "Grade",
            "resultType": "LetterGrade", "allowedValue": ["C", "B", "A"], "requiredValue": "C",
        }],
        "endorsementJwt": ["e30.e30.c2ln"],
    });
    let mut badge = badge_2();
    badge.as_object_mut().unwrap().extend(known.as_object().unwrap().clone());
    let achievement = achievement(&badge);
    for (name, value) in known.as_object().unwrap() {
        assert_eq!(&achievement[name], value, "{name}");
    }
}

#[test]
fn what_has_not_the_form_3_0_asks_for_is_left_out() {
    for (name, value) in [
        ("creditsAvailable", json!("two")),
        ("inLanguage", json!("english")),
        ("achievementType", json!({"name": "Certificate"})),
        ("resultDescription", json!([{"name": "Grade"}])),
        ("otherIdentifier", json!("FA")),
        ("tag", json!([])),
        ("somethingElse", json!("x")),
    ] {
        let badge = with(&without(&badge_2(), "/tags"), &format!("/{name}"), value);
        assert_eq!(achievement(&badge).get(name), None, "{name}");
    }
}

#[test]
fn a_name_that_the_document_redefines_is_not_the_one_of_3_0() {
    let context = json!(["https://w3id.org/openbadges/v2", {"humanCode": "https://example.org/terms#color"}]);
    let badge = with(&with(&badge_2(), "/@context", context), "/humanCode", json!("red"));
    assert_eq!(achievement(&badge).get("humanCode"), None);
}

#[test]
fn tags_of_both_versions_are_kept() {
    let badge = with(&badge_2(), "/tag", json!(["first response"]));
    assert_eq!(achievement(&badge)["tag"], json!(["health", "safety", "first response"]));
}

#[test]
fn short_forms_are_written_out() {
    let badge = with(&badge_2(), "/criteria", json!("https://example.org/first-aid"));
    let badge = with(&badge, "/image", json!("data:image/png;base64,AAAA"));
    let badge = with(&badge, "/tags", json!("health"));
    let badge = with(&badge, "/version", json!(3));
    let achievement = achievement(&badge);
    assert_eq!(achievement["criteria"], json!({"id": "https://example.org/first-aid"}));
    assert_eq!(achievement["image"], json!({"id": "data:image/png;base64,AAAA", "type": "Image"}));
    assert_eq!(achievement["tag"], json!(["health"]));
    assert_eq!(achievement["version"], json!("3"));
}

#[test]
fn what_is_related_besides_is_kept() {
    let related = json!([
        {"id": format!("{BASE}/badges/1"), "type": "BadgeClass"},
        {"id": "https://example.org/es", "@language": "es"},
        {"id": format!("{BASE}/v3/achievements/{BADGE_ID}"), "version": "Open Badges v3p0"},
    ]);
    let achievement = achievement(&with(&badge_2(), "/related", related));
    let class = json!(["Related", "https://w3id.org/openbadges#BadgeClass"]);
    assert_eq!(
        achievement["related"],
        json!([
            {"id": format!("{BASE}/badges/{BADGE_ID}"), "type": class, "version": "Open Badges v2p0"},
            {"id": format!("{BASE}/badges/1"), "type": class},
            {"id": "https://example.org/es", "type": class, "inLanguage": "es"},
        ])
    );
}

#[test]
fn json_ld_says_the_same_in_many_ways() {
    let badge = json!({
        "@context": ["https://w3id.org/openbadges/v2"], "@type": ["BadgeClass"],
        "@id": format!("{BASE}/badges/{BADGE_ID}"), "schema:name": [{"@value": "First Aid"}],
        "description": {"@value": "Knows first aid", "@language": "en"},
        "obi:criteria": {"@id": "https://example.org/first-aid"},
        "image": {"@id": "https://example.org/first-aid.png"},
        "issuer": format!("{BASE}/issuers/{ISSUER_ID}"),
    });
    assert_eq!(
        without(&achievement(&badge), "/related"),
        json!({
            "id": format!("{BASE}/v3/achievements/{BADGE_ID}"), "type": ["Achievement"], "name": "First Aid",
            "description": "Knows first aid", "criteria": {"id": "https://example.org/first-aid"},
            "image": {"id": "https://example.org/first-aid.png", "type": "Image"},
        })
    );
}

#[test]
fn an_extension_of_2_0_means_nothing_in_3_0() {
    let apply = json!({"type": ["Extension", "extensions:ApplyLink"], "url": "https://example.org/apply"});
    let profile = profile(&with(&issuer_2(), "/extensions:applyLink", apply));
    assert_eq!(profile.get("extensions:applyLink"), None);
}

#[test]
fn a_recipient_is_an_identifier_or_the_subject_itself() {
    let subject = |recipient: Value| {
        let subject = credential(&with(&assertion_2(), "/recipient", recipient))["credentialSubject"].clone();
        without(&without(&subject, "/achievement"), "/narrative")
    };
    let plain =
        |kind: &str, identity: &str| subject(json!({"type": kind, "hashed": false, "identity": identity}));
    let identifier = |kind: &str, identity: &str| json!([{"type": "IdentityObject", "hashed": false, "identityHash": identity, "identityType": kind}]);
    let types = json!(["AchievementSubject"]);
    assert_eq!(
        plain("email", "ann@example.org"),
        json!({"type": types, "identifier": identifier("emailAddress", "ann@example.org")})
    );
    assert_eq!(
        plain("telephone", "+15551234567"),
        json!({"type": types, "identifier": identifier("ext:telephone", "+15551234567")})
    );
    assert_eq!(plain("id", "did:example:ann"), json!({"id": "did:example:ann", "type": types}));
    assert_eq!(
        plain("url", "https://ann.example"),
        json!({
            "id": "https://ann.example", "type": types, "identifier": identifier("ext:url", "https://ann.example")
        })
    );
    assert_eq!(plain("id", "ann"), json!({"type": types, "identifier": identifier("identifier", "ann")}));
    assert_eq!(
        subject(json!({"type": "url", "hashed": true, "identity": HASH})),
        json!({"type": types, "identifier": [
            {"type": "IdentityObject", "hashed": true, "identityHash": HASH, "identityType": "ext:url"}
        ]})
    );
}

#[test]
fn what_is_stored_as_3_0_stays_as_it_is() {
    let (profile, achievement, award) = (profile_3(), achievement_3(), credential_3());
    let ids = identifiers(&profile);
    assert_eq!(json(&profile_v3(&tree(&profile), ids.issuer(), Placement::StandAlone)), profile);
    assert_eq!(
        json(&profile_v3(&tree(&profile), ids.issuer(), Placement::Embedded)),
        without(&profile, "/@context")
    );
    let badge = badge_ids(&profile, &achievement);
    assert_eq!(json(&achievement_v3(&tree(&achievement), &badge, None, Placement::StandAlone)), achievement);
    let award_ids = award_ids(&profile, &award);
    let empty = || tree(&Value::Null);
    assert_eq!(json(&assertion_to_credential(&tree(&award), &award_ids, empty(), empty(), None)), award);
}

#[test]
fn an_endorsement_of_3_0_is_carried_as_it_was_signed() {
    let endorsement = json!({
        "@context": CONTEXTS, "id": "urn:uuid:7d2f9a4e-9a45-4a5c-8a1f-0d5b6f0c8f11",
        "type": ["VerifiableCredential", "EndorsementCredential"], "name": "Good",
        "issuer": {"id": "did:example:endorser", "type": ["Profile"]}, "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "urn:x:y", "type": ["EndorsementSubject"]}, "proof": {"type": "DataIntegrityProof"},
    });
    let of_2_0 = json!({"type": "Endorsement", "id": "https://example.org/e/1"});
    let achievement = achievement(&with(&badge_2(), "/endorsement", json!([of_2_0, endorsement])));
    assert_eq!(achievement["endorsement"], json!([endorsement]));
}

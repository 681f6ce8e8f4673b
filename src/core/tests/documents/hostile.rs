//! Documents that are nothing one would store: they are converted to something or other, and nothing breaks.

use super::samples::{achievement_3, assertion_2, badge_2, credential_3, identifiers, issuer_2, profile_3};
use super::tree;
use badges_core::json::{Number, Tree};
use badges_core::openbadges::documents::{
    Award, BothIds, CredentialTemplate, EndorsementForm, LinkedClass, Placement, Recipient, achievement_v3,
    assertion_to_credential, assertion_v2, badge_class_v2, embed_endorsements, link_to_v3, profile_v2,
    profile_v3,
};
use badges_core::openbadges::upgrade;
use badges_core::timestamp::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Does everything there is to do with a stored document.
fn convert(document: &Value) {
    let Ok(stored) = Tree::read(document) else { return };
    let ids = BothIds { v2: "https://example.org/2".into(), v3: "https://example.org/3".into() };
    let _ = identifiers(document);
    for placement in [Placement::StandAlone, Placement::Embedded] {
        let profile = profile_v3(&stored, &ids, placement);
        let achievement = achievement_v3(&stored, &ids, Some(stored.clone()), placement);
        let _ = assertion_to_credential(&stored, &ids, profile.clone(), achievement.clone(), None);
        let template = CredentialTemplate::new(Award {
            issuer: profile,
            achievement,
            recipient_type: "id",
            valid_from: Timestamp::MIN,
            valid_until: Some(Timestamp::MAX),
            evidence: Some(stored.clone()),
            narrative: None,
            extra: Some(stored.clone()),
        });
        if let Ok(template) = template {
            let recipient = Recipient { identity: "".into(), salt: None };
            let _ = template.credential("", recipient, None).to_text();
        }
    }
    let _ = (profile_v2(&stored, &ids), badge_class_v2(&stored, &ids, ""), assertion_v2(&stored, &ids, ""));
    let _ = link_to_v3(stored.clone(), LinkedClass::Profile, &ids.v3);
    let _ = embed_endorsements(stored.clone(), [EndorsementForm::Credential(stored.clone())]);
    let _ = upgrade(&stored);
}

fn samples() -> [Value; 6] {
    [issuer_2(), badge_2(), assertion_2(), profile_3(), achievement_3(), credential_3()]
}

/// Every place in a document, as JSON Pointers.
fn pointers(value: &Value, path: &str, found: &mut Vec<String>) {
    found.push(path.to_owned());
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                pointers(value, &format!("{path}/{}", name.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(elements) => {
            for (index, value) in elements.iter().enumerate() {
                pointers(value, &format!("{path}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn anything_may_stand_anywhere() {
    let values = [
        json!(null),
        json!(true),
        json!(-1.5),
        json!(""),
        json!("x"),
        json!("https://example.org/x"),
        json!([]),
        json!([[["x"]]]),
        json!({}),
        json!({"id": "x"}),
        json!({"@value": 5}),
        json!([null, {"type": "x"}, "y"]),
    ];
    for sample in samples() {
        let mut places = Vec::new();
        pointers(&sample, "", &mut places);
        for place in places {
            for value in &values {
                let mut document = sample.clone();
                *document.pointer_mut(&place).unwrap() = value.clone();
                convert(&document);
            }
        }
    }
}

#[test]
fn a_number_that_takes_long_to_write_is_no_text() {
    let parsed = Number::parse("1e131071").unwrap();
    let sample = badge_2();
    let mut badge = tree(&sample);
    badge.set("version", Tree::Number(parsed.clone()));
    badge.set("tags", Tree::Null);
    badge.set("tag", vec![Tree::Number(parsed), Tree::Number(Number::parse("1.50").unwrap())]);
    let ids = BothIds { v2: "https://example.org/2".into(), v3: "https://example.org/3".into() };
    let achievement = achievement_v3(&badge, &ids, None, Placement::Embedded);
    assert_eq!(achievement.get("version"), None);
    assert_eq!(achievement.get("tag").unwrap().to_text(), r#"["1.50"]"#);
}

#[test]
fn much_of_everything_takes_time_in_proportion() {
    let many = |value: Value| Value::Array(vec![value; 3_000]);
    for (sample, name, value) in [
        (badge_2(), "related", json!("https://example.org/b/1")),
        (badge_2(), "tags", json!("x")),
        (badge_2(), "alignment", json!({"targetName": "x", "targetUrl": "https://example.org/x"})),
        (issuer_2(), "otherIdentifier", json!({"identifier": "x", "identifierType": "y"})),
        (assertion_2(), "evidence", json!("https://example.org/x")),
        (credential_3(), "evidence", json!({"id": "https://example.org/x", "type": ["Evidence"]})),
        (credential_3(), "@context", json!("https://example.org/x")),
        (credential_3(), "type", json!("https://example.org/x")),
        (credential_3(), "endorsement", json!({"id": "x"})),
    ] {
        let mut document = sample;
        document[name] = many(value);
        convert(&document);
    }
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
        Just(json!("https://w3id.org/openbadges/v2")),
        Just(json!("https://www.w3.org/ns/credentials/v2")),
    ];
    let names = prop::sample::select(vec![
        "@context",
        "id",
        "@id",
        "type",
        "@type",
        "@value",
        "@graph",
        "name",
        "image",
        "criteria",
        "recipient",
        "badge",
        "issuer",
        "credentialSubject",
        "identifier",
        "achievement",
        "evidence",
        "related",
        "otherIdentifier",
        "parentOrg",
        "creator",
        "resultDescription",
        "endorsement",
        "validFrom",
        "issuedOn",
    ]);
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((names.clone(), inner), 0..6).prop_map(|members| {
                Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn whatever_it_is_nothing_breaks(document in anything()) {
        convert(&document);
    }
}

//! Whatever valid thing is stored, both of its renderings are valid, and what both versions know survives the way there
//! and back.

use super::credentials::award;
use super::samples::{
    AWARD_ID, BADGE_ID, BASE, HASH, ISSUER_ID, achievement_3, award_ids, badge_ids, identifiers, profile_3,
};
use super::{json, to_v2, tree, without};
use badges_core::openbadges::columns::{Column, boolean, text, timestamp};
use badges_core::openbadges::documents::{
    CONTEXTS, CredentialTemplate, Endorsement, Placement, Recipient, StatusEntry, achievement_v3,
    assertion_to_credential, assertion_v2, badge_class_v2, endorsement_credential, profile_v2, profile_v3,
};
use badges_core::openbadges::{Class, Version, is_valid, problems, upgrade, version_of};
use badges_core::proof::{Resources, jsonld};
use badges_core::timestamp::Timestamp;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A document keeps every rule of its class; one of 3.0 earns no warning either, and all it says is defined, so that it
/// can be signed.
fn valid(document: &Value, class: Class) -> Result<(), TestCaseError> {
    let problems = problems(document, Some(class));
    prop_assert!(is_valid(document, Some(class)), "{document:#}\n{problems:#?}");
    let is_of_3_0 = version_of(document) == Some(Version::V3_0);
    prop_assert!(!is_of_3_0 || problems.is_empty(), "{document:#}\n{problems:#?}");
    if is_of_3_0 {
        let faults = jsonld::faults(document, Resources::none());
        prop_assert!(faults.is_empty(), "{document:#}\n{faults:#?}");
    }
    Ok(())
}

/// Text that people write, which may be anything but control characters.
fn words() -> BoxedStrategy<String> {
    prop_oneof!["[A-Za-z0-9 .,]{1,20}", "\\PC{1,12}"].boxed()
}

fn address() -> BoxedStrategy<String> {
    "[a-z]{1,8}(/[a-z0-9._~-]{1,6}){0,2}".prop_map(|path| format!("https://example.org/{path}")).boxed()
}

/// One of several ways of saying the same.
fn as_text(text: String) -> BoxedStrategy<Value> {
    prop_oneof![
        4 => Just(json!(text)),
        1 => Just(json!([text])),
        1 => Just(json!({"@value": text})),
    ]
    .boxed()
}

fn image() -> BoxedStrategy<Value> {
    prop_oneof![
        address().prop_map(Value::from),
        Just(json!("data:image/png;base64,iVBORw0KGgo=")),
        (address(), words()).prop_map(|(id, caption)| json!({"id": id, "caption": caption})),
        address().prop_map(|id| json!({"id": id, "type": "Image", "author": "https://example.org/ann"})),
    ]
    .boxed()
}

fn criteria() -> BoxedStrategy<Value> {
    prop_oneof![
        address().prop_map(Value::from),
        words().prop_map(|narrative| json!({"narrative": narrative})),
        (address(), words())
            .prop_map(|(id, narrative)| json!({"id": id, "type": "Criteria", "narrative": narrative})),
    ]
    .boxed()
}

fn alignment() -> BoxedStrategy<Value> {
    (words(), address(), option::of(words()), option::of("[A-Z0-9-]{1,8}"))
        .prop_map(|(name, url, framework, code)| {
            object(
                json!({"targetName": name, "targetUrl": url}),
                [("targetFramework", framework.map(Value::from)), ("targetCode", code.map(Value::from))],
            )
        })
        .boxed()
}

fn evidence() -> BoxedStrategy<Value> {
    prop_oneof![
        address().prop_map(Value::from),
        words().prop_map(|narrative| json!({"type": "Evidence", "narrative": narrative})),
        (address(), words(), words())
            .prop_map(|(id, name, genre)| json!({"id": id, "name": name, "genre": genre})),
    ]
    .boxed()
}

fn recipient() -> BoxedStrategy<Value> {
    let plain = |kind: &'static str, identity: &'static str| {
        Just(json!({"type": kind, "hashed": false, "identity": identity}))
    };
    prop_oneof![
        plain("email", "ann@example.org"),
        plain("telephone", "+15551234567"),
        plain("url", "https://ann.example"),
        plain("id", "https://ann.example/me"),
        plain("id", "did:example:ann"),
        (prop::sample::select(vec!["email", "telephone", "url", "id"]), option::of("[a-z]{1,8}")).prop_map(
            |(kind, salt)| {
                let hashed = json!({"type": kind, "hashed": true, "identity": HASH});
                object(hashed, [("salt", salt.map(Value::from))])
            }
        ),
    ]
    .boxed()
}

/// The object with those members that are there.
fn object<const N: usize>(mut object: Value, members: [(&str, Option<Value>); N]) -> Value {
    for (name, value) in members {
        if let Some(value) = value {
            object.as_object_mut().unwrap().insert(name.into(), value);
        }
    }
    object
}

fn context() -> BoxedStrategy<Value> {
    let address = "https://w3id.org/openbadges/v2";
    prop_oneof![Just(json!(address)), Just(json!([address]))].boxed()
}

prop_compose! {
    fn issuer()(
        context in context(),
        name in words().prop_flat_map(as_text),
        url in address(),
        image in option::of(image()),
        description in option::of(words().prop_flat_map(as_text)),
        telephone in option::of("\\+[1-9][0-9]{6,12}"),
        custom_id in option::of(address()),
    ) -> Value {
        let id = custom_id.unwrap_or_else(|| format!("{BASE}/issuers/{ISSUER_ID}"));
        object(
            json!({
                "@context": context, "type": "Issuer", "id": id, "name": name, "url": url,
                "email": "badges@example.org",
            }),
            [
                ("image", image), ("description", description), ("telephone", telephone.map(Value::from)),
                ("publicKey", Some(json!("https://example.org/key"))),
            ],
        )
    }
}

prop_compose! {
    fn badge()(
        context in context(),
        name in words().prop_flat_map(as_text),
        description in words().prop_flat_map(as_text),
        image in image(),
        criteria in criteria(),
        tags in option::of(vec(words(), 1..4)),
        alignment in option::of(vec(alignment(), 1..3)),
        related in option::of(address()),
        language in option::of(prop::sample::select(vec!["en", "de-AT", "zh-Hant", "en-us"])),
        version in option::of(prop_oneof![Just(json!("1.0")), Just(json!(1.10)), Just(json!(7))]),
        kind in option::of(prop_oneof![Just(json!("Certificate")), Just(json!("ext:Medal")), Just(json!(5))]),
        credits in option::of(prop_oneof![Just(json!(2.5)), Just(json!("two"))]),
        code in option::of(words()),
        other in option::of(words()),
        embedded in any::<bool>(),
        issuer in issuer().boxed(),
    ) -> (Value, Value) {
        let named = if embedded { without(&issuer, "/@context") } else { issuer["id"].clone() };
        let base = issuer["id"].as_str().unwrap().split("/issuers/").next().unwrap();
        let base = if base.starts_with(BASE) { BASE } else { "https://example.org" };
        let badge = object(
            json!({
                "@context": context, "type": "BadgeClass", "id": format!("{base}/badges/{BADGE_ID}"),
                "name": name, "description": description, "image": image, "criteria": criteria, "issuer": named,
            }),
            [
                ("tags", tags.map(Value::from)), ("alignment", alignment.map(Value::from)),
                ("related", related.map(Value::from)), ("@language", language.map(Value::from)),
                ("version", version), ("achievementType", kind.filter(|kind| kind.is_string())),
                ("creditsAvailable", credits), ("humanCode", code.map(Value::from)),
                ("somethingElse", other.map(Value::from)),
            ],
        );
        (issuer, badge)
    }
}

prop_compose! {
    fn assertion()(
        (issuer, badge) in badge().boxed(),
        context in context(),
        recipient in recipient(),
        issued_on in prop::sample::select(vec![
            "2026-01-02T03:04:05Z", "2026-01-02T03:04:05.75+01:00", "2026-W01-5T03:04Z", "20260102T030405Z",
        ]),
        expires in option::of(Just("2090-01-01T00:00:00Z")),
        narrative in option::of(words().prop_flat_map(as_text)),
        evidence in option::of(prop_oneof![evidence(), vec(evidence(), 1..4).prop_map(Value::from)]),
        image in option::of(address()),
    ) -> [Value; 3] {
        let base = badge["id"].as_str().unwrap().split("/badges/").next().unwrap().to_owned();
        let assertion = object(
            json!({
                "@context": context, "type": "Assertion", "id": format!("{base}/assertions/{AWARD_ID}"),
                "recipient": recipient, "badge": badge["id"], "verification": {"type": "HostedBadge"},
                "issuedOn": issued_on,
            }),
            [
                ("expires", expires.map(Value::from)), ("narrative", narrative), ("evidence", evidence),
                ("image", image.map(Value::from)),
            ],
        );
        [issuer, badge, assertion]
    }
}

/// The columns that an award has in either version.
fn columns(document: &Value) -> Vec<Option<String>> {
    let texts =
        [Column::RecipientType, Column::RecipientIdentity, Column::RecipientSalt, Column::EvidenceUrl];
    let mut columns: Vec<_> = texts.iter().map(|column| text(document, *column).unwrap()).collect();
    columns.push(boolean(document, Column::RecipientHashed).unwrap().map(|hashed| hashed.to_string()));
    for column in [Column::IssuedOn, Column::ExpiresAt] {
        let seconds = timestamp(document, column).unwrap().map(|time| time.microseconds() / 1_000_000);
        columns.push(seconds.map(|seconds| seconds.to_string()));
    }
    columns
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_stored_as_2_0_is_valid_in_3_0_and_comes_back([issuer, badge, award] in assertion()) {
        valid(&issuer, Class::Issuer)?;
        valid(&badge, Class::BadgeClass)?;
        valid(&award, Class::Assertion)?;
        let known = identifiers(&issuer);
        let (issuer_tree, badge_tree, award_tree) = (tree(&issuer), tree(&badge), tree(&award));
        let profile = profile_v3(&issuer_tree, known.issuer(), Placement::StandAlone);
        valid(&json(&profile), Class::Profile)?;
        let badge_ids = badge_ids(&issuer, &badge);
        let creator = profile_v3(&issuer_tree, known.issuer(), Placement::Embedded);
        let achievement = achievement_v3(&badge_tree, &badge_ids, Some(creator.clone()), Placement::StandAlone);
        valid(&json(&achievement), Class::Achievement)?;
        let list = known.status_list("revocation", 3);
        let status = StatusEntry { list: &list, purpose: "revocation", index: 9 };
        let ids = award_ids(&issuer, &award);
        let embedded = achievement_v3(&badge_tree, &badge_ids, Some(creator.clone()), Placement::Embedded);
        let credential = json(&assertion_to_credential(&award_tree, &ids, creator, embedded, Some(status)));
        valid(&credential, Class::OpenBadgeCredential)?;
        let of_award = columns(&award);
        let mut of_credential = columns(&credential);
        if of_award[3].is_none() {
            prop_assert_eq!(of_credential[3].as_deref(), Some(ids.v2.as_str()), "the assertion itself");
            of_credential[3] = None;
        }
        prop_assert_eq!(&of_award, &of_credential);

        let profile = json(&profile);
        let profile_back = json(&profile_v2(&tree(&profile), known.issuer()));
        valid(&profile_back, Class::Issuer)?;
        let achievement = json(&achievement);
        let badge_back = json(&badge_class_v2(&tree(&achievement), &badge_ids, known.issuer_v2()));
        valid(&badge_back, Class::BadgeClass)?;
        let award_back = json(&assertion_v2(&tree(&credential), &ids, &badge_ids.v2));
        valid(&award_back, Class::Assertion)?;
        prop_assert_eq!(&of_award, &columns(&award_back));
        for (before, after) in [(&issuer, &profile_back), (&badge, &badge_back)] {
            for column in [
                Column::Id, Column::Name, Column::Url, Column::Email, Column::Description, Column::Criteria,
                Column::ImageUrl, Column::Issuer,
            ] {
                prop_assert_eq!(text(before, column).unwrap(), text(after, column).unwrap(), "{:?}", column);
            }
        }
    }

    #[test]
    fn what_is_issued_in_3_0_is_valid_in_both(
        [issuer, badge, given] in assertion(),
        natively in any::<bool>(),
        salt in "[a-z]{1,8}",
        extra in prop_oneof![
            Just(json!(null)),
            Just(json!({"awardedDate": "2026-01-01T00:00:00Z", "credentialSubject": {"role": "Medic", "creditsEarned": 1}})),
            Just(json!({"credentialSubject": {"result": [{"type": ["Result"], "value": "A"}]}, "description": "x"})),
        ],
    ) {
        let (issuer, badge) = if natively { (profile_3(), achievement_3()) } else { (issuer, badge) };
        let known = identifiers(&issuer);
        let badge_ids = badge_ids(&issuer, &badge);
        let (issuer_tree, badge_tree, extra_tree) = (tree(&issuer), tree(&badge), tree(&extra));
        let mut award = award(
            profile_v3(&issuer_tree, known.issuer(), Placement::StandAlone),
            achievement_v3(&badge_tree, &badge_ids, None, Placement::StandAlone),
        );
        let kind = given["recipient"]["type"].as_str().unwrap();
        let identity = given["recipient"]["identity"].as_str().unwrap();
        let hashed = given["recipient"]["hashed"] == true;
        award.recipient_type = kind;
        award.extra = Some(extra_tree);
        award.evidence = given.get("evidence").map(tree);
        award.valid_until = timestamp(&given, Column::ExpiresAt).unwrap();
        let template = CredentialTemplate::new(award).unwrap();
        let id = known.credential_v3(AWARD_ID);
        let recipient = Recipient { identity: identity.into(), salt: hashed.then(|| salt.clone()) };
        let credential = json(&template.credential(&id, recipient, None));
        valid(&credential, Class::OpenBadgeCredential)?;
        prop_assert_eq!(text(&credential, Column::RecipientType).unwrap(), Some(kind.to_owned()));
        prop_assert_eq!(text(&credential, Column::RecipientIdentity).unwrap(), Some(identity.to_owned()));
        prop_assert_eq!(boolean(&credential, Column::RecipientHashed).unwrap(), Some(hashed));
        prop_assert_eq!(text(&credential, Column::RecipientSalt).unwrap(), hashed.then_some(salt));
        let ids = known.award(&credential, AWARD_ID).unwrap();
        prop_assert_eq!(&ids.v3, &id);
        let assertion = json(&assertion_v2(&tree(&credential), &ids, &badge_ids.v2));
        valid(&assertion, Class::Assertion)?;
        prop_assert_eq!(columns(&credential), columns(&assertion));
    }

    #[test]
    fn what_is_upgraded_is_valid((issuer, badge) in badge()) {
        valid(&json(&upgrade(&issuer).unwrap()), Class::Profile)?;
        valid(&json(&upgrade(&badge).unwrap()), Class::Achievement)?;
    }

    #[test]
    fn endorsements_are_valid(issuer in issuer().boxed(), name in words(), comment in option::of(words())) {
        let known = identifiers(&issuer);
        let issuer_tree = tree(&issuer);
        let endorsement = endorsement_credential(Endorsement {
            id: "urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11",
            issuer: profile_v3(&issuer_tree, known.issuer(), Placement::StandAlone),
            endorsed: "https://example.org/v3/achievements/1",
            name: &name,
            comment: comment.as_deref(),
            valid_from: Timestamp::parse("2026-01-01T00:00:00Z").unwrap(),
            valid_until: None,
            status: Some(StatusEntry { list: "https://example.org/s/1", purpose: "revocation", index: 1 }),
        });
        valid(&json(&endorsement), Class::EndorsementCredential)?;
    }
}

#[test]
fn the_samples_are_valid() {
    for (document, class) in [
        (profile_3(), Class::Profile),
        (achievement_3(), Class::Achievement),
        (to_v2::badge(&achievement_3()), Class::BadgeClass),
    ] {
        assert!(is_valid(&document, Some(class)), "{:?}", problems(&document, Some(class)));
    }
    assert_eq!(profile_3()["@context"], json!(CONTEXTS));
}

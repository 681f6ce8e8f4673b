//! Documents of any content: every representation gets the same verdict, whatever is there can be completed, upgraded
//! and converted, and what is valid is valid after an upgrade. The first octet says whether the others are text or build a document.

use super::words;
use badges_core::{
    json::{Json, Jsonb, Tree, text::parse, writer::encode},
    openbadges::{
        Class, Problem, Severity, Version, class_of,
        columns::{Column, boolean, text, timestamp},
        documents::{
            BothIds, Placement, achievement_v3, assertion_to_credential, assertion_v2, badge_class_v2,
            complete_achievement_v3, complete_profile_v3, profile_v2, profile_v3,
        },
        is_valid, problems, upgrade, version_of,
    },
};

const CLASSES: [Option<Class>; 9] = [
    None,
    Some(Class::Assertion),
    Some(Class::BadgeClass),
    Some(Class::Profile),
    Some(Class::Endorsement),
    Some(Class::OpenBadgeCredential),
    Some(Class::EndorsementCredential),
    Some(Class::Achievement),
    Some(Class::RevocationList),
];

const COLUMNS: [&str; 13] = [
    "id",
    "name",
    "url",
    "email",
    "description",
    "criteria",
    "image_url",
    "recipient_type",
    "recipient_identity",
    "recipient_hashed",
    "issued_on",
    "expires_at",
    "evidence_url",
];

const MOST_PROBLEMS: usize = 100;

/// What the rules say, in an order that does not depend on that of the members.
fn verdict<'a>(document: impl Json<'a>, class: Option<Class>) -> Vec<Problem> {
    let mut found = problems(document, class);
    assert!(found.len() <= MOST_PROBLEMS);
    found.sort_by(|one, other| {
        (&one.path, one.code, &one.message).cmp(&(&other.path, other.code, &other.message))
    });
    found
}

/// Every representation of the document gets the same verdict, and the same columns are taken from it.
fn judge(document: &Tree<'_>) {
    let mut binary = Vec::new();
    let binary = encode(document, &mut binary).is_ok().then_some(binary);
    let binary = binary.as_deref().map(|octets| Jsonb::new(octets).expect("it was written"));
    for class in CLASSES {
        let found = verdict(document, class);
        let is_good = found.iter().all(|problem| problem.severity != Severity::Error);
        assert_eq!(is_valid(document, class), is_good, "{found:?}");
        if let Some(binary) = binary {
            assert_eq!(is_valid(binary, class), is_good, "{found:?}");
            let read_in_place = verdict(binary, class);
            assert_eq!(read_in_place.len(), found.len(), "{found:?}\n{read_in_place:?}");
            // Of more problems than are listed, each order of members lists others.
            assert!(found.len() == MOST_PROBLEMS || read_in_place == found, "{found:?}\n{read_in_place:?}");
        }
    }
    if let Some(binary) = binary {
        assert_eq!(class_of(document), class_of(binary));
        assert_eq!(version_of(document), version_of(binary));
        for name in COLUMNS {
            let column = Column::from_name(name).expect("a column");
            assert_eq!(text(document, column), text(binary, column));
            assert_eq!(boolean(document, column), boolean(binary, column));
            assert_eq!(timestamp(document, column), timestamp(binary, column));
        }
    }
}

fn convert(document: &Tree<'_>) {
    let ids = BothIds {
        v2: "https://example.org/assertions/1".into(),
        v3: "https://example.org/v3/credentials/1".into(),
    };
    let profile = profile_v3(document, &ids, Placement::Embedded);
    let achievement = achievement_v3(document, &ids, Some(profile.clone()), Placement::Embedded);
    judge(&assertion_to_credential(document, &ids, profile, achievement, None));
    for converted in [
        profile_v2(document, &ids),
        badge_class_v2(document, &ids, "https://example.org/issuers/1"),
        assertion_v2(document, &ids, "https://example.org/badges/1"),
    ] {
        let _ = problems(&converted, None);
    }
    for completed in [
        complete_profile_v3(document.clone(), ids.v3.clone()),
        complete_achievement_v3(document.clone(), ids.v3.clone(), "https://example.org/v3/issuers/1".into()),
    ] {
        let _ = completed.map(|completed| problems(&completed, None));
    }
}

/// What is good in one version is good in the next.
fn upgraded(document: &Tree<'_>) {
    let upgraded = upgrade(document);
    if !is_valid(document, None) || version_of(document) == Some(Version::V3_0) {
        return;
    }
    match upgraded {
        Ok(upgraded) => {
            assert!(is_valid(&upgraded, None), "{}: {:?}", upgraded.to_text(), problems(&upgraded, None));
        }
        Err(error) => panic!("{error}: {}", document.to_text()),
    }
}

fn everything(document: &Tree<'_>) {
    judge(document);
    convert(document);
    upgraded(document);
}

/// Panics if the property does not hold.
pub fn check(octets: &[u8]) {
    let Some((&kind, rest)) = octets.split_first() else { return };
    if kind < 128 {
        everything(&words::document(kind, rest));
    } else if let Ok(document) = parse(&String::from_utf8_lossy(rest)) {
        everything(&document);
    }
}

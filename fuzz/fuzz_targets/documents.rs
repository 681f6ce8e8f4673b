//! Documents of any content: every representation gets the same verdict, and whatever is there can be completed, upgraded
//! and converted. The first octet says whether the others are text or build a document.
#![no_main]

mod build;

use badges_core::{
    json::{Jsonb, Tree, text::parse, writer::encode},
    openbadges::{
        Class, Severity, class_of,
        documents::{
            BothIds, Placement, achievement_v3, assertion_to_credential, assertion_v2, badge_class_v2,
            complete_achievement_v3, complete_profile_v3, profile_v2, profile_v3,
        },
        is_valid, problems, upgrade,
    },
};
use libfuzzer_sys::fuzz_target;

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

const MOST_PROBLEMS: usize = 100;

fn judge(document: &Tree<'_>) {
    let mut binary = Vec::new();
    let binary = encode(document, &mut binary).is_ok().then_some(binary);
    let binary = binary.as_deref().map(|octets| Jsonb::new(octets).expect("it was written"));
    for class in CLASSES {
        let found = problems(document, class);
        assert!(found.len() <= MOST_PROBLEMS);
        let is_good = found.iter().all(|problem| problem.severity != Severity::Error);
        assert_eq!(is_valid(document, class), is_good, "{found:?}");
        if let Some(binary) = binary {
            assert_eq!(is_valid(binary, class), is_good, "{found:?}");
        }
    }
    let _ = class_of(document);
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
    if let Ok(upgraded) = upgrade(document) {
        let _ = problems(&upgraded, None);
    }
}

fn check(document: &Tree<'_>) {
    judge(document);
    convert(document);
}

fuzz_target!(|octets: &[u8]| {
    let Some((&kind, rest)) = octets.split_first() else { return };
    if kind < 128 {
        check(&build::document(kind, rest));
    } else if let Ok(document) = parse(&String::from_utf8_lossy(rest)) {
        check(&document);
    }
});

//! The examples of the specifications, where they are at hand.

use super::samples::{BASE, badge_2, badge_ids, identifiers, issuer_2};
use super::{json, tree};
use badges_core::openbadges::columns::{Column, text, timestamp};
use badges_core::openbadges::documents::{
    BothIds, Placement, achievement_v3, assertion_to_credential, assertion_v2, profile_v3,
};
use badges_core::openbadges::{Class, Version, is_valid, problems, upgrade, version_of};
use serde_json::Value;

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/examples");

/// The documents of a file that are of the class.
fn of_class(file: &str, class: &str) -> Vec<Value> {
    let lines = std::fs::read_to_string(format!("{EXAMPLES}/{file}")).unwrap_or_default();
    let examples = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    examples.filter(|example| example["class"] == class).collect()
}

fn ids() -> BothIds {
    BothIds { v2: format!("{BASE}/assertions/1"), v3: format!("{BASE}/v3/credentials/1") }
}

#[test]
fn assertions_of_the_specification_become_credentials() {
    let (issuer, badge) = (issuer_2(), badge_2());
    let (issuer_tree, badge_tree) = (tree(&issuer), tree(&badge));
    for example in of_class("open-badges-2.0.jsonl", "Assertion") {
        let assertion = tree(&example["doc"]);
        let profile = profile_v3(&issuer_tree, identifiers(&issuer).issuer(), Placement::Embedded);
        let badge_ids = badge_ids(&issuer, &badge);
        let achievement = achievement_v3(&badge_tree, &badge_ids, None, Placement::Embedded);
        let credential = json(&assertion_to_credential(&assertion, &ids(), profile, achievement, None));
        let found = problems(&credential, Some(Class::OpenBadgeCredential));
        assert!(found.is_empty(), "{}: {found:?}", example["name"]);
    }
}

#[test]
fn issuers_and_badge_classes_of_the_specification_are_upgraded() {
    for class in ["Issuer", "BadgeClass"] {
        for example in of_class("open-badges-2.0.jsonl", class) {
            // A part of a document, in an example of something else, has no id.
            let Ok(upgraded) = upgrade(&example["doc"]) else { continue };
            let upgraded = json(&upgraded);
            assert_eq!(version_of(&upgraded), Some(Version::V3_0), "{}", example["name"]);
            assert_eq!(problems(&upgraded, None), [], "{}", example["name"]);
        }
    }
}

#[test]
fn credentials_of_the_specification_fill_the_columns_and_become_assertions() {
    for example in of_class("open-badges-3.0.jsonl", "AchievementCredential") {
        if example["verdict"] == "invalid" {
            continue;
        }
        let credential = &example["doc"];
        for column in
            [Column::Id, Column::Badge, Column::Issuer, Column::RecipientType, Column::RecipientIdentity]
        {
            assert!(text(credential, column).unwrap().is_some(), "{}: {column:?}", example["name"]);
        }
        assert!(timestamp(credential, Column::IssuedOn).unwrap().is_some(), "{}", example["name"]);
        let badge = format!("{BASE}/badges/1");
        let assertion = json(&assertion_v2(&tree(credential), &ids(), &badge));
        let found = problems(&assertion, Some(Class::Assertion));
        assert!(is_valid(&assertion, Some(Class::Assertion)), "{}: {found:?}", example["name"]);
    }
}

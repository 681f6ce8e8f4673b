//! How a document of 3.0 and its class are recognised, and every class by its name.

use super::expect;
use super::samples::{
    DATA_MODEL_2, OPEN_BADGES, achievement, alignment, by_itself, credential, endorsement, full_achievement,
    full_credential, profile, proof,
};
use badges_core::openbadges::{Class, Version, class_of, version_of};
use serde_json::json;

#[test]
fn versions_and_classes_are_recognised() {
    let compacted = json!({"id": "https://example.org/a", "type": "Achievement", "name": "x"});
    for (document, class) in [
        (credential(), Class::OpenBadgeCredential),
        (endorsement(), Class::EndorsementCredential),
        (by_itself(&profile()), Class::Profile),
        (by_itself(&achievement()), Class::Achievement),
        (profile(), Class::Profile),
        (achievement(), Class::Achievement),
        (compacted, Class::Achievement),
        (alignment(), Class::Alignment),
    ] {
        assert_eq!(version_of(&document), Some(Version::V3_0), "{document}");
        assert_eq!(class_of(&document), Some(class), "{document}");
    }
    let other = json!({"@context": [DATA_MODEL_2, OPEN_BADGES], "type": ["VerifiableCredential"]});
    assert_eq!((version_of(&other), class_of(&other)), (Some(Version::V3_0), None));
    expect("no class", &other, None, &[("error", "unknown_class", "")]);
    assert_eq!(Class::from_name("AchievementCredential"), Some(Class::OpenBadgeCredential));
}

#[test]
fn a_document_of_3_0_is_of_no_class_of_2_0() {
    for class in [Class::Assertion, Class::BadgeClass, Class::Endorsement, Class::RevocationList] {
        expect(class.name(), &credential(), Some(class), &[("error", "type_mismatch", "")]);
    }
}

#[test]
fn every_part_can_be_judged_by_the_name_of_its_class() {
    let (full, achievement, profile) = (full_credential(), full_achievement(), profile());
    let description = &achievement["resultDescription"][0];
    for (class, part) in [
        ("AchievementSubject", &full["credentialSubject"]),
        ("EndorsementSubject", &endorsement()["credentialSubject"]),
        ("IdentityObject", &full["credentialSubject"]["identifier"][0]),
        ("Result", &full["credentialSubject"]["result"][0]),
        ("Evidence", &full["evidence"][0]),
        ("Image", &full["image"]),
        ("CredentialSchema", &full["credentialSchema"][0]),
        ("CredentialStatus", &full["credentialStatus"]),
        ("RefreshService", &full["refreshService"]),
        ("TermsOfUse", &json!({"type": "https://example.org/Policy"})),
        ("Proof", &proof()),
        ("Alignment", &alignment()),
        ("Related", &achievement["related"][0]),
        ("IdentifierEntry", &achievement["otherIdentifier"][0]),
        ("ResultDescription", description),
        ("RubricCriterionLevel", &description["rubricCriterionLevel"][0]),
        ("Address", &profile["address"]),
        ("GeoCoordinates", &profile["address"]["geo"]),
    ] {
        let named = Class::from_name(class).unwrap();
        assert_eq!(named.name(), class);
        let errors: Vec<_> = badges_core::openbadges::problems(part, Some(named))
            .into_iter()
            .filter(|problem| problem.severity.as_str() == "error")
            .collect();
        assert!(errors.is_empty(), "{class}: {errors:#?}");
    }
}

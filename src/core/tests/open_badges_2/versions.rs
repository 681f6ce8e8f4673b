//! Versions before 2.0, and 3.0.

use super::samples::{HASH, assertion, badge, endorsement, full_assertion, key, profile, revocation_list};
use super::{expect, with, without};
use badges_core::json::Tree;
use badges_core::openbadges::{
    Class, UpgradeError, Version, class_of, is_valid, problems, upgrade, version_of,
};
use serde_json::{Value, json};

const OLD: (&str, &str, &str) = ("info", "old_version", "");

fn assertion_0_5() -> Value {
    json!({
        "id": "https://example.org/a.json", "recipient": "alice@example.org", "issued_on": "2011-06-01",
        "badge": {
            "version": "0.5.0", "name": "HTML5", "description": "Knows HTML5", "image": "https://example.org/b.png",
            "criteria": "https://example.org/c.html",
            "issuer": {"origin": "https://example.org", "name": "Example", "org": "Makers", "contact": "contact@example.org"}
        }
    })
}

fn assertion_1_0() -> Value {
    json!({
        "uid": "abc", "recipient": {"type": "email", "hashed": true, "salt": "deadsea", "identity": HASH},
        "issuedOn": 1359217910, "badge": "https://example.org/b.json",
        "verify": {"type": "hosted", "url": "https://example.org/a.json"}
    })
}

fn badge_1_1() -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v1", "type": "BadgeClass", "id": "https://example.org/b.json",
        "name": "Robotics", "description": "Robots", "image": "https://example.org/b.png",
        "criteria": "https://example.org/c.html", "issuer": "https://example.org/i.json",
        "alignment": [{"name": "Standard", "url": "http://example.org/s", "description": "A standard"}]
    })
}

fn upgraded(document: &Value) -> Value {
    serde_json::from_str(&upgrade(document).unwrap().to_text()).unwrap()
}

#[test]
fn versions_are_recognised() {
    for (document, version) in [
        (assertion_0_5(), Some(Version::V1_0)),
        (assertion_1_0(), Some(Version::V1_0)),
        (badge_1_1(), Some(Version::V1_1)),
        (badge(), Some(Version::V2_0)),
        (
            json!({"@context": ["https://w3id.org/openbadges/v2", {"a": "http://example.org/a"}]}),
            Some(Version::V2_0),
        ),
        (
            json!({"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]}),
            Some(Version::V3_0),
        ),
        (json!({"@context": ["https://www.w3.org/2018/credentials/v1"]}), Some(Version::V3_0)),
        (json!({"name": "x"}), None),
        (json!([]), None),
        (json!("https://w3id.org/openbadges/v2"), None),
    ] {
        assert_eq!(version_of(&document), version, "{document}");
    }
    assert_eq!(
        [Version::V1_0, Version::V1_1, Version::V2_0, Version::V3_0].map(Version::as_str),
        ["1.0", "1.1", "2.0", "3.0"]
    );
}

#[test]
fn classes_are_recognised() {
    for (document, class) in [
        (assertion_0_5(), Some(Class::Assertion)),
        (assertion_1_0(), Some(Class::Assertion)),
        (badge_1_1(), Some(Class::BadgeClass)),
        (
            json!({"url": "https://example.org", "name": "x", "id": "https://example.org/i"}),
            Some(Class::Issuer),
        ),
        (assertion(), Some(Class::Assertion)),
        (
            with(&assertion(), "/type", json!(["http://example.org/T", "obi:Assertion"])),
            Some(Class::Assertion),
        ),
        (with(&assertion(), "/type", json!("Thing")), None),
        (
            json!({"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential", "AchievementCredential"]}),
            Some(Class::OpenBadgeCredential),
        ),
        (json!(5), None),
    ] {
        assert_eq!(class_of(&document), class, "{document}");
    }
}

#[test]
fn version_0_5_becomes_2_0() {
    assert_eq!(
        upgraded(&assertion_0_5()),
        json!({
            "@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://example.org/a.json",
            "recipient": {"type": "email", "hashed": false, "identity": "alice@example.org"},
            "issuedOn": "2011-06-01T00:00:00Z", "verification": {"type": "hosted"},
            "badge": {
                "type": "BadgeClass", "name": "HTML5", "description": "Knows HTML5",
                "image": "https://example.org/b.png", "criteria": "https://example.org/c.html",
                "issuer": {"type": "Profile", "url": "https://example.org", "name": "Example: Makers", "email": "contact@example.org"}
            }
        })
    );
    let hashed = with(&with(&assertion_0_5(), "/recipient", json!(HASH)), "/salt", json!("deadsea"));
    assert_eq!(
        upgraded(&hashed)["recipient"],
        json!({"type": "email", "hashed": true, "identity": HASH, "salt": "deadsea"})
    );
    expect(
        "valid",
        &assertion_0_5(),
        None,
        &[
            OLD,
            ("warning", "embedded_without_id", "/badge"),
            ("warning", "embedded_without_id", "/badge/issuer"),
        ],
    );
    expect(
        "paths",
        &with(&assertion_0_5(), "/recipient", json!("nobody")),
        None,
        &[
            OLD,
            ("error", "hash_expected", "/recipient"),
            ("warning", "embedded_without_id", "/badge"),
            ("warning", "embedded_without_id", "/badge/issuer"),
        ],
    );
    expect("no id", &without(&assertion_0_5(), "/id"), None, &[OLD, ("error", "not_upgradable", "")]);
}

#[test]
fn version_1_0_becomes_2_0() {
    let upgraded = upgraded(&assertion_1_0());
    assert_eq!(
        upgraded,
        json!({
            "@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://example.org/a.json",
            "uid": "abc", "recipient": {"type": "email", "hashed": true, "salt": "deadsea", "identity": HASH},
            "issuedOn": "2013-01-26T16:31:50Z", "badge": "https://example.org/b.json",
            "verification": {"type": "hosted", "url": "https://example.org/a.json"}
        })
    );
    expect("valid", &assertion_1_0(), None, &[OLD, ("warning", "deprecated_property", "/uid")]);
    let issuer = json!({"id": "https://example.org/i", "name": "Makers", "url": "https://example.org", "email": "a@example.org"});
    expect("issuer", &issuer, None, &[OLD]);
    let bad = with(&assertion_1_0(), "/verify/type", json!("trust"));
    expect(
        "paths",
        &bad,
        None,
        &[
            OLD,
            ("error", "not_a_type", "/verify/type"),
            ("error", "type_mismatch", "/verify/type"),
            ("warning", "deprecated_property", "/uid"),
        ],
    );
}

#[test]
fn a_signed_assertion_of_1_x_names_its_key() {
    let signed =
        with(&assertion_1_0(), "/verify", json!({"type": "signed", "url": "https://example.org/key.pem"}));
    let signed = with(&signed, "/id", json!("urn:uuid:a953081a-4bbd-4927-9653-7219bca00e3b"));
    assert_eq!(
        upgraded(&signed)["verification"],
        json!({"type": "signed", "creator": "https://example.org/key.pem"})
    );
}

#[test]
fn version_1_1_becomes_2_0() {
    let alignment = json!([{"targetName": "Standard", "targetUrl": "http://example.org/s", "targetDescription": "A standard"}]);
    assert_eq!(upgraded(&badge_1_1())["alignment"], alignment);
    expect("valid", &badge_1_1(), None, &[OLD]);
    let bad = with(&badge_1_1(), "/alignment/0/url", json!("here"));
    expect("paths", &bad, None, &[OLD, ("error", "not_a_url", "/alignment/0/url")]);
    let issuer = json!({
        "@context": "https://w3id.org/openbadges/v1", "type": "IssuerOrg", "id": "https://example.org/i",
        "name": "Makers", "url": "https://example.org", "email": "a@example.org"
    });
    expect("IssuerOrg", &issuer, None, &[OLD]);
}

#[test]
fn times_of_1_x_become_times_of_2_0() {
    let issued_on = |time: Value| upgraded(&with(&assertion_1_0(), "/issuedOn", time))["issuedOn"].clone();
    assert_eq!(issued_on(json!(1359217910)), json!("2013-01-26T16:31:50Z"));
    assert_eq!(issued_on(json!("1359217910")), json!("2013-01-26T16:31:50Z"));
    assert_eq!(issued_on(json!("2013-01-26")), json!("2013-01-26T00:00:00Z"));
    assert_eq!(issued_on(json!("2013-01-26T16:31:50")), json!("2013-01-26T16:31:50Z"));
    assert_eq!(issued_on(json!("2013-01-26T16:31:50+01:00")), json!("2013-01-26T16:31:50+01:00"));
    assert_eq!(issued_on(json!([1359217910])), json!(["2013-01-26T16:31:50Z"]));
    let unreadable = with(&assertion_1_0(), "/issuedOn", json!("yesterday"));
    assert_eq!(upgrade(&unreadable), Err(UpgradeError::NotATime("issuedOn")));
    expect(
        "and is said so",
        &unreadable,
        None,
        &[OLD, ("error", "not_a_datetime", "/issuedOn"), ("warning", "deprecated_property", "/uid")],
    );
    // A badge class is not issued at any time.
    let badge = with(&badge_1_1(), "/issuedOn", json!("yesterday"));
    expect("of no meaning", &badge, None, &[OLD]);
    assert_eq!(upgraded(&badge)["issuedOn"], json!("yesterday"));
}

#[test]
fn what_meant_nothing_in_1_x_does_not_begin_to_mean_something() {
    let ahead = with(&badge_1_1(), "/criteria", json!({"narrative": "Be good"}));
    assert_eq!(upgraded(&ahead)["criteria"], json!({}));
    let verification =
        with(&without(&assertion_1_0(), "/verify"), "/verification", json!({"type": "hosted"}));
    let verification = with(&verification, "/id", json!("https://example.org/a.json"));
    expect(
        "the name came with 2.0",
        &verification,
        None,
        &[OLD, ("error", "missing_property", ""), ("warning", "deprecated_property", "/uid")],
    );
}

#[test]
fn what_has_to_be_signed_in_3_0_stays_2_0() {
    for document in [assertion(), full_assertion(), endorsement(), key(), revocation_list()] {
        assert_eq!(upgraded(&document), document);
        let tree = Tree::read(&document).unwrap();
        assert_eq!(upgrade(&tree).unwrap(), tree);
    }
    assert_eq!(upgrade(&json!({"name": "x"})), Err(UpgradeError::UnknownVersion));
    assert_eq!(upgrade(&json!([])), Err(UpgradeError::UnknownVersion));
    let credential = json!({"@context": ["https://www.w3.org/ns/credentials/v2"]});
    assert_eq!(upgrade(&credential), Err(UpgradeError::Newer));
}

const CONTEXTS_3_0: [&str; 2] =
    ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"];

#[test]
fn an_issuer_becomes_a_profile_of_3_0() {
    let expected = json!({
        "@context": CONTEXTS_3_0, "type": ["Profile"],
        "id": "urn:uuid:e8013b9b-bfe8-55bf-a2f2-f8f213c36076",
        "name": "Example", "url": "https://example.org", "email": "contact@example.org",
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": "https://example.org/issuer", "identifierType": "identifier"}
        ],
    });
    let found = upgraded(&json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": "https://example.org/issuer",
        "name": "Example", "url": "https://example.org", "email": "contact@example.org",
        "publicKey": "https://example.org/key",
    }));
    assert_eq!(found, expected);
    assert!(is_valid(&found, Some(Class::Profile)));
}

#[test]
fn a_badge_class_becomes_an_achievement_created_by_its_issuer() {
    let achievement = upgraded(&badge());
    assert_eq!(achievement["@context"], json!(CONTEXTS_3_0));
    assert_eq!(achievement["type"], json!(["Achievement"]));
    assert_eq!(achievement["name"], badge()["name"]);
    assert!(is_valid(&achievement, Some(Class::Achievement)));
    assert_eq!(
        achievement["related"][0],
        json!({
            "type": ["Related", "https://w3id.org/openbadges#BadgeClass"], "id": badge()["id"],
            "version": "Open Badges v2p0",
        })
    );
    assert_eq!(achievement["creator"]["id"], upgraded(&profile())["id"], "the same whichever way it is met");
    assert_eq!(achievement["creator"]["name"], profile()["name"]);
    let named = upgraded(&with(&badge(), "/issuer", profile()["id"].clone()));
    assert_eq!(named["creator"]["id"], achievement["creator"]["id"]);
    assert_eq!(named["creator"]["otherIdentifier"], achievement["creator"]["otherIdentifier"]);
}

#[test]
fn a_document_that_names_its_3_0_form_is_called_so() {
    let related = json!([{
        "type": ["https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement"],
        "id": "https://example.org/v3/achievements/5", "version": "Open Badges v3p0",
    }]);
    let achievement = upgraded(&with(&badge(), "/related", related));
    assert_eq!(achievement["id"], "https://example.org/v3/achievements/5");
    assert_eq!(achievement["related"].as_array().unwrap().len(), 1);
}

#[test]
fn without_an_id_there_is_nothing_to_link_back_to() {
    assert_eq!(upgrade(&without(&badge(), "/id")), Err(UpgradeError::NoIdentifier));
}

#[test]
fn an_upgrade_goes_one_step() {
    assert_eq!(version_of(&upgraded(&badge_1_1())), Some(Version::V2_0));
    assert_eq!(version_of(&upgraded(&upgraded(&badge_1_1()))), Some(Version::V3_0));
}

#[test]
fn version_3_0_is_judged_by_rules_of_its_own() {
    let credential = json!({"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential", "OpenBadgeCredential"]});
    let found = problems(&credential, None);
    assert!(
        found.iter().any(|problem| (problem.code, problem.path.as_str()) == ("wrong_context", "/@context"))
    );
    expect(
        "asked for",
        &badge(),
        Some(Class::OpenBadgeCredential),
        &[("error", "version_not_supported", "")],
    );
}

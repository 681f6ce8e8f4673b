//! Credentials of any content, with documents at hand of any content: there is a report, and nothing that nobody signed
//! is valid. The first octet says whether the others are text or build a credential.

use super::words;
use badges_core::{
    json::{Tree, text::parse},
    openbadges::verification::{KnownStatus, NothingKnown, Options, verify_credential, verify_stored},
    proof::Resources,
    timestamp::Timestamp,
};

const ACHIEVEMENT: &str =
    r#"{"id":"urn:uuid:3","type":["Achievement"],"name":"A","description":"B","criteria":{"narrative":"C"}}"#;

fn report(text: &str, resources: &Tree<'_>) {
    let at = Timestamp::parse("2026-06-01T00:00:00Z").expect("a time");
    let mut options = Options { recipient: None, resources: Resources::new(resources), at };
    let report = verify_credential(text, &NothingKnown, &options);
    assert!(matches!(report.get("valid"), Some(Tree::Boolean(_))));
    assert!(matches!(report.get("checks"), Some(Tree::Array(checks)) if !checks.is_empty()));
    if !text.contains("proofValue") && !text.contains("jws") && text.matches('.').count() < 2 {
        assert_eq!(report.get("valid"), Some(&Tree::Boolean(false)), "nobody signed it");
    }
    options.recipient = Some("ada@example.org");
    let _ = verify_stored(text, &KnownStatus::default(), &NothingKnown, &options);
    let report = report.to_text();
    assert_eq!(parse(&report).map(|again| again.to_text()), Ok(report));
}

/// Panics if the property does not hold.
pub fn check(octets: &[u8]) {
    let Some((&kind, rest)) = octets.split_first() else { return };
    if kind >= 128 {
        let text = String::from_utf8_lossy(rest);
        let (credential, resources) = text.split_once('\n').unwrap_or((&text, "{}"));
        let resources = parse(resources).unwrap_or(Tree::Null);
        report(credential, &resources);
        return;
    }
    let mut credential = words::document(kind, rest);
    if kind >= 64 {
        // Of the right form, so that what is in it counts.
        credential.set("id", "urn:uuid:1");
        credential.set("type", vec!["VerifiableCredential".into(), "OpenBadgeCredential".into()]);
        credential.set("validFrom", "2026-01-01T00:00:00Z");
        if kind >= 96 {
            let achievement = parse(ACHIEVEMENT).expect("an achievement");
            credential.set(
                "issuer",
                Tree::object([("id", "urn:uuid:2".into()), ("type", vec!["Profile".into()].into())]),
            );
            let subject = [
                ("id", "urn:uuid:4".into()),
                ("type", vec!["AchievementSubject".into()].into()),
                ("achievement", achievement),
            ];
            credential.set("credentialSubject", Tree::object(subject));
        }
    }
    report(&credential.to_text(), &credential);
}

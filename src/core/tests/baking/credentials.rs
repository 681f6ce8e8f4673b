//! Awards of every version, and texts that are none.

use super::images::{png, svg};
use badges_core::baking::{BakingError, bake, unbake};
use badges_core::openbadges::verification::NoAward;
use badges_core::proof::MAX_CREDENTIAL;

pub const ASSERTION: &str = r#"{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion",
  "id": "https://example.org/assertions/1?a=1&b=\"2\"", "recipient": {"type": "email", "hashed": false, "identity": "ann@example.org"},
  "badge": "https://example.org/badges/1", "verification": {"type": "HostedBadge"}, "issuedOn": "2026-01-02T03:04:05Z",
  "narrative": "]]> ends nothing, nor does ]]]>]]]]>; <!-- & -->"}"#;

pub const ASSERTION_OF_1_1: &str = r#"{"@context": "https://w3id.org/openbadges/v1", "type": "Assertion", "id": "https://example.org/1.1/1", "uid": "1",
  "recipient": {"type": "email", "hashed": false, "identity": "ann@example.org"}, "badge": "https://example.org/1.1/badge",
  "verify": {"type": "hosted", "url": "https://example.org/1.1/1"}, "issuedOn": "2014-01-02T03:04:05Z"}"#;

pub const ASSERTION_OF_1_0: &str = r#"{"uid": "1", "recipient": {"type": "email", "hashed": false, "identity": "ann@example.org"},
  "badge": "https://example.org/1.0/badge", "verify": {"type": "hosted", "url": "https://example.org/1.0/1"}, "issuedOn": 1388632645}"#;

pub const CREDENTIAL: &str = r#"{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
  "id": "urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11", "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": "Café ☕ 🏅",
  "issuer": {"id": "https://example.org/issuer", "type": ["Profile"], "name": "Example School"}, "validFrom": "2026-01-02T03:04:05Z",
  "credentialSubject": {"type": ["AchievementSubject"], "achievement": {"id": "https://example.org/a", "type": ["Achievement"],
    "name": "a", "description": "d", "criteria": {"narrative": "]]>"}}}}"#;

pub const ENDORSEMENT: &str = r#"{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
  "id": "urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f12", "type": ["VerifiableCredential", "EndorsementCredential"], "name": "e",
  "issuer": {"id": "https://example.org/issuer", "type": ["Profile"]}, "validFrom": "2026-01-02T03:04:05Z",
  "credentialSubject": {"id": "https://example.org/a", "type": ["EndorsementSubject"]}}"#;

/// A token that nobody signed: baking does not look at signatures.
pub fn token(payload: &str) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.{}", part(r#"{"alg":"ES256"}"#), part(payload), part("signature"))
}

/// Every kind of text that can be baked, with whether it is one of 3.0.
pub fn all() -> Vec<(String, bool)> {
    vec![
        (ASSERTION.into(), false),
        (ASSERTION_OF_1_1.into(), false),
        (ASSERTION_OF_1_0.into(), false),
        (token(ASSERTION), false),
        (CREDENTIAL.into(), true),
        (ENDORSEMENT.into(), true),
        (token(CREDENTIAL), true),
        (token(&format!(r#"{{"vc": {CREDENTIAL}}}"#)), true),
    ]
}

fn refused(credential: &str) -> NoAward {
    let refusals = [png(), svg()].map(|image| bake(&image, credential).unwrap_err());
    assert_eq!(refusals[0], refusals[1]);
    match &refusals[0] {
        BakingError::Credential(reason) => reason.clone(),
        BakingError::Image(fault) => panic!("{fault}"),
    }
}

#[test]
fn text_that_is_neither_json_nor_a_token_is_refused() {
    for text in
        ["", " ", "https://example.org/assertions/1", "{", "[]", "a.b.c", "\"x\"", "{\"a\":1,\"a\":2}"]
    {
        assert!(matches!(refused(text), NoAward::Unreadable(_)), "{text}");
    }
    let long =
        ASSERTION.replace("narrative\": \"", &format!("narrative\": \"{}", "x".repeat(MAX_CREDENTIAL)));
    assert!(matches!(refused(&long), NoAward::Unreadable(reason) if reason.contains("octets")));
}

#[test]
fn documents_that_award_nothing_are_refused() {
    for text in [
        "{}",
        r#"{"a": 1}"#,
        r#"{"@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "id": "https://example.org/b"}"#,
        r#"{"@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": "https://example.org/i"}"#,
        r#"{"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"]}"#,
        &token("{}"),
        &token(r#"{"iss": "https://example.org"}"#),
    ] {
        assert!(matches!(refused(text), NoAward::SomethingElse(_)), "{text}: {:?}", refused(text));
    }
}

#[test]
fn json_goes_in_as_it_is_and_a_token_without_space_around_it() {
    for image in [png(), svg()] {
        for (around, what) in [("\n", "a line end"), ("\u{feff}", "a byte order mark"), ("\r\n\t ", "space")]
        {
            let spaced = format!("{around}{ASSERTION}\n");
            let baked = bake(&image, &spaced).unwrap();
            assert_eq!(unbake(&baked).unwrap().unwrap().text, spaced, "{what}");
            let token = token(CREDENTIAL);
            let baked = bake(&image, &format!("{around}{token}\n")).unwrap();
            assert_eq!(unbake(&baked).unwrap().unwrap().text, token, "{what}");
        }
    }
}

#[test]
fn characters_that_xml_cannot_hold_are_refused_in_an_svg_only() {
    for character in ['\u{fffe}', '\u{ffff}'] {
        let credential = ASSERTION.replace("nothing", &character.to_string());
        let refusal = bake(&svg(), &credential).unwrap_err();
        assert!(matches!(refusal, BakingError::Credential(NoAward::Unreadable(_))));
        let baked = bake(&png(), &credential).unwrap();
        assert_eq!(unbake(&baked).unwrap().unwrap().text, credential);
    }
}

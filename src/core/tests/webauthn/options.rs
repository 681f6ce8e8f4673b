//! The options that a ceremony starts with, and what the application may ask for.

use crate::authenticator::{ORIGIN, SITE, USER, base64url, started_registration};
use badges_core::webauthn::{
    Ceremony, Descriptor, OptionError, Options, RelyingParty, User, UserVerification, algorithm,
    start_authentication, start_registration,
};
use serde_json::{Value, json};

fn read(ceremony: Ceremony, options: Value) -> Result<Options, OptionError> {
    Options::read(ceremony, &options)
}

fn existing() -> Vec<Descriptor> {
    vec![
        Descriptor { id: base64url(&[1; 16]), transports: vec!["hybrid".to_owned(), "internal".to_owned()] },
        Descriptor { id: base64url(&[2; 32]), transports: Vec::new() },
    ]
}

fn user() -> User<'static> {
    User { handle: USER, name: "ada@example.org", display_name: "Ada Lovelace" }
}

fn parsed(tree: &badges_core::json::Tree<'_>) -> Value {
    serde_json::from_str(&tree.to_text()).unwrap()
}

#[test]
fn a_registration_starts_with_the_options_of_section_5_1_9() {
    let started = start_registration(SITE, user(), &existing(), &Options::default()).unwrap();
    assert_eq!(
        parsed(&started.options),
        json!({
            "rp": {"id": "example.org", "name": "Example"},
            "user": {"id": base64url(&USER), "name": "ada@example.org", "displayName": "Ada Lovelace"},
            "challenge": started.state.challenge,
            "pubKeyCredParams": [
                {"type": "public-key", "alg": -8},
                {"type": "public-key", "alg": -7},
                {"type": "public-key", "alg": -257},
            ],
            "timeout": 300_000,
            "excludeCredentials": [
                {"type": "public-key", "id": base64url(&[1; 16]), "transports": ["hybrid", "internal"]},
                {"type": "public-key", "id": base64url(&[2; 32])},
            ],
            "authenticatorSelection": {
                "residentKey": "required",
                "requireResidentKey": true,
                "userVerification": "required",
            },
            "hints": [],
            "attestation": "none",
            "extensions": {"credProps": true},
        })
    );
    let state = started.state;
    assert_eq!((state.ceremony, state.user_handle), (Ceremony::Registration, Some(USER)));
    assert_eq!(state.algorithms, [algorithm::EDDSA, algorithm::ES256, algorithm::RS256]);
    assert_eq!(state.origins, [ORIGIN, "android:apk-key-hash:abc"]);
}

#[test]
fn a_sign_in_starts_with_the_options_of_section_5_1_10() {
    let started = start_authentication(SITE, Some(USER), &existing(), &Options::default()).unwrap();
    assert_eq!(
        parsed(&started.options),
        json!({
            "challenge": started.state.challenge,
            "timeout": 300_000,
            "rpId": "example.org",
            "allowCredentials": [
                {"type": "public-key", "id": base64url(&[1; 16]), "transports": ["hybrid", "internal"]},
                {"type": "public-key", "id": base64url(&[2; 32])},
            ],
            "userVerification": "required",
            "hints": [],
        })
    );
    assert_eq!(started.state.allow, [base64url(&[1; 16]), base64url(&[2; 32])]);
    let for_anybody = start_authentication(SITE, None, &[], &Options::default()).unwrap();
    assert_eq!(parsed(&for_anybody.options)["allowCredentials"], json!([]));
    assert_eq!((for_anybody.state.user_handle, for_anybody.state.allow.len()), (None, 0));
}

#[test]
fn a_challenge_is_32_random_octets() {
    let [first, second] = [(); 2].map(|()| started_registration().state.challenge);
    assert_ne!(first, second);
    assert_eq!((first.len(), second.len()), (43, 43));
}

#[test]
fn what_has_no_name_is_called_by_what_it_has() {
    let site = RelyingParty { name: "", ..SITE };
    let started = start_registration(site, User { display_name: "", ..user() }, &[], &Options::default());
    let options = parsed(&started.unwrap().options);
    assert_eq!(options["rp"]["name"], "example.org");
    assert_eq!(options["user"]["displayName"], "ada@example.org");
}

#[test]
fn the_application_may_ask_for_these() {
    let options = read(
        Ceremony::Registration,
        json!({
            "userVerification": "preferred",
            "residentKey": "discouraged",
            "authenticatorAttachment": "cross-platform",
            "hints": ["hybrid", "security-key"],
            "timeout": 60_000,
            "excludeExisting": false,
        }),
    )
    .unwrap();
    let started = start_registration(SITE, user(), &existing(), &options).unwrap();
    let json = parsed(&started.options);
    assert_eq!(
        json["authenticatorSelection"],
        json!({
            "authenticatorAttachment": "cross-platform",
            "residentKey": "discouraged",
            "requireResidentKey": false,
            "userVerification": "preferred",
        })
    );
    assert_eq!(json["hints"], json!(["hybrid", "security-key"]));
    assert_eq!((&json["timeout"], &json["excludeCredentials"]), (&json!(60_000), &json!([])));
    assert_eq!(started.state.user_verification, UserVerification::Preferred);

    let options = json!({"userVerification": "discouraged", "timeout": 30_000.0, "hints": ["client-device"]});
    let options = read(Ceremony::Authentication, options).unwrap();
    let json = parsed(&start_authentication(SITE, None, &[], &options).unwrap().options);
    assert_eq!(json["userVerification"], "discouraged");
    assert_eq!((&json["timeout"], &json["hints"]), (&json!(30_000), &json!(["client-device"])));
    for ceremony in [Ceremony::Registration, Ceremony::Authentication] {
        assert_eq!(read(ceremony, json!({})), Ok(Options::default()));
    }
}

#[test]
fn anything_else_is_refused_by_name() {
    for name in ["attestation", "rpId", "challenge", "userverification", "extensions", ""] {
        for ceremony in [Ceremony::Registration, Ceremony::Authentication] {
            let error = read(ceremony, json!({"timeout": 60_000, name: "none"})).unwrap_err();
            assert_eq!((error.member.as_str(), error.expected), (name, None));
        }
    }
    for (name, value) in [
        ("residentKey", json!("required")),
        ("authenticatorAttachment", json!("platform")),
        ("excludeExisting", json!(true)),
    ] {
        let error = read(Ceremony::Authentication, json!({name: value})).unwrap_err();
        assert_eq!((error.member.as_str(), error.expected), (name, None));
    }
}

#[test]
fn a_value_that_is_not_one_of_those_is_refused_by_name() {
    for (name, value) in [
        ("userVerification", json!("Required")),
        ("userVerification", json!(true)),
        ("userVerification", json!(null)),
        ("residentKey", json!("")),
        ("authenticatorAttachment", json!("internal")),
        ("hints", json!("hybrid")),
        ("hints", json!(["phone"])),
        ("hints", json!(["hybrid", "hybrid"])),
        ("hints", json!([1])),
        ("timeout", json!(29_999)),
        ("timeout", json!(600_001)),
        ("timeout", json!(60_000.5)),
        ("timeout", json!("60000")),
        ("timeout", json!(-1)),
        ("excludeExisting", json!("true")),
        ("excludeExisting", json!(null)),
    ] {
        let error = read(Ceremony::Registration, json!({name: value})).unwrap_err();
        assert_eq!(error.member, name);
        assert!(error.expected.is_some());
    }
    for value in [json!([]), json!("required"), json!(null)] {
        let error = read(Ceremony::Registration, value).unwrap_err();
        assert_eq!((error.member.as_str(), error.expected), ("", Some("an object")));
    }
}

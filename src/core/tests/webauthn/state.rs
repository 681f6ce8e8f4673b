//! What is stored between the two calls of a ceremony.

use crate::authenticator::{SITE, USER, authentication, base64url, started_registration};
use badges_core::json::{Jsonb, jsonb, writer};
use badges_core::webauthn::{Ceremony, Descriptor, Options, State, start_authentication};
use serde_json::{Value, json};

fn states() -> [State; 3] {
    let allow = [Descriptor { id: base64url(&[1; 16]), transports: Vec::new() }];
    [
        started_registration().state,
        authentication(),
        start_authentication(SITE, Some(USER), &allow, &Options::default()).unwrap().state,
    ]
}

#[test]
fn a_state_is_read_back_from_jsonb() {
    for state in states() {
        let mut octets = Vec::new();
        writer::encode(&state.to_tree(), &mut octets).unwrap();
        let stored: Jsonb<'_> = jsonb::Jsonb::new(&octets).unwrap();
        assert_eq!(State::read(stored), Some(state));
    }
}

#[test]
fn the_stored_form_is_as_documented() {
    let state = started_registration().state;
    let stored: Value = serde_json::from_str(&state.to_tree().to_text()).unwrap();
    assert_eq!(
        stored,
        json!({
            "v": 1,
            "ceremony": "webauthn.register",
            "challenge": state.challenge,
            "rp_id": "example.org",
            "origins": ["https://example.org", "android:apk-key-hash:abc"],
            "user_verification": "required",
            "algorithms": [-8, -7, -257],
            "allow": [],
            "user_handle": base64url(&USER),
        })
    );
}

#[test]
fn anything_else_is_no_state() {
    let stored: Value = serde_json::from_str(&states()[2].to_tree().to_text()).unwrap();
    assert!(State::read(&stored).is_some());
    for name in stored.as_object().unwrap().keys() {
        let mut other = stored.clone();
        other[name] = json!({"of": "another form"});
        assert_eq!(State::read(&other), None, "{name}");
        other.as_object_mut().unwrap().remove(name);
        assert_eq!(State::read(&other), None, "{name}");
    }
    for (name, value) in [
        ("v", json!(2)),
        ("ceremony", json!("login")),
        ("user_verification", json!("never")),
        ("algorithms", json!([1.5])),
        ("algorithms", json!([2_147_483_648_i64])),
        ("allow", json!([1])),
        ("user_handle", json!("AA")),
    ] {
        let mut other = stored.clone();
        other[name] = value;
        assert_eq!(State::read(&other), None, "{name}");
    }
    assert_eq!(State::read(&json!(null)), None);
}

#[test]
fn purposes_are_those_of_login_tokens() {
    assert_eq!(Ceremony::Registration.purpose(), "webauthn.register");
    assert_eq!(Ceremony::Authentication.purpose(), "webauthn.authenticate");
}

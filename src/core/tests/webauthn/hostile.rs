//! Whatever is sent, there is an answer, and what is signed cannot be changed.

use crate::authenticator::{
    Assertion, BE, BS, Creation, ED, Key, Passkey, authentication, base64url, cbor, registration,
};
use badges_core::webauthn::{State, algorithm, claim, verify_authentication, verify_registration};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Octets with one change: another value, one left out, one put in, or a run cut off.
fn changed(octets: &[u8], place: usize, kind: u8, value: u8) -> Vec<u8> {
    let mut octets = octets.to_vec();
    let place = place % octets.len();
    match kind % 4 {
        0 => octets[place] ^= value.max(1),
        1 => {
            octets.remove(place);
        }
        2 => octets.insert(place, value),
        _ => octets.truncate(place),
    }
    octets
}

/// A registration with everything in it that there may be.
fn creation(state: &State, key: &Key) -> Creation {
    let mut creation = Creation::new(state, key);
    creation.flags |= BE | BS | ED;
    creation.tail = cbor::map(&[(cbor::text("credProtect"), cbor::integer(2))]);
    creation.format = "packed";
    creation.statement = cbor::map(&[
        (cbor::text("alg"), cbor::integer(-7)),
        (cbor::text("sig"), cbor::bytes(&[1; 70])),
        (cbor::text("x5c"), cbor::array(&[cbor::bytes(&[2; 300])])),
    ]);
    creation
}

#[test]
fn no_octet_of_what_is_signed_can_be_changed() {
    for algorithm in Key::ALL {
        let (passkey, state) = (Passkey::register(algorithm), authentication());
        let assertion = Assertion::new(&state);
        let json = assertion.json(&passkey.key);
        assert!(verify_authentication(&json, &state, &passkey.stored()).is_ok());
        for (name, octets) in [
            ("authenticatorData", assertion.authenticator_data()),
            ("clientDataJSON", assertion.client_data.clone()),
        ] {
            for place in 0..octets.len() {
                for (kind, value) in [(0, 1), (0, 0x80), (1, 0), (2, b' '), (2, 0), (3, 0)] {
                    let changed = changed(&octets, place, kind, value);
                    let mut json = json.clone();
                    json["response"][name] = base64url(&changed).into();
                    let answer = verify_authentication(&json, &state, &passkey.stored());
                    assert!(changed == octets || answer.is_err(), "{algorithm} {name} octet {place}");
                }
            }
        }
    }
}

#[test]
fn every_changed_octet_of_an_attestation_object_has_an_answer() {
    for algorithm in [algorithm::ES256, algorithm::EDDSA, algorithm::RS256] {
        let key = Key::generate(algorithm);
        let state = registration();
        let creation = creation(&state, &key);
        let object = creation.attestation_object();
        assert!(verify_registration(&creation.json_with(&object), &state).is_ok());
        for place in 0..object.len() {
            for bit in 0..8 {
                let changed = changed(&object, place, 0, 1 << bit);
                let _ = verify_registration(&creation.json_with(&changed), &state);
            }
        }
    }
}

/// JSON that comes close to a credential.
fn near_credential() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[A-Za-z0-9_-]{0,60}".prop_map(Value::from),
        Just(json!("public-key")),
        ".{0,12}".prop_map(Value::from),
    ];
    let names = proptest::sample::select(vec![
        "id",
        "rawId",
        "type",
        "response",
        "clientDataJSON",
        "attestationObject",
        "authenticatorData",
        "signature",
        "userHandle",
        "transports",
        "clientExtensionResults",
        "credProps",
        "rk",
    ]);
    leaf.prop_recursive(4, 40, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..8).prop_map(|members| members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn any_json_has_an_answer(json in near_credential()) {
        let passkey = passkey();
        let _ = claim(&json);
        prop_assert!(verify_registration(&json, &registration()).is_err());
        prop_assert!(verify_authentication(&json, &authentication(), &passkey.stored()).is_err());
    }

    #[test]
    fn any_octets_have_an_answer(
        octets in prop::collection::vec(any::<u8>(), 1..400),
        name in proptest::sample::select(vec!["clientDataJSON", "attestationObject", "authenticatorData", "signature"]),
    ) {
        let passkey = passkey();
        let octets = base64url(&octets);
        let state = registration();
        let mut json = Creation::new(&state, &passkey.key).json();
        if json["response"].get(name).is_some() {
            json["response"][name] = octets.clone().into();
            prop_assert!(verify_registration(&json, &state).is_err());
        }
        let state = authentication();
        let mut json = Assertion::new(&state).json(&passkey.key);
        if json["response"].get(name).is_some() {
            json["response"][name] = octets.into();
            prop_assert!(verify_authentication(&json, &state, &passkey.stored()).is_err());
        }
    }

    #[test]
    fn several_changes_have_an_answer(
        changes in prop::collection::vec((any::<usize>(), any::<u8>(), any::<u8>()), 1..6),
        in_client_data in any::<bool>(),
    ) {
        let passkey = passkey();
        let state = registration();
        let mut creation = creation(&state, &passkey.key);
        let mut object = creation.attestation_object();
        let changed_part = if in_client_data { &mut creation.client_data } else { &mut object };
        for (place, kind, value) in changes {
            if !changed_part.is_empty() {
                *changed_part = changed(changed_part, place, kind, value);
            }
        }
        let _ = verify_registration(&creation.json_with(&object), &state);
    }
}

/// One for all cases: making it takes longer than they do.
fn passkey() -> &'static Passkey {
    static PASSKEY: std::sync::OnceLock<Passkey> = std::sync::OnceLock::new();
    PASSKEY.get_or_init(|| Passkey::register(algorithm::EDDSA))
}

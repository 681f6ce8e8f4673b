//! Section 7.2, step by step.

use crate::authenticator::{
    AT, Assertion, BE, BS, ED, Key, ORIGIN, Passkey, SITE, UP, USER, UV, authentication, base64url, cbor,
    client_data, registration, replace, sha256,
};
use badges_core::webauthn::{
    Authenticated, Claim, Counter, Descriptor, Options, Reason, Refusal, State, StoredCredential,
    UserVerification, algorithm, claim, start_authentication, verify_authentication,
};
use serde_json::{Value, json};

fn answer(
    passkey: &Passkey,
    state: &State,
    change: impl FnOnce(&mut Assertion),
) -> Result<Authenticated, Refusal> {
    let mut assertion = Assertion::new(state);
    change(&mut assertion);
    verify_authentication(&assertion.json(&passkey.key), state, &passkey.stored())
}

#[track_caller]
fn refused(reason: Reason, member: &str, change: impl FnOnce(&mut Assertion)) {
    let refusal = answer(&Passkey::register(algorithm::ES256), &authentication(), change).unwrap_err();
    assert_eq!((refusal.reason, refusal.member), (reason, member));
}

#[track_caller]
fn refused_json(reason: Reason, member: &str, change: impl FnOnce(&mut Value)) {
    let (passkey, state) = (Passkey::register(algorithm::ES256), authentication());
    let mut json = Assertion::new(&state).json(&passkey.key);
    change(&mut json);
    let refusal = verify_authentication(&json, &state, &passkey.stored()).unwrap_err();
    assert_eq!((refusal.reason, refusal.member), (reason, member));
}

#[test]
fn a_passkey_of_every_algorithm_signs_in() {
    for algorithm in Key::ALL {
        let passkey = Passkey::register(algorithm);
        let authenticated = answer(&passkey, &authentication(), |assertion| assertion.sign_count = 3);
        assert_eq!(
            authenticated,
            Ok(Authenticated {
                sign_count: 3,
                counter: Counter::Ok,
                user_verified: true,
                backup_eligible: false,
                backup_state: false,
                other_handle: None,
            })
        );
    }
}

// What the row is looked up with.

#[test]
fn an_assertion_says_which_credential_and_whose() {
    let (passkey, state) = (Passkey::register(algorithm::ES256), authentication());
    let mut json = Assertion::new(&state).json(&passkey.key);
    let (id, handle) = (base64url(&[9; 16]), base64url(&USER));
    assert_eq!(claim(&json), Ok(Claim { credential_id: &id, user_handle: Some(&handle) }));
    json["response"]["userHandle"] = json!(null);
    assert_eq!(claim(&json), Ok(Claim { credential_id: &id, user_handle: None }));
    for handle in [json!(""), json!(1), json!("A"), json!(base64url(&[1; 65]))] {
        json["response"]["userHandle"] = handle;
        assert_eq!(claim(&json).unwrap_err().member, "response.userHandle");
    }
    assert_eq!(claim(&json!({"id": "AA"})).unwrap_err().reason, Reason::Malformed);
    assert_eq!(claim(&json!(0)).unwrap_err().member, "id");
}

#[test]
fn the_json_form_has_its_members() {
    for (name, member) in [
        ("clientDataJSON", "response.clientDataJSON"),
        ("authenticatorData", "response.authenticatorData"),
        ("signature", "response.signature"),
    ] {
        for value in [json!(null), json!(""), json!(1), json!("A"), json!("AB=="), json!("AB")] {
            refused_json(Reason::Malformed, member, |json| json["response"][name] = value);
        }
    }
    refused_json(Reason::BadType, "type", |json| json["type"] = json!("password"));
    refused_json(Reason::Malformed, "response.signature", |json| {
        json["response"]["signature"] = json!(base64url(&[1; 1025]));
    });
}

// Step 5.

#[test]
fn the_credential_is_among_those_asked_for() {
    let passkey = Passkey::register(algorithm::ES256);
    let descriptor = |octet: u8| Descriptor { id: base64url(&[octet; 16]), transports: Vec::new() };
    let asked_for = |list: &[Descriptor]| {
        start_authentication(SITE, Some(USER), list, &Options::default()).unwrap().state
    };
    assert!(answer(&passkey, &asked_for(&[descriptor(1), descriptor(9)]), |_| {}).is_ok());
    let refusal = answer(&passkey, &asked_for(&[descriptor(1)]), |_| {}).unwrap_err();
    assert_eq!(refusal.reason, Reason::UnknownCredential);
}

#[test]
fn the_credential_is_the_stored_one() {
    refused(Reason::UnknownCredential, "id", |assertion| assertion.credential_id = vec![8; 16]);
}

// Step 6.

#[test]
fn the_credential_is_of_the_user_who_is_to_sign_in() {
    let passkey = Passkey::register(algorithm::ES256);
    let of_user = |handle| start_authentication(SITE, Some(handle), &[], &Options::default()).unwrap().state;
    assert!(answer(&passkey, &of_user(USER), |_| {}).is_ok());
    assert!(answer(&passkey, &of_user(USER), |assertion| assertion.user_handle = None).is_ok());
    let refusal = answer(&passkey, &of_user([8; 16]), |_| {}).unwrap_err();
    assert_eq!(refusal.reason, Reason::WrongUser);
    let refusal = answer(&passkey, &of_user(USER), |assertion| assertion.user_handle = Some(vec![8; 16]));
    assert_eq!(refusal.unwrap_err().reason, Reason::WrongUser);
}

#[test]
fn a_credential_registered_elsewhere_says_with_its_first_sign_in_what_handle_it_has() {
    let passkey = Passkey::register(algorithm::ES256);
    let state = start_authentication(SITE, None, &[], &Options::default()).unwrap().state;
    let sign_in = |stored: &StoredCredential<'_>, handle: &[u8]| {
        let mut assertion = Assertion::new(&state);
        assertion.user_handle = Some(handle.to_vec());
        verify_authentication(&assertion.json(&passkey.key), &state, stored)
    };
    let brought = StoredCredential { backup_eligible: None, ..passkey.stored() };
    let first = sign_in(&brought, b"user 42").unwrap();
    assert_eq!(first.other_handle.as_deref(), Some(b"user 42".as_slice()));
    assert_eq!(first.backup_eligible, passkey.registered.backup_eligible);
    assert_eq!(sign_in(&brought, &USER).unwrap().other_handle, None);

    let known = StoredCredential { other_handle: Some(b"user 42"), ..passkey.stored() };
    assert_eq!(sign_in(&known, b"user 42").unwrap().other_handle, first.other_handle);
    for other in [b"user 43".as_slice(), &USER] {
        assert_eq!(sign_in(&known, other).unwrap_err().reason, Reason::WrongUser);
    }
}

#[test]
fn where_nobody_was_named_the_credential_names_its_user() {
    refused(Reason::WrongUser, "response.userHandle", |assertion| assertion.user_handle = None);
    refused(Reason::WrongUser, "response.userHandle", |assertion| assertion.user_handle = Some(vec![8; 16]));
    refused(Reason::WrongUser, "response.userHandle", |assertion| assertion.user_handle = Some(vec![7; 15]));
}

// Steps 8 to 14; the client data is read as at registration.

#[test]
fn the_type_is_that_of_a_sign_in() {
    refused(Reason::BadType, "clientDataJSON.type", |assertion| {
        replace(&mut assertion.client_data, "webauthn.get", "webauthn.create");
    });
}

#[test]
fn a_sign_in_does_not_end_a_registration() {
    let refusal = answer(&Passkey::register(algorithm::ES256), &registration(), |_| {}).unwrap_err();
    assert_eq!(refusal.reason, Reason::BadType);
}

#[test]
fn the_challenge_is_that_of_this_ceremony() {
    let other = authentication();
    refused(Reason::BadChallenge, "clientDataJSON.challenge", |assertion| {
        assertion.client_data = client_data(&other);
    });
}

#[test]
fn the_origin_is_one_of_the_list() {
    refused(Reason::BadOrigin, "clientDataJSON.origin", |assertion| {
        replace(&mut assertion.client_data, ORIGIN, "https://evil-example.org");
    });
}

#[test]
fn a_frame_of_another_origin_is_refused() {
    refused(Reason::CrossOrigin, "clientDataJSON.crossOrigin", |assertion| {
        replace(&mut assertion.client_data, "false", "true");
    });
    refused(Reason::CrossOrigin, "clientDataJSON.topOrigin", |assertion| {
        replace(&mut assertion.client_data, "false", "false,\"topOrigin\":\"https://example.org\"");
    });
}

#[test]
fn a_member_of_client_data_that_is_there_twice_is_refused() {
    refused(Reason::Malformed, "clientDataJSON", |assertion| {
        replace(&mut assertion.client_data, "{", "{\"type\":\"webauthn.get\",");
    });
}

// Steps 15 to 19.

#[test]
fn the_relying_party_is_this_one() {
    refused(Reason::BadRelyingParty, "authenticatorData.rpIdHash", |assertion| {
        assertion.rp_id_hash = sha256(b"example.com");
    });
}

#[test]
fn the_user_is_present_and_verified() {
    refused(Reason::UserNotPresent, "authenticatorData.flags.UP", |assertion| assertion.flags = UV);
    refused(Reason::UserNotVerified, "authenticatorData.flags.UV", |assertion| assertion.flags = UP);
    let mut state = authentication();
    state.user_verification = UserVerification::Preferred;
    let passkey = Passkey::register(algorithm::ES256);
    assert!(!answer(&passkey, &state, |assertion| assertion.flags = UP).unwrap().user_verified);
}

#[test]
fn whether_a_passkey_may_be_backed_up_does_not_change() {
    refused(Reason::BackupState, "authenticatorData.flags.BS", |assertion| assertion.flags |= BS);
    refused(Reason::BackupState, "authenticatorData.flags.BE", |assertion| assertion.flags |= BE);
    let synchronised = Passkey::register_with(algorithm::ES256, |creation| creation.flags |= BE);
    let refusal = answer(&synchronised, &authentication(), |_| {}).unwrap_err();
    assert_eq!(refusal.member, "authenticatorData.flags.BE");
    let now = answer(&synchronised, &authentication(), |assertion| assertion.flags |= BE | BS);
    assert!(now.unwrap().backup_state);
}

#[test]
fn authenticator_data_is_read_to_its_end() {
    refused(Reason::Malformed, "response.authenticatorData", |assertion| assertion.tail = vec![0]);
    refused(Reason::Malformed, "response.authenticatorData", |assertion| assertion.flags |= ED);
    refused(Reason::Malformed, "response.authenticatorData", |assertion| {
        assertion.flags |= ED;
        assertion.tail = [cbor::map(&[]), vec![0]].concat();
    });
    let (passkey, state) = (Passkey::register(algorithm::ES256), authentication());
    let extended = answer(&passkey, &state, |assertion| {
        assertion.flags |= ED;
        assertion.tail = cbor::map(&[(cbor::text("uvm"), cbor::array(&[]))]);
    });
    assert!(extended.is_ok());
}

#[test]
fn an_assertion_brings_no_key() {
    let other = Key::generate(algorithm::ES256);
    refused(Reason::Malformed, "authenticatorData.flags.AT", |assertion| {
        assertion.flags |= AT;
        assertion.tail = [vec![0; 16], vec![0, 1, 9], other.cose()].concat();
    });
}

// Steps 20 and 21.

#[test]
fn the_signature_is_by_the_stored_key() {
    for algorithm in Key::ALL {
        let (passkey, state) = (Passkey::register(algorithm), authentication());
        let assertion = Assertion::new(&state);
        let by_another = assertion.json(&Key::generate(algorithm));
        let refusal = verify_authentication(&by_another, &state, &passkey.stored()).unwrap_err();
        assert_eq!((refusal.reason, refusal.member), (Reason::BadSignature, "response.signature"));

        let signature = assertion.signature(&passkey.key);
        for index in 0..signature.len() {
            let mut damaged = signature.clone();
            damaged[index] ^= 1;
            let refusal = verify_authentication(&assertion.json_with(&damaged), &state, &passkey.stored());
            assert_eq!(refusal.unwrap_err().reason, Reason::BadSignature, "{algorithm}, octet {index}");
        }
        for wrong in
            [&signature[1..], &signature[..signature.len() - 1], &[signature.as_slice(), &[0]].concat()]
        {
            let refusal = verify_authentication(&assertion.json_with(wrong), &state, &passkey.stored());
            assert_eq!(refusal.unwrap_err().reason, Reason::BadSignature);
        }
    }
}

#[test]
fn the_signature_is_over_what_was_sent() {
    let (passkey, state) = (Passkey::register(algorithm::EDDSA), authentication());
    let mut assertion = Assertion::new(&state);
    let signature = assertion.signature(&passkey.key);
    assertion.sign_count = 1;
    let refusal = verify_authentication(&assertion.json_with(&signature), &state, &passkey.stored());
    assert_eq!(refusal.unwrap_err().reason, Reason::BadSignature);
}

#[test]
fn a_key_is_used_with_the_algorithm_it_was_registered_for() {
    for algorithm in Key::ALL {
        let (passkey, state) = (Passkey::register(algorithm), authentication());
        let json = Assertion::new(&state).json(&passkey.key);
        for other in Key::ALL.into_iter().filter(|other| *other != algorithm) {
            let mut stored = passkey.stored();
            stored.algorithm = other;
            let refusal = verify_authentication(&json, &state, &stored).unwrap_err();
            assert_eq!(refusal.reason, Reason::UnsupportedAlgorithm);
        }
    }
}

#[test]
fn a_stored_key_that_is_none_verifies_nothing() {
    let (passkey, state) = (Passkey::register(algorithm::ES256), authentication());
    let json = Assertion::new(&state).json(&passkey.key);
    let longer = [passkey.registered.public_key.as_slice(), &[0]].concat();
    for octets in [&[][..], &[0xA0], &passkey.registered.public_key[..70], &longer] {
        let mut stored = passkey.stored();
        stored.public_key = octets;
        assert_eq!(verify_authentication(&json, &state, &stored).unwrap_err().reason, Reason::Malformed);
    }
}

// Step 22.

#[test]
fn a_counter_goes_up_or_there_is_none() {
    for (before, now, counter) in [
        (0, 0, Counter::Ok),
        (0, 1, Counter::Ok),
        (1, 2, Counter::Ok),
        (1, u32::MAX, Counter::Ok),
        (1, 1, Counter::Regressed),
        (2, 1, Counter::Regressed),
        (2, 0, Counter::Regressed),
        (u32::MAX, 0, Counter::Regressed),
        (u32::MAX, u32::MAX, Counter::Regressed),
    ] {
        let passkey = Passkey::register_with(algorithm::EDDSA, |creation| creation.sign_count = before);
        let authenticated =
            answer(&passkey, &authentication(), |assertion| assertion.sign_count = now).unwrap();
        assert_eq!((authenticated.counter, authenticated.sign_count), (counter, now), "{before} to {now}");
    }
}

//! Section 7.1, step by step.

use crate::authenticator::{
    AT, BE, BS, Creation, ED, Key, ORIGIN, UP, UV, base64url, cbor, client_data, registration, replace,
    sha256,
};
use badges_core::webauthn::{
    Reason, Refusal, Registered, State, UserVerification, algorithm, verify_registration,
};
use serde_json::{Value, json};

fn answer(state: &State, change: impl FnOnce(&mut Creation)) -> Result<Registered, Refusal> {
    let mut creation = Creation::new(state, &Key::generate(algorithm::ES256));
    change(&mut creation);
    verify_registration(&creation.json(), state)
}

#[track_caller]
fn refused(reason: Reason, member: &str, change: impl FnOnce(&mut Creation)) {
    let refusal = answer(&registration(), change).unwrap_err();
    assert_eq!((refusal.reason, refusal.member), (reason, member));
}

#[track_caller]
fn refused_json(reason: Reason, member: &str, change: impl FnOnce(&mut Value)) {
    let state = registration();
    let mut json = Creation::new(&state, &Key::generate(algorithm::ES256)).json();
    change(&mut json);
    let refusal = verify_registration(&json, &state).unwrap_err();
    assert_eq!((refusal.reason, refusal.member), (reason, member));
}

#[test]
fn a_passkey_of_every_algorithm_is_registered() {
    for algorithm in Key::ALL {
        let (state, key) = (registration(), Key::generate(algorithm));
        let registered = verify_registration(&Creation::new(&state, &key).json(), &state).unwrap();
        assert_eq!(
            registered,
            Registered {
                credential_id: base64url(&[9; 16]),
                public_key: key.cose(),
                algorithm,
                sign_count: 0,
                aaguid: None,
                transports: vec!["hybrid".to_owned(), "internal".to_owned()],
                discoverable: Some(true),
                backup_eligible: false,
                backup_state: false,
                user_verified: true,
                attestation_format: "none".to_owned(),
            }
        );
    }
}

#[test]
fn what_the_authenticator_says_of_itself_is_recorded() {
    let registered = answer(&registration(), |creation| {
        creation.flags |= BE | BS;
        creation.sign_count = u32::MAX;
        creation.aaguid = [3; 16];
        creation.credential_id = vec![5; 1023];
    })
    .unwrap();
    assert!(registered.backup_eligible && registered.backup_state);
    assert_eq!(registered.sign_count, u32::MAX);
    assert_eq!(registered.aaguid.unwrap().as_bytes(), &[3; 16]);
    assert_eq!(registered.credential_id.len(), 1364);
}

// The JSON form.

#[test]
fn the_json_form_has_its_members() {
    refused_json(Reason::Malformed, "id", |json| *json = json!([]));
    refused_json(Reason::Malformed, "id", |json| *json = json!(null));
    for name in ["id", "rawId", "type", "response"] {
        refused_json(Reason::Malformed, name, |json| {
            json.as_object_mut().unwrap().remove(name);
        });
        refused_json(Reason::Malformed, name, |json| json[name] = json!(1));
    }
    for (name, member) in
        [("clientDataJSON", "response.clientDataJSON"), ("attestationObject", "response.attestationObject")]
    {
        refused_json(Reason::Malformed, member, |json| json["response"][name] = json!(null));
        refused_json(Reason::Malformed, member, |json| json["response"][name] = json!(""));
        refused_json(Reason::Malformed, member, |json| json["response"][name] = json!(["AA"]));
    }
    refused_json(Reason::BadType, "type", |json| json["type"] = json!("password"));
    refused_json(Reason::Malformed, "rawId", |json| json["rawId"] = json!(base64url(&[8; 16])));
}

#[test]
fn base64url_is_canonical_and_without_padding() {
    for id in ["CQkJCQkJCQkJCQkJCQkJCR", "CQkJCQkJCQkJCQkJCQkJCQ==", "CQkJ CQkJCQkJCQkJCQkJCQ", "+/+/", "A"] {
        refused_json(Reason::Malformed, "id", |json| {
            json["id"] = json!(id);
            json["rawId"] = json!(id);
        });
    }
    refused_json(Reason::Malformed, "response.clientDataJSON", |json| {
        let padded = format!("{}=", json["response"]["clientDataJSON"].as_str().unwrap());
        json["response"]["clientDataJSON"] = json!(padded);
    });
}

#[test]
fn what_is_too_long_is_not_read() {
    let pad = |length: usize| {
        move |creation: &mut Creation| {
            let missing = length - creation.client_data.len() - r#","pad":"""#.len();
            replace(
                &mut creation.client_data,
                "false}",
                &format!(r#"false,"pad":"{}"}}"#, "x".repeat(missing)),
            );
        }
    };
    assert!(answer(&registration(), pad(8 * 1024)).is_ok());
    refused(Reason::Malformed, "response.clientDataJSON", pad(8 * 1024 + 1));
    refused(Reason::Malformed, "response.attestationObject", |creation| {
        creation.format = "packed";
        creation.statement = cbor::map(&[(cbor::text("sig"), cbor::bytes(&vec![0; 64 * 1024]))]);
    });
}

#[test]
fn members_nobody_signs_or_names_are_ignored() {
    let state = registration();
    let mut json = Creation::new(&state, &Key::generate(algorithm::ES256)).json();
    json["response"]["publicKey"] = json!(base64url(b"another key"));
    json["response"]["authenticatorData"] = json!(17);
    json["response"]["publicKeyAlgorithm"] = json!(-257);
    json["something"] = json!({"of": "a later version"});
    json["clientExtensionResults"] = json!({"other": 1});
    json["response"]["transports"] = json!(null);
    let registered = verify_registration(&json, &state).unwrap();
    assert_eq!((registered.discoverable, registered.transports.len()), (None, 0));
    json.as_object_mut().unwrap().remove("clientExtensionResults");
    assert!(verify_registration(&json, &state).is_ok());
}

#[test]
fn transports_and_credential_properties_are_of_their_types() {
    let many: Vec<String> = (0..9).map(|number| format!("t{number}")).collect();
    for transports in
        [json!("usb"), json!([1]), json!(["USB"]), json!([""]), json!(["x".repeat(33)]), json!(many)]
    {
        refused_json(Reason::Malformed, "response.transports", |json| {
            json["response"]["transports"] = transports;
        });
    }
    refused_json(Reason::Malformed, "clientExtensionResults", |json| {
        json["clientExtensionResults"] = json!(1)
    });
    refused_json(Reason::Malformed, "clientExtensionResults.credProps.rk", |json| {
        json["clientExtensionResults"] = json!({"credProps": {"rk": "yes"}});
    });
}

// Steps 5 and 6: the client data.

#[test]
fn client_data_is_json_in_utf_8() {
    refused(Reason::Malformed, "clientDataJSON", |creation| creation.client_data.push(b'}'));
    refused(Reason::Malformed, "clientDataJSON", |creation| creation.client_data.push(0xFF));
    refused(Reason::Malformed, "clientDataJSON", |creation| {
        replace(&mut creation.client_data, "{", "[");
    });
    for (name, member) in [
        ("type", "clientDataJSON.type"),
        ("challenge", "clientDataJSON.challenge"),
        ("origin", "clientDataJSON.origin"),
    ] {
        refused(Reason::Malformed, member, |creation| {
            replace(&mut creation.client_data, &format!("\"{name}\""), "\"other\"");
        });
    }
}

#[test]
fn a_byte_order_mark_is_taken_off_once() {
    let with_marks = |count: usize| {
        move |creation: &mut Creation| {
            creation.client_data = [[0xEF, 0xBB, 0xBF].repeat(count), creation.client_data.clone()].concat();
        }
    };
    assert!(answer(&registration(), with_marks(1)).is_ok());
    refused(Reason::Malformed, "clientDataJSON", with_marks(2));
}

#[test]
fn a_member_of_client_data_that_is_there_twice_is_refused() {
    refused(Reason::Malformed, "clientDataJSON", |creation| {
        replace(&mut creation.client_data, "{", r#"{"origin":"https://evil.example","#);
    });
    refused(Reason::Malformed, "clientDataJSON", |creation| {
        replace(&mut creation.client_data, "{", r#"{"\u006frigin":"https://evil.example","#);
    });
    assert!(
        answer(&registration(), |creation| {
            replace(&mut creation.client_data, "{", r#"{"other_keys_can_be_added_here":"do not compare","#);
        })
        .is_ok()
    );
}

// Step 7.

#[test]
fn the_type_is_that_of_a_registration() {
    for kind in ["webauthn.get", "payment.get", "webauthn.Create", ""] {
        refused(Reason::BadType, "clientDataJSON.type", |creation| {
            replace(&mut creation.client_data, "webauthn.create", kind);
        });
    }
}

#[test]
fn a_registration_does_not_end_a_sign_in() {
    let mut state = crate::authenticator::authentication();
    state.algorithms = Key::ALL.to_vec();
    let creation = Creation::new(&state, &Key::generate(algorithm::ES256));
    assert_eq!(verify_registration(&creation.json(), &state).unwrap_err().reason, Reason::BadType);
}

// Step 8.

#[test]
fn the_challenge_is_that_of_this_ceremony() {
    let other = registration();
    refused(Reason::BadChallenge, "clientDataJSON.challenge", |creation| {
        creation.client_data = client_data(&other);
    });
    let state = registration();
    let padded = answer(&state, |creation| {
        replace(&mut creation.client_data, &state.challenge, &format!("{}=", state.challenge));
    });
    assert_eq!(padded.unwrap_err().reason, Reason::BadChallenge);
}

// Step 9.

#[test]
fn the_origin_is_one_of_the_list_octet_by_octet() {
    assert!(
        answer(&registration(), |creation| {
            replace(&mut creation.client_data, ORIGIN, "android:apk-key-hash:abc");
        })
        .is_ok()
    );
    for origin in [
        "https://example.org/",
        "https://example.org:443",
        "https://EXAMPLE.org",
        "http://example.org",
        "https://evil-example.org",
        "https://login.example.org",
        "https://example.org.evil.example",
        "https://example.or",
        "android:apk-key-hash:abd",
        "",
    ] {
        refused(Reason::BadOrigin, "clientDataJSON.origin", |creation| {
            replace(&mut creation.client_data, ORIGIN, origin);
        });
    }
}

// Steps 10 and 11.

#[test]
fn a_frame_of_another_origin_is_refused() {
    refused(Reason::CrossOrigin, "clientDataJSON.crossOrigin", |creation| {
        replace(&mut creation.client_data, "false", "true");
    });
    refused(Reason::Malformed, "clientDataJSON.crossOrigin", |creation| {
        replace(&mut creation.client_data, "false", "\"false\"");
    });
    for top in ["\"https://example.com\"", "\"https://example.org\"", "null"] {
        refused(Reason::CrossOrigin, "clientDataJSON.topOrigin", |creation| {
            replace(&mut creation.client_data, "false", &format!("false,\"topOrigin\":{top}"));
        });
    }
    assert!(
        answer(&registration(), |creation| {
            replace(&mut creation.client_data, ",\"crossOrigin\":false", "");
        })
        .is_ok()
    );
}

// Step 13, the attestation object, is in `cbor`. Step 14.

#[test]
fn the_relying_party_is_this_one() {
    refused(Reason::BadRelyingParty, "authenticatorData.rpIdHash", |creation| {
        creation.rp_id_hash = sha256(b"example.com");
    });
}

// Steps 15 to 18.

#[test]
fn the_user_is_present_and_verified() {
    refused(Reason::UserNotPresent, "authenticatorData.flags.UP", |creation| creation.flags = UV | AT);
    refused(Reason::UserNotVerified, "authenticatorData.flags.UV", |creation| creation.flags = UP | AT);
    let mut state = registration();
    for wish in [UserVerification::Preferred, UserVerification::Discouraged] {
        state.user_verification = wish;
        assert!(!answer(&state, |creation| creation.flags = UP | AT).unwrap().user_verified);
    }
}

#[test]
fn only_what_may_be_backed_up_is_backed_up() {
    refused(Reason::BackupState, "authenticatorData.flags.BS", |creation| creation.flags |= BS);
    let eligible = answer(&registration(), |creation| creation.flags |= BE).unwrap();
    assert!(eligible.backup_eligible && !eligible.backup_state);
}

#[test]
fn reserved_flags_are_ignored() {
    assert!(answer(&registration(), |creation| creation.flags |= 0x22).is_ok());
}

#[test]
fn there_is_a_key() {
    refused(Reason::Malformed, "authenticatorData.flags.AT", |creation| creation.flags = UP | UV);
}

// Step 20; more in `keys`.

#[test]
fn the_algorithm_is_one_that_was_offered() {
    let mut state = registration();
    state.algorithms = vec![algorithm::EDDSA, algorithm::RS256];
    let refusal = answer(&state, |_| {}).unwrap_err();
    assert_eq!(refusal.reason, Reason::UnsupportedAlgorithm);
    assert_eq!(refusal.member, "authenticatorData.credentialPublicKey.alg");
}

// Steps 21 and 22.

#[test]
fn statements_of_registered_formats_are_read_past_and_recorded() {
    let statement = cbor::map(&[
        (cbor::text("alg"), cbor::integer(-7)),
        (cbor::text("sig"), cbor::bytes(b"not a signature")),
        (cbor::text("x5c"), cbor::array(&[cbor::bytes(b"not a certificate")])),
    ]);
    for format in ["packed", "tpm", "android-key", "android-safetynet", "fido-u2f", "apple", "compound"] {
        let registered = answer(&registration(), |creation| {
            creation.format = format;
            creation.statement = if format == "compound" {
                cbor::array(std::slice::from_ref(&statement))
            } else {
                statement.clone()
            };
        });
        assert_eq!(registered.unwrap().attestation_format, format);
    }
}

#[test]
fn a_format_that_is_not_registered_or_not_in_shape_is_refused() {
    for format in ["", "None", "packed2", "https://example.org/format"] {
        refused(Reason::Malformed, "attestationObject.fmt", |creation| creation.format = format);
    }
    for (format, statement) in [
        ("none", cbor::map(&[(cbor::text("sig"), cbor::bytes(&[]))])),
        ("none", cbor::array(&[])),
        ("packed", cbor::array(&[])),
        ("packed", cbor::bytes(&[])),
        ("compound", cbor::map(&[])),
    ] {
        refused(Reason::Malformed, "attestationObject.attStmt", |creation| {
            creation.format = format;
            creation.statement = statement;
        });
    }
}

// Step 25.

#[test]
fn a_credential_id_has_1_to_1023_octets() {
    for length in [0, 1024] {
        let state = registration();
        let mut creation = Creation::new(&state, &Key::generate(algorithm::ES256));
        creation.credential_id = vec![1; length];
        let mut json = creation.json();
        assert_eq!(verify_registration(&json, &state).unwrap_err().member, "id");
        json["id"] = json!("AQ");
        json["rawId"] = json!("AQ");
        let refusal = verify_registration(&json, &state).unwrap_err();
        assert_eq!(refusal.member, "authenticatorData.credentialId");
    }
}

#[test]
fn browser_and_authenticator_name_the_same_credential() {
    refused_json(Reason::Malformed, "authenticatorData.credentialId", |json| {
        json["id"] = json!(base64url(&[8; 16]));
        json["rawId"] = json["id"].clone();
    });
}

// Step 28.

#[test]
fn extensions_nobody_asked_for_are_ignored() {
    let extensions =
        cbor::map(&[(cbor::text("credProtect"), cbor::integer(2)), (cbor::text("hmac-secret"), vec![0xF5])]);
    assert!(
        answer(&registration(), |creation| {
            creation.flags |= ED;
            creation.tail = extensions;
        })
        .is_ok()
    );
}

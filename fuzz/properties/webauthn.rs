//! What browsers send back from a passkey ceremony. The first octet says which part the others are.

use badges_core::{
    json::{Tree, text::parse},
    proof::multibase,
    webauthn::{
        Ceremony, Options, State, StoredCredential, UserVerification, algorithm, claim,
        verify_authentication, verify_registration,
    },
};

/// A key of Ed25519 whose secret nobody keeps: no assertion is signed with it.
const PUBLIC_KEY: [u8; 42] = [
    0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20, 0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a,
    0xb7, 0xd5, 0x4b, 0xfe, 0xd3, 0xc9, 0x64, 0x07, 0x3a, 0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6, 0x23, 0x25,
    0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a,
];
const ID: &str = "CQkJCQkJCQkJCQkJCQkJCQ";
const HANDLE: [u8; 16] = [7; 16];

/// SHA-256 of `example.org`, then the flags: present, verified, a key.
const AUTHENTICATOR_DATA: [u8; 33] = [
    0xbf, 0xab, 0xc3, 0x74, 0x32, 0x95, 0x8b, 0x06, 0x33, 0x60, 0xd3, 0xad, 0x64, 0x61, 0xc9, 0xc4, 0x73,
    0x5a, 0xe7, 0xf8, 0xed, 0xd4, 0x65, 0x92, 0xa5, 0xe0, 0xf0, 0x14, 0x52, 0xb2, 0xe4, 0xb5, 0x45,
];

fn base64url(octets: &[u8]) -> Tree<'static> {
    multibase::base64url(octets).split_off(1).into()
}

fn state(ceremony: Ceremony) -> State {
    State {
        ceremony,
        challenge: "AAAA".to_owned(),
        rp_id: "example.org".to_owned(),
        origins: vec!["https://example.org".to_owned()],
        user_verification: UserVerification::Required,
        algorithms: vec![-8, -7, -35, -36, -257],
        allow: Vec::new(),
        user_handle: Some(HANDLE),
    }
}

fn client_data(kind: &str) -> Tree<'static> {
    base64url(format!(r#"{{"type":"{kind}","challenge":"AAAA","origin":"https://example.org"}}"#).as_bytes())
}

fn credential<const N: usize>(response: [(&'static str, Tree<'static>); N]) -> Tree<'static> {
    Tree::object([
        ("id", ID.into()),
        ("rawId", ID.into()),
        ("type", "public-key".into()),
        ("response", Tree::object(response)),
    ])
}

fn register(client_data: Tree<'static>, object: &[u8]) {
    let json = credential([("clientDataJSON", client_data), ("attestationObject", base64url(object))]);
    let Ok(registered) = verify_registration(&json, &state(Ceremony::Registration)) else { return };
    // What is stored is a key that signs in: the signature is all that is wrong.
    let stored = StoredCredential {
        credential_id: &registered.credential_id,
        public_key: &registered.public_key,
        algorithm: registered.algorithm,
        sign_count: registered.sign_count,
        backup_eligible: Some(registered.backup_eligible),
        user_handle: HANDLE,
        other_handle: None,
    };
    let mut data = AUTHENTICATOR_DATA;
    data[32] = 5 | u8::from(registered.backup_eligible) << 3;
    let json = credential([
        ("clientDataJSON", self::client_data("webauthn.get")),
        ("authenticatorData", base64url(&[data.as_slice(), &[0; 4]].concat())),
        ("signature", base64url(&[1; 64])),
    ]);
    let refusal = verify_authentication(&json, &state(Ceremony::Authentication), &stored).unwrap_err();
    assert_eq!(refusal.reason.name(), "bad_signature");
}

fn sign_in(json: &Tree<'_>) {
    let stored = StoredCredential {
        credential_id: ID,
        public_key: &PUBLIC_KEY,
        algorithm: algorithm::EDDSA,
        sign_count: 0,
        backup_eligible: Some(false),
        user_handle: HANDLE,
        other_handle: None,
    };
    assert!(verify_authentication(json, &state(Ceremony::Authentication), &stored).is_err());
}

/// Panics if the property does not hold.
pub fn check(octets: &[u8]) {
    let Some((&kind, rest)) = octets.split_first() else { return };
    match kind {
        0 => register(client_data("webauthn.create"), rest),
        // A key and what follows it, in an attestation object that is right up to there.
        1 => {
            let data = [
                AUTHENTICATOR_DATA.as_slice(),
                &[0; 20],
                &[0, 16],
                &[9; 16],
                rest.get(..60_000).unwrap_or(rest),
            ]
            .concat();
            let length = (data.len() as u16).to_be_bytes();
            let head = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59";
            register(client_data("webauthn.create"), &[head.as_slice(), &length, &data].concat());
        }
        2 => sign_in(&credential([
            ("clientDataJSON", client_data("webauthn.get")),
            ("authenticatorData", base64url(rest)),
            ("signature", base64url(&[1; 64])),
        ])),
        3 => {
            let data = [AUTHENTICATOR_DATA.as_slice(), &[0; 4]].concat();
            register(base64url(rest), &data);
            sign_in(&credential([
                ("clientDataJSON", base64url(rest)),
                ("authenticatorData", base64url(&data)),
                ("signature", base64url(&[1; 64])),
            ]));
        }
        _ => {
            let text = String::from_utf8_lossy(rest);
            let Ok(json) = parse(&text) else { return };
            let _ = claim(&json);
            let _ = verify_registration(&json, &state(Ceremony::Registration));
            sign_in(&json);
            for ceremony in [Ceremony::Registration, Ceremony::Authentication] {
                let _ = Options::read(ceremony, &json);
            }
            if let Some(state) = State::read(&json) {
                assert_eq!(State::read(&state.to_tree()), Some(state));
            }
        }
    }
}

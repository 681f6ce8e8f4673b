//! An authenticator and a browser in software. Every part of an answer can be changed before it is sent.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{self, KeySize};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, ECDSA_P521_SHA512_ASN1_SIGNING,
    EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256,
};
use badges_core::webauthn::{
    Ceremony, Options, Registered, RelyingParty, Started, State, StoredCredential, User, algorithm,
    start_authentication, start_registration, verify_registration,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

pub const ORIGIN: &str = "https://example.org";
pub const SITE: RelyingParty<'static> =
    RelyingParty { id: "example.org", name: "Example", origins: &[ORIGIN, "android:apk-key-hash:abc"] };
pub const USER: [u8; 16] = [7; 16];

pub const UP: u8 = 0x01;
pub const UV: u8 = 0x04;
pub const BE: u8 = 0x08;
pub const BS: u8 = 0x10;
pub const AT: u8 = 0x40;
pub const ED: u8 = 0x80;

pub fn base64url(octets: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(octets)
}

pub fn sha256(octets: &[u8]) -> [u8; 32] {
    digest(&SHA256, octets).as_ref().try_into().unwrap()
}

/// Canonical CBOR.
pub mod cbor {
    fn head(major: u8, argument: usize) -> Vec<u8> {
        let wide = (argument as u64).to_be_bytes();
        let (additional, octets) = match argument {
            0..24 => (argument as u8, &wide[8..]),
            24..0x100 => (24, &wide[7..]),
            0x100..0x1_0000 => (25, &wide[6..]),
            _ => (26, &wide[4..]),
        };
        [&[major << 5 | additional], octets].concat()
    }

    pub fn integer(value: i64) -> Vec<u8> {
        if value < 0 { head(1, (-1 - value) as usize) } else { head(0, value as usize) }
    }

    pub fn bytes(octets: &[u8]) -> Vec<u8> {
        [head(2, octets.len()), octets.to_vec()].concat()
    }

    pub fn text(text: &str) -> Vec<u8> {
        [head(3, text.len()), text.as_bytes().to_vec()].concat()
    }

    pub fn array(elements: &[Vec<u8>]) -> Vec<u8> {
        [head(4, elements.len()), elements.concat()].concat()
    }

    /// Names and values, in the order given.
    pub fn map(members: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
        let members_text: Vec<u8> =
            members.iter().flat_map(|(name, value)| [name.clone(), value.clone()].concat()).collect();
        [head(5, members.len()), members_text].concat()
    }

    /// A `COSE_Key` or another map with numbers for names.
    pub fn labelled(members: &[(i64, Vec<u8>)]) -> Vec<u8> {
        map(&members.iter().map(|(label, value)| (integer(*label), value.clone())).collect::<Vec<_>>())
    }
}

pub enum Key {
    Ed25519(Ed25519KeyPair),
    Ecdsa { pair: EcdsaKeyPair, algorithm: i32, curve: i64 },
    Rsa(rsa::KeyPair),
}

impl Key {
    pub const ALL: [i32; 5] =
        [algorithm::EDDSA, algorithm::ES256, algorithm::ES384, algorithm::ES512, algorithm::RS256];

    pub fn generate(algorithm: i32) -> Key {
        let ecdsa = |signing: &'static EcdsaSigningAlgorithm, curve| Key::Ecdsa {
            pair: EcdsaKeyPair::generate(signing).unwrap(),
            algorithm,
            curve,
        };
        match algorithm {
            algorithm::EDDSA => Key::Ed25519(Ed25519KeyPair::generate().unwrap()),
            algorithm::ES256 => ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING, 1),
            algorithm::ES384 => ecdsa(&ECDSA_P384_SHA384_ASN1_SIGNING, 2),
            algorithm::ES512 => ecdsa(&ECDSA_P521_SHA512_ASN1_SIGNING, 3),
            _ => Key::Rsa(rsa::KeyPair::generate(KeySize::Rsa2048).unwrap()),
        }
    }

    pub fn cose(&self) -> Vec<u8> {
        cbor::labelled(&self.parameters())
    }

    /// The members of the `COSE_Key`.
    pub fn parameters(&self) -> Vec<(i64, Vec<u8>)> {
        use cbor::{bytes, integer};
        match self {
            Key::Ed25519(pair) => vec![
                (1, integer(1)),
                (3, integer(-8)),
                (-1, integer(6)),
                (-2, bytes(pair.public_key().as_ref())),
            ],
            Key::Ecdsa { pair, algorithm, curve } => {
                let point = &pair.public_key().as_ref()[1..];
                let (x, y) = point.split_at(point.len() / 2);
                vec![
                    (1, integer(2)),
                    (3, integer((*algorithm).into())),
                    (-1, integer(*curve)),
                    (-2, bytes(x)),
                    (-3, bytes(y)),
                ]
            }
            Key::Rsa(pair) => {
                // PKCS#1 `RSAPublicKey` of 2048 bits: nine octets before the modulus, two before the exponent.
                let public = pair.public_key().as_ref();
                vec![
                    (1, integer(3)),
                    (3, integer(-257)),
                    (-1, bytes(&public[9..265])),
                    (-2, bytes(&public[267..])),
                ]
            }
        }
    }

    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Key::Ed25519(pair) => pair.sign(message).as_ref().to_vec(),
            Key::Ecdsa { pair, .. } => pair.sign(&random, message).unwrap().as_ref().to_vec(),
            Key::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).unwrap();
                signature
            }
        }
    }
}

/// What a browser writes, with the members in its order.
pub fn client_data(state: &State) -> Vec<u8> {
    let kind = if state.ceremony == Ceremony::Registration { "webauthn.create" } else { "webauthn.get" };
    let challenge = &state.challenge;
    format!(r#"{{"type":"{kind}","challenge":"{challenge}","origin":"{ORIGIN}","crossOrigin":false}}"#)
        .into_bytes()
}

/// Changes the text of client data.
pub fn replace(client_data: &mut Vec<u8>, from: &str, to: &str) {
    let text = String::from_utf8(client_data.clone()).unwrap();
    assert!(text.contains(from), "{text} has no {from}");
    *client_data = text.replace(from, to).into_bytes();
}

/// The answer to a registration, in parts.
pub struct Creation {
    pub client_data: Vec<u8>,
    pub rp_id_hash: [u8; 32],
    pub flags: u8,
    pub sign_count: u32,
    pub aaguid: [u8; 16],
    pub credential_id: Vec<u8>,
    pub public_key: Vec<u8>,
    /// What comes after the key: extensions, or what does not belong there.
    pub tail: Vec<u8>,
    pub format: &'static str,
    pub statement: Vec<u8>,
}

impl Creation {
    pub fn new(state: &State, key: &Key) -> Creation {
        Creation {
            client_data: client_data(state),
            rp_id_hash: sha256(state.rp_id.as_bytes()),
            flags: UP | UV | AT,
            sign_count: 0,
            aaguid: [0; 16],
            credential_id: vec![9; 16],
            public_key: key.cose(),
            tail: Vec::new(),
            format: "none",
            statement: cbor::map(&[]),
        }
    }

    pub fn authenticator_data(&self) -> Vec<u8> {
        let mut data = authenticator_data(self.rp_id_hash, self.flags, self.sign_count);
        if self.flags & AT != 0 {
            data.extend(self.aaguid);
            data.extend((self.credential_id.len() as u16).to_be_bytes());
            data.extend(&self.credential_id);
            data.extend(&self.public_key);
        }
        data.extend(&self.tail);
        data
    }

    pub fn attestation_object(&self) -> Vec<u8> {
        cbor::map(&[
            (cbor::text("fmt"), cbor::text(self.format)),
            (cbor::text("attStmt"), self.statement.clone()),
            (cbor::text("authData"), cbor::bytes(&self.authenticator_data())),
        ])
    }

    pub fn json(&self) -> Value {
        self.json_with(&self.attestation_object())
    }

    pub fn json_with(&self, attestation_object: &[u8]) -> Value {
        let id = base64url(&self.credential_id);
        json!({
            "id": id,
            "rawId": id,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {"credProps": {"rk": true}},
            "response": {
                "clientDataJSON": base64url(&self.client_data),
                "attestationObject": base64url(attestation_object),
                "transports": ["internal", "hybrid"],
            },
        })
    }
}

fn authenticator_data(rp_id_hash: [u8; 32], flags: u8, sign_count: u32) -> Vec<u8> {
    [rp_id_hash.as_slice(), &[flags], &sign_count.to_be_bytes()].concat()
}

/// The answer to a sign-in, in parts.
pub struct Assertion {
    pub credential_id: Vec<u8>,
    pub client_data: Vec<u8>,
    pub rp_id_hash: [u8; 32],
    pub flags: u8,
    pub sign_count: u32,
    pub tail: Vec<u8>,
    pub user_handle: Option<Vec<u8>>,
}

impl Assertion {
    pub fn new(state: &State) -> Assertion {
        Assertion {
            credential_id: vec![9; 16],
            client_data: client_data(state),
            rp_id_hash: sha256(state.rp_id.as_bytes()),
            flags: UP | UV,
            sign_count: 0,
            tail: Vec::new(),
            user_handle: Some(USER.to_vec()),
        }
    }

    pub fn authenticator_data(&self) -> Vec<u8> {
        let mut data = authenticator_data(self.rp_id_hash, self.flags, self.sign_count);
        data.extend(&self.tail);
        data
    }

    pub fn signature(&self, key: &Key) -> Vec<u8> {
        key.sign(&[self.authenticator_data(), sha256(&self.client_data).to_vec()].concat())
    }

    pub fn json(&self, key: &Key) -> Value {
        self.json_with(&self.signature(key))
    }

    pub fn json_with(&self, signature: &[u8]) -> Value {
        let id = base64url(&self.credential_id);
        let mut json = json!({
            "id": id,
            "rawId": id,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": base64url(&self.client_data),
                "authenticatorData": base64url(&self.authenticator_data()),
                "signature": base64url(signature),
            },
        });
        if let Some(handle) = &self.user_handle {
            json["response"]["userHandle"] = base64url(handle).into();
        }
        json
    }
}

/// A registration that offers every algorithm.
pub fn registration() -> State {
    let mut state = started_registration().state;
    state.algorithms = Key::ALL.to_vec();
    state
}

pub fn started_registration() -> Started {
    let user = User { handle: USER, name: "ada@example.org", display_name: "Ada" };
    start_registration(SITE, user, &[], &Options::default()).unwrap()
}

/// A sign-in that asks for no passkey in particular.
pub fn authentication() -> State {
    start_authentication(SITE, None, &[], &Options::default()).unwrap().state
}

/// A key and the passkey that was registered with it.
pub struct Passkey {
    pub key: Key,
    pub registered: Registered,
}

impl Passkey {
    pub fn register(algorithm: i32) -> Passkey {
        Passkey::register_with(algorithm, |_| {})
    }

    pub fn register_with(algorithm: i32, change: impl FnOnce(&mut Creation)) -> Passkey {
        let (state, key) = (registration(), Key::generate(algorithm));
        let mut creation = Creation::new(&state, &key);
        change(&mut creation);
        let registered = verify_registration(&creation.json(), &state).unwrap();
        Passkey { key, registered }
    }

    pub fn stored(&self) -> StoredCredential<'_> {
        StoredCredential {
            credential_id: &self.registered.credential_id,
            public_key: &self.registered.public_key,
            algorithm: self.registered.algorithm,
            sign_count: self.registered.sign_count,
            backup_eligible: Some(self.registered.backup_eligible),
            user_handle: USER,
            other_handle: None,
        }
    }
}

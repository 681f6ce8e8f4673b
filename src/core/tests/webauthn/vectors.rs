//! The pairs of ceremonies of W3C Web Authentication Level 3, section "Test Vectors".

use crate::authenticator::Key;
use crate::authenticator::{ORIGIN, SITE, USER, base64url};
use badges_core::webauthn::{
    Authenticated, Ceremony, Counter, Reason, Refusal, Registered, State, StoredCredential, UserVerification,
    algorithm, verify_authentication, verify_registration,
};
use serde_json::json;

struct Vector {
    name: &'static str,
    /// Challenge, attestationObject, clientDataJSON.
    registration: [Vec<u8>; 3],
    /// Challenge, authenticatorData, clientDataJSON, signature.
    authentication: [Vec<u8>; 4],
}

fn octets(hexadecimal: &str) -> Vec<u8> {
    let digits = hexadecimal.as_bytes().chunks_exact(2);
    digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn vectors() -> Vec<Vector> {
    let lines = include_str!("vectors.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, values) = line.split_once('\t').unwrap();
            let values: Vec<Vec<u8>> = values.split('\t').map(octets).collect();
            let (registration, authentication) = values.split_at(3);
            Vector {
                name,
                registration: registration.to_vec().try_into().unwrap(),
                authentication: authentication.to_vec().try_into().unwrap(),
            }
        })
        .collect()
}

/// Some of the authenticators do not verify their user.
fn state(ceremony: Ceremony, challenge: &[u8]) -> State {
    State {
        ceremony,
        challenge: base64url(challenge),
        rp_id: SITE.id.to_owned(),
        origins: vec![ORIGIN.to_owned()],
        user_verification: UserVerification::Preferred,
        algorithms: Key::ALL.to_vec(),
        allow: Vec::new(),
        user_handle: Some(USER),
    }
}

impl Vector {
    /// The credential id, which the authenticator data of an attestation object says, by its length.
    fn credential_id(&self) -> String {
        let [_, object, _] = &self.registration;
        let start = object.windows(8).position(|window| window == b"authData").unwrap();
        // The octets before it are the head of the byte string, 37 octets up to the flags and counter, the AAGUID.
        let head = if object[start + 8] == 0x58 { 2 } else { 3 };
        let length = start + 8 + head + 37 + 16;
        let id = length + 2;
        let end = id + usize::from(u16::from_be_bytes([object[length], object[length + 1]]));
        base64url(&object[id..end])
    }

    fn register(&self) -> Result<Registered, Refusal> {
        let [challenge, object, client_data] = &self.registration;
        let id = self.credential_id();
        let credential = json!({
            "id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {},
            "response": {
                "attestationObject": base64url(object),
                "clientDataJSON": base64url(client_data),
                "transports": [],
            },
        });
        verify_registration(&credential, &state(Ceremony::Registration, challenge))
    }

    fn authenticate(&self, registered: &Registered) -> Result<Authenticated, Refusal> {
        let [challenge, data, client_data, signature] = &self.authentication;
        let credential = json!({
            "id": registered.credential_id, "rawId": registered.credential_id, "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "authenticatorData": base64url(data),
                "clientDataJSON": base64url(client_data),
                "signature": base64url(signature),
            },
        });
        let stored = StoredCredential {
            credential_id: &registered.credential_id,
            public_key: &registered.public_key,
            algorithm: registered.algorithm,
            sign_count: registered.sign_count,
            backup_eligible: Some(registered.backup_eligible),
            user_handle: USER,
            other_handle: None,
        };
        verify_authentication(&credential, &state(Ceremony::Authentication, challenge), &stored)
    }
}

#[test]
fn every_pair_of_a_known_algorithm_on_a_page_of_its_own_is_accepted() {
    let mut accepted = Vec::new();
    for vector in vectors() {
        let Ok(registered) = vector.register() else { continue };
        let authenticated = vector.authenticate(&registered).unwrap();
        assert_eq!((authenticated.sign_count, authenticated.counter), (0, Counter::Ok));
        accepted.push((vector.name, registered.algorithm, registered.attestation_format));
    }
    let accepted: Vec<(&str, i32, &str)> =
        accepted.iter().map(|(name, algorithm, format)| (*name, *algorithm, format.as_str())).collect();
    assert_eq!(
        accepted,
        [
            ("none.ES256", algorithm::ES256, "none"),
            ("packed-self.ES256", algorithm::ES256, "packed"),
            ("none.ES256.long-credential-id", algorithm::ES256, "none"),
            ("packed.ES256", algorithm::ES256, "packed"),
            ("packed.RS256", algorithm::RS256, "packed"),
            ("packed.EdDSA", algorithm::EDDSA, "packed"),
            ("apple.ES256", algorithm::ES256, "apple"),
            ("fido-u2f.ES256", algorithm::ES256, "fido-u2f"),
            ("packed.ES384", algorithm::ES384, "packed"),
            ("packed.ES512", algorithm::ES512, "packed"),
            ("tpm.ES256", algorithm::ES256, "tpm"),
            ("android-key.ES256", algorithm::ES256, "android-key"),
        ]
    );
}

#[test]
fn pairs_from_a_frame_of_another_origin_are_refused_in_both_ceremonies() {
    let good = vectors().first().unwrap().register().unwrap();
    for name in ["none.ES256.crossOrigin", "none.ES256.topOrigin"] {
        let vector = vectors().into_iter().find(|vector| vector.name == name).unwrap();
        assert_eq!(vector.register().unwrap_err().reason, Reason::CrossOrigin, "{name}");
        assert_eq!(vector.authenticate(&good).unwrap_err().reason, Reason::CrossOrigin, "{name}");
    }
}

//! Compact signatures and the keys in and around them. The first octet says what the others are.

use badges_core::{
    json::text::parse,
    proof::{
        jws::Jws,
        keys::{Algorithm, PublicKey},
        vc_jwt,
    },
};

fn base64url(octets: &[u8]) -> String {
    badges_core::proof::multibase::base64url(octets).split_off(1)
}

/// Every form a key has says the same key.
fn written_and_read_again(key: &PublicKey) {
    assert_eq!(PublicKey::from_jwk(&key.to_jwk()).as_ref(), Ok(key));
    assert_eq!(PublicKey::from_pem(&key.to_pem()).as_ref(), Ok(key));
    assert_eq!(key.thumbprint().len(), 43);
    assert_eq!(key.to_multikey().is_none(), key.algorithm() == Algorithm::Rsa);
    if let Some(multikey) = key.to_multikey() {
        assert_eq!(PublicKey::from_multikey(&multikey).as_ref(), Ok(key));
    }
    assert!(!key.verify(b"a message", &[1; 64]));
}

fn signature(text: &str) {
    let Ok(jws) = Jws::parse(text) else { return };
    let _ = (jws.algorithm(), jws.key_id(), jws.media_type(), jws.other_headers().count());
    if let Ok(Some(key)) = jws.embedded_key() {
        written_and_read_again(&key);
        let _ = jws.verify(&key);
    }
    if let Ok(payload) = jws.payload_json() {
        let _ = vc_jwt::credential(&payload);
    }
}

/// Panics if the property does not hold.
pub fn check(octets: &[u8]) {
    let Some((&kind, rest)) = octets.split_first() else { return };
    match kind {
        0 => signature(&String::from_utf8_lossy(rest)),
        1 => {
            let mut parts = rest.splitn(3, |octet| *octet == 0xFF);
            let [header, payload, signed] = [(); 3].map(|()| base64url(parts.next().unwrap_or_default()));
            signature(&format!("{header}.{payload}.{signed}"));
        }
        2 => {
            let text = String::from_utf8_lossy(rest);
            let Ok(jwk) = parse(&text) else { return };
            if let Ok(key) = PublicKey::from_jwk(&jwk) {
                written_and_read_again(&key);
            }
            if let Ok(claims) = parse(&text) {
                let _ = vc_jwt::credential(&claims.into_owned());
            }
        }
        3 => {
            if let Ok(key) = PublicKey::from_pem(&String::from_utf8_lossy(rest)) {
                written_and_read_again(&key);
            }
        }
        _ => {
            let algorithms = [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384, Algorithm::Rsa];
            let algorithm = algorithms[usize::from(kind) % algorithms.len()];
            if let Ok(key) = PublicKey::from_octets(algorithm, rest) {
                written_and_read_again(&key);
            }
        }
    }
}

//! Recipient identities: hashing them into a document, recognising them in one, finding them in an index.

use crate::secret::{MacKey, NoRandomness, random};
use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use md5::{Digest, Md5};

/// The recipient types that Open Badges 2.0 names (Implementing Identity Objects).
pub const TYPES: [&str; 4] = ["email", "url", "telephone", "id"];

/// Random octets in a salt.
const SALT_LENGTH: usize = 16;

/// Octets of a recipient key: half a SHA-256, enough for no two recipients of a lifetime to meet.
pub const KEY_LENGTH: usize = 16;

/// A fresh salt, as text that needs no escaping.
pub fn new_salt() -> Result<String, NoRandomness> {
    let mut salt = [0; SALT_LENGTH];
    random(&mut salt)?;
    Ok(URL_SAFE_NO_PAD.encode(salt))
}

/// `sha256$` and the hexadecimal digest of the identity followed by the salt
/// (Open Badges 2.0, IdentityHash).
pub fn hash(identity: &str, salt: &str) -> String {
    let salted = [identity.as_bytes(), salt.as_bytes()].concat();
    hexadecimal("sha256$", digest(&SHA256, &salted).as_ref())
}

/// Whether the hash in a document is the hash of this identity. The algorithm is the one the hash names,
/// `sha256` or the old `md5`; hexadecimal digits may have either case.
pub fn hash_matches(hash: &str, identity: &str, salt: &str) -> bool {
    let expected = if hash.starts_with("md5$") {
        let salted = [identity.as_bytes(), salt.as_bytes()].concat();
        hexadecimal("md5$", &Md5::digest(salted))
    } else {
        self::hash(identity, salt)
    };
    hash.eq_ignore_ascii_case(&expected)
}

/// The keyed digest under which a recipient's awards are found although each is salted differently.
/// E-mail addresses count as the same in any letter case.
pub fn key(mac: &MacKey, recipient_type: &str, identity: &str) -> [u8; KEY_LENGTH] {
    let folded;
    let identity = if recipient_type == "email" {
        folded = crate::email_address::key(identity);
        &folded
    } else {
        identity
    };
    let full = mac.digest(&[recipient_type.as_bytes(), identity.as_bytes()]);
    let mut key = [0; KEY_LENGTH];
    for (to, from) in key.iter_mut().zip(full) {
        *to = from;
    }
    key
}

fn hexadecimal(prefix: &str, bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(prefix.len().saturating_add(bytes.len().saturating_mul(2)));
    text.push_str(prefix);
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            text.extend(DIGITS.get(usize::from(digit)).map(|digit| char::from(*digit)));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::secret::{Purpose, ServerSecret};

    #[test]
    fn hashes_are_those_the_specification_shows() {
        let expected = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399";
        assert_eq!(hash("a@example.com", "Kosher"), expected);
        assert!(hash_matches(expected, "a@example.com", "Kosher"));
        assert!(hash_matches("md5$ddd142639a792e74751ee7e129237efa", "a@example.com", "Kosher"));
        assert!(hash_matches(
            "sha256$d54a35db0bb2e95521c515c1ddebaa21603386f0ce302f5a9add8eaba2660adc",
            "conformance@imsglobal.org",
            ""
        ));
    }

    #[test]
    fn digits_may_have_either_case_and_nothing_else_may_differ() {
        let hash = hash("ann@example.org", "salt");
        assert!(hash_matches(&hash.to_uppercase().replace("SHA256", "sha256"), "ann@example.org", "salt"));
        assert!(!hash_matches(&hash, "Ann@example.org", "salt"));
        assert!(!hash_matches(&hash, "ann@example.org", "other"));
        assert!(!hash_matches("", "ann@example.org", "salt"));
    }

    #[test]
    fn salts_differ() {
        assert_ne!(new_salt().unwrap(), new_salt().unwrap());
    }

    #[test]
    fn a_recipient_key_depends_on_type_identity_and_server() {
        let mac = |byte: u8| {
            let text = format!("badges-key-v1:{}", URL_SAFE_NO_PAD.encode([byte; 32]));
            ServerSecret::parse(&text).unwrap().writing_key(Purpose::RecipientKey).unwrap()
        };
        let ann = key(&mac(1), "email", "ann@example.org");
        assert_eq!(ann, key(&mac(1), "email", "ANN@Example.org"));
        assert_ne!(ann, key(&mac(1), "url", "ann@example.org"));
        assert_ne!(ann, key(&mac(2), "email", "ann@example.org"));
        assert_ne!(
            key(&mac(1), "url", "https://example.org/A"),
            key(&mac(1), "url", "https://example.org/a")
        );
    }
}

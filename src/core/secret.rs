//! The server secret: what the key file holds and what is derived from it.
//!
//! One file may hold several keys, one a line. The first writes, all read, so a new key is put in front
//! and the old ones stay until nothing depends on them.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::{hkdf, hmac, rand};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

/// Octets of one key.
pub const KEY_LENGTH: usize = 32;

/// What every key line starts with, so that another file is not taken for a key file.
const LINE_PREFIX: &str = "badges-key-v1:";

/// What a derived key is for. Each purpose has its own HKDF label: no two ever share a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// HMAC over sign-in codes and links.
    LoginTokens,
    /// Keyed digest that finds the awards of a recipient whose identity is stored hashed.
    RecipientKey,
    /// Sealing the private keys of issuers.
    IssuerKeys,
    /// Passkeys that exist nowhere, for addresses that have none.
    UnknownPasskeys,
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Purpose::LoginTokens => b"badges.v1 login tokens",
            Purpose::RecipientKey => b"badges.v1 recipient key",
            Purpose::IssuerKeys => b"badges.v1 issuer keys",
            Purpose::UnknownPasskeys => b"badges.v1 unknown passkeys",
        }
    }
}

/// Why a key file is not usable; completes "the key file …".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFileFault {
    /// It has no key line.
    Empty,
    /// The line with this number, counted from 1, is no key.
    Line(usize),
}

/// The keys of one server, overwritten when they are let go. `Debug` shows how many there are and nothing else.
pub struct ServerSecret {
    #[allow(clippy::vec_box, reason = "a vector that grows would leave copies of the keys behind")]
    keys: Vec<Box<Key>>,
}

/// In a box of its own, a key is not left behind where a growing list was.
type Key = Zeroizing<[u8; KEY_LENGTH]>;

impl std::fmt::Debug for ServerSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "ServerSecret of {} keys", self.keys.len())
    }
}

impl ServerSecret {
    /// Reads the text of a key file: one `badges-key-v1:` line a key; blank lines and `#` comments are skipped.
    pub fn parse(text: &str) -> Result<Self, KeyFileFault> {
        let mut keys = Vec::new();
        for (index, line) in text.lines().map(str::trim).enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut key = Box::new(Key::default());
            line.strip_prefix(LINE_PREFIX)
                .and_then(|encoded| URL_SAFE_NO_PAD.decode(encoded).ok().map(Zeroizing::new))
                .filter(|decoded| decoded.len() == KEY_LENGTH)
                .map(|decoded| key.copy_from_slice(&decoded))
                .ok_or(KeyFileFault::Line(index.saturating_add(1)))?;
            keys.push(key);
        }
        if keys.is_empty() { Err(KeyFileFault::Empty) } else { Ok(ServerSecret { keys }) }
    }

    /// The text of a new key file with one strong random key.
    pub fn generate_file() -> Result<Zeroizing<String>, NoRandomness> {
        let mut key = Key::default();
        random(key.as_mut_slice())?;
        let encoded = Zeroizing::new(URL_SAFE_NO_PAD.encode(key.as_slice()));
        Ok(Zeroizing::new(format!(
            "# The server secret of the badges extension. Back it up apart from the database; without it\n\
             # issuers cannot sign and hashed recipients cannot be found. Put a new key above an old one to rotate.\n\
             {LINE_PREFIX}{}\n",
            encoded.as_str()
        )))
    }

    /// The HMAC key that writes for this purpose.
    pub fn writing_key(&self, purpose: Purpose) -> Option<MacKey> {
        self.reading_keys(purpose).next()
    }

    /// Every HMAC key that may have written for this purpose, the current one first.
    pub fn reading_keys(&self, purpose: Purpose) -> impl Iterator<Item = MacKey> + '_ {
        self.keys.iter().filter_map(move |key| MacKey::derive(key, purpose))
    }
}

/// What every sealed value starts with, so that a later form can be told apart.
const SEALED_FORM: u8 = 1;

impl ServerSecret {
    /// Seals private data (AES-256-GCM, a random nonce) so that it can be opened for the same purpose and owner only.
    /// One octet names the form, twelve are the nonce, then cipher text and tag.
    pub fn seal(&self, purpose: Purpose, owner: &[u8], private: &[u8]) -> Result<Vec<u8>, NoRandomness> {
        let key = self.keys.first().and_then(|key| sealing_key(key, purpose)).ok_or(NoRandomness)?;
        let mut sealed = private.to_vec();
        let nonce = key.seal_in_place_append_tag(Aad::from(owner), &mut sealed).map_err(|_| NoRandomness)?;
        Ok([&[SEALED_FORM], nonce.as_ref().as_slice(), &sealed].concat())
    }

    /// Opens what was sealed for this purpose and owner under any key of the file; `None` if none fits.
    pub fn open(&self, purpose: Purpose, owner: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (form, sealed) = sealed.split_first()?;
        let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN)?;
        if *form != SEALED_FORM {
            return None;
        }
        self.keys.iter().find_map(|key| {
            let mut opened = Zeroizing::new(sealed.to_vec());
            let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
            let length =
                sealing_key(key, purpose)?.open_in_place(nonce, Aad::from(owner), &mut opened).ok()?.len();
            opened.truncate(length);
            Some(opened)
        })
    }
}

fn sealing_key(key: &Key, purpose: Purpose) -> Option<RandomizedNonceKey> {
    let labels = [purpose.label()];
    let derived = hkdf::Salt::new(hkdf::HKDF_SHA256, b"badges").extract(key.as_slice());
    let mut bytes = Key::default();
    derived.expand(&labels, hkdf::HKDF_SHA256).ok()?.fill(bytes.as_mut_slice()).ok()?;
    RandomizedNonceKey::new(&AES_256_GCM, bytes.as_slice()).ok()
}

/// A key derived for one purpose.
pub struct MacKey(hmac::Key);

impl MacKey {
    fn derive(key: &Key, purpose: Purpose) -> Option<Self> {
        let labels = [purpose.label()];
        let derived = hkdf::Salt::new(hkdf::HKDF_SHA256, b"badges").extract(key.as_slice());
        let okm = derived.expand(&labels, hmac::HMAC_SHA256).ok()?;
        Some(MacKey(hmac::Key::from(okm)))
    }

    /// HMAC-SHA-256 over the parts. Each part is preceded by its length in eight octets, so that no two
    /// lists of parts have the same input.
    pub fn digest(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.0);
        for part in parts {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        let tag = context.sign();
        let mut digest = [0; 32];
        for (to, from) in digest.iter_mut().zip(tag.as_ref()) {
            *to = *from;
        }
        digest
    }
}

/// The operating system gave no random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoRandomness;

/// Fills the bytes from a cryptographically strong generator.
pub fn random(bytes: &mut [u8]) -> Result<(), NoRandomness> {
    rand::fill(bytes).map_err(|_| NoRandomness)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn line(byte: u8) -> String {
        format!("{LINE_PREFIX}{}\n", URL_SAFE_NO_PAD.encode([byte; KEY_LENGTH]))
    }

    #[test]
    fn a_generated_file_is_read_back() {
        let text = ServerSecret::generate_file().unwrap();
        assert_eq!(ServerSecret::parse(&text).unwrap().keys.len(), 1);
        assert_ne!(text, ServerSecret::generate_file().unwrap());
    }

    #[test]
    fn the_first_key_writes_and_all_read() {
        let old = ServerSecret::parse(&line(1)).unwrap();
        let rotated = ServerSecret::parse(&(line(2) + &line(1))).unwrap();
        let written = old.writing_key(Purpose::LoginTokens).unwrap().digest(&[b"x"]);
        assert_ne!(rotated.writing_key(Purpose::LoginTokens).unwrap().digest(&[b"x"]), written);
        assert!(rotated.reading_keys(Purpose::LoginTokens).any(|key| key.digest(&[b"x"]) == written));
    }

    #[test]
    fn purposes_do_not_share_a_key() {
        let secret = ServerSecret::parse(&line(1)).unwrap();
        assert_ne!(
            secret.writing_key(Purpose::LoginTokens).unwrap().digest(&[b"x"]),
            secret.writing_key(Purpose::RecipientKey).unwrap().digest(&[b"x"])
        );
    }

    #[test]
    fn parts_cannot_run_into_each_other() {
        let key = ServerSecret::parse(&line(1)).unwrap().writing_key(Purpose::LoginTokens).unwrap();
        assert_ne!(key.digest(&[b"ab", b"c"]), key.digest(&[b"a", b"bc"]));
    }

    #[test]
    fn a_file_that_is_not_a_key_file_is_refused_with_the_line() {
        assert_eq!(ServerSecret::parse("# nothing\n\n").unwrap_err(), KeyFileFault::Empty);
        assert_eq!(ServerSecret::parse("password\n").unwrap_err(), KeyFileFault::Line(1));
        assert_eq!(
            ServerSecret::parse(&(line(1) + "badges-key-v1:AAAA\n")).unwrap_err(),
            KeyFileFault::Line(2)
        );
    }

    #[test]
    fn what_is_sealed_opens_for_its_owner_and_purpose_only() {
        let secret = ServerSecret::parse(&line(1)).unwrap();
        let sealed = secret.seal(Purpose::IssuerKeys, b"issuer 1", b"private").unwrap();
        assert_eq!(*secret.open(Purpose::IssuerKeys, b"issuer 1", &sealed).unwrap(), b"private");
        assert_eq!(secret.open(Purpose::IssuerKeys, b"issuer 2", &sealed), None);
        assert_eq!(secret.open(Purpose::RecipientKey, b"issuer 1", &sealed), None);
        assert_ne!(secret.seal(Purpose::IssuerKeys, b"issuer 1", b"private").unwrap(), sealed);
        for length in 0..sealed.len() {
            assert_eq!(secret.open(Purpose::IssuerKeys, b"issuer 1", &sealed[..length]), None, "{length}");
        }
        for index in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[index] ^= 1;
            assert_eq!(secret.open(Purpose::IssuerKeys, b"issuer 1", &damaged), None, "{index}");
        }
    }

    #[test]
    fn a_rotated_file_opens_what_the_old_key_sealed() {
        let old = ServerSecret::parse(&line(1)).unwrap();
        let sealed = old.seal(Purpose::IssuerKeys, b"issuer", b"private").unwrap();
        let rotated = ServerSecret::parse(&(line(2) + &line(1))).unwrap();
        assert_eq!(*rotated.open(Purpose::IssuerKeys, b"issuer", &sealed).unwrap(), b"private");
        let other = ServerSecret::parse(&line(2)).unwrap();
        assert_eq!(other.open(Purpose::IssuerKeys, b"issuer", &sealed), None);
    }

    #[test]
    fn debugging_shows_no_key() {
        let secret = ServerSecret::parse(&line(7)).unwrap();
        assert_eq!(format!("{secret:?}"), "ServerSecret of 1 keys");
    }
}

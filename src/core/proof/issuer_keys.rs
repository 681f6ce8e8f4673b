//! The keys of one issuer: what everybody may read of them, and the private parts that are sealed.

use super::did::{self, VerificationMethod};
use super::keys::{Algorithm, PrivateKey, PublicKey};
use crate::json::{Json, ReadError, Tree, View, string};
use crate::timestamp::Timestamp;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::borrow::Cow;
use zeroize::Zeroizing;

/// What a key may still be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It signs.
    Active,
    /// Another took its place; what it signed stays good.
    Retired,
    /// Somebody else may have it: nothing it signed is to be trusted any more.
    Compromised,
}

const STATUS_NAMES: [(Status, &str); 3] =
    [(Status::Active, "active"), (Status::Retired, "retired"), (Status::Compromised, "compromised")];

impl Status {
    /// `active`, `retired` or `compromised`.
    pub fn name(self) -> &'static str {
        STATUS_NAMES.iter().find(|(status, _)| *status == self).map_or("", |(_, name)| name)
    }
}

/// A public key of an issuer.
#[derive(Debug, Clone, PartialEq)]
pub struct IssuerKey {
    /// The fragment of its URL: the Multikey, or for RSA the RFC 7638 thumbprint.
    pub id: String,
    /// The key.
    pub key: PublicKey,
    /// What it may be used for.
    pub status: Status,
    /// When it was made.
    pub created: Timestamp,
    /// Since when it is retired or compromised.
    pub ended: Option<Timestamp>,
}

impl IssuerKey {
    /// Whether what it signed stays good.
    pub fn is_trusted(&self) -> bool {
        self.status != Status::Compromised
    }
}

/// Every key an issuer ever had; the column `public_keys`. The last active one signs where no other is asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IssuerKeys(Vec<IssuerKey>);

impl IssuerKeys {
    /// Reads the column. An entry that is no key of a kind known here is passed over.
    ///
    /// # Errors
    /// If the value cannot be read.
    pub fn read<'a, J: Json<'a>>(column: J) -> Result<Self, ReadError> {
        let mut keys = Vec::new();
        if let View::Array(elements) = column.view()? {
            for element in elements {
                keys.extend(read_key(element?)?);
            }
        }
        Ok(IssuerKeys(keys))
    }

    /// The column.
    pub fn to_tree(&self) -> Tree<'static> {
        let entry = |key: &IssuerKey| {
            let mut entry = Tree::object([
                ("id", key.id.clone().into()),
                ("algorithm", key.key.algorithm().name().into()),
                ("status", key.status.name().into()),
                ("created", key.created.to_rfc3339().into()),
                ("publicKeyJwk", key.key.to_jwk()),
            ]);
            if let Some(multikey) = key.key.to_multikey() {
                entry.set("publicKeyMultibase", multikey);
            }
            if let Some(ended) = key.ended {
                entry.set(key.status.name(), ended.to_rfc3339());
            }
            entry
        };
        Tree::Array(self.0.iter().map(entry).collect())
    }

    /// The keys, in the order of the column.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &IssuerKey> {
        self.0.iter()
    }

    /// The key with that id.
    pub fn get(&self, id: &str) -> Option<&IssuerKey> {
        self.0.iter().find(|key| key.id == id)
    }

    /// The key that signs: the last active one whose algorithm is wanted.
    pub fn signing(&self, wanted: impl Fn(Algorithm) -> bool) -> Option<&IssuerKey> {
        let signs = |key: &&IssuerKey| key.status == Status::Active && wanted(key.key.algorithm());
        self.0.iter().rev().find(signs)
    }

    /// Adds a key that signs from now on where no other is asked for, in place of the active one of its algorithm.
    /// Returns its id.
    pub fn add(&mut self, key: PublicKey, now: Timestamp) -> String {
        let key = self.replace(key, now);
        let id = key.id.clone();
        self.0.push(key);
        id
    }

    /// Adds a key that signs where its algorithm is asked for only, in place of the active one of that. Returns its id.
    pub fn add_on_demand(&mut self, key: PublicKey, now: Timestamp) -> String {
        let key = self.replace(key, now);
        let id = key.id.clone();
        self.0.insert(0, key);
        id
    }

    fn replace(&mut self, key: PublicKey, now: Timestamp) -> IssuerKey {
        for old in &mut self.0 {
            if old.status == Status::Active && old.key.algorithm() == key.algorithm() {
                (old.status, old.ended) = (Status::Retired, Some(now));
            }
        }
        let id = key.to_multikey().unwrap_or_else(|| key.thumbprint());
        IssuerKey { id, key, status: Status::Active, created: now, ended: None }
    }

    /// Marks a key as compromised, for good. Returns whether there is such a key.
    pub fn compromise(&mut self, id: &str, now: Timestamp) -> bool {
        let Some(key) = self.0.iter_mut().find(|key| key.id == id) else { return false };
        if key.status != Status::Compromised {
            (key.status, key.ended) = (Status::Compromised, Some(now));
        }
        true
    }

    /// The keys as verification methods of the issuer.
    pub fn verification_methods(&self, issuer: &str) -> Vec<VerificationMethod> {
        let method = |key: &IssuerKey| VerificationMethod {
            id: url(issuer, &key.id),
            controller: issuer.to_owned(),
            key: key.key.clone(),
            expires: None,
            revoked: key.ended.filter(|_| !key.is_trusted()),
        };
        self.0.iter().map(method).collect()
    }

    /// The controlled identifier document of the issuer. Retired keys stay listed for assertions, because what they
    /// signed stays good; compromised ones are there with the time of their end, and for nothing.
    pub fn document(&self, issuer: &str) -> Tree<'static> {
        did::document(issuer, &self.verification_methods(issuer), &|method| method.revoked.is_none())
    }

    /// The JSON Web Key Set of the issuer, compromised keys left out. Each key's `kid` is its URL.
    pub fn jwks(&self, issuer: &str) -> Tree<'static> {
        let trusted = self.0.iter().filter(|key| key.is_trusted());
        let keys = trusted.map(|key| {
            let mut jwk = key.key.to_jwk();
            jwk.set("kid", url(issuer, &key.id));
            jwk.set("alg", key.key.algorithm().jws_name());
            jwk.set("use", "sig");
            jwk.set("iss", issuer.to_owned());
            jwk
        });
        Tree::object([("keys", Tree::Array(keys.collect()))])
    }
}

/// The URL of an issuer's key.
pub fn url(issuer: &str, key_id: &str) -> String {
    format!("{issuer}#{key_id}")
}

fn read_key<'a, J: Json<'a>>(entry: J) -> Result<Option<IssuerKey>, ReadError> {
    let text = |name: &str| entry.member(name)?.map_or(Ok(None), string);
    let time = |name: &str| Ok::<_, ReadError>(text(name)?.and_then(Timestamp::parse));
    let key = match (text("publicKeyMultibase")?, entry.member("publicKeyJwk")?) {
        (Some(multikey), _) => PublicKey::from_multikey(multikey).ok(),
        (None, Some(jwk)) => PublicKey::from_jwk(jwk).ok(),
        (None, None) => None,
    };
    let named = text("status")?;
    let status = STATUS_NAMES.iter().find(|(_, name)| Some(*name) == named).map(|(status, _)| *status);
    let (Some(id), Some(key), Some(status), Some(created)) = (text("id")?, key, status, time("created")?)
    else {
        return Ok(None);
    };
    let ended = time(status.name())?;
    Ok(Some(IssuerKey { id: id.to_owned(), key, status, created, ended }))
}

/// The private keys of an issuer that still sign, each under the id of its public part.
#[derive(Debug, Default)]
pub struct Keyring(Vec<(String, PrivateKey)>);

/// A sealed value that opened, but holds no keyring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DamagedKeyring;

impl Keyring {
    /// The key with that id.
    pub fn get(&self, id: &str) -> Option<&PrivateKey> {
        self.0.iter().find(|(known, _)| known == id).map(|(_, key)| key)
    }

    /// Adds a key.
    pub fn add(&mut self, id: String, key: PrivateKey) {
        self.0.push((id, key));
    }

    /// Forgets every key that no longer signs.
    pub fn keep_active(&mut self, keys: &IssuerKeys) {
        self.0.retain(|(id, _)| keys.get(id).is_some_and(|key| key.status == Status::Active));
    }

    /// Whether every key that signs is there.
    pub fn holds_active(&self, keys: &IssuerKeys) -> bool {
        let mut active = keys.iter().filter(|key| key.status == Status::Active);
        active.all(|key| self.get(&key.id).is_some())
    }

    /// What is sealed: a JSON array of id, algorithm and PKCS#8 (base64url).
    ///
    /// # Errors
    /// [`DamagedKeyring`] if a key cannot be written.
    pub fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>, DamagedKeyring> {
        let mut entries = Vec::with_capacity(self.0.len());
        for (id, key) in &self.0 {
            let pkcs8 = Zeroizing::new(key.to_pkcs8().map_err(|_| DamagedKeyring)?);
            entries.push(Tree::object([
                ("id", id.as_str().into()),
                ("algorithm", key.public().algorithm().name().into()),
                ("pkcs8", URL_SAFE_NO_PAD.encode(pkcs8.as_slice()).into()),
            ]));
        }
        Ok(Zeroizing::new(Tree::Array(entries).to_text().into_bytes()))
    }

    /// Reads what was sealed.
    ///
    /// # Errors
    /// [`DamagedKeyring`]
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DamagedKeyring> {
        let text = std::str::from_utf8(bytes).map_err(|_| DamagedKeyring)?;
        let Ok(Tree::Array(entries)) = crate::json::text::parse(text) else { return Err(DamagedKeyring) };
        let read = |entry: &Tree<'_>| {
            let text = |name| match entry.get(name) {
                Some(Tree::String(text)) => Some(Cow::clone(text)),
                _ => None,
            };
            let algorithm = Algorithm::from_name(&text("algorithm")?)?;
            let pkcs8 = Zeroizing::new(URL_SAFE_NO_PAD.decode(text("pkcs8")?.as_bytes()).ok()?);
            Some((text("id")?.into_owned(), PrivateKey::from_pkcs8(algorithm, &pkcs8).ok()?))
        };
        let keys: Option<Vec<_>> = entries.iter().map(read).collect();
        keys.map(Keyring).ok_or(DamagedKeyring)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const ISSUER: &str = "https://badges.example.org/v3/issuers/1";

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn key(algorithm: Algorithm) -> PrivateKey {
        PrivateKey::generate(algorithm).unwrap()
    }

    #[test]
    fn the_latest_active_key_signs_where_no_other_is_asked_for_and_its_predecessor_stays_for_verification() {
        let mut keys = IssuerKeys::default();
        let first = keys.add(key(Algorithm::Ed25519).public().clone(), at("2026-01-01T00:00:00Z"));
        let second = keys.add(key(Algorithm::Ed25519).public().clone(), at("2026-02-01T00:00:00Z"));
        let p256 = keys.add(key(Algorithm::P256).public().clone(), at("2026-03-01T00:00:00Z"));
        assert_eq!(keys.signing(|_| true).unwrap().id, p256);
        assert_eq!(keys.signing(|algorithm| algorithm == Algorithm::Ed25519).unwrap().id, second);
        assert_eq!(keys.get(&first).unwrap().status, Status::Retired);
        let rsa = keys.add_on_demand(key(Algorithm::Rsa).public().clone(), at("2026-04-01T00:00:00Z"));
        assert_eq!(keys.signing(|_| true).unwrap().id, p256);
        assert_eq!(keys.signing(|algorithm| algorithm == Algorithm::Rsa).unwrap().id, rsa);
        let document = keys.document(ISSUER).to_text();
        assert_eq!(document.matches(&url(ISSUER, &first)).count(), 3, "{document}");
    }

    #[test]
    fn the_column_is_read_back() {
        let mut keys = IssuerKeys::default();
        for algorithm in
            [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384, Algorithm::Rsa, Algorithm::Ed25519]
        {
            keys.add(key(algorithm).public().clone(), at("2026-01-01T00:00:00Z"));
        }
        let id = keys.iter().next().unwrap().id.clone();
        assert!(keys.compromise(&id, at("2026-05-01T00:00:00Z")));
        assert!(!keys.compromise("other", at("2026-05-01T00:00:00Z")));
        let column = keys.to_tree();
        assert_eq!(IssuerKeys::read(&column).unwrap(), keys);
    }

    #[test]
    fn a_compromised_key_signs_nothing_and_is_published_as_revoked() {
        let mut keys = IssuerKeys::default();
        let id = keys.add(key(Algorithm::Ed25519).public().clone(), at("2026-01-01T00:00:00Z"));
        keys.compromise(&id, at("2026-05-01T00:00:00Z"));
        assert_eq!(keys.signing(|_| true), None);
        let document = keys.document(ISSUER);
        let found = did::find(&document, &url(ISSUER, &id), "assertionMethod");
        assert_eq!(found, Err(did::DidError::NotAuthorized));
        assert!(document.to_text().contains(r#""revoked":"2026-05-01T00:00:00Z""#));
        assert_eq!(keys.jwks(ISSUER).to_text(), r#"{"keys":[]}"#);
    }

    #[test]
    fn a_keyring_keeps_what_signs_and_shows_nothing() {
        let mut keys = IssuerKeys::default();
        let mut ring = Keyring::default();
        for algorithm in [Algorithm::Ed25519, Algorithm::P384, Algorithm::Ed25519] {
            let private = key(algorithm);
            ring.add(keys.add(private.public().clone(), at("2026-01-01T00:00:00Z")), private);
        }
        ring.keep_active(&keys);
        let read = Keyring::from_bytes(&ring.to_bytes().unwrap()).unwrap();
        let signing = keys.signing(|_| true).unwrap();
        assert!(signing.key.verify(b"message", &read.get(&signing.id).unwrap().sign(b"message").unwrap()));
        assert_eq!(read.0.len(), 2);
        assert!(!format!("{read:?}").contains("pkcs8"));
        assert_eq!(Keyring::from_bytes(b"{}").unwrap_err(), DamagedKeyring);
    }
}

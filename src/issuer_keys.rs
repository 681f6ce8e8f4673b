//! The private keys of issuers: made, sealed under the server secret, opened once in each backend.

use crate::arguments::transaction_time;
use crate::error::Error;
use crate::jsonb::JsonbValue;
use crate::key_file;
use crate::store::issuer_profiles::{self, StoredKeys};
use crate::store::received::{self, Entity};
use badges_core::proof::issuer_keys::{DamagedKeyring, IssuerKeys, Keyring};
use badges_core::proof::keys::{Algorithm, PrivateKey, PublicKey};
use badges_core::secret::Purpose;
use badges_core::timestamp::Timestamp;
use pgrx::Uuid;
use std::cell::RefCell;
use std::rc::Rc;

/// Issuers whose opened keys a backend keeps.
const CACHED_ISSUERS: usize = 64;

/// What a backend knows of the keys of one issuer.
struct Opened {
    issuer_id: Uuid,
    public_keys: JsonbValue,
    keys: IssuerKeys,
    keyring: Keyring,
}

thread_local! {
    /// The issuers this backend signed for, the latest last. An entry is good as long as the public keys in the
    /// issuer's row are the same.
    static CACHE: RefCell<Vec<Rc<Opened>>> = const { RefCell::new(Vec::new()) };
}

/// A key that signs for an issuer.
pub struct SigningKey {
    /// The fragment of its URL.
    pub id: String,
    pub algorithm: Algorithm,
    /// When it was made.
    pub created: Timestamp,
    opened: Rc<Opened>,
}

impl SigningKey {
    /// The key pair.
    ///
    /// # Errors
    /// 55000 if the private part is not among the sealed keys.
    pub fn private(&self) -> Result<&PrivateKey, Error> {
        self.opened.keyring.get(&self.id).ok_or_else(|| Error::Configuration {
            reason: format!("the private part of the issuer's key {} is missing", self.id),
            hint: "badges.rotate_issuer_key(issuer_id, algorithm) makes a new key.".into(),
        })
    }
}

/// The latest key that signs for an issuer and whose algorithm is wanted; `None` if there is none. `public_keys` is
/// what the issuer's row holds now, seen by a caller who may act for the issuer.
///
/// # Errors
/// 55000 if the server secret that sealed the keys is not at hand.
pub fn signing_key(
    issuer_id: Uuid,
    public_keys: &JsonbValue,
    wanted: impl Fn(Algorithm) -> bool,
) -> Result<Option<SigningKey>, Error> {
    let known = CACHE.with_borrow(|cache| {
        let same = |opened: &&Rc<Opened>| opened.issuer_id == issuer_id && opened.public_keys == *public_keys;
        cache.iter().rev().find(same).map(Rc::clone)
    });
    let opened = match known {
        Some(opened) => opened,
        None => {
            let keys = IssuerKeys::read(public_keys.json()?)?;
            if keys.signing(&wanted).is_none() {
                return Ok(None);
            }
            let keyring = open(issuer_id, issuer_profiles::sealed_keys(issuer_id)?)?;
            let is_complete = keyring.holds_active(&keys);
            let opened = Rc::new(Opened { issuer_id, public_keys: public_keys.clone(), keys, keyring });
            // What is missing may come back without a change of the public keys.
            if is_complete {
                keep(&opened);
            }
            opened
        }
    };
    let signing = opened.keys.signing(&wanted).map(|key| (key.id.clone(), key.key.algorithm(), key.created));
    Ok(signing.map(|(id, algorithm, created)| SigningKey { id, algorithm, created, opened }))
}

fn keep(opened: &Rc<Opened>) {
    CACHE.with_borrow_mut(|cache| {
        cache.retain(|other| other.issuer_id != opened.issuer_id);
        if cache.len() >= CACHED_ISSUERS {
            cache.remove(0);
        }
        cache.push(Rc::clone(opened));
    });
}

/// The same, and makes a key of the algorithm given where there is none.
///
/// # Errors
/// As [`signing_key`].
pub fn signing_key_or_new(
    issuer_id: Uuid,
    public_keys: &JsonbValue,
    wanted: impl Fn(Algorithm) -> bool,
    new: Algorithm,
) -> Result<SigningKey, Error> {
    if let Some(key) = signing_key(issuer_id, public_keys, &wanted)? {
        return Ok(key);
    }
    let mut stored = lock(issuer_id)?;
    // Another session may have made one before the lock was had.
    if IssuerKeys::read(stored.public_keys.json()?)?.signing(&wanted).is_none() {
        let keys = add(issuer_id, stored, new, IssuerKeys::add_on_demand)?;
        stored = StoredKeys { public_keys: JsonbValue::from_tree(&keys.to_tree())?, sealed: None };
    }
    signing_key(issuer_id, &stored.public_keys, wanted)?
        .ok_or_else(|| Error::Internal("a new key does not sign".into()))
}

/// Makes a key that signs for the issuer from now on where no other is asked for, in place of the one of its algorithm.
/// Returns its keys.
///
/// # Errors
/// P0002 for an unknown issuer, 42501 for one that was received, 55000 if the server secret is not at hand.
pub fn rotate(issuer_id: Uuid, algorithm: Algorithm) -> Result<IssuerKeys, Error> {
    add(issuer_id, lock(issuer_id)?, algorithm, IssuerKeys::add)
}

/// Marks a key as compromised, for good, and forgets its private part. Returns the keys; `None` if the issuer has no
/// key of that id.
///
/// # Errors
/// P0002 for an unknown issuer.
pub fn compromise(issuer_id: Uuid, key_id: &str) -> Result<Option<IssuerKeys>, Error> {
    let stored = lock(issuer_id)?;
    let mut keys = IssuerKeys::read(stored.public_keys.json()?)?;
    if !keys.compromise(key_id, transaction_time()?) {
        return Ok(None);
    }
    // Marking must be possible also where the secret that sealed the keys is lost; then there is nothing to forget.
    let sealed = match open(issuer_id, stored.sealed.clone()) {
        Ok(mut keyring) => {
            keyring.keep_active(&keys);
            seal(issuer_id, &keyring)?
        }
        Err(_) => stored.sealed.unwrap_or_default(),
    };
    issuer_profiles::store_keys(issuer_id, JsonbValue::from_tree(&keys.to_tree())?, sealed)?;
    Ok(Some(keys))
}

fn lock(issuer_id: Uuid) -> Result<StoredKeys, Error> {
    received::refuse(Entity::Issuer, issuer_id)?;
    issuer_profiles::lock_keys(issuer_id)?
        .ok_or_else(|| Error::NotFound { entity: "issuer", id: issuer_id.to_string() })
}

fn add(
    issuer_id: Uuid,
    stored: StoredKeys,
    algorithm: Algorithm,
    place: fn(&mut IssuerKeys, PublicKey, Timestamp) -> String,
) -> Result<IssuerKeys, Error> {
    let mut keys = IssuerKeys::read(stored.public_keys.json()?)?;
    // Where no key signs any more nothing sealed is needed, and a lost secret does not stand in the way.
    let mut keyring = match keys.signing(|_| true) {
        Some(_) => open(issuer_id, stored.sealed)?,
        None => Keyring::default(),
    };
    let private = PrivateKey::generate(algorithm)?;
    let id = place(&mut keys, private.public().clone(), transaction_time()?);
    keyring.add(id, private);
    keyring.keep_active(&keys);
    let sealed = seal(issuer_id, &keyring)?;
    issuer_profiles::store_keys(issuer_id, JsonbValue::from_tree(&keys.to_tree())?, sealed)?;
    Ok(keys)
}

fn seal(issuer_id: Uuid, keyring: &Keyring) -> Result<Vec<u8>, Error> {
    let bytes = keyring
        .to_bytes()
        .map_err(|DamagedKeyring| Error::Internal("a private key cannot be written".into()))?;
    Ok(key_file::secret()?.seal(Purpose::IssuerKeys, issuer_id.as_bytes(), &bytes)?)
}

fn open(issuer_id: Uuid, sealed: Option<Vec<u8>>) -> Result<Keyring, Error> {
    // Nothing is sealed where no key signs.
    let Some(sealed) = sealed.filter(|sealed| !sealed.is_empty()) else { return Ok(Keyring::default()) };
    let opened = key_file::secret()?.open(Purpose::IssuerKeys, issuer_id.as_bytes(), &sealed);
    opened.and_then(|bytes| Keyring::from_bytes(&bytes).ok()).ok_or_else(|| Error::Configuration {
        reason: format!("the private keys of issuer {issuer_id} are sealed under another server secret"),
        hint: "Add the lines of the key file they were made with to the one in use (badges.key_file). If it is lost, \
               mark every active key with badges.mark_issuer_key_compromised, then badges.rotate_issuer_key."
            .into(),
    })
}

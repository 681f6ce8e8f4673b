//! JSON Web Key Sets (RFC 7517, section 5).

use super::PublicKey;
use crate::json::{Json, Tree, View, string};

/// Keys of a set that are looked at.
const MOST_KEYS: usize = 1_000;

/// A key that a set holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyOfSet {
    /// `kid`
    pub id: Option<String>,
    /// `iss`: whose key it is, an addition of Open Badges (implementation guide, "Key Provenance").
    pub issuer: Option<String>,
    /// The key.
    pub key: PublicKey,
}

/// A key set (`application/jwk-set+json`): every key with its `kid`, `alg` and `use`.
pub fn key_set<'k>(keys: impl IntoIterator<Item = (String, &'k PublicKey)>) -> Tree<'static> {
    let keys = keys.into_iter().map(|(id, key)| {
        let mut jwk = key.to_jwk();
        jwk.set("kid", id);
        jwk.set("alg", key.algorithm().jws_name());
        jwk.set("use", "sig");
        jwk
    });
    Tree::object([("keys", Tree::Array(keys.collect()))])
}

/// The first key of a set that fits. Entries that are no key, or none that can be used here, are passed over, as
/// RFC 7517 asks.
pub fn find_in_key_set<'a, J: Json<'a>>(set: J, fits: impl Fn(&KeyOfSet) -> bool) -> Option<KeyOfSet> {
    let View::Array(entries) = set.member("keys").ok()??.view().ok()? else { return None };
    entries.take(MOST_KEYS).filter_map(|entry| read(entry.ok()?)).find(fits)
}

fn read<'a, J: Json<'a>>(entry: J) -> Option<KeyOfSet> {
    let text = |name| entry.member(name).ok()?.and_then(|value| string(value).ok()?).map(str::to_owned);
    Some(KeyOfSet { id: text("kid"), issuer: text("iss"), key: PublicKey::from_jwk(entry).ok()? })
}

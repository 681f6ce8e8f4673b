//! The keys of issuers: making them, giving them up, publishing them.

use crate::arguments::required;
use crate::error::Error;
use crate::issuer::Issuer;
use crate::issuer_keys;
use crate::jsonb::JsonbValue;
use badges_core::json::tree::Tree;
use badges_core::proof::issuer_keys::{IssuerKey, IssuerKeys};
use badges_core::proof::keys::Algorithm;
use pgrx::Uuid;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

#[pg_schema]
mod badges {}

/// The entry of one key in the column `public_keys`, with the URL that proofs name it by.
fn entry(issuer_id: Uuid, keys: &IssuerKeys, key: &IssuerKey) -> Result<JsonbValue, Error> {
    let unknown = || Error::NotFound { entity: "issuer", id: issuer_id.to_string() };
    let issuer = Issuer::find(issuer_id)?.ok_or_else(unknown)?;
    let Tree::Array(entries) = keys.to_tree() else {
        return Err(Error::Internal("the keys of an issuer are no array".into()));
    };
    let position = keys.iter().position(|other| other.id == key.id);
    let found = position.and_then(|position| entries.into_iter().nth(position));
    let mut entry = found.ok_or_else(|| Error::Internal("a key of an issuer vanished".into()))?;
    entry.set("verificationMethod", issuer.identifiers.verification_method(&key.id));
    JsonbValue::from_tree(&entry)
}

/// Makes a new key that signs for an issuer from now on, in place of its key of the same algorithm, and returns the
/// key's entry in `public_keys`. What the old key signed stays good.
///
/// Errors: P0002 for an unknown issuer, 42501 for one that was received, 22023 for an unknown algorithm, 55000 without the key file.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, requires = ["issuer_profiles"]
)]
#[search_path(pg_catalog, pg_temp)]
fn rotate_issuer_key(
    issuer_id: Option<Uuid>,
    algorithm: default!(Option<&str>, "'Ed25519'"),
) -> Result<JsonbValue, ErrorReport> {
    let issuer_id = required("issuer_id", issuer_id)?;
    let algorithm = Algorithm::from_name(algorithm.unwrap_or("Ed25519")).ok_or(Error::Argument {
        name: "algorithm",
        reason: "names no kind of key".into(),
        hint: "One of Ed25519, P-256, P-384, RSA.",
    })?;
    let keys = issuer_keys::rotate(issuer_id, algorithm)?;
    let key = keys
        .signing(|other| other == algorithm)
        .ok_or_else(|| Error::Internal("a new key does not sign".into()))?;
    Ok(entry(issuer_id, &keys, key)?)
}

/// Marks a key of an issuer as compromised, for good, and returns its entry in `public_keys`: it signs no more, its
/// private part is forgotten, and nothing that it signed verifies any more. `key_id` is the `id` of the entry or the
/// URL of the key.
///
/// Errors: P0002 for an unknown issuer or key.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, requires = ["issuer_profiles"]
)]
#[search_path(pg_catalog, pg_temp)]
fn mark_issuer_key_compromised(
    issuer_id: Option<Uuid>,
    key_id: Option<&str>,
) -> Result<JsonbValue, ErrorReport> {
    let issuer_id = required("issuer_id", issuer_id)?;
    let key_id = required("key_id", key_id)?;
    let key_id = key_id.rsplit_once('#').map_or(key_id, |(_, fragment)| fragment);
    let unknown = || Error::NotFound { entity: "key of the issuer", id: key_id.to_owned() };
    let keys = issuer_keys::compromise(issuer_id, key_id)?.ok_or_else(unknown)?;
    let key = keys.get(key_id).ok_or_else(unknown)?;
    Ok(entry(issuer_id, &keys, key)?)
}

/// The controlled identifier document (DID document) of an issuer, which its 3.0 id stands for: every key, those that
/// may assert, and since when others may not. NULL for an unknown id.
#[pg_extern(
    schema = "badges", stable, parallel_safe, security_definer, requires = ["issuer_profiles"]
)]
#[search_path(pg_catalog, pg_temp)]
fn get_did_document(issuer_id: Option<Uuid>) -> Result<Option<JsonbValue>, ErrorReport> {
    published(issuer_id, |issuer, keys| Ok(Some(keys.document(issuer.identifiers.issuer_v3()))))
}

/// The JSON Web Key Set (RFC 7517) of an issuer, without compromised keys. NULL for an unknown id.
#[pg_extern(
    schema = "badges", stable, parallel_safe, security_definer, requires = ["issuer_profiles"]
)]
#[search_path(pg_catalog, pg_temp)]
fn get_jwks(issuer_id: Option<Uuid>) -> Result<Option<JsonbValue>, ErrorReport> {
    published(issuer_id, |issuer, keys| Ok(Some(keys.jwks(issuer.identifiers.issuer_v3()))))
}

/// A key of an issuer as an Open Badges 2.0 CryptographicKey, to be served under its URL. NULL for an unknown issuer
/// or key, and for a compromised key.
#[pg_extern(
    schema = "badges", stable, parallel_safe, security_definer, requires = ["issuer_profiles"]
)]
#[search_path(pg_catalog, pg_temp)]
fn get_issuer_key(issuer_id: Option<Uuid>, key_id: Option<&str>) -> Result<Option<JsonbValue>, ErrorReport> {
    published(issuer_id, |issuer, keys| {
        let key = key_id.and_then(|id| keys.get(id)).filter(|key| key.is_trusted());
        Ok(key.map(|key| issuer.cryptographic_key(key)))
    })
}

/// Renders something from the public keys of an issuer.
fn published(
    issuer_id: Option<Uuid>,
    render: impl FnOnce(&Issuer, &IssuerKeys) -> Result<Option<Tree<'static>>, Error>,
) -> Result<Option<JsonbValue>, ErrorReport> {
    let Some(issuer_id) = issuer_id else {
        return Ok(None);
    };
    let Some(issuer) = Issuer::find(issuer_id)? else {
        return Ok(None);
    };
    let rendered = render(&issuer, &issuer.keys()?)?;
    Ok(rendered.map(|document| JsonbValue::from_tree(&document)).transpose()?)
}

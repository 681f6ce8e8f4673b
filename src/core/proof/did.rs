//! Whose key it is: DIDs, controlled identifier documents (DID documents), key sets.
//!
//! Sources: W3C Controlled Identifiers 1.0, DID Core 1.0, did:key, did:jwk, did:web.

use super::keys::{Algorithm, KeyError, PublicKey};
use crate::json::{Json, ReadError, Tree, View, string, text};
use crate::timestamp::Timestamp;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// Verification methods of one document that are looked at.
const MOST_METHODS: usize = 1_000;

/// Characters of the longest `did:jwk` that is read; RSA of 8192 bits takes 2,000.
const LONGEST_DID_JWK: usize = 4_096;

/// Where the parts of a verification method's key stand, and which keys its type is for.
struct MethodType {
    name: &'static str,
    member: &'static str,
    read: Form,
    algorithms: &'static [Algorithm],
}

enum Form {
    Multibase,
    Jwk,
    /// The 32 octets of an Ed25519 key in base58 without a prefix.
    Base58,
}

const METHOD_TYPES: [MethodType; 5] = [
    MethodType {
        name: "Multikey",
        member: "publicKeyMultibase",
        read: Form::Multibase,
        algorithms: &Algorithm::ALL,
    },
    MethodType { name: "JsonWebKey", member: "publicKeyJwk", read: Form::Jwk, algorithms: &Algorithm::ALL },
    MethodType {
        name: "JsonWebKey2020",
        member: "publicKeyJwk",
        read: Form::Jwk,
        algorithms: &Algorithm::ALL,
    },
    MethodType {
        name: "Ed25519VerificationKey2020",
        member: "publicKeyMultibase",
        read: Form::Multibase,
        algorithms: &[Algorithm::Ed25519],
    },
    MethodType {
        name: "Ed25519VerificationKey2018",
        member: "publicKeyBase58",
        read: Form::Base58,
        algorithms: &[Algorithm::Ed25519],
    },
];

/// Members that no published verification method has.
const SECRET_MEMBERS: [&str; 4] =
    ["secretKeyMultibase", "privateKeyMultibase", "privateKeyJwk", "privateKeyBase58"];

/// A key as its controller publishes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerificationMethod {
    /// Its URL.
    pub id: String,
    /// Who says that it is theirs.
    pub controller: String,
    /// The key.
    pub key: PublicKey,
    /// Until when it is good (`expires`).
    pub expires: Option<Timestamp>,
    /// Since when it must not be trusted any more (`revoked`).
    pub revoked: Option<Timestamp>,
}

/// Why a verification method cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DidError {
    /// Not a DID URL or https URL, or a document without the members that it must have.
    Malformed,
    /// A DID method that cannot be resolved here.
    UnknownMethod,
    /// The document has no verification method of that id, or more than one.
    NoSuchMethod,
    /// The document does not list the method for that purpose (`assertionMethod`).
    NotAuthorized,
    /// The document is not that of the controller it is asked for.
    OtherController,
    /// The method holds no key that can be used.
    Key(KeyError),
}

impl From<ReadError> for DidError {
    fn from(_: ReadError) -> Self {
        DidError::Malformed
    }
}

impl From<KeyError> for DidError {
    fn from(error: KeyError) -> Self {
        DidError::Key(error)
    }
}

/// Resolves a verification method that carries its own key: `did:key:z…`, `did:key:z…#z…`, `did:jwk:…`,
/// `did:jwk:…#0`. `None` for other identifiers.
///
/// # Errors
/// [`DidError::NoSuchMethod`] for another fragment, [`DidError::Key`]
pub fn resolve_offline(id: &str) -> Option<Result<VerificationMethod, DidError>> {
    let did = without_fragment(id);
    if let Some(multikey) = did.strip_prefix("did:key:") {
        Some(resolved(id, did, multikey, PublicKey::from_multikey(multikey)))
    } else {
        let encoded = did.strip_prefix("did:jwk:")?;
        Some(resolved(id, did, "0", jwk_of_did(encoded)))
    }
}

/// The method of a DID that has one only, which may be named with its fragment or without.
fn resolved(
    id: &str,
    did: &str,
    fragment: &str,
    key: Result<PublicKey, KeyError>,
) -> Result<VerificationMethod, DidError> {
    let key = key?;
    if id.strip_prefix(did).is_some_and(|rest| !rest.is_empty() && rest.strip_prefix('#') != Some(fragment)) {
        return Err(DidError::NoSuchMethod);
    }
    Ok(VerificationMethod {
        id: format!("{did}#{fragment}"),
        controller: did.to_owned(),
        key,
        expires: None,
        revoked: None,
    })
}

fn jwk_of_did(encoded: &str) -> Result<PublicKey, KeyError> {
    if encoded.len() > LONGEST_DID_JWK {
        return Err(KeyError::Malformed);
    }
    let octets = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| KeyError::Malformed)?;
    let json = std::str::from_utf8(&octets).map_err(|_| KeyError::Malformed)?;
    let jwk = text::parse(json).map_err(|_| KeyError::Malformed)?;
    PublicKey::from_jwk(&jwk)
}

/// The identifier without its fragment.
pub fn without_fragment(id: &str) -> &str {
    id.split_once('#').map_or(id, |(before, _)| before)
}

/// The https URL of the document of a `did:web`; `None` for other identifiers and malformed ones.
pub fn web_url(did: &str) -> Option<String> {
    let mut parts = did.strip_prefix("did:web:")?.split(':');
    let host = parts.next()?;
    let (name, port) = match host.split_once("%3A").or_else(|| host.split_once("%3a")) {
        Some((name, port)) => {
            (name, Some(port.parse::<u16>().ok().filter(|number| number.to_string() == port)?))
        }
        None => (host, None),
    };
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if !name.split('.').all(is_label) {
        return None;
    }
    let mut url = format!("https://{name}");
    if let Some(port) = port {
        url.push_str(&format!(":{port}"));
    }
    let mut has_path = false;
    for segment in parts {
        let is_segment = !matches!(segment, "" | "." | "..")
            && segment
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'%'));
        if !is_segment {
            return None;
        }
        url.push('/');
        url.push_str(segment);
        has_path = true;
    }
    url.push_str(if has_path { "/did.json" } else { "/.well-known/did.json" });
    Some(url)
}

/// The members of one value or of an array of them.
fn each<'a, J: Json<'a>>(value: Option<J>) -> Result<Vec<J>, ReadError> {
    let Some(value) = value else { return Ok(Vec::new()) };
    match value.view()? {
        View::Array(elements) => elements.take(MOST_METHODS).collect(),
        View::Null => Ok(Vec::new()),
        _ => Ok(vec![value]),
    }
}

fn member_text<'a, J: Json<'a>>(value: J, name: &str) -> Result<Option<&'a str>, ReadError> {
    value.member(name)?.map_or(Ok(None), string)
}

/// Whether an id in the document is that URL. A relative one (`#key`) is resolved against the document's id.
fn is_id(found: &str, document_id: &str, id: &str) -> bool {
    found == id || found.starts_with('#') && id.strip_prefix(document_id) == Some(found)
}

/// Finds a verification method in the document of its controller and checks that it is listed for the purpose
/// (`assertionMethod`), by reference or embedded.
///
/// # Errors
/// [`DidError`]
pub fn find<'a, J: Json<'a>>(document: J, id: &str, purpose: &str) -> Result<VerificationMethod, DidError> {
    let document_id = member_text(document, "id")?.ok_or(DidError::Malformed)?;
    if document_id != without_fragment(id) {
        return Err(DidError::OtherController);
    }
    let mut found = Vec::new();
    for name in ["verificationMethod", purpose] {
        for candidate in each(document.member(name)?)? {
            let candidate_id = member_text(candidate, "id")?;
            if candidate_id.is_some_and(|candidate_id| is_id(candidate_id, document_id, id)) {
                found.push(candidate);
            }
        }
    }
    let [candidate] = *found else { return Err(DidError::NoSuchMethod) };
    if !lists(document, id, purpose)? {
        return Err(DidError::NotAuthorized);
    }
    let method = VerificationMethod { id: id.to_owned(), ..read_method(candidate)? };
    let controllers = each(document.member("controller")?)?;
    let is_controller = |controller: J| string(controller).ok().flatten() == Some(method.controller.as_str());
    if method.controller == document_id || controllers.into_iter().any(is_controller) {
        Ok(method)
    } else {
        Err(DidError::OtherController)
    }
}

/// Whether the document lists a verification method for the purpose, by reference or embedded. For a method that
/// is a document of its own, ask its controller's.
///
/// # Errors
/// [`DidError::Malformed`]
pub fn lists<'a, J: Json<'a>>(document: J, id: &str, purpose: &str) -> Result<bool, DidError> {
    let document_id = member_text(document, "id")?.ok_or(DidError::Malformed)?;
    for listed in each(document.member(purpose)?)? {
        let listed = match string(listed)? {
            Some(reference) => Some(reference),
            None => member_text(listed, "id")?,
        };
        if listed.is_some_and(|listed| is_id(listed, document_id, id)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A verification method that is a document of its own (a Multikey or JsonWebKey fetched from its URL).
///
/// # Errors
/// [`DidError::Malformed`], [`DidError::Key`]
pub fn method<'a, J: Json<'a>>(document: J) -> Result<VerificationMethod, DidError> {
    read_method(document)
}

fn read_method<'a, J: Json<'a>>(method: J) -> Result<VerificationMethod, DidError> {
    for name in SECRET_MEMBERS {
        if method.member(name)?.is_some() {
            return Err(KeyError::Private.into());
        }
    }
    let id = member_text(method, "id")?.ok_or(DidError::Malformed)?;
    let controller = member_text(method, "controller")?.ok_or(DidError::Malformed)?;
    let mut types = each(method.member("type")?)?.into_iter().filter_map(|name| string(name).ok().flatten());
    let method_type = types
        .find_map(|name| METHOD_TYPES.iter().find(|known| known.name == name))
        .ok_or(DidError::Key(KeyError::Unsupported))?;
    let value = method.member(method_type.member)?.ok_or(DidError::Malformed)?;
    let key = match method_type.read {
        Form::Jwk => PublicKey::from_jwk(value)?,
        Form::Multibase => PublicKey::from_multikey(string(value)?.ok_or(DidError::Malformed)?)?,
        Form::Base58 => {
            let digits = string(value)?.ok_or(DidError::Malformed)?;
            let octets = super::multibase::decode_base58(digits).map_err(|_| KeyError::Malformed)?;
            PublicKey::from_octets(Algorithm::Ed25519, &octets)?
        }
    };
    if !method_type.algorithms.contains(&key.algorithm()) {
        return Err(KeyError::Unsupported.into());
    }
    let time = |name| match method.member(name)? {
        None => Ok(None),
        Some(value) => string(value)?.and_then(Timestamp::parse_rfc3339).map(Some).ok_or(DidError::Malformed),
    };
    Ok(VerificationMethod {
        id: id.to_owned(),
        controller: controller.to_owned(),
        key,
        expires: time("expires")?,
        revoked: time("revoked")?,
    })
}

/// The document an issuer publishes: every key as Multikey (RSA: JsonWebKey), those that may sign now under
/// `assertionMethod` and `authentication`; `revoked` on compromised ones.
pub fn document(
    id: &str,
    keys: &[VerificationMethod],
    may_assert: &dyn Fn(&VerificationMethod) -> bool,
) -> Tree<'static> {
    // The contexts of Controlled Identifiers 1.0 would say the same; these are what deployed verifiers have.
    let mut contexts = vec!["https://www.w3.org/ns/did/v1".into()];
    let has = |is_rsa: bool| keys.iter().any(|method| (method.key.algorithm() == Algorithm::Rsa) == is_rsa);
    if has(false) {
        contexts.push("https://w3id.org/security/multikey/v1".into());
    }
    if has(true) {
        contexts.push("https://w3id.org/security/jwk/v1".into());
    }
    let methods = keys.iter().map(publish).collect();
    let references: Vec<Tree<'static>> =
        keys.iter().filter(|method| may_assert(method)).map(|method| method.id.clone().into()).collect();
    Tree::object([
        ("@context", Tree::Array(contexts)),
        ("id", id.to_owned().into()),
        ("verificationMethod", Tree::Array(methods)),
        ("assertionMethod", Tree::Array(references.clone())),
        ("authentication", Tree::Array(references)),
    ])
}

fn publish(method: &VerificationMethod) -> Tree<'static> {
    let (method_type, member, key) = match method.key.to_multikey() {
        Some(multikey) => ("Multikey", "publicKeyMultibase", multikey.into()),
        None => ("JsonWebKey", "publicKeyJwk", method.key.to_jwk()),
    };
    let mut published = Tree::object([
        ("id", method.id.clone().into()),
        ("type", method_type.into()),
        ("controller", method.controller.clone().into()),
        (member, key),
    ]);
    for (name, time) in [("expires", method.expires), ("revoked", method.revoked)] {
        if let Some(time) = time {
            published.set(name, time.to_rfc3339());
        }
    }
    published
}

//! What columns take from an Open Badges 3.0 document: a Profile, an Achievement or an OpenBadgeCredential.

use super::v3::is_extension_term;
use crate::json::{Json, ReadError, View, string};
use std::borrow::Cow;

/// The kinds of identity of Open Badges 2.0, and what stands for each as `identityType` in 3.0. Open Badges 3.0 has
/// no name for two of them, so theirs are extensions of its enumeration.
const KINDS: [(&str, &str); 4] =
    [("email", "emailAddress"), ("url", "ext:url"), ("telephone", "ext:telephone"), ("id", "identifier")];

/// Where the names of Open Badges 3.0 are defined.
const VOCABULARY: &str = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#";

/// Further kinds of identity that Open Badges 3.0 names (IdentifierTypeEnum).
const OTHER_KINDS: [&str; 17] = [
    "name",
    "sourcedId",
    "systemId",
    "productId",
    "userName",
    "accountId",
    "nationalIdentityNumber",
    "isbn",
    "issn",
    "lisSourcedId",
    "oneRosterSourcedId",
    "sisSourcedId",
    "ltiContextId",
    "ltiDeploymentId",
    "ltiToolId",
    "ltiPlatformId",
    "ltiUserId",
];

/// The `identityType` that stands for a recipient type: `emailAddress` for `email`, `identifier` for `id`, `ext:url`,
/// `ext:telephone`; for the IRI of another name in the vocabulary of Open Badges 3.0 that name; else `identifier`.
pub(crate) fn identity_type(recipient_type: &str) -> Cow<'static, str> {
    if let Some((_, name)) = KINDS.iter().find(|(kind, _)| *kind == recipient_type) {
        return Cow::Borrowed(name);
    }
    let Some(named) = recipient_type.strip_prefix(VOCABULARY) else {
        return Cow::Borrowed("identifier");
    };
    if let Some(name) = OTHER_KINDS.iter().find(|name| **name == named) {
        return Cow::Borrowed(name);
    }
    if is_extension_term(named) {
        return Cow::Owned(named.to_owned());
    }
    Cow::Borrowed("identifier")
}

/// The recipient type that an `identityType` stands for; the reverse of [`identity_type`].
pub(crate) fn recipient_type(identity_type: &str) -> Cow<'_, str> {
    if let Some((kind, _)) = KINDS.iter().find(|(_, name)| *name == identity_type) {
        return Cow::Borrowed(kind);
    }
    Cow::Owned([VOCABULARY, identity_type].concat())
}

/// Whom a credential is awarded to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct AwardedTo<'a> {
    /// The recipient type of Open Badges 2.0: `email`, `url`, `telephone`, `id` or an IRI.
    pub kind: Cow<'a, str>,
    /// The identity or its hash.
    pub identity: &'a str,
    /// Whether it is a hash.
    pub hashed: Option<bool>,
    /// The salt of the hash.
    pub salt: Option<&'a str>,
}

/// Whom a credential is awarded to: its first identifier, and if it has none the id of its subject.
pub(crate) fn awarded_to<'a, J: Json<'a>>(credential: J) -> Result<Option<AwardedTo<'a>>, ReadError> {
    let Some(subject) = credential.member("credentialSubject")? else {
        return Ok(None);
    };
    if let Some(identifiers) = subject.member("identifier")? {
        match identifiers.view()? {
            View::Array(elements) => {
                for element in elements {
                    if let Some(found) = identity(element?)? {
                        return Ok(Some(found));
                    }
                }
            }
            _ => {
                if let Some(found) = identity(identifiers)? {
                    return Ok(Some(found));
                }
            }
        }
    }
    let id = text(subject, "id")?;
    Ok(id.map(|identity| AwardedTo { kind: Cow::Borrowed("id"), identity, hashed: Some(false), salt: None }))
}

fn identity<'a, J: Json<'a>>(object: J) -> Result<Option<AwardedTo<'a>>, ReadError> {
    let (Some(identity), Some(kind)) = (text(object, "identityHash")?, text(object, "identityType")?) else {
        return Ok(None);
    };
    let hashed = match object.member("hashed")?.map(Json::view).transpose()? {
        Some(View::Boolean(flag)) => Some(flag),
        _ => None,
    };
    Ok(Some(AwardedTo { kind: recipient_type(kind), identity, hashed, salt: text(object, "salt")? }))
}

fn text<'a, J: Json<'a>>(object: J, name: &str) -> Result<Option<&'a str>, ReadError> {
    object.member(name)?.map_or(Ok(None), string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipient_type_comes_back_from_its_identity_type() {
        for kind in ["email", "url", "telephone", "id"] {
            assert_eq!(recipient_type(&identity_type(kind)), kind);
        }
        for name in OTHER_KINDS.iter().chain(&["ext:studentId"]) {
            assert_eq!(identity_type(&recipient_type(name)), *name);
        }
        for kind in ["https://schema.org/taxID", "ext:studentId", "userName"] {
            assert_eq!(identity_type(kind), "identifier");
        }
    }
}

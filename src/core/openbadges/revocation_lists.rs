//! Revocation lists that name what they revoke: of Open Badges 2.0, and 1EdTech's of Open Badges 3.0.
//!
//! Both say of a credential nothing (it is not revoked), that it is revoked, or that and why. A document that is no
//! such list says neither, and must not pass for a list that revokes nothing.
//!
//! Sources: Open Badges 2.0, "Revocation List"; 1EdTech Revocation List Status Method 1.0. The latter is deprecated
//! since Open Badges 3.0 of 2025-10-09 in favour of [status lists](crate::proof::status_list).

use super::datatypes::comparable;
use crate::json::{Json, ReadError, Tree, View, string};
use std::fmt;

/// Why a document says nothing about a revocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevocationListError {
    /// It is not a revocation list of the kind asked for.
    NotAList,
    /// It cannot be read.
    Unreadable(ReadError),
}

impl fmt::Display for RevocationListError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            RevocationListError::NotAList => "the document is not a revocation list",
            RevocationListError::Unreadable(_) => "the revocation list cannot be read",
        })
    }
}

impl std::error::Error for RevocationListError {}

impl From<ReadError> for RevocationListError {
    fn from(error: ReadError) -> Self {
        RevocationListError::Unreadable(error)
    }
}

/// Revoked, and the reason if the list gives one; `None` if the list does not revoke it.
pub type Revocation<'a> = Option<Option<&'a str>>;

/// What a 1EdTech revocation list says of the credential with this id, in whatever spelling of it (Open Badges 3.0,
/// "Credential equality and comparison").
///
/// That the list is the issuer's (its `issuer`, and where it was found) is for the caller to know.
///
/// # Errors
/// [`RevocationListError`]
pub fn revocation_1edtech<'a, J: Json<'a>>(
    list: J,
    credential_id: &str,
) -> Result<Revocation<'a>, RevocationListError> {
    // A list that revokes nothing leaves its entries out, as 3.0 has it for each array. Its other members tell
    // it from, say, the answer of a server that does not have it.
    let is_list = list.member("id")?.is_some() && list.member("issuer")?.is_some();
    let sought = comparable(credential_id);
    revocation(list, "revokedCredential", is_list, |entry| {
        let found = text(entry, &["id", "@id"])?.or(string(entry)?);
        Ok(found.is_some_and(|found| found == credential_id || comparable(found) == sought))
    })
}

/// What a RevocationList of Open Badges 2.0 says of the assertion with this id, or this `uid` of an assertion of 1.x.
///
/// That the list is the issuer's is for the caller to know.
///
/// # Errors
/// [`RevocationListError`]
pub fn revocation_2_0<'a, J: Json<'a>>(
    list: J,
    assertion_id: Option<&str>,
    uid: Option<&str>,
) -> Result<Revocation<'a>, RevocationListError> {
    revocation(list, "revokedAssertions", false, |entry| {
        if let Some(id) = string(entry)? {
            return Ok(Some(id) == assertion_id);
        }
        let is_same = |found: Option<&str>, sought: Option<&str>| found.is_some() && found == sought;
        Ok(is_same(text(entry, &["id", "@id"])?, assertion_id) || is_same(text(entry, &["uid"])?, uid))
    })
}

/// A 1EdTech revocation list. Each entry is the id of a credential and the reason, if one was given.
pub fn revocation_list_1edtech<'a>(
    id: &'a str,
    issuer: &'a str,
    entries: impl Iterator<Item = (String, Option<String>)>,
) -> Tree<'a> {
    let entries: Vec<Tree<'a>> = entries
        .map(|(id, reason)| {
            let mut entry = Tree::object([("id", id.into()), ("revoked", true.into())]);
            if let Some(reason) = reason {
                entry.set("revocationReason", reason);
            }
            entry
        })
        .collect();
    Tree::object([("id", id.into()), ("issuer", issuer.into()), ("revokedCredential", entries.into())])
}

/// The first entry that is meant and in force. `may_be_absent`: without entries it still is a list, which revokes nothing.
fn revocation<'a, J: Json<'a>>(
    list: J,
    entries: &str,
    may_be_absent: bool,
    is_meant: impl Fn(J) -> Result<bool, ReadError>,
) -> Result<Revocation<'a>, RevocationListError> {
    let Some(found) = list.member(entries)? else {
        return if may_be_absent { Ok(None) } else { Err(RevocationListError::NotAList) };
    };
    match found.view()? {
        View::Array(elements) => {
            for entry in elements {
                let entry = entry?;
                if !matches!(entry.view()?, View::String(_) | View::Object(_)) {
                    return Err(RevocationListError::NotAList);
                }
                if is_meant(entry)? && is_in_force(entry)? {
                    return Ok(Some(text(entry, &["revocationReason"])?));
                }
            }
            Ok(None)
        }
        // JSON-LD writes an array of one as its element.
        View::String(_) | View::Object(_) if is_meant(found)? && is_in_force(found)? => {
            Ok(Some(text(found, &["revocationReason"])?))
        }
        View::String(_) | View::Object(_) => Ok(None),
        _ => Err(RevocationListError::NotAList),
    }
}

/// An entry may say that it does not revoke.
fn is_in_force<'a, J: Json<'a>>(entry: J) -> Result<bool, ReadError> {
    Ok(match entry.member("revoked")? {
        Some(revoked) => !matches!(revoked.view()?, View::Boolean(false)),
        None => true,
    })
}

/// The string of the first of these members that there is.
fn text<'a, J: Json<'a>>(object: J, names: &[&str]) -> Result<Option<&'a str>, ReadError> {
    for name in names {
        if let Some(value) = object.member(name)? {
            return string(value);
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;
    use serde_json::{Value, json};

    fn list_1edtech() -> Value {
        json!({
            "id": "https://example.org/v3/issuers/1/revocations",
            "issuer": "https://example.org/v3/issuers/1",
            "revokedCredential": [
                {"id": "https://example.org/v3/credentials/1", "revoked": true, "revocationReason": "Issued in error"},
                {"id": "https://example.org/v3/credentials/2"},
                {"id": "https://example.org/v3/credentials/3", "revoked": false, "revocationReason": "Reinstated"},
                "https://example.org/v3/credentials/4"
            ]
        })
    }

    fn list_2_0() -> Value {
        json!({
            "@context": "https://w3id.org/openbadges/v2",
            "id": "https://example.org/issuers/1/revocations",
            "type": "RevocationList",
            "issuer": "https://example.org/issuers/1",
            "revokedAssertions": [
                "https://example.org/assertions/1",
                {"id": "urn:uuid:2", "revocationReason": "Honor code violation"},
                {"uid": "abc-3", "revocationReason": "Issued in error"},
                {"id": "urn:uuid:4", "revoked": false}
            ]
        })
    }

    #[track_caller]
    fn assert_1edtech(list: &Value, id: &str, expected: Result<Revocation<'_>, RevocationListError>) {
        assert_eq!(revocation_1edtech(list, id), expected);
    }

    #[test]
    fn a_credential_in_a_1edtech_list_is_revoked_unless_the_entry_says_otherwise() {
        let list = list_1edtech();
        assert_1edtech(&list, "https://example.org/v3/credentials/1", Ok(Some(Some("Issued in error"))));
        assert_1edtech(&list, "https://example.org/v3/credentials/2", Ok(Some(None)));
        assert_1edtech(&list, "https://example.org/v3/credentials/3", Ok(None));
        assert_1edtech(&list, "https://example.org/v3/credentials/4", Ok(Some(None)));
        assert_1edtech(&list, "https://example.org/v3/credentials/5", Ok(None));
    }

    #[test]
    fn what_is_no_1edtech_list_revokes_and_clears_nothing() {
        for other in [
            json!({"error": "not found"}),
            json!([]),
            json!("https://example.org/"),
            list_2_0_without_issuer(),
        ] {
            assert_1edtech(
                &other,
                "https://example.org/v3/credentials/1",
                Err(RevocationListError::NotAList),
            );
        }
        let mut list = list_1edtech();
        list["revokedCredential"] = json!(3);
        assert_1edtech(&list, "https://example.org/v3/credentials/1", Err(RevocationListError::NotAList));
    }

    fn list_2_0_without_issuer() -> Value {
        let mut list = list_2_0();
        list.as_object_mut().unwrap().remove("issuer");
        list
    }

    #[test]
    fn a_1edtech_list_that_revokes_nothing_may_leave_its_entries_out() {
        let mut list = list_1edtech();
        list.as_object_mut().unwrap().remove("revokedCredential");
        assert_1edtech(&list, "https://example.org/v3/credentials/1", Ok(None));
    }

    #[test]
    fn what_is_written_is_read() {
        let entries =
            [("urn:uuid:1".to_owned(), Some("Issued in error".to_owned())), ("urn:uuid:2".to_owned(), None)];
        let list =
            revocation_list_1edtech("https://example.org/list", "https://example.org/1", entries.into_iter());
        assert_eq!(
            list.to_text(),
            "{\"id\":\"https://example.org/list\",\"issuer\":\"https://example.org/1\",\"revokedCredential\":[\
             {\"id\":\"urn:uuid:1\",\"revoked\":true,\"revocationReason\":\"Issued in error\"},\
             {\"id\":\"urn:uuid:2\",\"revoked\":true}]}"
        );
        assert_eq!(revocation_1edtech(&list, "urn:uuid:1"), Ok(Some(Some("Issued in error"))));
        assert_eq!(revocation_1edtech(&list, "urn:uuid:2"), Ok(Some(None)));
        assert_eq!(revocation_1edtech(&list, "urn:uuid:3"), Ok(None));
    }

    #[test]
    fn an_assertion_is_revoked_by_its_id_or_uid() {
        let list = list_2_0();
        let by_id = |id| revocation_2_0(&list, Some(id), None);
        assert_eq!(by_id("https://example.org/assertions/1"), Ok(Some(None)));
        assert_eq!(by_id("urn:uuid:2"), Ok(Some(Some("Honor code violation"))));
        assert_eq!(by_id("urn:uuid:4"), Ok(None));
        assert_eq!(by_id("abc-3"), Ok(None));
        assert_eq!(revocation_2_0(&list, None, Some("abc-3")), Ok(Some(Some("Issued in error"))));
        assert_eq!(
            revocation_2_0(&list, Some("urn:uuid:9"), Some("abc-3")),
            Ok(Some(Some("Issued in error")))
        );
        assert_eq!(revocation_2_0(&list, Some("urn:uuid:9"), Some("abc-4")), Ok(None));
        assert_eq!(revocation_2_0(&list, None, None), Ok(None));
    }

    #[test]
    fn an_array_of_one_may_be_written_as_its_element() {
        let mut list = list_2_0();
        list["revokedAssertions"] = json!("urn:uuid:1");
        assert_eq!(revocation_2_0(&list, Some("urn:uuid:1"), None), Ok(Some(None)));
        list["revokedAssertions"] = json!({"uid": "1", "revocationReason": "x"});
        assert_eq!(revocation_2_0(&list, Some("urn:uuid:1"), Some("1")), Ok(Some(Some("x"))));
        assert_eq!(revocation_2_0(&list, Some("urn:uuid:1"), None), Ok(None));
    }

    #[test]
    fn a_2_0_list_has_entries_even_if_none() {
        let mut list = list_2_0();
        list["revokedAssertions"] = json!([]);
        assert_eq!(revocation_2_0(&list, Some("urn:uuid:1"), None), Ok(None));
        list.as_object_mut().unwrap().remove("revokedAssertions");
        assert_eq!(revocation_2_0(&list, Some("urn:uuid:1"), None), Err(RevocationListError::NotAList));
        assert_eq!(
            revocation_2_0(&list_1edtech(), Some("urn:uuid:1"), None),
            Err(RevocationListError::NotAList)
        );
    }
}

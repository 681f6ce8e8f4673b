//! The versions of the standard.

use super::jsonld::terms;
use super::v3;
use crate::json::{Json, ReadError, View, string};

/// A version of Open Badges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// 1.0 and before (0.5): plain JSON without a context.
    V1_0,
    /// 1.1
    V1_1,
    /// 2.0
    V2_0,
    /// 3.0: a verifiable credential.
    V3_0,
}

impl Version {
    /// `1.0`, `1.1`, `2.0` or `3.0`.
    pub fn as_str(self) -> &'static str {
        match self {
            Version::V1_0 => "1.0",
            Version::V1_1 => "1.1",
            Version::V2_0 => "2.0",
            Version::V3_0 => "3.0",
        }
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// How the context of a verifiable credential begins.
const CREDENTIALS: [&str; 2] = ["https://www.w3.org/ns/credentials/", "https://www.w3.org/2018/credentials/"];

/// How a context of Open Badges 3.0 begins.
const OPEN_BADGES_3: &str = "https://purl.imsglobal.org/spec/ob/v3p0/";

/// The version a document is written in, by its `@context`; without one, by its shape. `None` if it is neither.
///
/// Source: the official validator; Open Badges 1.0, 1.1, 2.0 and 3.0.
pub fn version_of<'a, J: Json<'a>>(document: J) -> Option<Version> {
    version(document).ok().flatten()
}

pub(crate) fn version<'a, J: Json<'a>>(document: J) -> Result<Option<Version>, ReadError> {
    if !matches!(document.view()?, View::Object(_)) {
        return Ok(None);
    }
    let Some(context) = document.member("@context")? else { return without_context(document) };
    Ok(Some(match context.view()? {
        View::Null => return without_context(document),
        View::String(context) => of_address(context),
        View::Array(elements) => {
            let mut version = Version::V2_0;
            for element in elements {
                if string(element?)?.is_some_and(|context| of_address(context) == Version::V3_0) {
                    version = Version::V3_0;
                }
            }
            version
        }
        _ => Version::V2_0,
    }))
}

fn of_address(context: &str) -> Version {
    if context.starts_with(OPEN_BADGES_3) || CREDENTIALS.iter().any(|start| context.starts_with(start)) {
        Version::V3_0
    } else if terms::is_open_badges_2(context) {
        Version::V2_0
    } else if terms::is_open_badges_1(context) || context.contains("v1") {
        Version::V1_1
    } else {
        Version::V2_0
    }
}

/// What belongs into a credential of 3.0 needs no context of its own, and its types are an array. Before 1.1 there was
/// no context either: an assertion has a recipient, a badge class criteria, an issuer a url.
fn without_context<'a, J: Json<'a>>(document: J) -> Result<Option<Version>, ReadError> {
    if v3::has_form(document)? {
        return Ok(Some(Version::V3_0));
    }
    for name in ["recipient", "criteria", "url", "type"] {
        if document.member(name)?.is_some() {
            return Ok(Some(Version::V1_0));
        }
    }
    Ok(None)
}

//! What the tables ask of a document: the standard's rules, and two of their own.

use super::columns::{self, Column};
use super::datatypes::is_https_or_local;
use super::problem::{Code, OTHER_VERSION, URL_NOT_HTTPS};
use super::{Class, Problem, Version, is_valid, problems, version_of};
use crate::json::Json;

/// Why a table refuses the document; `None` if it takes it. What makes the refusal is among the problems as
/// an error.
pub fn refusal<'a, J: Json<'a>>(document: J, class: Class) -> Option<Vec<Problem>> {
    if let Some(version @ (Version::V1_0 | Version::V1_1)) = version_of(document) {
        let found = match document.member("@context") {
            Ok(Some(_)) => format!("that of Open Badges {version}"),
            Ok(None) | Err(_) => format!("none, as in Open Badges {version}"),
        };
        let message = format!("expected the @context \"https://w3id.org/openbadges/v2\", found {found}");
        return Some(vec![problem(&OTHER_VERSION, "", message)]);
    }
    let class = class_in_version(class, version_of(document));
    if !is_valid(document, Some(class)) {
        return Some(problems(document, Some(class)));
    }
    let is_profile = matches!(class, Class::Issuer | Class::Profile);
    // An address that cannot be read is no https URL either.
    let url = columns::text(document, Column::Url).ok().flatten().unwrap_or_default();
    (is_profile && !is_https_or_local(&url)).then(|| {
        let message = "expected an https URL for the home page of an issuer".to_owned();
        vec![problem(&URL_NOT_HTTPS, "/url", message)]
    })
}

/// What the class of a column is called in the version of the document: a table takes both.
fn class_in_version(class: Class, version: Option<Version>) -> Class {
    match (class, version) {
        (Class::Assertion, Some(Version::V3_0)) => Class::OpenBadgeCredential,
        (Class::BadgeClass, Some(Version::V3_0)) => Class::Achievement,
        _ => class,
    }
}

fn problem(code: &Code, path: &str, message: String) -> Problem {
    Problem { severity: code.severity, path: path.into(), code: code.name, message }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn issuer(url: &str) -> Value {
        json!({
            "@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": "https://example.org/issuers/1",
            "name": "Example Academy", "url": url, "email": "badges@example.org",
        })
    }

    fn codes(document: &Value) -> Vec<(&'static str, String)> {
        let refusal = refusal(document, Class::Issuer).unwrap_or_default();
        refusal.into_iter().map(|problem| (problem.code, problem.path)).collect()
    }

    #[test]
    fn tables_take_what_the_standard_takes() {
        assert_eq!(codes(&issuer("https://example.org")), []);
        assert_eq!(codes(&issuer("nowhere")), [("not_a_url", "/url".to_owned())]);
    }

    #[test]
    fn tables_ask_for_https_home_pages() {
        for url in ["HTTPS://example.org", "http://localhost:3000/x", "http://127.0.0.1"] {
            assert_eq!(codes(&issuer(url)), [], "{url}");
        }
        for url in [
            "http://example.org",
            "http://localhost.evil.example",
            "http://localhost:x@evil.example/",
            "http://localhost@evil.example/",
        ] {
            let codes = codes(&issuer(url));
            assert!(codes.iter().all(|(_, path)| path == "/url") && codes.len() == 1, "{url}: {codes:?}");
        }
    }

    #[test]
    fn tables_take_the_current_version_only_and_name_the_context_that_is_missing() {
        let mut document = issuer("https://example.org");
        for context in [json!("https://w3id.org/openbadges/v1"), Value::Null] {
            document["@context"] = context;
            assert_eq!(codes(&document), [("other_version", String::new())]);
        }
    }
}

//! What the tables ask of a document: the standard's rules, and two of their own.

use super::columns::{self, Column};
use super::datatypes::is_https_or_local;
use super::problem::{Code, OTHER_VERSION, URL_NOT_HTTPS};
use super::{Class, Problem, Version, is_valid, problems, version_of};
use crate::json::{Json, View, string};

/// Why a table refuses a document of this site; `None` if it takes it: as [`refusal_of_received`], and an issuer has an
/// https home page.
pub fn refusal<'a, J: Json<'a>>(document: J, class: Class) -> Option<Vec<Problem>> {
    refusal_of_received(document, class).or_else(|| refusal_of_home_page(document, class))
}

/// Why a table refuses a document that was received; `None` if it takes it. What makes the refusal is among the problems
/// as an error.
///
/// `class` is that of Open Badges 2.0; a document of 3.0, which says so by its own `@context`, is held to the class that
/// stands for it there.
pub fn refusal_of_received<'a, J: Json<'a>>(document: J, class: Class) -> Option<Vec<Problem>> {
    let version = version_of(document);
    let has_context = has_context(document);
    if matches!(version, Some(Version::V1_0 | Version::V1_1))
        || version == Some(Version::V3_0) && !has_context
    {
        let version = version.filter(|_| has_context);
        let found = version.map_or_else(|| "none".into(), |version| format!("that of Open Badges {version}"));
        let message = format!("expected the @context \"https://w3id.org/openbadges/v2\", found {found}");
        return Some(vec![problem(&OTHER_VERSION, "", message)]);
    }
    let class = class_held_to(document, class);
    (!is_valid(document, Some(class))).then(|| problems(document, Some(class)))
}

fn refusal_of_home_page<'a, J: Json<'a>>(document: J, class: Class) -> Option<Vec<Problem>> {
    if !matches!(class, Class::Issuer | Class::Profile) {
        return None;
    }
    let is_home_page = match version_of(document) == Some(Version::V3_0) {
        // A profile of 3.0 can do without.
        true => text(document, "url").is_none_or(is_https_or_local),
        // An address that cannot be read is no https URL either.
        false => is_https_or_local(&columns::text(document, Column::Url).ok().flatten().unwrap_or_default()),
    };
    (!is_home_page).then(|| {
        let message = "expected an https URL for the home page of an issuer".to_owned();
        vec![problem(&URL_NOT_HTTPS, "/url", message)]
    })
}

/// The class whose rules a document is held to in the column for a class of 2.0.
pub fn class_held_to<'a, J: Json<'a>>(document: J, class: Class) -> Class {
    let is_of_3_0 = version_of(document) == Some(Version::V3_0) && has_context(document);
    if is_of_3_0 { class_in_3_0(class) } else { class }
}

/// The class of 3.0 for what is stored as that class of 2.0.
fn class_in_3_0(class: Class) -> Class {
    match class {
        Class::Assertion => Class::OpenBadgeCredential,
        Class::BadgeClass => Class::Achievement,
        Class::Issuer => Class::Profile,
        other => other,
    }
}

fn has_context<'a, J: Json<'a>>(document: J) -> bool {
    let context = document.member("@context").ok().flatten();
    context.is_some_and(|context| !matches!(context.view(), Ok(View::Null)))
}

fn text<'a, J: Json<'a>>(document: J, name: &str) -> Option<&'a str> {
    document.member(name).ok().flatten().and_then(|value| string(value).ok().flatten())
}

fn problem(code: &Code, path: &str, message: String) -> Problem {
    Problem { severity: code.severity, path: path.into(), code: code.name, message }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    const OPEN_BADGES_3: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

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
    fn tables_take_what_was_received_as_the_standard_does() {
        let published = issuer("http://example.org");
        assert_eq!(refusal_of_received(&published, Class::Issuer), None);
        assert!(refusal_of_received(&issuer("nowhere"), Class::Issuer).is_some());
        assert!(refusal_of_received(&published, Class::BadgeClass).is_some());
    }

    #[test]
    fn tables_take_3_0_documents_with_their_own_context() {
        let contexts = json!(["https://www.w3.org/ns/credentials/v2", OPEN_BADGES_3]);
        let profile =
            json!({"@context": OPEN_BADGES_3, "id": "https://example.org/v3/issuers/1", "type": ["Profile"]});
        let achievement = json!({
            "@context": OPEN_BADGES_3, "id": "https://example.org/v3/achievements/1", "type": ["Achievement"],
            "name": "Knots", "description": "Ties knots", "criteria": {"narrative": "Tie one."},
        });
        let mut nested = achievement.clone();
        nested.as_object_mut().map(|members| members.remove("@context"));
        let credential = json!({
            "@context": contexts, "id": "urn:uuid:0198b7a0-0000-7000-8000-000000000001",
            "type": ["VerifiableCredential", "OpenBadgeCredential"], "validFrom": "2026-01-01T00:00:00Z",
            "issuer": {"id": "https://example.org/v3/issuers/1", "type": ["Profile"]},
            "credentialSubject": {"type": ["AchievementSubject"], "id": "did:example:ada", "achievement": nested},
        });
        for (class, document) in
            [(Class::Issuer, &profile), (Class::BadgeClass, &achievement), (Class::Assertion, &credential)]
        {
            assert_eq!(refusal(document, class), None, "{class:?}");
            for other in [Class::Issuer, Class::BadgeClass, Class::Assertion] {
                assert_eq!(refusal(document, other).is_none(), other == class, "{class:?} as {other:?}");
            }
        }
        // Without its own context the row could not be read by itself.
        assert_eq!(
            refusal(&nested, Class::BadgeClass).map(|problems| problems[0].code),
            Some("other_version")
        );
        let mut profile = profile;
        profile["url"] = json!("http://example.org");
        assert_eq!(codes(&profile), [("url_not_https", "/url".to_owned())]);
        profile["url"] = json!("https://example.org");
        assert_eq!(codes(&profile), []);
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

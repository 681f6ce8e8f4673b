//! Hosted verification, as far as badge class and issuer are embedded.

use super::samples::full_assertion;
use super::{expect, with, without};
use badges_core::openbadges::Class;
use serde_json::{Value, json};

const ASSERTION: Option<Class> = Some(Class::Assertion);
const OUTSIDE: &[super::Expected] = &[("error", "outside_scope", "/id")];

fn hosted(id: &str, policy: Option<Value>) -> Value {
    let assertion = with(&full_assertion(), "/id", json!(id));
    match policy {
        Some(policy) => with(&assertion, "/badge/issuer/verification", policy),
        None => without(&assertion, "/badge/issuer/verification"),
    }
}

#[test]
fn without_a_policy_the_origin_of_the_issuer_counts() {
    expect("same", &hosted("https://example.org/a", None), ASSERTION, &[]);
    expect("scheme", &hosted("http://example.org/a", None), ASSERTION, &[]);
    expect("case", &hosted("https://EXAMPLE.org/a", None), ASSERTION, &[]);
    expect("other host", &hosted("https://evil.example/a", None), ASSERTION, OUTSIDE);
    expect("other port", &hosted("https://example.org:8080/a", None), ASSERTION, OUTSIDE);
    expect("user information", &hosted("https://example.org@evil.example/a", None), ASSERTION, OUTSIDE);
    let elsewhere =
        with(&hosted("https://example.org/a", None), "/badge/id", json!("https://evil.example/badge"));
    expect("badge", &elsewhere, ASSERTION, &[("error", "badge_outside_origin", "/badge/id")]);
}

#[test]
fn a_policy_names_origins_and_starts() {
    let policy = |allowed: Value| Some(json!({"type": "VerificationObject", "allowedOrigins": allowed}));
    expect(
        "one of them",
        &hosted("https://b.example/1", policy(json!(["a.example", "b.example"]))),
        ASSERTION,
        &[],
    );
    expect("alone", &hosted("https://b.example/1", policy(json!("b.example"))), ASSERTION, &[]);
    expect(
        "none of them",
        &hosted("https://c.example/1", policy(json!(["a.example", "b.example"]))),
        ASSERTION,
        OUTSIDE,
    );

    let starts = |starts: Value| Some(json!({"type": "VerificationObject", "startsWith": starts}));
    expect(
        "within",
        &hosted("https://example.org/x/1", starts(json!("https://example.org/x/"))),
        ASSERTION,
        &[],
    );
    let several = json!(["https://example.org/y/", "https://example.org/x/"]);
    expect("within one", &hosted("https://example.org/x/1", starts(several)), ASSERTION, &[]);
    expect(
        "outside",
        &hosted("https://example.org/y/1", starts(json!("https://example.org/x/"))),
        ASSERTION,
        OUTSIDE,
    );
    let foreign = hosted("https://b.example/1", starts(json!("https://b.example/")));
    expect("within, but on another origin", &foreign, ASSERTION, OUTSIDE);
}

#[test]
fn a_signed_assertion_has_no_scope() {
    let signed =
        with(&hosted("https://evil.example/a", None), "/verification", json!({"type": "SignedBadge"}));
    expect("signed", &signed, ASSERTION, &[]);
    let both = with(&signed, "/verification", json!({"type": ["SignedBadge", "HostedBadge"]}));
    expect("also hosted", &both, ASSERTION, OUTSIDE);
}

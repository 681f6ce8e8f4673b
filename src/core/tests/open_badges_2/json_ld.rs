//! The same document, written in the ways that JSON-LD allows.

use super::samples::{assertion, badge, full_assertion, profile, revocation_list};
use super::{expect, expect_all, with, without};
use badges_core::openbadges::{Class, class_of};
use serde_json::{Value, json};

const ASSERTION: Option<Class> = Some(Class::Assertion);
const BADGE_CLASS: Option<Class> = Some(Class::BadgeClass);

/// The document with a member under another name.
fn renamed(document: &Value, path: &str, name: &str) -> Value {
    let (parent, _) = path.rsplit_once('/').unwrap();
    let value = document.pointer(path).unwrap().clone();
    with(&without(document, path), &format!("{parent}/{}", name.replace('/', "~1")), value)
}

#[test]
fn properties_go_by_keyword_alias_and_iri() {
    for (path, name) in [
        ("/id", "@id"),
        ("/type", "@type"),
        ("/verification", "verify"),
        ("/verification", "obi:verify"),
        ("/verification", "https://w3id.org/openbadges#verify"),
        ("/issuedOn", "obi:issueDate"),
        ("/recipient", "https://w3id.org/openbadges#recipient"),
        ("/recipient/identity", "obi:identityHash"),
        ("/recipient/type", "@type"),
        ("/badge", "obi:badge"),
    ] {
        // A literal that only a typed term would read as a time or a boolean is not one under its bare IRI.
        let expected: &[_] = match name {
            "obi:issueDate" => &[("error", "missing_property", "")],
            "obi:badge" => &[("error", "missing_property", "")],
            _ => &[],
        };
        expect(name, &renamed(&assertion(), path, name), ASSERTION, expected);
    }
    for (path, name) in [
        ("/name", "schema:name"),
        ("/description", "http://schema.org/description"),
        ("/tags", "schema:keywords"),
    ] {
        expect(name, &renamed(&badge(), path, name), BADGE_CLASS, &[]);
    }
}

#[test]
fn problems_point_to_the_names_that_were_written() {
    let document =
        with(&renamed(&badge(), "/name", "http://schema.org/name"), "/http:~1~1schema.org~1name", json!(5));
    expect("IRI", &document, BADGE_CLASS, &[("error", "wrong_type", "/http:~1~1schema.org~1name")]);
    let document =
        with(&renamed(&assertion(), "/verification", "verify"), "/verify/type", json!("BadgeClass"));
    expect("alias", &document, ASSERTION, &[("error", "type_mismatch", "/verify/type")]);
    let document = with(&badge(), "/name", json!({"@value": 5}));
    expect("literal", &document, BADGE_CLASS, &[("error", "wrong_type", "/name/@value")]);
    let document =
        with(&full_assertion(), "/evidence", json!([[{"id": "x"}, {"@set": ["https://example.org/", "y"]}]]));
    expect(
        "nested",
        &document,
        ASSERTION,
        &[("error", "not_an_iri", "/evidence/0/0/id"), ("error", "not_an_iri", "/evidence/0/1/@set/1")],
    );
}

#[test]
fn types_go_by_iri() {
    for name in ["obi:Assertion", "https://w3id.org/openbadges#Assertion"] {
        expect(name, &with(&assertion(), "/type", json!(name)), None, &[]);
        expect(name, &with(&assertion(), "/type", json!([name, "http://example.org/Award"])), None, &[]);
    }
    for name in ["HostedBadge", "hosted", "obi:HostedBadge", "https://w3id.org/openbadges#HostedBadge"] {
        expect(name, &with(&assertion(), "/verification/type", json!(name)), None, &[]);
    }
    for name in ["schema:email", "http://schema.org/email"] {
        expect(name, &with(&assertion(), "/recipient/type", json!(name)), None, &[]);
    }
    let undefined: &[_] = &[("error", "not_a_type", "/type/1")];
    expect(
        "undefined prefix",
        &with(&assertion(), "/type", json!(["Assertion", "foo:bar"])),
        None,
        undefined,
    );
}

#[test]
fn one_value_is_written_in_several_ways() {
    let url = "https://example.org/badges/5";
    for value in [
        json!([url]),
        json!([[url]]),
        json!([url, null]),
        json!({"id": url}),
        json!({"@id": url}),
        json!([{"@id": url}]),
        json!({"@set": [url]}),
    ] {
        expect("badge", &with(&assertion(), "/badge", value), ASSERTION, &[]);
    }
    for value in [
        json!({"@value": "Robots"}),
        json!([{"@value": "Robots"}]),
        json!({"@set": ["Robots"]}),
        json!(["Robots", null]),
    ] {
        expect("name", &with(&badge(), "/name", value), BADGE_CLASS, &[]);
    }
    let typed = json!({"@value": "2016-12-31T23:59:59Z", "@type": "xsd:dateTime"});
    expect("a typed time", &with(&assertion(), "/issuedOn", typed), ASSERTION, &[]);
    let untyped = json!({"@value": "2016-12-31T23:59:59Z"});
    expect(
        "an untyped time",
        &with(&assertion(), "/issuedOn", untyped),
        ASSERTION,
        &[("error", "missing_property", "")],
    );
    let url = json!({"@value": "https://example.org"});
    expect(
        "a literal that is no IRI",
        &with(&profile(), "/url", url),
        None,
        &[("error", "missing_property", "")],
    );
}

#[test]
fn lists_are_not_values() {
    expect_all(
        BADGE_CLASS,
        &[
            ("text", with(&badge(), "/name", json!({"@list": ["a"]})), &[("error", "wrong_type", "/name")]),
            (
                "several",
                with(&badge(), "/tags", json!({"@list": ["a", "b"]})),
                &[("error", "wrong_type", "/tags")],
            ),
            (
                "objects",
                with(&badge(), "/criteria", json!({"@list": ["https://example.org/"]})),
                &[("error", "wrong_type", "/criteria")],
            ),
        ],
    );
}

#[test]
fn text_may_have_a_language() {
    let spanish = json!({"@value": "Robótica", "@language": "es"});
    let tagged: &[_] = &[("warning", "language_tagged", "/name")];
    expect("its own", &with(&badge(), "/name", spanish.clone()), BADGE_CLASS, tagged);
    let context = json!(["https://w3id.org/openbadges/v2", {"@language": "es"}]);
    expect("that of the document", &with(&badge(), "/@context", context), BADGE_CLASS, &[]);
    let two = json!([spanish, {"@value": "Robotics", "@language": "en"}]);
    expect(
        "two",
        &with(&badge(), "/name", two),
        BADGE_CLASS,
        &[("error", "too_many_values", "/name"), ("warning", "language_tagged", "/name/0")],
    );
    let address = json!({"@value": "contact@example.org", "@language": "en"});
    expect(
        "what is no text for people",
        &with(&profile(), "/email", address),
        None,
        &[("error", "wrong_type", "/email")],
    );
}

#[test]
fn a_graph_of_one_is_that_one() {
    let mut inner = assertion();
    inner.as_object_mut().unwrap().remove("@context");
    let graph = |graph| json!({"@context": "https://w3id.org/openbadges/v2", "@graph": graph});
    expect("array", &graph(json!([inner])), ASSERTION, &[]);
    expect("object", &graph(inner.clone()), None, &[]);
    assert_eq!(class_of(&graph(json!([inner]))), Some(Class::Assertion));
    let two = graph(json!([inner, {"id": "https://example.org/x", "type": "BadgeClass"}]));
    let found = super::found(&two, ASSERTION);
    assert!(found.iter().any(|(_, code, _)| code == "invalid_json_ld"), "{found:?}");
    let wrong = with(&graph(json!([inner])), "/@graph/0/issuedOn", json!("no"));
    expect("paths", &wrong, ASSERTION, &[("error", "not_a_datetime", "/@graph/0/issuedOn")]);
}

#[test]
fn documents_bring_terms_of_their_own() {
    let context = |own| with(&badge(), "/@context", json!(["https://w3id.org/openbadges/v2", own]));
    let spanish = renamed(&context(json!({"nombre": "schema:name"})), "/name", "nombre");
    expect("another word", &spanish, BADGE_CLASS, &[]);
    let unused = with(&context(json!({"foo": "http://example.org/foo"})), "/foo", json!({"bar": 1}));
    expect("more meaning", &unused, BADGE_CLASS, &[("info", "unmapped_property", "/foo/bar")]);
    let prefixed =
        with(&context(json!({"ex": "https://example.org/"})), "/image", json!("ex:badges/5/image"));
    expect("a prefix", &prefixed, BADGE_CLASS, &[]);
    let hidden = context(json!({"name": null}));
    expect(
        "no meaning",
        &hidden,
        BADGE_CLASS,
        &[("error", "missing_property", ""), ("error", "missing_property", "/issuer")],
    );
    let other = context(json!({"name": "http://example.org/name"}));
    expect(
        "another meaning",
        &other,
        BADGE_CLASS,
        &[("error", "missing_property", ""), ("error", "missing_property", "/issuer")],
    );
    let circular = context(json!({"a": "b:x", "b": "a:y"}));
    expect("a circle", &circular, BADGE_CLASS, &[("error", "invalid_json_ld", "/@context")]);
    let number = context(json!(5));
    expect("no context", &number, BADGE_CLASS, &[("error", "invalid_json_ld", "/@context")]);
    let elsewhere = context(json!("https://example.org/context.json"));
    expect("not fetched", &elsewhere, BADGE_CLASS, &[("warning", "context_not_checked", "/@context")]);
}

#[test]
fn what_breaks_json_ld_is_the_same_whatever_comes_first() {
    let faulty = |path| ("error", "invalid_json_ld", path);
    let two =
        with(&with(&assertion(), "/recipient/@context", json!(5)), "/verification/@context", json!(true));
    let (recipient, verification) = (faulty("/recipient/@context"), faulty("/verification/@context"));
    expect("two", &two, ASSERTION, &[recipient, verification]);
    // In the order of jsonb before and after these.
    let more = with(&with(&two, "/id", json!(5)), "/type", json!(null));
    expect("more", &more, ASSERTION, &[faulty("/id"), recipient, faulty("/type"), verification]);
    let types = with(&with(&assertion(), "/type", json!({})), "/@type", json!([5]));
    expect(
        "given twice",
        &types,
        ASSERTION,
        &[faulty(""), faulty("/type"), ("error", "missing_property", "")],
    );
    // A context that is not at hand might give a meaning to what comes before it as well.
    let unmapped = with(&with(&assertion(), "/aaa", json!(1)), "/verification/zzz", json!(1));
    let info = |path| ("info", "unmapped_property", path);
    expect("unmapped", &unmapped, ASSERTION, &[info("/aaa"), info("/verification/zzz")]);
    let elsewhere = with(&unmapped, "/verification/@context", json!("https://example.org/context.json"));
    let warning = |path| ("warning", "context_not_checked", path);
    expect("elsewhere", &elsewhere, ASSERTION, &[warning("/verification/@context")]);
    let twice = with(&elsewhere, "/recipient/@context", json!("https://example.org/context.json"));
    let places = ["/recipient/@context", "/verification/@context"].map(warning);
    expect("wherever it is named", &twice, ASSERTION, &places);
}

#[test]
fn without_a_context_of_open_badges_nothing_has_a_meaning() {
    let context = |context| with(&badge(), "/@context", context);
    expect(
        "elsewhere",
        &context(json!("https://example.org/context.json")),
        BADGE_CLASS,
        &[("error", "unknown_context", ""), ("warning", "context_not_checked", "/@context")],
    );
    let found = super::found(&context(json!({})), BADGE_CLASS);
    assert!(found.iter().any(|(_, code, _)| code == "unknown_context"), "{found:?}");
    expect("in an array", &context(json!(["https://w3id.org/openbadges/v2"])), BADGE_CLASS, &[]);
}

#[test]
fn keywords_keep_their_rules() {
    expect_all(
        ASSERTION,
        &[
            (
                "id",
                with(&assertion(), "/id", json!(null)),
                &[("error", "invalid_json_ld", "/id"), ("error", "missing_property", "")],
            ),
            (
                "id",
                with(&assertion(), "/id", json!(["https://example.org/1"])),
                &[("error", "invalid_json_ld", "/id"), ("error", "missing_property", "")],
            ),
            (
                "type",
                with(&assertion(), "/type", json!(null)),
                &[("error", "invalid_json_ld", "/type"), ("error", "missing_property", "")],
            ),
            (
                "language",
                with(&assertion(), "/@language", json!(5)),
                &[("error", "invalid_json_ld", "/@language")],
            ),
            (
                "twice",
                with(&assertion(), "/@id", json!("https://example.org/2")),
                &[("error", "invalid_json_ld", "")],
            ),
            (
                "value",
                with(&assertion(), "/narrative", json!({"@value": {}})),
                &[("error", "invalid_json_ld", "/narrative/@value"), ("error", "wrong_type", "/narrative")],
            ),
            (
                "a number for an IRI",
                with(&assertion(), "/url", json!(5)),
                &[("error", "invalid_json_ld", "/url")],
            ),
        ],
    );
}

#[test]
fn a_revocation_list_of_one_entry_is_read_like_any_other() {
    let one = json!([{"id": "https://example.org/1", "revocationReason": 5}]);
    let list = with(&revocation_list(), "/revokedAssertions", one);
    expect("entry", &list, None, &[("error", "wrong_type", "/revokedAssertions/0/revocationReason")]);
}

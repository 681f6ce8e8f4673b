//! Extensions of the standard's own list.

use super::samples::badge;
use super::{expect, with, without};
use badges_core::openbadges::Class;
use serde_json::{Value, json};

const BADGE_CLASS: Option<Class> = Some(Class::BadgeClass);
const PAGE: &str = "https://w3id.org/openbadges/extensions/";

fn extended(name: &str, extension: Value) -> Value {
    with(&badge(), &format!("/{name}"), extension)
}

fn context(folder: &str) -> String {
    format!("{PAGE}{folder}/context.json")
}

#[track_caller]
fn check(what: &str, extension: &Value, expected: &[(&'static str, &'static str, String)]) {
    let expected: Vec<_> = expected
        .iter()
        .map(|(severity, code, path)| (*severity, *code, &*format!("/extensions:X{path}").leak()))
        .collect();
    expect(what, &extended("extensions:X", extension.clone()), BADGE_CLASS, &expected);
}

fn missing(path: &str) -> (&'static str, &'static str, String) {
    ("error", "missing_property", path.into())
}

fn error(code: &'static str, path: &str) -> (&'static str, &'static str, String) {
    ("error", code, path.into())
}

#[test]
fn apply_link() {
    let link = json!({
        "@context": context("applyLinkExtension"), "type": ["Extension", "extensions:ApplyLink"],
        "url": "https://example.org/apply"
    });
    check("valid", &link, &[]);
    check("without url", &without(&link, "/url"), &[missing("")]);
    check("number", &with(&link, "/url", json!(5)), &[error("wrong_type", "/url")]);
    check("no URL", &with(&link, "/url", json!("apply")), &[error("not_a_url", "/url")]);
    let other_address = with(
        &link,
        "/@context",
        json!("https://openbadgespec.org/extensions/applyLinkExtension/context.json"),
    );
    check("the old address", &without(&other_address, "/url"), &[missing("")]);
}

#[test]
fn example_extension() {
    let example = json!({
        "@context": context("exampleExtension"), "type": ["Extension", "extensions:ExampleExtension"],
        "exampleProperty": "I'm a property"
    });
    check("valid", &example, &[]);
    check("missing", &without(&example, "/exampleProperty"), &[missing("")]);
    check(
        "number",
        &with(&example, "/exampleProperty", json!(5)),
        &[error("wrong_type", "/exampleProperty")],
    );
}

#[test]
fn geo_coordinates() {
    let place = json!({
        "@context": context("geoCoordinatesExtension"), "type": ["Extension", "extensions:GeoCoordinates", "schema:Place"],
        "name": "Stadium", "description": "A stadium", "geo": {"latitude": 54.91444, "longitude": -1.387721}
    });
    check("valid", &place, &[]);
    check("description", &without(&place, "/description"), &[missing("")]);
    check("geo", &without(&place, "/geo"), &[missing("")]);
    check("latitude", &without(&place, "/geo/latitude"), &[missing("/geo")]);
    check(
        "longitude",
        &with(&place, "/geo/longitude", json!("west")),
        &[error("wrong_type", "/geo/longitude")],
    );
    check("name", &with(&place, "/name", json!(5)), &[error("wrong_type", "/name")]);
}

#[test]
fn accessibility() {
    let accessibility = json!({
        "@context": context("accessibilityExtension"), "type": ["Extension", "extensions:Accessibility"],
        "accessibilityAPI": "ARIA", "accessibilityControl": "fullKeyboardControl",
        "accessibilityFeature": "audioDescription", "accessibilityHazard": "noFlashingHazard",
        "url": "http://accessible.example/"
    });
    check("valid", &accessibility, &[]);
    check("nothing is required", &without(&accessibility, "/url"), &[]);
    check(
        "hazard",
        &with(&accessibility, "/accessibilityHazard", json!(5)),
        &[error("wrong_type", "/accessibilityHazard")],
    );
}

#[test]
fn original_creator() {
    let creator = json!({
        "@context": context("originalCreatorExtension"), "type": ["Extension", "extensions:OriginalCreator"],
        "url": "https://example.org/creator.json"
    });
    check("valid", &creator, &[]);
    check("without url", &without(&creator, "/url"), &[missing("")]);
}

#[test]
fn license() {
    let license = json!({
        "@context": context("licenseExtension"), "type": ["Extension", "extensions:LicenseExtension", "cc:License"],
        "id": "CC-BY", "name": "Attribution", "legalCode": "http://creativecommons.org/licenses/by/4.0/legalcode"
    });
    check("valid", &license, &[]);
    check("without id", &without(&license, "/id"), &[missing("")]);
    check("another license", &with(&license, "/id", json!("MIT")), &[error("not_a_cc_license", "/id")]);
    check("without name", &without(&license, "/name"), &[missing("")]);
    check("legal code", &with(&license, "/legalCode", json!("here")), &[error("not_an_iri", "/legalCode")]);
}

#[test]
fn extra_description() {
    let description = json!({
        "@context": context("extraDescription"), "type": ["Extension", "extensions:ExtraDescriptionExtension"],
        "name": "More", "narrative": "Much more"
    });
    check("valid", &description, &[]);
    check("name", &without(&description, "/name"), &[missing("")]);
    check("narrative", &with(&description, "/narrative", json!(5)), &[error("wrong_type", "/narrative")]);
}

#[test]
fn issuer_accreditation() {
    let accreditation = json!({
        "@context": "https://purl.imsglobal.org/spec/ob-accred/v1p0/context/",
        "type": ["Extension", "extensions:IssuerAccreditation"],
        "name": "Commission", "contactInstructions": "Call", "url": "http://commission.example",
        "address": {"streetAddress": "230 South Street", "postalCode": "60604"}, "accreditationDate": "2009-07-31",
        "logo": "http://commission.example/logo.png", "parentOrganization": {"name": "Association", "url": "http://a.example/"}
    });
    check("valid", &accreditation, &[]);
    for name in ["name", "contactInstructions", "url", "address"] {
        check(name, &without(&accreditation, &format!("/{name}")), &[missing("")]);
    }
    check(
        "date",
        &with(&accreditation, "/accreditationDate", json!("2009-13-01")),
        &[error("not_a_date", "/accreditationDate")],
    );
    check("basic date", &with(&accreditation, "/accreditationDate", json!("20090731")), &[]);
    check(
        "street",
        &with(&accreditation, "/address/streetAddress", json!(5)),
        &[error("wrong_type", "/address/streetAddress")],
    );
    check(
        "address",
        &with(&accreditation, "/address", json!("Chicago")),
        &[error("must_be_embedded", "/address")],
    );
    check(
        "parent",
        &with(&accreditation, "/parentOrganization/url", json!("none")),
        &[error("not_a_url", "/parentOrganization/url")],
    );
}

#[test]
fn assessment() {
    let uuid = "2c6b0bbd-4c8f-4c8f-9a3e-0123456789ab";
    let assessment = json!({
        "@context": context("assessmentExtension"), "type": ["Extension", "extensions:AssessmentExtension"],
        "description": "Two parts",
        "assessments": [{
            "type": "Exam", "description": "Written", "assessmentOutput": "Paper", "hasGroupParticipation": false,
            "hasGroupEvaluation": false, "evaluationMethod": "Points", "assessmentExample": "https://example.org/exam",
            "rubrics": {
                "identifier": uuid, "title": "Rubric",
                "rubricCriteria": [{"identifier": uuid, "weight": 1.5, "criterionLevels": {"identifier": uuid, "description": "Good", "score": 3}}]
            },
            "sections": [{"title": "One", "required": true, "questions": [{"type": "TextQuestion", "text": "Why?", "wordLimit": 100}]}]
        }]
    });
    check("valid", &assessment, &[]);
    check("description", &without(&assessment, "/description"), &[missing("")]);
    check("assessments", &without(&assessment, "/assessments"), &[missing("")]);
    for name in [
        "type",
        "description",
        "assessmentOutput",
        "hasGroupParticipation",
        "hasGroupEvaluation",
        "evaluationMethod",
    ] {
        check(name, &without(&assessment, &format!("/assessments/0/{name}")), &[missing("/assessments/0")]);
    }
    check(
        "type",
        &with(&assessment, "/assessments/0/type", json!("Talk")),
        &[error("not_a_type", "/assessments/0/type"), error("type_mismatch", "/assessments/0/type")],
    );
    check(
        "group",
        &with(&assessment, "/assessments/0/hasGroupEvaluation", json!("no")),
        &[error("wrong_type", "/assessments/0/hasGroupEvaluation")],
    );
    check(
        "uuid",
        &with(&assessment, "/assessments/0/rubrics/identifier", json!("R1")),
        &[error("not_a_uuid", "/assessments/0/rubrics/identifier")],
    );
    check(
        "level",
        &without(&assessment, "/assessments/0/rubrics/rubricCriteria/0/criterionLevels/description"),
        &[missing("/assessments/0/rubrics/rubricCriteria/0/criterionLevels")],
    );
    check(
        "question",
        &without(&assessment, "/assessments/0/sections/0/questions/0/text"),
        &[missing("/assessments/0/sections/0/questions/0")],
    );
}

#[test]
fn an_empty_array_is_no_value_of_an_extension() {
    let place = json!({
        "@context": context("geoCoordinatesExtension"), "type": ["Extension", "extensions:GeoCoordinates"],
        "name": "Here", "description": "d", "geo": {"latitude": 54.9, "longitude": -1.3},
    });
    check("valid", &place, &[]);
    check("without", &without(&place, "/name"), &[]);
    for empty in [json!([]), json!([null])] {
        check("empty", &with(&place, "/name", empty), &[error("empty_array", "/name")]);
    }
}

#[test]
fn recipient_profile_and_the_endorsement_of_1_x() {
    let recipient = json!({
        "@context": context("recipientProfile"), "type": ["Extension", "extensions:RecipientProfile"],
        "name": "Al", "publicKey": "ecdsa-koblitz-pubkey:14RZvYazz9H2DC2skBfpPVxax54g4yabxe"
    });
    check("valid", &recipient, &[]);
    check("key", &with(&recipient, "/publicKey", json!("none")), &[error("not_an_iri", "/publicKey")]);
    let endorsement = json!({
        "@context": context("endorsement"), "type": ["Extension", "extensions:Endorsement"], "description": "Good",
        "endorsedObject": {"id": "https://example.org/x", "name": "X"}
    });
    check("valid", &endorsement, &[]);
    check("description", &without(&endorsement, "/description"), &[missing("")]);
}

#[test]
fn an_extension_says_which_one_it_is() {
    check(
        "no context",
        &json!({"type": ["Extension", "extensions:ApplyLink"], "url": "x"}),
        &[error("extension_unknown", "")],
    );
    check(
        "no type",
        &json!({"@context": context("applyLinkExtension"), "type": "Extension", "url": "https://example.org/"}),
        &[error("extension_unknown", "")],
    );
    check(
        "another context",
        &json!({"@context": context("licenseExtension"), "type": ["Extension", "extensions:ApplyLink"]}),
        &[error("extension_unknown", "")],
    );
    check("no extension at all", &json!({"type": "schema:Thing"}), &[]);
    let foreign =
        json!({"@context": "https://example.org/ext.json", "type": ["Extension", "extensions:Own"], "x": 1});
    check(
        "defined elsewhere",
        &foreign,
        &[
            ("info", "extension_not_checked", String::new()),
            ("warning", "context_not_checked", "/@context".into()),
        ],
    );
    let elsewhere: Vec<_> = (0..70).map(|n| format!("https://example.org/{n}.json")).collect();
    let among_others = [elsewhere.as_slice(), &[context("applyLinkExtension")]].concat();
    let link = json!({"@context": among_others, "type": ["Extension", "extensions:ApplyLink"], "url": "x"});
    let not_fetched = ("warning", "context_not_checked", "/@context".into());
    check("among many others", &link, &[error("not_a_url", "/url"), not_fetched]);
    let unmapped = extended("applyLink", json!({"type": ["Extension", "extensions:ApplyLink"]}));
    expect("without meaning", &unmapped, BADGE_CLASS, &[("info", "unmapped_property", "/applyLink")]);
}

#[test]
fn extensions_are_found_at_any_depth() {
    let link =
        json!({"@context": context("applyLinkExtension"), "type": ["Extension", "extensions:ApplyLink"]});
    let expected: &[_] = &[("error", "missing_property", "/issuer/verification/extensions:X/1")];
    let deep =
        with(&badge(), "/issuer/verification/extensions:X", json!([{"id": "https://example.org/x"}, link]));
    expect("in a nested object", &deep, BADGE_CLASS, expected);
    let inside = with(&badge(), "/extensions:X", json!({"schema:about": {"schema:about": link}}));
    expect(
        "in what has no rules",
        &inside,
        BADGE_CLASS,
        &[("error", "missing_property", "/extensions:X/schema:about/schema:about")],
    );
    let nested = with(&link, "/url", json!("https://example.org/"));
    let nested = with(&nested, "/schema:about", link);
    check("in another extension", &nested, &[missing("/schema:about")]);
}

#[test]
fn an_extension_by_itself_is_checked() {
    let class = Some(Class::Extension);
    let link = json!({"@context": context("applyLinkExtension"), "type": ["Extension", "extensions:ApplyLink"], "url": "https://example.org/"});
    expect("valid", &link, class, &[]);
    expect("without url", &without(&link, "/url"), class, &[("error", "missing_property", "")]);
    expect(
        "not marked",
        &with(&link, "/type", json!("extensions:ApplyLink")),
        class,
        &[("error", "type_mismatch", "/type")],
    );
}

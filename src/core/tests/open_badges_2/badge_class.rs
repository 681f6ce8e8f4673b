//! BadgeClass, Criteria, AlignmentObject, Image.

use super::samples::badge;
use super::{expect, expect_all, with, without};
use badges_core::openbadges::Class;
use serde_json::json;

const BADGE_CLASS: Option<Class> = Some(Class::BadgeClass);

#[test]
fn a_badge_class_with_every_property_is_valid() {
    expect("full", &badge(), BADGE_CLASS, &[]);
    expect("by its own type", &badge(), None, &[]);
}

#[test]
fn every_required_property_is_missed() {
    for name in ["id", "type", "name", "description", "image", "criteria", "issuer"] {
        let missing: &[_] = &[("error", "missing_property", "")];
        expect(name, &without(&badge(), &format!("/{name}")), BADGE_CLASS, missing);
    }
}

#[test]
fn each_property_has_its_data_type() {
    let badge = badge();
    expect_all(
        BADGE_CLASS,
        &[
            ("name", with(&badge, "/name", json!(5)), &[("error", "wrong_type", "/name")]),
            (
                "description",
                with(&badge, "/description", json!({"text": "x"})),
                &[
                    ("error", "wrong_type", "/description"),
                    ("info", "unmapped_property", "/description/text"),
                ],
            ),
            ("tags", with(&badge, "/tags", json!(["a", 5])), &[("error", "wrong_type", "/tags/1")]),
            ("one tag", with(&badge, "/tags", json!("a")), &[]),
            ("criteria", with(&badge, "/criteria", json!("be good")), &[("error", "not_a_url", "/criteria")]),
            ("criteria", with(&badge, "/criteria", json!("https://example.org/criteria")), &[]),
            (
                "narrative",
                with(&badge, "/criteria/narrative", json!(false)),
                &[("error", "wrong_type", "/criteria/narrative")],
            ),
            (
                "criteria id",
                with(&badge, "/criteria/id", json!("criteria")),
                &[("error", "not_an_iri", "/criteria/id")],
            ),
            ("only a narrative", with(&badge, "/criteria", json!({"narrative": "Be good"})), &[]),
            (
                "nothing",
                with(&badge, "/criteria", json!({"type": "Criteria"})),
                &[("warning", "criteria_empty", "/criteria")],
            ),
            ("issuer", with(&badge, "/issuer", json!("issuer")), &[("error", "not_a_url", "/issuer")]),
            ("issuer", with(&badge, "/issuer", json!("https://example.org/issuer")), &[]),
            ("issuer by id", with(&badge, "/issuer", json!({"id": "https://example.org/issuer"})), &[]),
            (
                "alignment",
                with(&badge, "/alignment", json!("https://example.org/skill")),
                &[("error", "must_be_embedded", "/alignment")],
            ),
        ],
    );
}

#[test]
fn an_embedded_issuer_follows_the_rules_of_profiles() {
    let badge = badge();
    expect_all(
        BADGE_CLASS,
        &[
            ("no name", without(&badge, "/issuer/name"), &[("error", "missing_property", "/issuer")]),
            ("no e-mail", without(&badge, "/issuer/email"), &[("error", "missing_property", "/issuer")]),
            (
                "wrong type",
                with(&badge, "/issuer/type", json!("BadgeClass")),
                &[("error", "type_mismatch", "/issuer/type")],
            ),
            ("no id", without(&badge, "/issuer/id"), &[("warning", "embedded_without_id", "/issuer")]),
            (
                "nowhere to fetch",
                with(&badge, "/issuer/id", json!("urn:uuid:a953081a-4bbd-4927-9653-7219bca00e3b")),
                &[
                    ("error", "not_a_url", "/issuer/id"),
                    ("warning", "issuer_id_not_http", "/issuer/id"),
                    ("warning", "key_owner_mismatch", "/issuer/publicKey/1/owner"),
                ],
            ),
            (
                "itself",
                with(&badge, "/issuer", json!("https://example.org/badges/5")),
                &[("error", "self_reference", "/issuer")],
            ),
        ],
    );
}

#[test]
fn alignments_name_their_target() {
    let badge = badge();
    expect_all(
        BADGE_CLASS,
        &[
            (
                "no name",
                without(&badge, "/alignment/0/targetName"),
                &[("error", "missing_property", "/alignment/0")],
            ),
            (
                "no URL",
                without(&badge, "/alignment/0/targetUrl"),
                &[("error", "missing_property", "/alignment/0")],
            ),
            (
                "not a URL",
                with(&badge, "/alignment/0/targetUrl", json!("urn:isbn:123")),
                &[("error", "not_a_url", "/alignment/0/targetUrl")],
            ),
            (
                "code",
                with(&badge, "/alignment/0/targetCode", json!(5)),
                &[("error", "wrong_type", "/alignment/0/targetCode")],
            ),
            ("framework", with(&badge, "/alignment/0/targetFramework", json!([])), &[]),
            (
                "description",
                with(&badge, "/alignment/0/targetDescription", json!(5)),
                &[("error", "wrong_type", "/alignment/0/targetDescription")],
            ),
            (
                "one alone",
                with(&badge, "/alignment", json!({"targetName": "n", "targetUrl": "http://example.org/t"})),
                &[],
            ),
        ],
    );
}

#[test]
fn images_are_urls_or_data_uris_of_png_or_svg() {
    let badge = badge();
    let image = |image| with(&badge, "/image", image);
    let wrong: &[_] = &[("error", "not_an_image", "/image")];
    expect_all(
        BADGE_CLASS,
        &[
            ("PNG", image(json!("data:image/png;base64,iVBORw0KGgo=")), &[]),
            ("SVG", image(json!("data:image/svg+xml;utf8,<svg/>")), &[]),
            ("JPEG", image(json!("data:image/jpeg;base64,AAAA")), wrong),
            ("no media type", image(json!("data:,abc")), wrong),
            ("a file name", image(json!("badge.png")), wrong),
            (
                "several",
                image(json!(["https://example.org/1.png", "https://example.org/2.png"])),
                &[("error", "too_many_values", "/image")],
            ),
            ("object", image(json!({"id": "https://example.org/1.png", "caption": "c"})), &[]),
            ("object without id", image(json!({"caption": "c"})), &[("error", "missing_property", "/image")]),
            ("id", image(json!({"id": "1.png", "caption": "c"})), &[("error", "not_an_image", "/image/id")]),
            (
                "caption",
                image(json!({"id": "https://example.org/1.png", "caption": 1})),
                &[("error", "wrong_type", "/image/caption")],
            ),
            (
                "author",
                image(json!({"id": "https://example.org/1.png", "author": "Bob"})),
                &[("error", "not_an_iri", "/image/author")],
            ),
        ],
    );
}

#[test]
fn a_badge_class_may_be_related_to_itself_in_3_0() {
    let achievement = json!("https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement");
    let related = |kind| {
        let id = "https://example.org/v3/achievements/5";
        with(&badge(), "/related", json!([{"type": kind, "id": id, "version": "Open Badges v3p0"}]))
    };
    expect("as the guide has it", &related(json!([achievement])), BADGE_CLASS, &[]);
    expect("alone", &related(achievement.clone()), BADGE_CLASS, &[]);
    let profile = json!(["https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile"]);
    let mismatch: &[_] = &[("error", "type_mismatch", "/related/0/type")];
    expect("of another class", &related(profile), BADGE_CLASS, mismatch);
    let itself = with(&badge(), "/type", achievement);
    expect("but be none", &itself, BADGE_CLASS, &[("error", "type_mismatch", "/type")]);
}

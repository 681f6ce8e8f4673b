//! What a report says of an image.

use super::credentials::{ASSERTION, CREDENTIAL};
use super::images::{chunk, png, svg, with_chunks};
use badges_core::baking::bake;
use badges_core::json::Tree;
use badges_core::openbadges::verification::{NothingKnown, Options, verify_baked, verify_credential};
use badges_core::proof::Resources;
use badges_core::timestamp::Timestamp;
use serde_json::{Value, json};

fn with_options<T>(resources: &Value, verdict: impl FnOnce(&Options<'_>) -> T) -> T {
    let resources = Tree::read(resources).unwrap();
    let at = Timestamp::parse("2026-06-01T12:00:00Z").unwrap();
    verdict(&Options { recipient: None, resources: Resources::new(&resources), at })
}

fn report(image: &[u8], resources: &Value) -> Value {
    let report = with_options(resources, |options| verify_baked(image, &NothingKnown, options));
    serde_json::from_str(&report.to_text()).unwrap()
}

/// The first check of a report.
fn of_image(image: &[u8]) -> (String, String) {
    let report = report(image, &json!({}));
    assert_eq!(report["checks"][0]["check"], "image");
    let text = |name: &str| report["checks"][0][name].as_str().unwrap().to_owned();
    (text("status"), text("code"))
}

#[test]
fn an_image_is_as_good_as_the_credential_in_it() {
    for credential in [ASSERTION, CREDENTIAL] {
        for image in [png(), svg()] {
            let mut baked = report(&bake(&image, credential).unwrap(), &json!({}));
            let first = baked["checks"].as_array_mut().unwrap().remove(0);
            assert_eq!((&first["status"], &first["code"]), (&json!("passed"), &json!("image_has_badge")));
            let alone =
                with_options(&json!({}), |options| verify_credential(credential, &NothingKnown, options));
            assert_eq!(baked, serde_json::from_str::<Value>(&alone.to_text()).unwrap());
        }
    }
}

#[test]
fn an_image_without_a_badge_or_a_broken_one_is_not_valid() {
    for (image, code) in [
        (png(), "image_has_no_badge"),
        (svg(), "image_has_no_badge"),
        (png()[..40].to_vec(), "image_malformed"),
        (b"<svg>".to_vec(), "image_malformed"),
        (b"GIF89a".to_vec(), "image_unknown"),
        (vec![0; 17 << 20], "image_too_large"),
    ] {
        let report = report(&image, &json!({}));
        assert_eq!(report["checks"].as_array().unwrap().len(), 1);
        assert_eq!(of_image(&image), ("failed".into(), code.into()));
        assert_eq!((&report["valid"], &report["version"]), (&json!(false), &json!(null)));
    }
}

#[test]
fn a_second_badge_is_told_of() {
    let two = with_chunks(&bake(&png(), ASSERTION).unwrap(), &[chunk(b"tEXt", b"openbadges\0x")]);
    assert_eq!(of_image(&two), ("warning".into(), "image_has_more_badges".into()));
}

#[test]
fn a_badge_that_is_only_a_url_is_the_document_there() {
    let url = "https://example.org/assertions/1?a=1&b=\"2\"";
    let old = chunk(b"tEXt", format!("openbadges\0{url}\n").as_bytes());
    let image = with_chunks(&png(), &[old]);
    let missing = report(&image, &json!({}));
    let structure = &missing["checks"][1];
    assert_eq!(missing["valid"], false);
    assert_eq!(
        (&structure["status"], &structure["code"]),
        (&json!("not_checked"), &json!("hosted_document_not_at_hand"))
    );
    assert!(structure["message"].as_str().unwrap().contains("https://example.org/assertions/1"));
    let document: Value = serde_json::from_str(ASSERTION).unwrap();
    let found = report(&image, &json!({url: document}));
    let alone = report(&bake(&png(), ASSERTION).unwrap(), &json!({url: document}));
    assert_eq!(found, alone);
    assert_eq!(found["checks"][1]["status"], "passed");
    for odd in [json!(null), json!(5), json!([]), json!("x"), json!({})] {
        assert_eq!(report(&image, &json!({url: odd}))["valid"], false);
    }
}

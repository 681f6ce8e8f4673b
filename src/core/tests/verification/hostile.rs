//! Texts made to make a verifier work, loop or fall over.

use super::samples::*;
use super::{alone, hosted_assertions, with_resources};
use badges_core::proof::data_integrity::Cryptosuite;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// What a report on anything may take here, where nothing is optimised and much runs at once.
const LONG: Duration = Duration::from_secs(30);

#[track_caller]
fn is_refused_in_time(text: &str) -> Value {
    let begin = Instant::now();
    let report = with_resources(published()).report(text);
    assert!(begin.elapsed() < LONG, "{:?}", begin.elapsed());
    assert_eq!(report["valid"], false);
    report
}

#[test]
fn depth_and_length_are_limited() {
    for text in [
        "[".repeat(1_000_000),
        "{\"a\":".repeat(150_000),
        format!("{}1{}", "{\"endorsement\":".repeat(30_000), "}".repeat(30_000)),
        format!("{{\"a\":\"{}\"}}", "x".repeat(2_000_000)),
        "a".repeat(2_000_000),
        format!("{}.{}.{}", "a".repeat(300_000), "b".repeat(300_000), "c".repeat(300_000)),
    ] {
        is_refused_in_time(&text);
    }
}

#[test]
fn thousands_of_proofs_are_not_all_tried() {
    let mut document = signed(credential());
    let mut bad = document["proof"][0].clone();
    bad["proofValue"] = json!(format!("z{}", "2".repeat(87)));
    document["proof"] = Value::Array(vec![bad; 1_500]);
    let report = is_refused_in_time(&document.to_string());
    let lines = report["checks"].as_array().unwrap();
    assert!(lines.len() < 40, "{}", lines.len());
    assert!(lines.iter().any(|line| line["code"] == "too_many_proofs"));
}

#[test]
fn hundreds_of_endorsements_are_not_all_verified() {
    let endorsement = endorsement(ISSUER, "urn:uuid:5b1c3c52-0d0c-4b57-9b4e-0d5b6f0c8f11", CREDENTIAL);
    let mut document = credential();
    document["endorsement"] = Value::Array(vec![signed(endorsement); 300]);
    let report = is_refused_in_time(&signed(document).to_string());
    assert!(report["checks"].as_array().unwrap().iter().any(|line| line["code"] == "too_many_endorsements"));
}

#[test]
fn endorsements_that_multiply_at_every_level_are_cut_off() {
    let mut inner = json!([]);
    for _ in 0..6 {
        let mut level = endorsement(ISSUER, "urn:uuid:5b1c3c52-0d0c-4b57-9b4e-0d5b6f0c8f11", CREDENTIAL);
        level["endorsement"] = inner;
        inner = Value::Array(vec![level; 4]);
    }
    let mut document = credential();
    document["endorsement"] = inner;
    is_refused_in_time(&document.to_string());
}

#[test]
fn resources_that_refer_to_each_other_do_not_loop() {
    let list = "https://example.org/v3/lists/1";
    let mut document = credential();
    document["credentialStatus"] = json!({
        "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "1",
        "statusListCredential": list,
    });
    document["refreshService"] = json!({"id": CREDENTIAL, "type": "1EdTechCredentialRefresh"});
    let document = signed(document);
    let resources = json!({ISSUER: document, list: document, CREDENTIAL: document});
    let report = with_resources(resources).report(&document.to_string());
    assert_eq!(report["valid"], false);
}

#[test]
fn long_names_and_strange_characters_do_not_swell_the_report() {
    let mut document = credential();
    document["credentialStatus"] =
        json!({"id": "urn:x", "type": format!("\u{0}{}", "Status".repeat(50_000))});
    document["a".repeat(200_000)] = json!({"endorsement": vec![json!(1); 5_000]});
    let report = is_refused_in_time(&document.to_string());
    let text = report.to_string();
    assert!(text.len() < 300_000, "{}", text.len());
    assert!(!text.contains("\\u0000"));
}

#[test]
fn any_member_may_have_any_type() {
    let odd = [
        json!(null),
        json!(true),
        json!(1e300),
        json!("x"),
        json!([]),
        json!([[[]]]),
        json!({}),
        json!([{"id": 1}]),
    ];
    let good = signed(credential());
    let names: Vec<String> = good.as_object().unwrap().keys().cloned().collect();
    for name in names.iter().map(String::as_str).chain([
        "credentialStatus",
        "credentialSchema",
        "refreshService",
        "endorsement",
        "endorsementJwt",
        "vc",
    ]) {
        for value in &odd {
            let mut document = good.clone();
            document[name] = value.clone();
            with_resources(published()).report(&document.to_string());
            document.as_object_mut().unwrap().remove("proof");
            with_resources(published()).report(&jws(&json!({}), &document, ed25519()));
            alone().report(&jws(&json!({"kid": "x", "jwk": value}), &document, ed25519()));
        }
    }
    for value in &odd {
        let resources = json!({ISSUER: value, "https://example.org/.well-known/jwks.json": value});
        assert_eq!(with_resources(resources.clone()).report(&good.to_string())["valid"], false);
        assert_eq!(with_resources(resources).report(&token(&credential(), ed25519()))["valid"], false);
    }
}

#[test]
fn any_member_of_2_0_documents_may_have_any_type() {
    let odd = [
        json!(null),
        json!(true),
        json!(7),
        json!("x"),
        json!([]),
        json!([[{}]]),
        json!({}),
        json!([{"id": 1}]),
    ];
    let good = hosted_assertions::published();
    for (url, document) in good.as_object().unwrap() {
        for name in document.as_object().unwrap().keys() {
            for value in &odd {
                let mut resources = good.clone();
                resources[url][name] = value.clone();
                let text = resources[hosted_assertions::ASSERTION].to_string();
                with_resources(resources.clone()).report(&text);
                with_resources(resources.clone()).report(&jws(
                    &json!({}),
                    &resources[hosted_assertions::ASSERTION],
                    ed25519(),
                ));
            }
        }
    }
}

/// Pseudo-random numbers, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

#[test]
fn no_changed_text_is_valid_unless_it_says_the_same() {
    let by_suite = |suite| {
        let mut document = credential();
        document["proof"] = json!([proof(&document, suite, ed25519(), &method_id(ISSUER, ed25519()))]);
        document.to_string()
    };
    let texts = [
        by_suite(Cryptosuite::EddsaJcs2022),
        by_suite(Cryptosuite::EddsaRdfc2022),
        token(&credential(), ed25519()),
    ];
    let mut random = Random(1);
    for text in &texts {
        with_resources(published()).accepts(text);
        for _ in 0..400 {
            let mut octets = text.clone().into_bytes();
            let place = random.below(octets.len());
            let other = octets[random.below(octets.len())];
            match random.below(3) {
                0 => octets[place] = other,
                1 => octets.insert(place, other),
                _ => drop(octets.remove(place)),
            }
            let Ok(changed) = String::from_utf8(octets) else { continue };
            let report = with_resources(published()).report(&changed);
            let is_same = match (serde_json::from_str::<Value>(&changed), serde_json::from_str::<Value>(text))
            {
                (Ok(changed), Ok(original)) => changed == original,
                _ => changed.trim() == text,
            };
            assert_eq!(report["valid"], is_same, "{changed}\n{report:#}");
        }
    }
}

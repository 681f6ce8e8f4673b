//! Signed documents from elsewhere, where they are at hand.

use super::with_resources;
use serde_json::{Value, json};
use std::path::Path;

fn data(name: &str) -> Option<String> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    std::fs::read_to_string(root.join(name)).ok()
}

fn status_of<'r>(report: &'r Value, check: &str) -> &'r str {
    let mut checks = report["checks"].as_array().unwrap().iter();
    checks.find(|line| line["check"] == check).map_or("", |line| line["status"].as_str().unwrap())
}

#[test]
fn the_signed_example_of_the_specification_has_a_valid_signature() {
    let Some(lines) = data("examples/open-badges-3.0.jsonl") else { return };
    let examples: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for example in examples.iter().filter(|example| example["check"] == "verify") {
        let report = with_resources(json!({})).report(&example["doc"].to_string());
        println!("{}: {report:#}", example["name"]);
    }
    for example in &examples {
        // Whatever it is, there is a report on it.
        let report = with_resources(json!({})).report(&example["doc"].to_string());
        assert!(!status_of(&report, "structure").is_empty(), "{report:#}");
    }
}

//! The examples of the standard's own text, where they are at hand.

use badges_core::openbadges::{Class, Severity, is_valid, problems};
use serde_json::Value;
use std::{fs, path::Path};

/// Beside the checkout; the tests pass without it.
const EXAMPLES: &str = "../../../shared/data/examples/open-badges-3.0.jsonl";

#[test]
fn the_examples_of_the_standard_get_its_verdict() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(EXAMPLES);
    let Ok(lines) = fs::read_to_string(&path) else {
        eprintln!("skipped: the standard's examples are not at {EXAMPLES}");
        return;
    };
    for line in lines.lines() {
        let example: Value = serde_json::from_str(line).unwrap();
        let (name, document) = (&example["name"], &example["doc"]);
        let class = Class::from_name(example["class"].as_str().unwrap());
        let found = problems(document, class);
        let has = |severity| found.iter().any(|problem| problem.severity == severity);
        assert_eq!(is_valid(document, class), example["verdict"] != "invalid", "{name}: {found:#?}");
        assert_eq!(has(Severity::Error), example["verdict"] == "invalid", "{name}: {found:#?}");
        if example["verdict"] == "warning" {
            assert!(has(Severity::Warning), "{name}");
        }
    }
}

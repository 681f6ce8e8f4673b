//! The examples of the standard's own text, where they are at hand.

use badges_core::openbadges::{Class, problems};
use serde_json::Value;
use std::{fs, path::Path};

/// Beside the checkout; the tests pass without it.
const EXAMPLES: &str = "../../../shared/data/examples/open-badges-2.0.jsonl";

/// Where the official validator's verdict is not that of the document alone: an award that has expired since, and a
/// revoked endorsement, which needs no more than its id and issuer.
const DIFFERENT: [(&str, bool); 2] =
    [("spec:examples/index.md:143", true), ("spec:examples/index.md:612", true)];

#[test]
fn the_examples_of_the_standard_get_its_verdict() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(EXAMPLES);
    let Ok(lines) = fs::read_to_string(&path) else {
        eprintln!("skipped: the standard's examples are not at {EXAMPLES}");
        return;
    };
    for line in lines.lines() {
        let example: Value = serde_json::from_str(line).unwrap();
        let name = example["name"].as_str().unwrap();
        let official = example["official_verdict"] == "valid";
        let expected =
            DIFFERENT.iter().find(|(different, _)| *different == name).map_or(official, |(_, valid)| *valid);
        let class = Class::from_name(example["class"].as_str().unwrap());
        for class in [class, None] {
            let found = problems(&example["doc"], class);
            let valid = found.iter().all(|problem| problem.severity.as_str() != "error");
            assert_eq!(valid, expected, "{name}: {found:#?}");
        }
    }
}

use super::super::local::{Definitions, Local};
use super::*;
use crate::json::Tree;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// Beside the checkout; the test passes without it.
const CONTEXTS: &str = "/../../../shared/data/contexts";

#[test]
fn the_tables_say_what_the_published_contexts_say() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join(CONTEXTS.trim_start_matches('/'));
    let Ok(index) = fs::read_to_string(directory.join("index.json")) else {
        eprintln!("skipped: the published contexts are not at {CONTEXTS}");
        return;
    };
    let index: Vec<HashMap<String, String>> = serde_json::from_str(&index).unwrap();
    for published in PUBLISHED {
        let entry = index.iter().find(|entry| entry["url"] == published.url).expect(published.url);
        let text = fs::read_to_string(directory.join(&entry["file"])).unwrap();
        let official: serde_json::Value = serde_json::from_str(&text).unwrap();
        let official = Tree::read(&official).unwrap();
        let official = Local::parse(official.get("@context").unwrap()).unwrap();
        let table = vec![Local::Definitions(Definitions::of(published.table, &[]))];
        assert_eq!(official, table, "{}", published.url);
    }
}

#[test]
fn the_rows_of_every_table_are_sorted_and_none_is_there_twice() {
    fn check(table: &Table) {
        for pair in table.terms.windows(2) {
            assert!(pair[0].name < pair[1].name, "{} before {}", pair[0].name, pair[1].name);
        }
        for term in table.terms {
            if let TableScope::Table(inner) = term.scope {
                check(inner);
            }
        }
    }
    PUBLISHED.iter().for_each(|published| check(published.table));
}

#[test]
fn what_was_added_in_june_2026_is_in_the_table() {
    for published in PUBLISHED {
        let without = Definitions::of(published.table, published.added_in_june_2026);
        let added = published.table.terms.len() - without.entries.len();
        assert_eq!(added, published.added_in_june_2026.len(), "{}", published.url);
    }
}

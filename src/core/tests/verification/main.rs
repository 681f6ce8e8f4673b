//! What a verifier says of the text that somebody received: good cases in every form, and what each check refuses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod database;
mod disguises;
mod endorsements;
mod forms;
mod hosted_assertions;
mod hostile;
mod key_binding;
mod more_checks;
mod proofs;
mod receiving;
mod samples;
mod signed_assertions;
mod status;
mod tokens;
mod vectors;

use badges_core::json::Tree;
use badges_core::openbadges::verification::{Known, NothingKnown, Options, verify_credential};
use badges_core::proof::Resources;
use badges_core::timestamp::Timestamp;
use serde_json::{Value, json};

/// When everything here is in force.
const NOON: &str = "2026-06-01T12:00:00Z";

/// What a verifier has beside the text.
struct Verifier<'k> {
    resources: Value,
    known: &'k dyn Known,
    recipient: Option<&'k str>,
    at: &'k str,
}

/// A verifier with these documents.
fn with_resources<'k>(resources: Value) -> Verifier<'k> {
    Verifier { resources, known: &NothingKnown, recipient: None, at: NOON }
}

/// A verifier with nothing.
fn alone<'k>() -> Verifier<'k> {
    with_resources(json!({}))
}

impl Verifier<'_> {
    fn report(&self, text: &str) -> Value {
        let resources = Tree::read(&self.resources).unwrap();
        let options = Options {
            recipient: self.recipient,
            resources: Resources::new(&resources),
            at: Timestamp::parse(self.at).unwrap(),
        };
        let report = verify_credential(text, self.known, &options).to_text();
        serde_json::from_str(&report).unwrap()
    }

    /// The verdict, and every line that does not say `passed` as check, status and code. That nobody asked about a
    /// recipient is left out.
    fn found(&self, text: &str) -> (bool, Vec<String>) {
        let report = self.report(text);
        let lines = report["checks"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|check| check["status"] != "passed" && check["code"] != "no_recipient_given");
        let of = |check: &Value, name: &str| check[name].as_str().unwrap().to_owned();
        let lines = lines
            .map(|check| format!("{} {} {}", of(check, "check"), of(check, "status"), of(check, "code")));
        (report["valid"].as_bool().unwrap(), lines.collect())
    }

    #[track_caller]
    fn expect(&self, text: &str, valid: bool, lines: &[&str]) {
        let found = self.found(text);
        let expected = (valid, lines.iter().map(|line| (*line).to_owned()).collect());
        assert_eq!(found, expected, "{:#}", self.report(text));
    }

    /// Every check holds.
    #[track_caller]
    fn accepts(&self, text: &str) {
        self.expect(text, true, &[]);
    }

    /// Not valid, for these reasons and no others.
    #[track_caller]
    fn refuses(&self, text: &str, lines: &[&str]) {
        self.expect(text, false, lines);
    }

    /// Valid, with something to tell.
    #[track_caller]
    fn warns(&self, text: &str, lines: &[&str]) {
        self.expect(text, true, lines);
    }
}

//! Graphs of many blank nodes: how they are numbered and in which order their statements come makes no difference, and
//! the canonical form is its own canonical form.
//!
//! Of statements in several graphs only that none is lost: there RDFC-1.0 itself does not tell all blank nodes apart that
//! differ, because its hash of a related blank node says nothing of the other terms beside it. An example is
//! `_:a <p> _:a . _:a <p> _:x _:y . _:b <p> _:a . _:c <p> _:y _:x .`, which has two forms.

use badges_core::proof::{
    rdf::Dataset,
    rdfc::{Hash, canonicalize},
};
use std::collections::BTreeSet;

const BLANK_NODES: u8 = 12;
const MOST_STATEMENTS: usize = 60;

/// A blank node for most numbers, and an IRI.
fn node(number: u8, label: impl Fn(u8) -> String) -> String {
    match number % 16 {
        blank if blank < BLANK_NODES => format!("_:{}", label(blank)),
        other => format!("<urn:{other}>"),
    }
}

fn statement([subject, predicate, object, graph]: [u8; 4], label: impl Fn(u8) -> String + Copy) -> String {
    let object = match object {
        0xF0.. => format!("\"{}\"", object % 4),
        _ => node(object, label),
    };
    let graph = match graph {
        0xC0.. => format!(" {}", node(graph, label)),
        _ => String::new(),
    };
    format!("{} <urn:p{}> {object}{graph} .\n", node(subject, label), predicate % 3)
}

fn canonical(lines: &[String], hash: Hash) -> Option<String> {
    let text = lines.concat();
    let (dataset, _) = Dataset::parse(&text).expect("it is N-Quads");
    canonicalize(&dataset, hash).ok()
}

/// Panics if the property does not hold.
pub fn check(octets: &[u8]) {
    let Some((&seed, rest)) = octets.split_first() else { return };
    let hash = if seed & 1 == 0 { Hash::Sha256 } else { Hash::Sha384 };
    let has_graphs = seed & 2 != 0;
    let mut statements: Vec<[u8; 4]> = rest.as_chunks().0.iter().copied().take(MOST_STATEMENTS).collect();
    if !has_graphs {
        statements.iter_mut().for_each(|[.., graph]| *graph = 0);
    }
    let lines: Vec<String> =
        statements.iter().map(|parts| statement(*parts, |number| format!("b{number}"))).collect();
    // Multiplied by a number that has no divisor in common with 17, and turned around.
    let factor = u16::from(seed >> 4) + 1;
    let other_label = |number: u8| format!("x{}", (u16::from(number) + 1) * factor % 17);
    let mut others: Vec<String> = statements.iter().map(|parts| statement(*parts, other_label)).collect();
    others.reverse();
    let turn = usize::from(seed) % others.len().max(1);
    others.rotate_left(turn);

    if let (Some(one), Some(other)) = (canonical(&lines, hash), canonical(&others, hash)) {
        let distinct: BTreeSet<&String> = lines.iter().collect();
        assert_eq!(one.lines().count(), distinct.len());
        assert_eq!(other.lines().count(), distinct.len());
        if !has_graphs {
            assert_eq!(one, other);
            let again: Vec<String> = one.lines().map(|line| format!("{line}\n")).collect();
            assert!(again.is_sorted());
            assert_eq!(canonical(&again, hash), Some(one));
        }
    }
}

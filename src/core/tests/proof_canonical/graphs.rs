//! RDFC-1.0 over graphs whose blank nodes look alike.

use badges_core::proof::rdf::Dataset;
use badges_core::proof::rdfc::{self, Hash};
use proptest::prelude::*;

fn canonical(text: &str) -> String {
    rdfc::canonicalize(&Dataset::parse(text).unwrap().0, Hash::Sha256).unwrap()
}

fn graph(edges: &[(&str, &str)]) -> String {
    edges.iter().map(|(from, to)| format!("_:{from} <urn:p> _:{to} .\n")).collect()
}

#[test]
fn quads_are_sorted_and_each_is_there_once() {
    let text = "<urn:b> <urn:p> \"x\" .\n<urn:a> <urn:p> <urn:b> <urn:g> .\n<urn:b> <urn:p> \"x\" .\n";
    assert_eq!(canonical(text), "<urn:a> <urn:p> <urn:b> <urn:g> .\n<urn:b> <urn:p> \"x\" .\n");
    let twice = "_:x <urn:p> \"1\" .\n_:x <urn:p> \"1\" .\n_:y <urn:p> \"2\" .\n";
    let once = "_:x <urn:p> \"1\" .\n_:y <urn:p> \"2\" .\n";
    assert_eq!(canonical(twice), canonical(once));
}

#[test]
fn circles() {
    let four = graph(&[("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")]);
    let same = graph(&[("z", "x"), ("y", "w"), ("x", "y"), ("w", "z")]);
    assert_eq!(canonical(&four), canonical(&same));
    let two_pairs = graph(&[("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")]);
    assert_ne!(canonical(&four), canonical(&two_pairs));
    let circle = canonical(&four);
    assert_eq!(
        circle,
        graph(&[("c14n0", "c14n3"), ("c14n1", "c14n0"), ("c14n2", "c14n1"), ("c14n3", "c14n2")])
    );
}

#[test]
fn a_node_that_refers_to_itself() {
    assert_eq!(canonical("_:x <urn:p> _:x .\n"), "_:c14n0 <urn:p> _:c14n0 .\n");
    let chain = graph(&[("a", "a"), ("a", "b"), ("b", "b")]);
    let same = graph(&[("x", "x"), ("y", "x"), ("y", "y")]);
    assert_eq!(canonical(&chain), canonical(&same));
}

#[test]
fn blank_nodes_as_names_of_graphs() {
    let one = "_:g <urn:p> _:o _:g .\n_:h <urn:p> _:o _:h .\n_:g <urn:q> \"1\" .\n";
    let other = "_:2 <urn:p> _:3 _:2 .\n_:1 <urn:q> \"1\" .\n_:1 <urn:p> _:3 _:1 .\n";
    assert_eq!(canonical(one), canonical(other));
}

#[test]
fn the_hash_decides_on_labels() {
    let (dataset, _) = Dataset::parse(&graph(&[("a", "b"), ("b", "c"), ("a", "c")])).unwrap();
    let of = |hash| rdfc::canonicalize(&dataset, hash).unwrap();
    assert_ne!(of(Hash::Sha256), of(Hash::Sha384));
}

#[test]
fn labels_lead_back_to_the_nodes_of_the_dataset() {
    let text = "_:y <urn:p> _:x .\n_:x <urn:p> \"1\" .\n";
    let (dataset, labels) = Dataset::parse(text).unwrap();
    assert_eq!(labels, ["y", "x"]);
    let canonical = rdfc::canonical(&dataset, Hash::Sha256).unwrap();
    let named = dataset.lines(|number, out| {
        out.push_str(&format!("c14n{}", canonical.labels[number as usize].unwrap()));
    });
    assert_eq!(named.concat(), canonical.lines.concat());
}

#[test]
fn labels_in_literals_and_identifiers_are_no_labels() {
    let line = "<urn:_:a> <urn:p> \"_:a \\\" _:a \\\\\"^^<urn:_:a> _:a .\n";
    let (dataset, labels) = Dataset::parse(line).unwrap();
    assert_eq!(labels, ["a"]);
    assert_eq!(dataset.lines(|_, out| out.push('a')).concat(), line);
}

#[test]
fn what_is_no_n_quad_is_refused_with_its_line() {
    for text in [
        "x",
        "<urn:a> <urn:b> .",
        "<urn:a> _:b <urn:c> .",
        "<urn:a> <urn:b> \"c .",
        "_:a <urn:b> _:c _:d _:e .",
    ] {
        assert_eq!(Dataset::parse(&format!("_:a <urn:b> _:c .\n{text}\n")).unwrap_err(), 2, "{text}");
    }
}

/// From where, to where, which of two predicates, and what kind of quad.
type Edge = (usize, usize, bool, usize);

/// Edges between a few blank nodes, an order to name these in, and one to write the edges in.
fn graphs() -> impl Strategy<Value = (Vec<Edge>, Vec<usize>, Vec<usize>)> {
    const NODES: usize = 6;
    let edges = prop::collection::vec((0..NODES, 0..NODES, any::<bool>(), 0..4_usize), 1..12);
    edges.prop_flat_map(|edges| {
        let order: Vec<usize> = (0..edges.len()).collect();
        let names: Vec<usize> = (0..NODES).collect();
        (Just(edges), Just(names).prop_shuffle(), Just(order).prop_shuffle())
    })
}

proptest! {
    #[test]
    fn neither_names_nor_order_matter((edges, names, order) in graphs()) {
        let line = |name: &dyn Fn(usize) -> usize, edge: &Edge| {
            let (from, to, second, kind) = *edge;
            let predicate = if second { "urn:q" } else { "urn:p" };
            match kind {
                0 => format!("_:n{} <{predicate}> \"x\" .\n", name(from)),
                1 => format!("_:n{} <{predicate}> _:n{} _:n{} .\n", name(from), name(to), name(from)),
                _ => format!("_:n{} <{predicate}> _:n{} .\n", name(from), name(to)),
            }
        };
        let one: String = edges.iter().map(|edge| line(&|node| node, edge)).collect();
        let other: String = order.iter().map(|place| line(&|node| names[node], &edges[*place])).collect();
        let (one, other) = (Dataset::parse(&one).unwrap().0, Dataset::parse(&other).unwrap().0);
        let canonical = rdfc::canonicalize(&one, Hash::Sha256);
        prop_assert_eq!(&canonical, &rdfc::canonicalize(&other, Hash::Sha256));
        if let Ok(text) = canonical {
            let again = rdfc::canonicalize(&Dataset::parse(&text).unwrap().0, Hash::Sha256);
            prop_assert_eq!(Ok(text), again);
        }
    }
}

//! Documents made to take time or memory.

use crate::support::{CREDENTIALS_2, OPEN_BADGES, fault};
use badges_core::json::{MAX_DEPTH, ReadError, Tree};
use badges_core::proof::jsonld::{self, FaultKind};
use badges_core::proof::{MAX_CREDENTIAL, Resources, jcs, rdfc};
use serde_json::{Map, Value, json};
use std::time::{Duration, Instant};

/// Far more than any of these takes, built without optimisation on a busy machine, and far less than they
/// would take without limits.
const LONG: Duration = Duration::from_secs(20);

fn timed<T>(walk: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = walk();
    assert!(start.elapsed() < LONG, "took {:?}", start.elapsed());
    result
}

/// As deep a document as a caller could build, which parsers refuse.
fn nested<'a>(depth: usize, wrap: impl Fn(Tree<'a>) -> Tree<'a>) -> Tree<'a> {
    (0..depth).fold(Tree::from("x"), |inner, _| wrap(inner))
}

#[test]
fn deep_nesting_is_refused() {
    let objects = nested(1_000, |inner| Tree::object([("urn:p", inner)]));
    let arrays = Tree::object([("urn:p", nested(10_000, |inner| Tree::Array(vec![inner])))]);
    for document in [&objects, &arrays] {
        let fault = timed(|| jsonld::to_rdf(document, None, Resources::none()).unwrap_err());
        assert_eq!(fault.kind, FaultKind::Limit);
        assert_eq!(timed(|| jsonld::faults(document, Resources::none())).len(), 1);
        assert_eq!(jcs::canonicalize(document, None, &mut String::new()), Err(ReadError::TooDeep));
    }
    // A tree this deep is taken apart step by step: its own destructor would go as deep.
    for mut tree in [objects, arrays] {
        while let Tree::Object(_) | Tree::Array(_) = tree {
            tree = match tree {
                Tree::Object(members) => members.into_iter().next().unwrap().1,
                Tree::Array(elements) => elements.into_iter().next().unwrap(),
                scalar => scalar,
            };
        }
    }
}

#[test]
fn nesting_up_to_the_limit_is_read() {
    let document = nested(MAX_DEPTH, |inner| Tree::object([("urn:p", inner)]));
    assert_eq!(jsonld::to_rdf(&document, None, Resources::none()).unwrap().len(), MAX_DEPTH);
    let mut text = String::new();
    jcs::canonicalize(&document, None, &mut text).unwrap();
    let document = nested(MAX_DEPTH + 1, |inner| Tree::object([("urn:p", inner)]));
    assert!(jsonld::to_rdf(&document, None, Resources::none()).is_err());
    assert!(jcs::canonicalize(&document, None, &mut text).is_err());
}

#[test]
fn scoped_contexts_in_scoped_contexts_are_bounded() {
    let name = |level: usize| if level.is_multiple_of(2) { "p" } else { "q" };
    let scopes = |depth: usize| {
        (0..depth).fold(
            json!({}),
            |inner, level| json!({name(level): {"@id": format!("urn:{level}"), "@context": inner}}),
        )
    };
    let fits = json!({"@context": scopes(15), "@id": "urn:s", "p": {"q": {"p": {"q": "x"}}}});
    assert_eq!(jsonld::to_rdf(&fits, None, Resources::none()).unwrap().len(), 4);
    let deep = json!({"@context": scopes(60), "@id": "urn:s", "p": "x"});
    assert_eq!(timed(|| fault(&deep)).0, FaultKind::Limit);
}

#[test]
fn many_contexts_are_refused() {
    let repeated = json!({"@context": vec![CREDENTIALS_2; 5_000], "id": "urn:s", "name": "x"});
    assert_eq!(timed(|| fault(&repeated)).0, FaultKind::Limit);
    let own: Vec<Value> = (0..5_000).map(|index| json!({format!("t{index}"): "urn:t"})).collect();
    let own = json!({"@context": own, "@id": "urn:s", "t1": "x"});
    assert_eq!(timed(|| fault(&own)).0, FaultKind::Limit);
    let terms: Map<String, Value> = (0..8_000).map(|index| (format!("t{index}"), json!("urn:t"))).collect();
    let objects = vec![json!({"@context": {"own": "urn:own"}, "own": "x"}); 100];
    let many_terms = json!({"@context": terms, "@id": "urn:s", "t1": objects});
    assert_eq!(timed(|| fault(&many_terms)).0, FaultKind::Limit);
}

#[test]
fn many_objects_with_contexts_of_their_own_are_bounded() {
    let terms: Map<String, Value> = (0..300).map(|index| (format!("t{index}"), json!("urn:t"))).collect();
    let objects: Vec<Value> =
        (0..2_000).map(|index| json!({"@context": {"own": format!("urn:{index}")}, "own": "x"})).collect();
    let document = json!({"@context": terms, "@id": "urn:s", "t1": objects});
    assert_eq!(timed(|| fault(&document)).0, FaultKind::Limit);
}

#[test]
fn a_chain_of_terms_is_bounded() {
    let mut terms: Map<String, Value> =
        (0..5_000).map(|index| (format!("t{index}"), json!(format!("t{}", index + 1)))).collect();
    terms.insert("t5000".into(), json!("urn:t"));
    let document = json!({"@context": terms, "@id": "urn:s", "t0": "x"});
    assert_eq!(timed(|| fault(&document)).0, FaultKind::Limit);
}

#[test]
fn huge_documents_are_refused() {
    let text = json!({"@context": {"p": "urn:p"}, "@id": "urn:s", "p": "x".repeat(MAX_CREDENTIAL)});
    assert_eq!(timed(|| fault(&text)).0, FaultKind::Limit);
    let values: Vec<Value> = (0..6_000).map(|index| json!(index)).collect();
    let many = json!({"@context": {"p": "urn:p"}, "@id": "urn:s", "p": values});
    assert_eq!(timed(|| fault(&many)).0, FaultKind::Limit);
    let namespace = format!("urn:{}", "n".repeat(10_000));
    let terms = vec!["ns:x"; 1_000];
    let long = json!({"@context": {"ns": {"@id": namespace, "@prefix": true}, "r": {"@id": "urn:r", "@type": "@id"}},
                      "@id": "urn:s", "r": terms});
    assert_eq!(timed(|| fault(&long)).0, FaultKind::Limit);
    let exponent: Value = serde_json::from_str("1e300").unwrap();
    let number = json!({"@context": {"p": "urn:p"}, "@id": "urn:s", "p": exponent});
    assert!(jsonld::to_rdf(&number, None, Resources::none()).is_ok());
}

#[test]
fn long_identifiers_that_are_repeated_are_refused() {
    let long = format!("urn:{}", "n".repeat(100_000));
    let numbers: Vec<Value> = (0..4_000).map(|index| json!(index)).collect();
    let subject = json!({"@context": {"p": "urn:p"}, "@id": long.clone(), "p": numbers.clone()});
    assert_eq!(timed(|| fault(&subject)).0, FaultKind::Limit);
    let predicate = json!({"@context": {"p": long.clone()}, "@id": "urn:s", "p": numbers});
    assert_eq!(timed(|| fault(&predicate)).0, FaultKind::Limit);
    let nodes: Vec<Value> = (0..1_000).map(|_| json!({"p": 1})).collect();
    let nodes = json!({"@context": {"p": long, "q": "urn:q"}, "@id": "urn:s", "q": nodes});
    assert_eq!(timed(|| fault(&nodes)).0, FaultKind::Limit);
    // Whoever sends a long text has more room, and not room for more than a few repetitions.
    let long = format!("urn:{}", "n".repeat(MAX_CREDENTIAL / 2));
    let few =
        |count: i32| json!({"@context": {"p": "urn:p"}, "@id": long, "p": (0..count).collect::<Vec<_>>()});
    let read =
        |document: &Value| jsonld::to_rdf(document, None, Resources::none()).map(|dataset| dataset.len());
    assert_eq!(timed(|| read(&few(3))).unwrap(), 3);
    assert_eq!(timed(|| fault(&few(20))).0, FaultKind::Limit);
}

#[test]
fn a_resource_that_is_huge_is_read_a_few_times_only() {
    let terms: Map<String, Value> = (0..50_000).map(|index| (format!("t{index}"), json!("urn:t"))).collect();
    let resources = json!({"https://example.org/huge": {"@context": terms}});
    let resources = Tree::read(&resources).unwrap();
    let document = json!({"@context": vec!["https://example.org/huge"; 500], "@id": "urn:s", "t1": "x"});
    let fault = timed(|| jsonld::to_rdf(&document, None, Resources::new(&resources)).unwrap_err());
    assert_eq!(fault.kind, FaultKind::Limit);
}

#[test]
fn many_names_for_keywords_are_no_trouble() {
    let mut document: Map<String, Value> =
        (0..8_000).map(|index| (format!("https://example.org/{index}"), json!(1))).collect();
    let terms: Map<String, Value> = (0..3_000).map(|index| (format!("t{index}"), json!("@id"))).collect();
    document.insert("@context".into(), terms.into());
    assert_eq!(timed(|| fault(&document.into())).0, FaultKind::Limit);
}

#[test]
fn a_number_beyond_every_double_is_refused() {
    let number = badges_core::json::Number::parse("1e100000").unwrap();
    let document = Tree::object([("urn:p", Tree::Number(number))]);
    let fault = timed(|| jsonld::to_rdf(&document, None, Resources::none()).unwrap_err());
    assert_eq!((fault.kind, fault.path.as_str()), (FaultKind::Invalid, "/urn:p"));
    assert_eq!(jcs::canonicalize(&document, None, &mut String::new()), Err(ReadError::TooLarge));
}

/// Every node refers to every other one: nothing tells them apart but trying.
fn clique(size: usize) -> Value {
    let nodes: Vec<Value> = (0..size)
        .map(|node| {
            let others: Vec<Value> = (0..size)
                .filter(|other| *other != node)
                .map(|other| json!({"id": format!("_:b{other}")}))
                .collect();
            json!({"id": format!("_:b{node}"), "type": "Evidence", "https://example.org/knows": others})
        })
        .collect();
    json!({"@context": [CREDENTIALS_2, OPEN_BADGES], "id": "urn:s", "type": "VerifiableCredential", "evidence": nodes})
}

#[test]
fn cliques_are_refused_in_good_time() {
    for size in [5, 6, 7, 8, 10, 20, 60] {
        let dataset = jsonld::to_rdf(&clique(size), None, Resources::none()).unwrap();
        let result = timed(|| rdfc::canonicalize(&dataset, rdfc::Hash::Sha256));
        assert_eq!(result, Err(rdfc::TooComplex), "{size}");
    }
    let dataset = jsonld::to_rdf(&clique(3), None, Resources::none()).unwrap();
    assert!(rdfc::canonicalize(&dataset, rdfc::Hash::Sha256).is_ok());
}

#[test]
fn siblings_that_look_alike_are_no_trouble() {
    let siblings: Vec<Value> = (0..200).map(|_| json!({"type": "Evidence", "name": "the same"})).collect();
    let document = json!({"@context": [CREDENTIALS_2, OPEN_BADGES], "id": "urn:s", "type": "VerifiableCredential",
                          "evidence": siblings});
    let dataset = jsonld::to_rdf(&document, None, Resources::none()).unwrap();
    assert_eq!(dataset.blank_nodes(), 200);
    assert_eq!(timed(|| rdfc::canonicalize(&dataset, rdfc::Hash::Sha256)).unwrap().lines().count(), 601);
}

#[test]
fn a_long_chain_of_blank_nodes_ends() {
    let items: Vec<Value> = (0..2_000).map(|_| json!("x")).collect();
    let document =
        json!({"@context": {"l": {"@id": "urn:l", "@container": "@list"}}, "@id": "urn:s", "l": items});
    let dataset = jsonld::to_rdf(&document, None, Resources::none()).unwrap();
    assert_eq!(dataset.len(), 4_001);
    let _ = timed(|| rdfc::canonicalize(&dataset, rdfc::Hash::Sha256));
}

#[test]
fn fewer_faults_than_there_are_may_be_reported() {
    let terms: Map<String, Value> = (0..500).map(|index| (format!("t{index}"), json!("x"))).collect();
    assert_eq!(timed(|| jsonld::faults(&Value::from(terms), Resources::none())).len(), jsonld::MAX_FAULTS);
}

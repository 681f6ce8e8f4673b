//! RDF Dataset Canonicalization (RDFC-1.0) with a budget of work.

use super::rdf::{Dataset, Lines, Quad};
use crate::interruption;
use aws_lc_rs::digest;
use foldhash::HashMap;
use foldhash::fast::RandomState;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::hash::{BuildHasher, Hash as _, Hasher};

/// The hash that RDFC-1.0 uses inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    /// SHA-256, the default.
    Sha256,
    /// SHA-384, for P-384.
    Sha384,
}

impl Hash {
    fn digest(self, data: &[u8]) -> digest::Digest {
        let algorithm = match self {
            Hash::Sha256 => &digest::SHA256,
            Hash::Sha384 => &digest::SHA384,
        };
        digest::digest(algorithm, data)
    }
}

/// The dataset needs more work than any credential does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooComplex;

/// Work that may be done to tell blank nodes apart that look alike: nodes, quads and orders looked at. As
/// much again is added as there are quads, so that many nodes may look alike where little sets others apart.
const BUDGET: usize = 4_000;

/// Most blank nodes whose orders are all tried.
const MAX_ALIKE: usize = 8;

/// Deepest chain of blank nodes that is followed.
const MAX_DEPTH: usize = 128;

/// A dataset in canonical form.
#[derive(Debug, Clone)]
pub struct Canonical {
    /// The lines of the canonical N-Quads document, sorted.
    pub lines: Lines,
    /// For each blank node of the dataset, by its number, that of its canonical label: 3 is `_:c14n3`. None
    /// where no quad has the node.
    pub labels: Vec<Option<u32>>,
}

/// The canonical N-Quads document.
///
/// # Errors
/// [`TooComplex`]
pub fn canonicalize(dataset: &Dataset, hash: Hash) -> Result<String, TooComplex> {
    canonical(dataset, hash).map(|canonical| canonical.lines.concat())
}

/// The canonical N-Quads document as lines, and how the blank nodes of the dataset are called in it.
///
/// # Errors
/// [`TooComplex`]
pub fn canonical(dataset: &Dataset, hash: Hash) -> Result<Canonical, TooComplex> {
    let labels = Canonicalizer::new(dataset, hash).label()?;
    let lines = dataset.lines(|number, out| {
        let label = labels.get(number as usize).copied().flatten().unwrap_or_default();
        let _ = write!(out, "c14n{label}");
    });
    Ok(Canonical { lines, labels })
}

/// Hands out labels in the order of first use (RDFC-1.0, section 4.5).
#[derive(Debug, Clone, Default)]
struct Issuer {
    numbers: HashMap<u32, u32>,
    order: Vec<u32>,
}

impl Issuer {
    fn issue(&mut self, node: u32) -> u32 {
        let next = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(node).or_insert_with(|| {
            self.order.push(node);
            next
        })
    }

    fn get(&self, node: u32) -> Option<u32> {
        self.numbers.get(&node).copied()
    }
}

struct Canonicalizer<'d> {
    dataset: &'d Dataset,
    hash: Hash,
    /// For each blank node the quads that have it, each once.
    quads_of: Vec<Vec<&'d Quad>>,
    first_degree: Vec<Option<digest::Digest>>,
    canonical: Issuer,
    budget: usize,
    /// Room for the lines of one node.
    lines: Lines,
    text: String,
}

impl<'d> Canonicalizer<'d> {
    fn new(dataset: &'d Dataset, hash: Hash) -> Self {
        let nodes = dataset.blank_nodes() as usize;
        let mut quads_of: Vec<Vec<&Quad>> = vec![Vec::new(); nodes];
        for quad in unique(dataset) {
            for (_, node) in quad.blank_nodes() {
                if let Some(quads) = quads_of.get_mut(node as usize)
                    && !quads.last().is_some_and(|last| std::ptr::eq(*last, quad))
                {
                    quads.push(quad);
                }
            }
        }
        Canonicalizer {
            dataset,
            hash,
            quads_of,
            first_degree: vec![None; nodes],
            canonical: Issuer::default(),
            budget: BUDGET.saturating_add(dataset.len()),
            lines: Lines::default(),
            text: String::new(),
        }
    }

    fn spend(&mut self, work: usize) -> Result<(), TooComplex> {
        self.budget = self.budget.checked_sub(work).ok_or(TooComplex)?;
        interruption::poll();
        Ok(())
    }

    /// The canonicalization algorithm (section 4.4.3), as far as the labels.
    fn label(mut self) -> Result<Vec<Option<u32>>, TooComplex> {
        let mut by_hash: BTreeMap<Vec<u8>, Vec<u32>> = BTreeMap::new();
        for node in 0..self.dataset.blank_nodes() {
            if self.quads_of.get(node as usize).is_some_and(|quads| !quads.is_empty()) {
                by_hash.entry(self.hash_first_degree(node).as_ref().to_vec()).or_default().push(node);
            }
        }
        for nodes in by_hash.values() {
            if let [node] = nodes.as_slice() {
                self.canonical.issue(*node);
            }
        }
        for nodes in by_hash.values().filter(|nodes| nodes.len() > 1) {
            let mut results = Vec::with_capacity(nodes.len());
            for node in nodes {
                if self.canonical.get(*node).is_none() {
                    let mut issuer = Issuer::default();
                    issuer.issue(*node);
                    results.push(self.hash_n_degree(*node, &issuer, 0)?);
                }
            }
            results.sort_by(|(one, _), (other, _)| one.cmp(other));
            for (_, issuer) in results {
                for node in issuer.order {
                    self.canonical.issue(node);
                }
            }
        }
        let mut labels = vec![None; self.quads_of.len()];
        for (node, label) in &self.canonical.numbers {
            if let Some(found) = labels.get_mut(*node as usize) {
                *found = Some(*label);
            }
        }
        Ok(labels)
    }

    /// Hash First Degree Quads (section 4.6).
    fn hash_first_degree(&mut self, node: u32) -> digest::Digest {
        if let Some(known) = self.first_degree.get(node as usize).copied().flatten() {
            return known;
        }
        let Canonicalizer { dataset, quads_of, lines, text, .. } = self;
        lines.clear();
        for quad in quads_of.get(node as usize).into_iter().flatten() {
            lines.push(|out| {
                dataset.write(quad, out, |other, out| out.push(if other == node { 'a' } else { 'z' }))
            });
        }
        lines.sort_all();
        text.clear();
        lines.concat_into(text);
        let digest = self.hash.digest(self.text.as_bytes());
        if let Some(known) = self.first_degree.get_mut(node as usize) {
            *known = Some(digest);
        }
        digest
    }

    /// Hash Related Blank Node (section 4.7).
    fn hash_related(&mut self, related: u32, quad: &Quad, issuer: &Issuer, position: char) -> String {
        let mut input = String::from(position);
        if position != 'g' {
            input.push_str(self.dataset.text(quad.predicate));
        }
        if let Some(label) = self.canonical.get(related) {
            let _ = write!(input, "_:c14n{label}");
        } else if let Some(label) = issuer.get(related) {
            let _ = write!(input, "_:b{label}");
        } else {
            hex(self.hash_first_degree(related).as_ref(), &mut input);
        }
        self.hex_digest(&input)
    }

    fn hex_digest(&self, input: &str) -> String {
        let mut text = String::with_capacity(96);
        hex(self.hash.digest(input.as_bytes()).as_ref(), &mut text);
        text
    }

    /// Hash N-Degree Quads (section 4.8).
    fn hash_n_degree(
        &mut self,
        node: u32,
        issuer: &Issuer,
        depth: usize,
    ) -> Result<(String, Issuer), TooComplex> {
        self.spend(1)?;
        if depth > MAX_DEPTH {
            return Err(TooComplex);
        }
        // A node is there as often as a quad relates it in that way: implementations agree on that where the
        // text of the standard can be read either way.
        let mut related_by_hash: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for quad in self.quads_of.get(node as usize).cloned().unwrap_or_default() {
            self.spend(1_usize.saturating_add(self.dataset.text(quad.predicate).len() / 256))?;
            for (position, related) in quad.blank_nodes() {
                if related != node {
                    let hash = self.hash_related(related, quad, issuer, position);
                    related_by_hash.entry(hash).or_default().push(related);
                }
            }
        }
        let mut issuer = issuer.clone();
        let mut data = String::new();
        for (hash, related) in related_by_hash {
            data.push_str(&hash);
            let (path, chosen) = self.shortest_path(related, &issuer, depth)?;
            data.push_str(&path);
            issuer = chosen;
        }
        Ok((self.hex_digest(&data), issuer))
    }

    /// The least path over all orders of nodes that are related in the same way (section 4.8.3, step 5).
    fn shortest_path(
        &mut self,
        mut related: Vec<u32>,
        issuer: &Issuer,
        depth: usize,
    ) -> Result<(String, Issuer), TooComplex> {
        related.sort_unstable();
        let mut different = related.clone();
        different.dedup();
        if different.len() > MAX_ALIKE {
            return Err(TooComplex);
        }
        let mut best: Option<(String, Issuer)> = None;
        loop {
            self.spend(1)?;
            let shortest = best.as_ref().map(|(path, _)| path.as_str());
            if let Some(found) = self.path(&related, issuer, shortest, depth)? {
                best = Some(found);
            }
            if !next_permutation(&mut related) {
                return Ok(best.unwrap_or_default());
            }
        }
    }

    /// The path of one order, if it is less than `shortest`.
    fn path(
        &mut self,
        order: &[u32],
        issuer: &Issuer,
        shortest: Option<&str>,
        depth: usize,
    ) -> Result<Option<(String, Issuer)>, TooComplex> {
        let is_longer =
            |path: &str| shortest.is_some_and(|shortest| path.len() >= shortest.len() && path > shortest);
        let mut issuer = issuer.clone();
        let mut path = String::new();
        let mut unlabelled = Vec::new();
        for node in order {
            if let Some(label) = self.canonical.get(*node) {
                let _ = write!(path, "_:c14n{label}");
            } else {
                if issuer.get(*node).is_none() {
                    unlabelled.push(*node);
                }
                let _ = write!(path, "_:b{}", issuer.issue(*node));
            }
            if is_longer(&path) {
                return Ok(None);
            }
        }
        for node in unlabelled {
            let (hash, after) = self.hash_n_degree(node, &issuer, depth.saturating_add(1))?;
            let _ = write!(path, "_:b{}<{hash}>", issuer.issue(node));
            issuer = after;
            if is_longer(&path) {
                return Ok(None);
            }
        }
        Ok(shortest.is_none_or(|shortest| path.as_str() < shortest).then_some((path, issuer)))
    }
}

/// The next order of the nodes; false after the last. Nodes that are the same are not swapped.
fn next_permutation(nodes: &mut [u32]) -> bool {
    let Some(pivot) = nodes.windows(2).rposition(|pair| matches!(pair, [one, next] if one < next)) else {
        return false;
    };
    let Some((head, tail)) = nodes.split_at_mut_checked(pivot.saturating_add(1)) else { return false };
    let Some(pivot) = head.last_mut() else { return false };
    if let Some(greater) = tail.iter_mut().rev().find(|node| **node > *pivot) {
        std::mem::swap(greater, pivot);
    }
    tail.reverse();
    true
}

fn hex(bytes: &[u8], out: &mut String) {
    for byte in bytes {
        for digit in [byte >> 4, byte & 0xF] {
            out.extend(char::from_digit(digit.into(), 16));
        }
    }
}

/// The quads with blank nodes, each once.
fn unique(dataset: &Dataset) -> impl Iterator<Item = &Quad> {
    let quads = dataset.quads().iter().filter(|quad| quad.blank_nodes().next().is_some());
    // Unknown to whoever wrote the quads, so that none can be made to collide.
    let secret = RandomState::default();
    let mut unique: Vec<(u64, &Quad)> =
        quads.map(|quad| (fingerprint(dataset, quad, &secret), quad)).collect();
    // Those that are the same need not be neighbours where others have their fingerprint too, so that any of
    // them is compared with all before it.
    unique.sort_unstable_by_key(|(fingerprint, _)| *fingerprint);
    let mut group = 0;
    let mut kept: Vec<(u64, &Quad)> = Vec::with_capacity(unique.len());
    for (fingerprint, quad) in unique {
        if kept.last().is_none_or(|(last, _)| *last != fingerprint) {
            group = kept.len();
        }
        if !kept.get(group..).unwrap_or_default().iter().any(|(_, other)| same(dataset, other, quad)) {
            kept.push((fingerprint, quad));
        }
    }
    kept.into_iter().map(|(_, quad)| quad)
}

fn fingerprint(dataset: &Dataset, quad: &Quad, secret: &RandomState) -> u64 {
    let mut hasher = secret.build_hasher();
    dataset.text(quad.predicate).hash(&mut hasher);
    for (position, term) in quad.terms() {
        position.hash(&mut hasher);
        match term {
            super::rdf::Term::Blank(number) => number.hash(&mut hasher),
            super::rdf::Term::Text(span) => dataset.text(span).hash(&mut hasher),
        }
    }
    hasher.finish()
}

fn same(dataset: &Dataset, one: &Quad, other: &Quad) -> bool {
    use super::rdf::Term::{Blank, Text};
    let same = |one, other| match (one, other) {
        (Blank(one), Blank(other)) => one == other,
        (Text(one), Text(other)) => dataset.text(one) == dataset.text(other),
        _ => false,
    };
    dataset.text(one.predicate) == dataset.text(other.predicate)
        && same(one.subject, other.subject)
        && same(one.object, other.object)
        && match (one.graph, other.graph) {
            (None, None) => true,
            (Some(one), Some(other)) => same(one, other),
            _ => false,
        }
}

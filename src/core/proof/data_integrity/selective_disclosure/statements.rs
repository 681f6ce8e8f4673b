//! The statements of a document under labels that give nothing away, and which of them a part of it makes.
//!
//! Which blank node of a part is which of the whole document cannot be seen from the two graphs. So objects without
//! an id get one for as long as it takes, and the part keeps it (skolemization).
//!
//! Source: VC Data Integrity ECDSA Cryptosuites 1.0, section 3.4.

use super::super::{ProofError, malformed};
use super::pointers;
use crate::json::{Json, Tree};
use crate::proof::jsonld::{self, Options, OriginKind};
use crate::proof::rdf::Dataset;
use crate::proof::rdfc::{self, Hash};
use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::collections::HashSet;

/// What ids that stand for blank nodes begin with; the number of the blank node follows.
const STAND_IN: &str = "urn:bnid:";

/// The octets that a label is made of.
pub(super) type Label = [u8; 32];

/// How a label is written.
fn written(label: &Label) -> String {
    let mut text = String::from("u");
    URL_SAFE_NO_PAD.encode_string(label, &mut text);
    text
}

/// A document's statements, labelled with a key.
pub(super) struct Statements<'a> {
    /// The document with an id for every node.
    marked: Tree<'a>,
    /// The labels of blank nodes, by the numbers in their stand-ins.
    labels: Vec<Label>,
    /// The statements in their order.
    pub lines: Vec<String>,
}

impl<'a> Statements<'a> {
    /// Those of a document without its proofs.
    pub(super) fn of(document: &Tree<'a>, key: &Label, reading: Options<'_>) -> Result<Self, ProofError> {
        let traced = jsonld::to_rdf_traced(document, &reading)?;
        let mut marked = document.clone();
        if let Some(omitted) = reading.omit {
            marked.remove(omitted);
        }
        for (number, origin) in traced.origins.iter().enumerate() {
            let place =
                if origin.kind == OriginKind::Object { object(&mut marked, &origin.path) } else { None };
            let place = place.ok_or_else(|| malformed("a part of the document has no place for an id"))?;
            place.push(("@id".into(), format!("{STAND_IN}{number}").into()));
        }
        let key = hmac::Key::new(hmac::HMAC_SHA256, key);
        let canonical = rdfc::canonical(&traced.dataset, Hash::Sha256)?;
        let label = |number: &Option<u32>| {
            let digest = hmac::sign(&key, format!("c14n{}", number.unwrap_or_default()).as_bytes());
            Label::try_from(digest.as_ref()).map_err(|_| ProofError::Internal)
        };
        let labels = canonical.labels.iter().map(label).collect::<Result<Vec<Label>, _>>()?;
        let texts: Vec<String> = labels.iter().map(written).collect();
        let lines = lines(&traced.dataset, &texts);
        Ok(Statements { marked, labels, lines })
    }

    /// The graph of a part of the document, and for each of its blank nodes the label it has in the whole.
    fn part<P: AsRef<str>>(
        &self,
        pointers: &[P],
        reading: Options<'_>,
    ) -> Result<Option<(Dataset, Vec<Label>)>, ProofError> {
        let Some(part) = pointers::select(&self.marked, pointers)? else { return Ok(None) };
        let reading = Options { blank_prefix: Some(STAND_IN), ..reading };
        let traced = jsonld::to_rdf_traced(&part, &reading)?;
        let label = |origin: &jsonld::Origin| match &origin.kind {
            OriginKind::Label(number) => self.labels.get(number.parse::<usize>().ok()?).copied(),
            _ => None,
        };
        let labels: Option<Vec<Label>> = traced.origins.iter().map(label).collect();
        Ok(Some((traced.dataset, labels.ok_or(ProofError::Internal)?)))
    }

    /// For each statement, whether the selected part of the document makes it.
    pub(super) fn made_by<P: AsRef<str>>(
        &self,
        pointers: &[P],
        reading: Options<'_>,
    ) -> Result<Vec<bool>, ProofError> {
        let Some((dataset, labels)) = self.part(pointers, reading)? else {
            return Ok(vec![false; self.lines.len()]);
        };
        let texts: Vec<String> = labels.iter().map(written).collect();
        let made: HashSet<String> = lines(&dataset, &texts).into_iter().collect();
        Ok(self.lines.iter().map(|line| made.contains(line)).collect())
    }

    /// The labels that a verifier of the selected part needs: by the numbers RDFC-1.0 gives to its blank nodes.
    pub(super) fn labels_of<P: AsRef<str>>(
        &self,
        pointers: &[P],
        reading: Options<'_>,
    ) -> Result<Vec<(u64, Label)>, ProofError> {
        let Some((dataset, labels)) = self.part(pointers, reading)? else { return Ok(Vec::new()) };
        let numbers = rdfc::canonical(&dataset, Hash::Sha256)?.labels;
        let numbered = numbers.into_iter().zip(labels);
        Ok(numbered.filter_map(|(number, label)| Some((number?.into(), label))).collect())
    }
}

/// The statements of a document under given labels, by the number RDFC-1.0 gives to each blank node.
pub(super) fn labelled<'a, J: Json<'a>>(
    document: J,
    label: impl Fn(u64) -> Option<Label>,
    reading: Options<'_>,
) -> Result<Vec<String>, ProofError> {
    let dataset = jsonld::to_rdf_with(document, &reading)?;
    let mut texts = Vec::new();
    for number in rdfc::canonical(&dataset, Hash::Sha256)?.labels {
        // A node that no statement has needs no label.
        texts.push(match number {
            Some(number) => written(&label(number.into()).ok_or(ProofError::Signature)?),
            None => String::new(),
        });
    }
    Ok(lines(&dataset, &texts))
}

fn lines(dataset: &Dataset, labels: &[String]) -> Vec<String> {
    let mut label = |number: u32, out: &mut String| {
        out.push_str(labels.get(number as usize).map_or("", String::as_str));
    };
    dataset.lines(&mut label).iter().map(str::to_owned).collect()
}

/// The members of the object that a JSON Pointer leads to.
fn object<'t, 'a>(
    document: &'t mut Tree<'a>,
    pointer: &str,
) -> Option<&'t mut Vec<crate::json::tree::Member<'a>>> {
    let mut place = document;
    for token in pointer.split('/').skip(1) {
        place = match place {
            Tree::Array(elements) => elements.get_mut(token.parse::<usize>().ok()?)?,
            object => object.get_mut(&token.replace("~1", "/").replace("~0", "~"))?,
        };
    }
    match place {
        Tree::Object(members) => Some(members),
        _ => None,
    }
}

//! The statements of a document under labels that give nothing away, and which of them a part of it makes.
//!
//! Which blank node of a part is which of the whole document cannot be seen from the two graphs. So objects without
//! an id get one for as long as it takes, and the part keeps it (skolemization).
//!
//! Source: VC Data Integrity ECDSA Cryptosuites 1.0, section 3.4.

use super::super::{ProofError, malformed};
use super::pointers;
use crate::json::tree::Member;
use crate::json::{Json, Tree};
use crate::proof::jsonld::{self, Options, Origin, OriginKind};
use crate::proof::rdf::Dataset;
use crate::proof::rdfc::{self, Hash};
use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::collections::{HashMap, HashSet};

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

/// What a blank node is called both in the whole document and in a part of it.
#[derive(PartialEq, Eq, Hash)]
enum Name {
    /// An object, by what follows [`STAND_IN`] in the id it was given.
    Object(String),
    /// The graph around an object of that id.
    Graph(String),
    /// The cell with that item in the list that a member of an object of that id is.
    ListItem(String, String, usize),
}

impl Name {
    fn of(origin: &Origin, marked: &Tree<'_>) -> Option<Name> {
        match &origin.kind {
            OriginKind::Object => None,
            OriginKind::Label(label) => Some(Name::Object(label.clone())),
            OriginKind::Graph => id(marked, &origin.path).map(Name::Graph),
            OriginKind::ListItem(item) => {
                let (object, member) = origin.path.rsplit_once('/')?;
                Some(Name::ListItem(id(marked, object)?, member.to_owned(), *item))
            }
        }
    }
}

/// A document's statements, labelled with a key.
pub(super) struct Statements<'a> {
    /// The document with an id for every node.
    marked: Tree<'a>,
    /// The labels of blank nodes.
    labels: HashMap<Name, Label>,
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
        let unclear = || malformed("blank nodes of the document cannot be told apart by what they stand for");
        for (number, origin) in traced.origins.iter().enumerate() {
            match origin.kind {
                OriginKind::Object => {
                    let members = object(&mut marked, &origin.path).ok_or_else(unclear)?;
                    members.push(("@id".into(), format!("{STAND_IN}{number}").into()));
                }
                OriginKind::Label(_) => return Err(unclear()),
                OriginKind::Graph | OriginKind::ListItem(_) => {}
            }
        }
        let key = hmac::Key::new(hmac::HMAC_SHA256, key);
        let canonical = rdfc::canonical(&traced.dataset, Hash::Sha256)?;
        let label = |number: &Option<u32>| {
            let digest = hmac::sign(&key, format!("c14n{}", number.unwrap_or_default()).as_bytes());
            Label::try_from(digest.as_ref()).map_err(|_| ProofError::Internal)
        };
        let numbered = canonical.labels.iter().map(label).collect::<Result<Vec<Label>, _>>()?;
        let texts: Vec<String> = numbered.iter().map(written).collect();
        let lines = lines(&traced.dataset, &texts);
        let mut labels = HashMap::new();
        for ((number, origin), label) in traced.origins.iter().enumerate().zip(numbered) {
            let name = match origin.kind {
                OriginKind::Object => Some(Name::Object(number.to_string())),
                _ => Name::of(origin, &marked),
            };
            if labels.insert(name.ok_or_else(unclear)?, label).is_some() {
                return Err(unclear());
            }
        }
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
        let label = |origin| self.labels.get(&Name::of(origin, &part)?).copied();
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
        let marks: Vec<bool> = self.lines.iter().map(|line| made.contains(line)).collect();
        if marks.iter().filter(|mark| **mark).count() == made.len() {
            Ok(marks)
        } else {
            Err(malformed(
                "a JSON Pointer selects a part of what can only be shown as a whole, such as a list",
            ))
        }
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
fn object<'t, 'a>(document: &'t mut Tree<'a>, pointer: &str) -> Option<&'t mut Vec<Member<'a>>> {
    let mut place = document;
    for token in pointer.split('/').skip(1) {
        place = match place {
            Tree::Array(elements) => elements.get_mut(token.parse::<usize>().ok()?)?,
            object => object.get_mut(&unescaped(token))?,
        };
    }
    match place {
        Tree::Object(members) => Some(members),
        _ => None,
    }
}

/// The id of the object that a JSON Pointer leads to.
fn id(document: &Tree<'_>, pointer: &str) -> Option<String> {
    let mut place = document;
    for token in pointer.split('/').skip(1) {
        place = match place {
            Tree::Array(elements) => elements.get(token.parse::<usize>().ok()?)?,
            object => object.get(&unescaped(token))?,
        };
    }
    match place.get("@id").or_else(|| place.get("id"))? {
        Tree::String(id) => Some(id.clone().into_owned()),
        _ => None,
    }
}

/// A part of a JSON Pointer without its escapes (RFC 6901, section 4).
pub(super) fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

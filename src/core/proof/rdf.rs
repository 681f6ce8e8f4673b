//! RDF datasets, kept as the text of their N-Quads.

use std::collections::HashMap;

/// A set of quads.
///
/// Terms are kept as N-Quads writes them, in one text, so that nothing is allocated for each; blank nodes are
/// numbers from 0. The same quad may be there twice; whatever reads a dataset counts it once.
#[derive(Debug, Clone, Default)]
pub struct Dataset {
    text: String,
    quads: Vec<Quad>,
    blank_nodes: u32,
    size_of_lines: usize,
}

/// A piece of the dataset's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

/// A subject, object or name of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Term {
    /// A blank node, by its number.
    Blank(u32),
    /// An IRI or literal, as N-Quads writes it.
    Text(Span),
}

/// A quad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quad {
    pub subject: Term,
    pub predicate: Span,
    pub object: Term,
    pub graph: Option<Term>,
}

impl Quad {
    /// The terms that may be blank nodes, each with the letter RDFC-1.0 has for its position.
    pub(super) fn terms(&self) -> impl Iterator<Item = (char, Term)> {
        [Some(('s', self.subject)), Some(('o', self.object)), self.graph.map(|graph| ('g', graph))]
            .into_iter()
            .flatten()
    }

    /// The blank nodes in it, by position.
    pub(super) fn blank_nodes(&self) -> impl Iterator<Item = (char, u32)> {
        self.terms().filter_map(|(position, term)| match term {
            Term::Blank(number) => Some((position, number)),
            Term::Text(_) => None,
        })
    }
}

impl Dataset {
    /// How many quads were added.
    pub fn len(&self) -> usize {
        self.quads.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.quads.is_empty()
    }

    /// How many blank nodes there are: they are the numbers below this.
    pub fn blank_nodes(&self) -> u32 {
        self.blank_nodes
    }

    /// The quads as lines of N-Quads, sorted by code point, each once. `label` appends what follows `_:` for
    /// a blank node.
    pub fn lines(&self, mut label: impl FnMut(u32, &mut String)) -> Lines {
        let mut lines = Lines::default();
        // Labels and spaces are shorter than this.
        let quads = self.quads.len();
        lines.text.reserve(self.size_of_lines.saturating_add(quads.saturating_mul(16)));
        lines.bounds.reserve(quads);
        for quad in &self.quads {
            lines.push(|out| self.write(quad, out, &mut label));
        }
        lines.sort();
        lines
    }

    /// Reads N-Quads. Gives the labels of the blank nodes, in the order of their numbers.
    ///
    /// # Errors
    /// The first line, counted from 1, that is no N-Quad in the canonical form of RDFC-1.0.
    pub fn parse(text: &str) -> Result<(Dataset, Vec<String>), usize> {
        let mut dataset = Dataset::default();
        let mut numbers = HashMap::new();
        for (number, line) in (1_usize..).zip(text.lines()) {
            let mut terms = [None; 4];
            let mut rest = line;
            let mut places = terms.iter_mut();
            while rest != "." {
                let (term, after) = split_term(rest).ok_or(number)?;
                *places.next().ok_or(number)? = Some(match term.strip_prefix("_:") {
                    Some(label) => Term::Blank(*numbers.entry(label).or_insert_with(|| dataset.blank_node())),
                    None => Term::Text(dataset.add_text(term)),
                });
                rest = after;
            }
            match terms {
                [Some(subject), Some(Term::Text(predicate)), Some(object), graph] => {
                    dataset.push(Quad { subject, predicate, object, graph });
                }
                _ => return Err(number),
            }
        }
        let mut labels: Vec<(&str, u32)> = numbers.into_iter().collect();
        labels.sort_by_key(|(_, number)| *number);
        Ok((dataset, labels.into_iter().map(|(label, _)| label.to_owned()).collect()))
    }

    pub(super) fn quads(&self) -> &[Quad] {
        &self.quads
    }

    pub(super) fn push(&mut self, quad: Quad) {
        let length = |span: Span| span.end.saturating_sub(span.start) as usize;
        let terms = quad.terms().map(|(_, term)| match term {
            Term::Text(span) => length(span),
            Term::Blank(_) => 0,
        });
        let line = terms.fold(length(quad.predicate), usize::saturating_add);
        self.size_of_lines = self.size_of_lines.saturating_add(line);
        self.quads.push(quad);
    }

    /// How long the lines of all quads are, in bytes, but for blank nodes and spaces.
    pub(super) fn size_of_lines(&self) -> usize {
        self.size_of_lines
    }

    /// A new blank node.
    pub(super) fn blank_node(&mut self) -> u32 {
        let number = self.blank_nodes;
        self.blank_nodes = number.saturating_add(1);
        number
    }

    pub(super) fn text(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// Makes room for a document of that many quads.
    pub(super) fn reserve(&mut self, quads: usize) {
        self.quads.reserve(quads);
        self.text.reserve(quads.saturating_mul(128));
    }

    /// How much text there is, in bytes.
    pub(super) fn size(&self) -> usize {
        self.text.len()
    }

    pub(super) fn add_text(&mut self, text: &str) -> Span {
        self.add(|out| out.push_str(text))
    }

    /// Adds what `write` appends.
    pub(super) fn add(&mut self, write: impl FnOnce(&mut String)) -> Span {
        let start = self.end();
        write(&mut self.text);
        Span { start, end: self.end() }
    }

    fn end(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

    /// Appends a quad as a line of N-Quads.
    #[inline]
    pub(super) fn write(&self, quad: &Quad, out: &mut String, mut label: impl FnMut(u32, &mut String)) {
        let mut write = |term: Term, out: &mut String| {
            match term {
                Term::Text(span) => out.push_str(self.text(span)),
                Term::Blank(number) => {
                    out.push_str("_:");
                    label(number, out);
                }
            }
            out.push(' ');
        };
        write(quad.subject, out);
        out.push_str(self.text(quad.predicate));
        out.push(' ');
        write(quad.object, out);
        if let Some(graph) = quad.graph {
            write(graph, out);
        }
        out.push_str(".\n");
    }
}

/// Lines of text in one piece.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    text: String,
    /// Where each begins and ends.
    bounds: Vec<(u32, u32)>,
}

impl Lines {
    pub(super) fn push(&mut self, write: impl FnOnce(&mut String)) {
        let start = self.text.len();
        write(&mut self.text);
        let bound = |length| u32::try_from(length).unwrap_or(u32::MAX);
        self.bounds.push((bound(start), bound(self.text.len())));
    }

    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.bounds.clear();
    }

    /// Sorts the lines and leaves each once.
    pub(super) fn sort(&mut self) {
        self.sort_all();
        let Lines { text, bounds } = self;
        bounds.dedup_by(|one, other| bytes(text, *one) == bytes(text, *other));
    }

    /// Sorts the lines; the same line may be there several times.
    pub(super) fn sort_all(&mut self) {
        let Lines { text, bounds } = self;
        bounds.sort_unstable_by(|one, other| bytes(text, *one).cmp(bytes(text, *other)));
    }

    /// The lines in order, each with its end of line.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.bounds.iter().map(|bounds| line(&self.text, *bounds))
    }

    /// Appends the lines in order.
    pub(super) fn concat_into(&self, out: &mut String) {
        out.reserve(self.text.len());
        out.extend(self.iter());
    }

    /// The lines as one text.
    pub fn concat(&self) -> String {
        let mut all = String::new();
        self.concat_into(&mut all);
        all
    }
}

fn bytes(text: &str, (start, end): (u32, u32)) -> &[u8] {
    text.as_bytes().get(start as usize..end as usize).unwrap_or_default()
}

fn line(text: &str, (start, end): (u32, u32)) -> &str {
    text.get(start as usize..end as usize).unwrap_or_default()
}

/// The first term of a line of canonical N-Quads, and what follows the space after it.
fn split_term(line: &str) -> Option<(&str, &str)> {
    if line.starts_with('"') {
        let mut escaped = false;
        let quote = line.bytes().skip(1).position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        })?;
        let (_, after_quote) = line.split_at_checked(quote.checked_add(1)?)?;
        let space = after_quote.find(' ')?;
        let (term, after) = line.split_at_checked(quote.checked_add(1)?.checked_add(space)?)?;
        return Some((term, after.strip_prefix(' ')?));
    }
    if line.starts_with('<') || line.starts_with("_:") { line.split_once(' ') } else { None }
}

//! Changes JSON inside an input as a tree, so that what comes out is still JSON: a value becomes another, members come, go
//! and change their names. Every other time, and where there is no JSON, octets are changed as libFuzzer does by itself.

use crate::words::WORDS;
use badges_core::json::{Tree, text::parse};

/// Random numbers that follow from a seed (xorshift, 64 bits).
struct Random(u64);

impl Random {
    /// A number below the limit, which is not zero.
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn word(&mut self) -> &'static str {
        WORDS[self.below(WORDS.len())]
    }
}

fn size(tree: &Tree<'_>) -> usize {
    1 + match tree {
        Tree::Array(elements) => elements.iter().map(size).sum(),
        Tree::Object(members) => members.iter().map(|(_, value)| size(value)).sum(),
        _ => 0,
    }
}

/// The value of that number, counted from the root on.
fn nth<'t>(tree: &'t mut Tree<'static>, left: &mut usize) -> Option<&'t mut Tree<'static>> {
    if *left == 0 {
        return Some(tree);
    }
    *left -= 1;
    match tree {
        Tree::Array(elements) => elements.iter_mut().find_map(|value| nth(value, left)),
        Tree::Object(members) => members.iter_mut().find_map(|(_, value)| nth(value, left)),
        _ => None,
    }
}

/// A value that is short and means something somewhere.
fn short(random: &mut Random) -> Tree<'static> {
    match random.below(10) {
        0 => Tree::Null,
        1 => true.into(),
        2 => parse(["0", "-1", "1.5", "1e21", "99999999999999999999"][random.below(5)]).expect("a number"),
        3 => Vec::new().into(),
        4 => Tree::Object(Vec::new()),
        _ => random.word().into(),
    }
}

fn change_text(text: &str, random: &mut Random) -> String {
    let middle = text.char_indices().nth(random.below(text.len() + 1)).map_or(text.len(), |(at, _)| at);
    let (start, end) = text.split_at(middle);
    match random.below(6) {
        0 => start.to_owned(),
        1 => end.to_owned(),
        2 => format!("{start}{}{end}", random.word()),
        3 => text.to_uppercase(),
        4 => format!("{text}#{}", random.word()),
        _ => format!("{start} {end}"),
    }
}

fn change(tree: &mut Tree<'static>, random: &mut Random) {
    let count = size(tree);
    let other = nth(tree, &mut random.below(count)).map_or(Tree::Null, |value| value.clone());
    let Some(value) = nth(tree, &mut random.below(count)) else { return };
    match (random.below(6), value) {
        (0, value) => *value = short(random),
        (1, value) => *value = other,
        (2, value) => *value = vec![std::mem::replace(value, Tree::Null)].into(),
        (3, object @ Tree::Object(_)) => object.set(random.word(), other),
        (4, object @ Tree::Object(_)) => object.set(random.word(), short(random)),
        (_, object @ Tree::Object(_)) => {
            let Tree::Object(members) = object else { return };
            if members.is_empty() {
                return;
            }
            let (_, value) = members.remove(random.below(members.len()));
            if random.below(2) == 0 {
                object.set(random.word(), value);
            }
        }
        (_, Tree::Array(elements)) => match random.below(3) {
            0 if !elements.is_empty() => {
                elements.remove(random.below(elements.len()));
            }
            1 => elements.push(other),
            _ => elements.push(short(random)),
        },
        (_, Tree::String(text)) => *text = change_text(text, random).into(),
        (_, value) => *value = Tree::object([(random.word(), std::mem::replace(value, Tree::Null))]),
    }
}

/// The input with one line of JSON changed, if it has one.
fn changed(input: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let (kind, text) = input.split_first()?;
    let text = std::str::from_utf8(text).ok()?;
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let chosen = random.below(lines.len());
    let line = &mut lines[chosen];
    let mut tree = parse(line).ok()?.into_owned();
    for _ in 0..=random.below(3) {
        change(&mut tree, random);
    }
    *line = tree.to_text();
    Some([&[*kind], lines.join("\n").as_bytes()].concat())
}

/// Changes an input in place and returns its new length; for `libfuzzer_sys::fuzz_mutator!`.
pub fn mutate(octets: &mut [u8], length: usize, longest: usize, seed: u32) -> usize {
    let mut random = Random(u64::from(seed) << 1 | 1);
    if random.below(2) == 0
        && let Some(changed) = octets.get(..length).and_then(|input| changed(input, &mut random))
        && changed.len() <= longest
    {
        octets[..changed.len()].copy_from_slice(&changed);
        return changed.len();
    }
    libfuzzer_sys::fuzzer_mutate(octets, length, longest)
}

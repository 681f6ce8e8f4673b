//! Against bytes that a PostgreSQL 15 server stored. Each line of `vectors.tsv` holds a name, a JSON text, the
//! datum `jsonb_in` built from it (hexadecimal, without the length word, little-endian), and what `jsonb_out`
//! printed, left out where that is long.
#![cfg(target_endian = "little")]

use crate::text::parse;
use badges_core::json::{Jsonb, Tree, writer::encode};

struct Vector {
    name: &'static str,
    text: &'static str,
    stored: Vec<u8>,
    printed: &'static str,
}

fn vectors() -> impl Iterator<Item = Vector> {
    include_str!("vectors.tsv").lines().map(|line| {
        let [name, text, stored, printed] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let byte = |digits: &[u8]| u8::from_str_radix(str::from_utf8(digits).unwrap(), 16).unwrap();
        Vector { name, text, stored: stored.as_bytes().chunks(2).map(byte).collect(), printed }
    })
}

fn encoded(tree: &Tree<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode(tree, &mut bytes).unwrap();
    bytes
}

/// The server's text without the spaces it puts between tokens.
fn compact(printed: &str) -> String {
    let (mut in_string, mut escaped) = (false, false);
    let mut keep = |character: char| {
        in_string ^= character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        in_string || character != ' '
    };
    printed.chars().filter(|character| keep(*character)).collect()
}

#[test]
fn the_writer_builds_the_servers_bytes() {
    for Vector { name, text, stored, .. } in vectors() {
        assert_eq!(encoded(&parse(text)), stored, "{name}: {text}");
    }
}

#[test]
fn the_reader_reads_the_servers_bytes() {
    for Vector { name, text, stored, printed } in vectors() {
        let tree = Tree::read(Jsonb::new(&stored).unwrap()).unwrap();
        assert_eq!(encoded(&tree), stored, "{name}: {text}");
        if !printed.is_empty() {
            assert_eq!(tree.to_text(), compact(printed), "{name}: {text}");
        }
    }
}

#[test]
fn a_document_is_aligned_to_its_own_start() {
    for Vector { name, text, stored, .. } in vectors() {
        for before in 0..4 {
            let mut bytes = vec![0xFF; before];
            encode(&parse(text), &mut bytes).unwrap();
            assert_eq!(bytes[before..], stored, "{name} after {before} bytes");
        }
    }
}

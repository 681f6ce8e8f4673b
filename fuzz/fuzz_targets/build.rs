//! Documents out of words that reach far.

use badges_core::json::{Tree, text::parse};

const MOST_DEPTH: usize = 12;

#[rustfmt::skip]
const WORDS: [&str; 64] = [
    "@context", "@id", "@type", "@value", "@language", "@graph", "@vocab", "@list",
    "@set", "@container", "@protected", "@reverse", "@version", "@base", "@propagate", "@nest",
    "@direction", "@included", "@index", "@none", "@json", "@import", "@prefix", "@unknown",
    "id", "type", "issuer", "name", "description", "validFrom", "credentialSubject", "achievement",
    "evidence", "proof", "credentialStatus", "identifier", "hashed", "image", "result", "alignment",
    "VerifiableCredential", "OpenBadgeCredential", "AchievementSubject", "Achievement", "Profile", "IdentityObject", "Image", "DataIntegrityProof",
    "https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "https://example.org/1", "urn:uuid:1", "_:b0", "a", "a:b", "http://www.w3.org/2001/XMLSchema#integer",
    "2026-01-01T00:00:00Z", "en", "", "relative", "#fragment", "\u{e9}\"\\\n", "https://example.org/a b", "https://w3id.org/openbadges/v2",
];

/// A document from octets, each of which says what comes next.
fn value(octets: &mut impl Iterator<Item = u8>, depth: usize) -> Tree<'static> {
    let Some(octet) = octets.next() else { return Tree::Null };
    let word = WORDS[usize::from(octet) % WORDS.len()];
    match octet {
        ..64 => word.into(),
        64..80 if depth > 0 => (0..octet % 4).map(|_| value(octets, depth - 1)).collect::<Vec<_>>().into(),
        80..220 if depth > 0 => {
            let mut object = Tree::Object(Vec::new());
            for _ in 0..octet % 8 {
                let name = octets.next().map_or("a", |octet| WORDS[usize::from(octet) % WORDS.len()]);
                object.set(name, value(octets, depth - 1));
            }
            object
        }
        220..230 => i64::from(octet).pow(8).into(),
        230..240 => (octet % 2 == 0).into(),
        240.. => parse(
            ["1.5", "-0.0", "1e21", "1e400", "1e-7", "0.1", "12345678901234567890", "1e131071"]
                [usize::from(octet) % 8],
        )
        .expect("a number"),
        _ => Tree::Null,
    }
}

/// A document from octets. In one of four kinds it has the contexts of a credential, in one these and others.
pub fn document(kind: u8, octets: &[u8]) -> Tree<'static> {
    let mut document = value(&mut octets.iter().copied(), MOST_DEPTH);
    let known = WORDS[48..50].iter().map(|context| (*context).into()).collect::<Vec<_>>();
    match kind % 4 {
        0 => document.set("@context", known),
        1 => {
            let mut contexts = known;
            contexts.extend(document.remove("@context"));
            document.set("@context", contexts);
        }
        _ => {}
    }
    document
}

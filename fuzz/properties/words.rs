//! Documents out of words that reach far.

use badges_core::json::{Tree, text::parse};

const MOST_DEPTH: usize = 12;

#[rustfmt::skip]
pub const WORDS: [&str; 128] = [
    "@context", "@id", "@type", "@value", "@language", "@graph", "@vocab", "@list",
    "@set", "@container", "@protected", "@reverse", "@version", "@base", "@propagate", "@nest",
    "@direction", "@included", "@index", "@none", "@json", "@import", "@prefix", "@unknown",
    "id", "type", "issuer", "name", "description", "validFrom", "credentialSubject", "achievement",
    "evidence", "proof", "credentialStatus", "identifier", "hashed", "image", "result", "alignment",
    "VerifiableCredential", "OpenBadgeCredential", "AchievementSubject", "Achievement", "Profile", "IdentityObject", "Image", "DataIntegrityProof",
    "https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "https://example.org/1", "urn:uuid:1", "_:b0", "a", "a:b", "http://www.w3.org/2001/XMLSchema#integer",
    "2026-01-01T00:00:00Z", "en", "", "relative", "#fragment", "\u{e9}\"\\\n", "https://example.org/a b", "https://w3id.org/openbadges/v2",
    "Assertion", "BadgeClass", "Issuer", "Endorsement", "CryptographicKey", "RevocationList", "HostedBadge", "SignedBadge",
    "recipient", "badge", "verification", "criteria", "issuedOn", "expires", "identity", "salt",
    "email", "url", "telephone", "narrative", "tags", "revoked", "revocationReason", "publicKey",
    "revocationList", "owner", "publicKeyPem", "startsWith", "allowedOrigins", "verify", "uid", "creator",
    "targetName", "targetUrl", "caption", "author", "related", "version", "endorsement", "claim",
    "validUntil", "issuanceDate", "credentialSchema", "refreshService", "termsOfUse", "statusListCredential", "statusListIndex", "statusPurpose",
    "BitstringStatusListEntry", "encodedList", "proofValue", "cryptosuite", "verificationMethod", "proofPurpose", "created", "assertionMethod",
    "https://w3id.org/openbadges/v1", "https://www.w3.org/2018/credentials/v1", "did:web:example.org", "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", "ann@example.org", "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399", "1700000000", "data:image/png;base64,iVBORw0KGgo=",
];

fn word(octet: u8) -> &'static str {
    WORDS[usize::from(octet) % WORDS.len()]
}

/// A document from octets, each of which says what comes next.
fn value(octets: &mut impl Iterator<Item = u8>, depth: usize) -> Tree<'static> {
    let Some(octet) = octets.next() else { return Tree::Null };
    match octet {
        ..64 => word(octets.next().unwrap_or(octet)).into(),
        64..80 if depth > 0 => (0..octet % 4).map(|_| value(octets, depth - 1)).collect::<Vec<_>>().into(),
        80..220 if depth > 0 => {
            let mut object = Tree::Object(Vec::new());
            for _ in 0..octet % 8 {
                let name = octets.next().map_or("a", word);
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

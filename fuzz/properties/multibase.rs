//! Multibase, Multikeys, DIDs and the documents of issuers. The first octet says what the others are.

use badges_core::{
    json::text::parse,
    proof::{did, keys::PublicKey, multibase},
};

/// Octets that base58 is meant for.
const SHORT: usize = 300;

fn text(text: &str) {
    if let Ok(octets) = multibase::decode(text) {
        let again =
            if text.starts_with('z') { multibase::base58btc(&octets) } else { multibase::base64url(&octets) };
        assert_eq!(again, text, "no two texts say the same octets");
    }
    if let Ok(key) = PublicKey::from_multikey(text) {
        assert_eq!(key.to_multikey().as_deref(), Some(text));
    }
    for id in [text, &format!("did:key:{text}"), &format!("did:jwk:{text}")] {
        let _ = (did::without_fragment(id), did::web_url(id));
        if let Some(Ok(method)) = did::resolve_offline(id) {
            let again =
                did::resolve_offline(&method.id).expect("it is resolvable").expect("it names its method");
            assert_eq!(again, method);
        }
    }
    if let Some(url) = did::web_url(&format!("did:web:{text}")) {
        assert!(
            url.starts_with("https://")
                && url.ends_with("/did.json")
                && !url.contains([' ', '?', '#', '@', '\\'])
        );
    }
}

fn document(text: &str) {
    let (id, json) = text.split_once('\n').unwrap_or(("https://example.org/1#key-1", text));
    let Ok(document) = parse(json) else { return };
    let _ = did::method(&document);
    let _ = did::lists(&document, id, "assertionMethod");
    if let Ok(method) = did::find(&document, id, "assertionMethod") {
        assert_eq!(method.id, id);
        let published = did::document(did::without_fragment(id), std::slice::from_ref(&method), &|_| true);
        if method.controller == did::without_fragment(id) {
            assert_eq!(
                did::find(&published, id, "assertionMethod").as_ref(),
                Ok(&method),
                "published and found again"
            );
        }
    }
}

/// Panics if the property does not hold.
pub fn check(octets: &[u8]) {
    let Some((&kind, rest)) = octets.split_first() else { return };
    match kind {
        0 => {
            let rest = &rest[..rest.len().min(SHORT)];
            assert_eq!(multibase::decode(&multibase::base58btc(rest)).as_deref(), Ok(rest));
            assert_eq!(multibase::decode(&multibase::base64url(rest)).as_deref(), Ok(rest));
            if let Ok(key) = PublicKey::from_multikey_octets(rest) {
                assert_eq!(key.to_multikey_octets().as_deref(), Some(rest));
            }
            text(&multibase::base58btc(rest));
        }
        1 => document(&String::from_utf8_lossy(rest)),
        _ => text(&String::from_utf8_lossy(rest)),
    }
}

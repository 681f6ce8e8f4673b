//! Any text as an e-mail address: what is accepted is one mailbox to every mail program, in any letter case.

use badges_core::email_address::{MAX_LENGTH, fault, is_valid, key};

/// What separates mailboxes, comments them, quotes them, routes them or ends a header.
const MEANS_MORE: &[u8] = b" \t\r\n\0\",;:<>()[]\\";

/// Panics if the property does not hold.
pub fn check(octets: &[u8]) {
    let text = String::from_utf8_lossy(octets);
    let folded = key(&text);
    assert_eq!(key(&folded), folded);
    assert_eq!(is_valid(&folded), is_valid(&text));
    match fault(&text) {
        Some(fault) => assert!(!fault.is_empty() && !is_valid(&text)),
        None => {
            assert!(is_valid(&text) && text.len() <= MAX_LENGTH && text.is_ascii());
            assert_eq!(text.bytes().filter(|octet| *octet == b'@').count(), 1);
            let means_more = |octet| MEANS_MORE.contains(&octet) || octet.is_ascii_control();
            assert!(!text.bytes().any(means_more));
            let (local, domain) = text.split_once('@').expect("one @");
            assert!(!local.starts_with('.') && !domain.ends_with('.') && !text.contains(".."));
        }
    }
}

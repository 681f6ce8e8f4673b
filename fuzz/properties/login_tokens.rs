//! What somebody presents to sign in, the text of a key file, and headers of a request. The first octet says which.

use badges_core::{
    recipient,
    secret::{self, ServerSecret},
    token::{Presented, Purpose, asks_for_rollback, code_challenge, is_code_challenge},
};
use std::sync::LazyLock;

static SECRET: LazyLock<ServerSecret> = LazyLock::new(|| {
    ServerSecret::parse(&ServerSecret::generate_file().expect("randomness")).expect("a key file")
});

/// Only what names a token is a token, and one code is good for one purpose.
fn presented(token: &str, code: Option<&str>) {
    let Some(presented) = Presented::read(token, code) else { return };
    assert_eq!(presented.is_code(), code.is_some());
    assert!(token.len() <= 64, "an id in some spelling, or 48 octets in base64url");
    assert_eq!(format!("{presented:?}"), format!("Presented for {}", presented.token_id));
    let digests = |purpose| presented.digests(purpose, SECRET.reading_keys(secret::Purpose::LoginTokens));
    let digest = digests(Purpose::Login);
    assert!(digest.len() <= 1);
    if let [digest] = digest.as_slice() {
        assert_ne!([*digest].as_slice(), digests(Purpose::Recovery));
        match code {
            Some(code) => {
                let typed: String = code.chars().filter(char::is_ascii_digit).collect();
                assert!((1..=10).contains(&typed.len()));
                let id = presented.token_id.to_string();
                let again = Presented::read(&id, Some(&typed)).expect("an id and a code");
                let again = again.digests(Purpose::Login, SECRET.reading_keys(secret::Purpose::LoginTokens));
                assert_eq!(again, [*digest], "the digits alone count");
            }
            None => assert_eq!(token.len(), 64),
        }
    } else {
        assert!(code.is_some(), "what is no code is a wrong one");
    }
}

/// Panics if the property does not hold.
pub fn check(octets: &[u8]) {
    let Some((&kind, rest)) = octets.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    let (first, second) = text.split_once('\n').unwrap_or((&text, ""));
    match kind {
        0 => presented(first, None),
        1 => presented(first, Some(second)),
        2 => {
            if let Ok(secret) = ServerSecret::parse(&text) {
                let keys = secret.reading_keys(secret::Purpose::LoginTokens).count();
                assert!(keys > 0 && text.matches("badges-key-v1:").count() >= keys);
                assert!(!format!("{secret:?}").contains("badges-key"));
            }
            assert_eq!(SECRET.open(secret::Purpose::LoginTokens, b"owner", rest), None, "nobody sealed it");
        }
        3 => {
            let lower = text.to_ascii_lowercase().replace(char::is_whitespace, "");
            assert!(!asks_for_rollback(&text) || lower.contains("rollback") || lower.contains("\\u"));
        }
        4 => {
            let challenge = code_challenge(first);
            assert!(is_code_challenge(&challenge));
            assert!(!is_code_challenge(second) || second.len() == 43);
        }
        _ => {
            let hash = recipient::hash(first, second);
            assert!(recipient::hash_matches(&hash, first, second));
            assert!(recipient::hash_matches(&hash.to_uppercase(), first, second));
            let unlike = first != second && recipient::hash_matches(first, second, "");
            assert!(!unlike || first.len() >= 36, "a hash names its algorithm");
        }
    }
}

//! The documents around the ceremonies.

use crate::authenticator::{USER, base64url};
use badges_core::secret::{MacKey, Purpose, ServerSecret};
use badges_core::webauthn::{Descriptor, decoys, related_origins, signal_all_accepted};
use std::collections::HashSet;

#[test]
fn related_origins_are_web_origins() {
    let origins = ["https://example.org", "http://localhost:8080", "android:apk-key-hash:abc"];
    assert_eq!(
        related_origins(&origins).to_text(),
        r#"{"origins":["https://example.org","http://localhost:8080"]}"#
    );
}

#[test]
fn a_signal_lists_what_is_left() {
    assert_eq!(
        signal_all_accepted("example.org", USER, &["AQ", "Ag"]).to_text(),
        format!(
            r#"{{"rpId":"example.org","userId":"{}","allAcceptedCredentialIds":["AQ","Ag"]}}"#,
            base64url(&USER)
        )
    );
}

fn key() -> MacKey {
    let secret = ServerSecret::parse(&format!("badges-key-v1:{}", base64url(&[1; 32]))).unwrap();
    secret.writing_key(Purpose::UnknownPasskeys).unwrap()
}

#[test]
fn an_unknown_address_has_the_same_passkeys_each_time() {
    let first = decoys(&key(), "example.org", "ada@example.org");
    assert_eq!(decoys(&key(), "example.org", "Ada@Example.org"), first);
    assert_ne!(decoys(&key(), "example.com", "ada@example.org"), first);
    assert_ne!(decoys(&key(), "example.org", "bob@example.org"), first);
    let other = ServerSecret::parse(&format!("badges-key-v1:{}", base64url(&[2; 32]))).unwrap();
    let other = other.writing_key(Purpose::UnknownPasskeys).unwrap();
    assert_ne!(decoys(&other, "example.org", "ada@example.org"), first);
}

#[test]
fn they_look_like_those_of_authenticators_in_use() {
    let all: Vec<Vec<Descriptor>> =
        (0..400).map(|number| decoys(&key(), "example.org", &format!("user{number}@example.org"))).collect();
    let twos = all.iter().filter(|list| list.len() == 2).count();
    assert!(all.iter().all(|list| matches!(list.len(), 1 | 2)) && (50..150).contains(&twos), "{twos}");
    let lengths: HashSet<usize> = all.iter().flatten().map(|decoy| decoy.id.len()).collect();
    assert_eq!(lengths, HashSet::from([22, 27, 43, 64]));
    assert!(all.iter().flatten().all(|decoy| decoy.transports.is_sorted() && !decoy.transports.is_empty()));
    let ids: HashSet<&str> = all.iter().flatten().map(|decoy| decoy.id.as_str()).collect();
    assert_eq!(ids.len(), 400 + twos);
}

//! What holds of every image, whatever its format.

use badges_core::baking::{MAX_IMAGE, bake, unbake};

/// One credential of each version, and of each form.
const CREDENTIALS: [&str; 3] = [
    r#"{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://example.org/1?a&b", "narrative": "]]>"}"#,
    r#"{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": "]]]]>"}"#,
    // {"alg":"ES256"} and {"@context":"https://w3id.org/openbadges/v2","type":"Assertion"}
    "eyJhbGciOiJFUzI1NiJ9.eyJAY29udGV4dCI6Imh0dHBzOi8vdzNpZC5vcmcvb3BlbmJhZGdlcy92MiIsInR5cGUiOiJBc3NlcnRpb24ifQ.c2ln",
];

/// Whatever the image is, it is refused, or it carries what is baked into it and only that. Where it did not know of badges
/// before, it does not matter what else was baked into it.
pub fn carries_or_refuses(image: &[u8]) {
    let has_badge = unbake(image) != Ok(None);
    let names_carrier = ["http://openbadges.org", "https://purl.imsglobal.org/ob/v3p0"]
        .iter()
        .any(|namespace| image.windows(namespace.len()).any(|octets| octets == namespace.as_bytes()));
    let first: Vec<_> = CREDENTIALS.iter().map(|credential| bake(image, credential).ok()).collect();
    for (credential, baked) in CREDENTIALS.iter().zip(&first) {
        let Some(baked) = baked else { continue };
        assert!(baked.len() <= MAX_IMAGE);
        let badge = unbake(baked).expect("a baked image").expect("a badge");
        assert_eq!((badge.text.as_str(), badge.further), (*credential, 0));
        for (other, other_baked) in CREDENTIALS.iter().zip(&first) {
            let again = bake(baked, other).expect("a baked image");
            assert_eq!(unbake(&again).expect("a baked image").expect("a badge").text, *other);
            if !has_badge && !names_carrier {
                assert_eq!(Some(&again), other_baked.as_ref(), "baked anew as at once");
            }
        }
    }
}

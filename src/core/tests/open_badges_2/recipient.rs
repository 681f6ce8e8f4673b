//! IdentityObject.

use super::samples::{HASH, assertion};
use super::{expect_all, with};
use badges_core::openbadges::{Class, problems};
use serde_json::{Value, json};

const ASSERTION: Option<Class> = Some(Class::Assertion);

fn recipient(object: Value) -> Value {
    with(&assertion(), "/recipient", object)
}

#[test]
fn type_hashed_and_identity_are_required() {
    let missing: &[_] = &[("error", "missing_property", "/recipient")];
    expect_all(
        ASSERTION,
        &[
            ("type", recipient(json!({"hashed": true, "identity": HASH})), missing),
            ("hashed", recipient(json!({"type": "email", "identity": "alice@example.org"})), missing),
            ("identity", recipient(json!({"type": "email", "hashed": true})), missing),
            (
                "hashed",
                recipient(json!({"type": "email", "hashed": "true", "identity": HASH})),
                &[("error", "wrong_type", "/recipient/hashed")],
            ),
            (
                "identity",
                recipient(json!({"type": "email", "hashed": true, "identity": 5})),
                &[("error", "wrong_type", "/recipient/identity")],
            ),
            (
                "salt",
                recipient(json!({"type": "email", "hashed": true, "identity": HASH, "salt": 5})),
                &[("error", "wrong_type", "/recipient/salt")],
            ),
        ],
    );
}

#[test]
fn hashed_says_whether_the_identity_is_a_hash() {
    let expected: &[_] = &[("error", "hash_expected", "/recipient/identity")];
    let email = |hashed: bool, identity: &str| {
        recipient(json!({"type": "email", "hashed": hashed, "identity": identity}))
    };
    expect_all(
        ASSERTION,
        &[
            ("sha256", email(true, HASH), &[]),
            ("upper case", email(true, &HASH.to_uppercase().replace("SHA256", "sha256")), &[]),
            ("md5", email(true, "md5$0123456789abcdef0123456789ABCDEF"), &[]),
            ("plain", email(true, "alice@example.org"), expected),
            ("too short", email(true, "sha256$c7ef"), expected),
            ("another algorithm", email(true, "sha1$c7ef86405ba71b85acd8e2e95166c4b111448089"), expected),
            ("a hash", email(false, HASH), &[("error", "hash_unexpected", "/recipient/identity")]),
            (
                "a salt",
                recipient(
                    json!({"type": "email", "hashed": false, "identity": "alice@example.org", "salt": "s"}),
                ),
                &[("warning", "salt_without_hash", "/recipient/salt")],
            ),
        ],
    );
}

#[test]
fn a_plain_identity_is_a_value_of_the_property_that_the_type_names() {
    let mismatch: &[_] = &[("error", "identity_mismatch", "/recipient/identity")];
    let plain =
        |kind: &str, identity: &str| recipient(json!({"type": kind, "hashed": false, "identity": identity}));
    expect_all(
        ASSERTION,
        &[
            ("email", plain("email", "alice@example.org"), &[]),
            ("email", plain("email", "alice"), mismatch),
            ("email", plain("email", "a@b@c"), mismatch),
            ("url", plain("url", "https://example.org/alice"), &[]),
            ("url", plain("url", "alice"), mismatch),
            ("telephone", plain("telephone", "+16175551212"), &[]),
            (
                "telephone",
                plain("telephone", "(617) 555-1212"),
                &[("warning", "telephone_not_e164", "/recipient/identity")],
            ),
            ("telephone", plain("telephone", "alice"), mismatch),
            ("id", plain("id", "https://example.org/alice"), &[]),
            ("id", plain("id", "did:example:alice"), &[]),
            ("id", plain("id", "alice"), mismatch),
            (
                "another property",
                plain("name", "Alice"),
                &[("warning", "identity_type_unusual", "/recipient/type")],
            ),
            (
                "an IRI",
                plain("http://example.org/nickname", "Al"),
                &[("warning", "identity_type_unusual", "/recipient/type")],
            ),
            (
                "a class",
                plain("BadgeClass", "x"),
                &[
                    ("error", "not_a_type", "/recipient/type"),
                    ("warning", "identity_type_unusual", "/recipient/type"),
                ],
            ),
            (
                "no term",
                plain("nickname", "x"),
                &[
                    ("error", "not_a_type", "/recipient/type"),
                    ("warning", "identity_type_unusual", "/recipient/type"),
                ],
            ),
        ],
    );
    // JSON-LD takes an array of one for its element.
    for kind in [json!("email"), json!(["email"]), json!(["schema:email"])] {
        let document = recipient(json!({"type": kind, "hashed": false, "identity": "bob"}));
        expect_all(ASSERTION, &[("of one", document, mismatch)]);
    }
}

#[test]
fn no_message_holds_an_identity() {
    for (kind, hashed, identity) in [
        ("email", true, "alice.secret@example.org"),
        ("email", false, "alice.secret"),
        ("url", false, "alice.secret"),
        ("telephone", false, "alice.secret"),
        ("nickname", false, "alice.secret"),
    ] {
        let document = recipient(json!({"type": kind, "hashed": hashed, "identity": identity, "salt": 5}));
        let found = problems(&document, ASSERTION);
        assert!(!found.is_empty());
        assert!(found.iter().all(|problem| !problem.message.contains("alice")), "{found:?}");
    }
}

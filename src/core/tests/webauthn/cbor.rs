//! The attestation object (section 6.5.4) is canonical CBOR, all of it.

use crate::authenticator::{Creation, ED, Key, cbor, registration};
use badges_core::webauthn::{Reason, Refusal, Registered, algorithm, verify_registration};

fn with_object(edit: impl FnOnce(&Creation) -> Vec<u8>) -> Result<Registered, Refusal> {
    let state = registration();
    let creation = Creation::new(&state, &Key::generate(algorithm::ES256));
    verify_registration(&creation.json_with(&edit(&creation)), &state)
}

fn with_statement(statement: Vec<u8>) -> Result<Registered, Refusal> {
    let state = registration();
    let mut creation = Creation::new(&state, &Key::generate(algorithm::ES256));
    (creation.format, creation.statement) = ("packed", statement);
    verify_registration(&creation.json(), &state)
}

fn with_extensions(extensions: Vec<u8>) -> Result<Registered, Refusal> {
    let state = registration();
    let mut creation = Creation::new(&state, &Key::generate(algorithm::ES256));
    creation.flags |= ED;
    creation.tail = extensions;
    verify_registration(&creation.json(), &state)
}

fn parts(creation: &Creation) -> [(Vec<u8>, Vec<u8>); 3] {
    [
        (cbor::text("fmt"), cbor::text("none")),
        (cbor::text("attStmt"), cbor::map(&[])),
        (cbor::text("authData"), cbor::bytes(&creation.authenticator_data())),
    ]
}

#[track_caller]
fn malformed(result: Result<Registered, Refusal>) {
    assert_eq!(result.unwrap_err().reason, Reason::Malformed);
}

#[test]
fn it_has_three_members_in_any_order() {
    assert!(with_object(|creation| cbor::map(&parts(creation))).is_ok());
    assert!(
        with_object(|creation| {
            let mut parts = parts(creation);
            parts.reverse();
            cbor::map(&parts)
        })
        .is_ok()
    );
    for missing in 0..3 {
        malformed(with_object(|creation| {
            let mut parts = parts(creation).to_vec();
            parts.remove(missing);
            cbor::map(&parts)
        }));
        malformed(with_object(|creation| {
            let mut parts = parts(creation);
            parts[missing] = parts[(missing + 1) % 3].clone();
            cbor::map(&parts)
        }));
        malformed(with_object(|creation| {
            let mut parts = parts(creation);
            parts[missing].1 = cbor::integer(1);
            cbor::map(&parts)
        }));
    }
    malformed(with_object(|creation| {
        let [format, statement, data] = parts(creation);
        cbor::map(&[format, statement, data, (cbor::text("more"), cbor::integer(1))])
    }));
    malformed(with_object(|creation| cbor::bytes(&creation.attestation_object())));
}

#[test]
fn nothing_follows_it() {
    malformed(with_object(|creation| [creation.attestation_object(), vec![0]].concat()));
    malformed(with_extensions([cbor::map(&[]), vec![0]].concat()));
    malformed(with_extensions(Vec::new()));
}

#[test]
fn it_does_not_end_early() {
    let state = registration();
    let creation = Creation::new(&state, &Key::generate(algorithm::ES256));
    let object = creation.attestation_object();
    for length in 1..object.len() {
        malformed(verify_registration(&creation.json_with(&object[..length]), &state));
    }
    let data = creation.authenticator_data();
    for length in 0..data.len() {
        let [format, statement, _] = parts(&creation);
        let shorter = cbor::map(&[format, statement, (cbor::text("authData"), cbor::bytes(&data[..length]))]);
        malformed(verify_registration(&creation.json_with(&shorter), &state));
    }
}

#[test]
fn extensions_are_a_map_from_names() {
    malformed(with_extensions(cbor::array(&[])));
    malformed(with_extensions(cbor::labelled(&[(1, cbor::integer(1))])));
    let twice = [(cbor::text("uvm"), cbor::integer(1)), (cbor::text("uvm"), cbor::integer(1))];
    malformed(with_extensions(cbor::map(&twice)));
    assert!(with_extensions(cbor::map(&twice[..1])).is_ok());
}

/// A statement whose one member has this value.
fn statement(value: &[u8]) -> Vec<u8> {
    cbor::map(&[(cbor::text("x"), value.to_vec())])
}

#[test]
fn values_of_every_canonical_kind_are_read_past() {
    for value in [
        &[0x00][..],
        &[0x18, 24],
        &[0x19, 1, 0],
        &[0x1A, 0, 1, 0, 0],
        &[0x1B, 0, 0, 0, 1, 0, 0, 0, 0],
        &[0x3B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        &[0x40],
        &[0x60],
        &[0x80],
        &[0xA0],
        &[0xF4],
        &[0xF5],
        &[0xF6],
        &[0xF7],
        &[0xF9, 0x3C, 0],
        &[0xFA, 0, 0, 0, 0],
        &[0xFB, 0, 0, 0, 0, 0, 0, 0, 0],
    ] {
        assert!(with_statement(statement(value)).is_ok(), "{value:02x?}");
    }
}

#[test]
fn values_that_are_not_canonical_are_refused() {
    for value in [
        // Numbers and lengths that are longer than they need be.
        &[0x18, 23][..],
        &[0x19, 0, 255],
        &[0x1A, 0, 0, 0xFF, 0xFF],
        &[0x1B, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF],
        &[0x38, 0],
        &[0x58, 1, 0],
        &[0x78, 1, b'a'],
        &[0x98, 0],
        &[0xB8, 0],
        // Lengths that are not given.
        &[0x5F, 0x41, 0, 0xFF],
        &[0x7F, 0xFF],
        &[0x9F, 0xFF],
        &[0xBF, 0xFF],
        // Reserved, a lone break, tags, simple values that are not assigned or in a second form.
        &[0x1C],
        &[0x1F],
        &[0xFF],
        &[0xC0, 0x60],
        &[0xC2, 0x40],
        &[0xE0],
        &[0xF8, 0xFF],
        &[0xF8, 20],
        &[0xFC],
        // Text that is not UTF-8, lengths beyond the end.
        &[0x61, 0xFF],
        &[0x5B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        &[0x9B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        &[0xBB, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
    ] {
        malformed(with_statement(statement(value)));
    }
}

#[test]
fn a_map_has_a_member_once_in_whatever_order() {
    let member = |name: &str| (cbor::text(name), cbor::integer(1));
    assert!(with_statement(cbor::map(&[member("sig"), member("alg"), member("x5c")])).is_ok());
    malformed(with_statement(cbor::map(&[member("sig"), member("sig")])));
    malformed(with_statement(cbor::map(&[member("sig"), member("alg"), member("x5c"), member("alg")])));
    // A name is a text or a number.
    malformed(with_statement(cbor::map(&[(cbor::bytes(b"sig"), cbor::integer(1))])));
}

#[test]
fn nesting_ends_at_eight() {
    // The attestation object is one, the statement another.
    let nested = |levels: usize| (0..levels).fold(cbor::integer(1), |inner, _| cbor::array(&[inner]));
    assert!(with_statement(statement(&nested(6))).is_ok());
    malformed(with_statement(statement(&nested(7))));
    malformed(with_statement(statement(&[vec![0x81; 60_000], vec![0]].concat())));
    assert!(with_extensions(statement(&nested(7))).is_ok());
    malformed(with_extensions(statement(&nested(8))));
}

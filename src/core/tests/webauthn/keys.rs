//! Credential public keys (section 6.5.1.1): which are taken, and what is none.

use crate::authenticator::{Creation, Key, cbor, registration};
use badges_core::webauthn::{Reason, algorithm, verify_registration};

#[track_caller]
fn refused(reason: Reason, public_key: Vec<u8>) {
    let state = registration();
    let mut creation = Creation::new(&state, &Key::generate(algorithm::EDDSA));
    creation.public_key = public_key;
    let refusal = verify_registration(&creation.json(), &state).unwrap_err();
    assert_eq!((refusal.reason, refusal.member), (reason, "authenticatorData.credentialPublicKey"));
}

/// The key with the value of one label changed.
fn with(algorithm: i32, label: i64, value: Vec<u8>) -> Vec<u8> {
    let mut members = Key::generate(algorithm).parameters();
    members.iter_mut().find(|(found, _)| *found == label).unwrap().1 = value;
    cbor::labelled(&members)
}

#[test]
fn an_algorithm_nobody_knows_is_not_supported() {
    // ES256K, PS256, Ed448 under its own number, RS1, ML-DSA-44, none.
    for other in [-47, -37, -53, -65535, -48, 0] {
        refused(Reason::UnsupportedAlgorithm, with(algorithm::ES256, 3, cbor::integer(other)));
    }
}

#[test]
fn key_type_and_curve_belong_to_the_algorithm() {
    refused(Reason::BadKey, with(algorithm::ES256, 3, cbor::integer(-257)));
    refused(Reason::BadKey, with(algorithm::ES256, 3, cbor::integer(-8)));
    refused(Reason::BadKey, with(algorithm::ES256, 3, cbor::integer(-35)));
    refused(Reason::BadKey, with(algorithm::ES384, 3, cbor::integer(-7)));
    refused(Reason::BadKey, with(algorithm::RS256, 3, cbor::integer(-7)));
    refused(Reason::BadKey, with(algorithm::ES256, -1, cbor::integer(2)));
    refused(Reason::BadKey, with(algorithm::ES256, -1, cbor::integer(8)));
    // Ed448 and X25519.
    refused(Reason::BadKey, with(algorithm::EDDSA, -1, cbor::integer(7)));
    refused(Reason::BadKey, with(algorithm::EDDSA, -1, cbor::integer(4)));
}

#[test]
fn a_point_is_on_its_curve() {
    for (algorithm, length) in [(algorithm::ES256, 32), (algorithm::ES384, 48), (algorithm::ES512, 66)] {
        refused(Reason::BadKey, with(algorithm, -3, cbor::bytes(&vec![1; length])));
        refused(Reason::BadKey, with(algorithm, -2, cbor::bytes(&vec![0xFF; length])));
        refused(Reason::BadKey, with(algorithm, -2, cbor::bytes(&vec![1; length - 1])));
        refused(Reason::BadKey, with(algorithm, -2, cbor::bytes(&vec![0; length + 1])));
    }
    refused(Reason::BadKey, with(algorithm::EDDSA, -2, cbor::bytes(&[0; 32])));
    refused(Reason::BadKey, with(algorithm::EDDSA, -2, cbor::bytes(&[0xFF; 32])));
    refused(Reason::BadKey, with(algorithm::EDDSA, -2, cbor::bytes(&[1; 31])));
}

#[test]
fn a_compressed_point_is_refused() {
    refused(Reason::Malformed, with(algorithm::ES256, -3, vec![0xF5]));
}

#[test]
fn rsa_has_2048_to_8192_bits_and_an_exponent_in_use() {
    let odd = |length: usize| {
        let mut modulus = vec![0xFF; length];
        modulus[0] = 0x80;
        cbor::bytes(&modulus)
    };
    for length in [128, 255, 1025, 4096] {
        refused(Reason::BadKey, with(algorithm::RS256, -1, odd(length)));
    }
    for length in [256, 1024] {
        let state = registration();
        let mut creation = Creation::new(&state, &Key::generate(algorithm::EDDSA));
        creation.public_key = with(algorithm::RS256, -1, odd(length));
        assert!(verify_registration(&creation.json(), &state).is_ok(), "{length}");
    }
    let even = [vec![0xFF; 255], vec![0xFE]].concat();
    refused(Reason::BadKey, with(algorithm::RS256, -1, cbor::bytes(&even)));
    refused(Reason::BadKey, with(algorithm::RS256, -1, cbor::bytes(&[vec![0], vec![0xFF; 256]].concat())));
    refused(Reason::BadKey, with(algorithm::RS256, -1, cbor::bytes(&[])));
    for exponent in [&[][..], &[1], &[3], &[0, 1, 0, 1], &[1, 0, 0], &[1, 0, 0, 0, 0, 1]] {
        refused(Reason::BadKey, with(algorithm::RS256, -2, cbor::bytes(exponent)));
    }
}

#[test]
fn a_key_has_the_members_it_needs_and_no_other() {
    for algorithm in Key::ALL {
        let members = Key::generate(algorithm).parameters();
        for index in 0..members.len() {
            let mut fewer = members.clone();
            fewer.remove(index);
            refused(Reason::Malformed, cbor::labelled(&fewer));
        }
        for (label, place) in [(2, 1), (4, 2), (-9, members.len())] {
            let mut more = members.clone();
            more.insert(place, (label, cbor::bytes(&[1])));
            refused(Reason::Malformed, cbor::labelled(&more));
        }
    }
}

#[test]
fn the_members_of_a_key_are_in_order_and_there_once() {
    let members = Key::generate(algorithm::ES256).parameters();
    for index in 1..members.len() {
        let mut swapped = members.clone();
        swapped.swap(index - 1, index);
        refused(Reason::Malformed, cbor::labelled(&swapped));
        let mut twice = members.clone();
        twice[index] = twice[index - 1].clone();
        refused(Reason::Malformed, cbor::labelled(&twice));
    }
}

//! What an entry and the list it names say together.

use badges_core::{
    json::{Tree, text::parse},
    proof::status_list::{ENTRIES, SMALLEST, StatusListError, credential, encode, message, set, status},
    timestamp::Timestamp,
};
use serde_json::{Value, json};

const LIST: &str = "https://example.org/v3/issuers/1/status/revocation/1";

fn entry() -> Value {
    json!({
        "id": "https://example.org/v3/issuers/1/status/revocation/1#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": LIST
    })
}

/// A list credential with these bits set, of so many octets.
fn list_of(octets: usize, indexes: &[u64]) -> Value {
    let mut bits = vec![0; octets];
    indexes.iter().for_each(|index| set(&mut bits, *index));
    let valid_from = Timestamp::parse("2026-01-01T00:00:00Z").unwrap();
    let list = credential(LIST, "https://example.org/v3/issuers/1", "revocation", valid_from, encode(&bits));
    serde_json::from_str(&list.to_text()).unwrap()
}

fn list(indexes: &[u64]) -> Value {
    list_of(SMALLEST, indexes)
}

/// The document with this member changed, or taken out if it is null.
fn with(mut document: Value, path: &str, value: Value) -> Value {
    let (parent, name) = path.rsplit_once('/').unwrap();
    let parent = document.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    parent.remove(name);
    if !value.is_null() {
        parent.insert(name.to_owned(), value);
    }
    document
}

#[track_caller]
fn assert_status(entry: &Value, list: &Value, expected: u64) {
    let purpose = entry["statusPurpose"].as_str().unwrap().to_owned();
    assert_eq!(status(entry, list), Ok((expected, purpose)));
}

#[track_caller]
fn assert_malformed(entry: &Value, list: &Value) {
    assert!(matches!(status(entry, list), Err(StatusListError::Malformed(_))), "{:?}", status(entry, list));
}

#[track_caller]
fn assert_other_list(entry: &Value, list: &Value) {
    assert!(
        matches!(status(entry, list), Err(StatusListError::Verification(_))),
        "{:?}",
        status(entry, list)
    );
}

#[test]
fn the_bit_at_the_index_is_the_status() {
    assert_status(&entry(), &list(&[]), 0);
    assert_status(&entry(), &list(&[94_567]), 1);
    assert_status(&entry(), &list(&[94_566, 94_568, 0]), 0);
}

#[test]
fn the_list_credential_is_as_the_standard_has_it() {
    let expected = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": "https://example.org/v3/issuers/1",
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": format!("{LIST}#list"),
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encode(&[0; SMALLEST])
        }
    });
    assert_eq!(list(&[]), expected);
}

#[test]
fn the_same_is_read_from_any_representation() {
    let (entry, list) = (entry().to_string(), list(&[94_567]).to_string());
    let (entry, list): (Tree<'_>, Tree<'_>) = (parse(&entry).unwrap(), parse(&list).unwrap());
    assert_eq!(status(&entry, &list), Ok((1, "revocation".into())));
}

#[test]
fn an_index_is_a_whole_number_in_a_string_or_a_number() {
    let at = |index: Value| with(entry(), "/statusListIndex", index);
    let list = list(&[0, 7, 131_071]);
    for (index, expected) in [
        (json!("0"), 1),
        (json!("1"), 0),
        (json!("131071"), 1),
        (json!("007"), 1),
        (json!(7), 1),
        (json!(8), 0),
        (json!(7.0), 1),
    ] {
        assert_status(&at(index), &list, expected);
    }
    for index in [
        json!(null),
        json!(""),
        json!("-1"),
        json!("+1"),
        json!(" 1"),
        json!("1.0"),
        json!("1e2"),
        json!("0x1"),
        json!("one"),
        json!("\u{664}"),
        json!(-1),
        json!(1.5),
        json!(true),
        json!(["1"]),
        json!({"@value": "1"}),
    ] {
        assert_malformed(&at(index), &list);
    }
}

#[test]
fn an_index_beyond_the_list_is_out_of_range() {
    let digits = "9".repeat(1000);
    for index in [
        json!("131072"),
        json!(131_072),
        json!("18446744073709551615"),
        json!("18446744073709551616"),
        json!(digits),
    ] {
        let beyond = status(&with(entry(), "/statusListIndex", index), &list(&[])).unwrap_err();
        assert_eq!(beyond, StatusListError::Range);
    }
    let large = with(entry(), "/statusListIndex", json!("131072"));
    assert_status(&large, &list_of(SMALLEST + 1, &[131_072]), 1);
}

#[test]
fn numbers_of_any_size_do_no_harm() {
    for number in ["1e131071", "-1e131071", "1e-16383", "99999999999999999999999"] {
        for name in ["statusListIndex", "statusSize"] {
            let text =
                with(entry(), &format!("/{name}"), json!("NUMBER")).to_string().replace("\"NUMBER\"", number);
            let entry = parse(&text).unwrap();
            let list = list(&[]);
            let list = list.to_string();
            let list = parse(&list).unwrap();
            assert!(status(&entry, &list).is_err(), "{name} {number}");
        }
    }
}

#[test]
fn a_list_shorter_than_the_standard_allows_is_refused() {
    assert_eq!(status(&entry(), &list_of(12_500, &[])), Err(StatusListError::Length));
    assert_eq!(status(&entry(), &list_of(SMALLEST - 1, &[])), Err(StatusListError::Length));
    assert_eq!(status(&entry(), &list_of(0, &[])), Err(StatusListError::Length));
}

/// An entry of so many bits, with a message for each value.
fn entry_of_size(size: u32, index: u64) -> Value {
    let messages: Vec<Value> = (0..1_u64 << size)
        .map(|value| json!({"status": format!("0x{value:x}"), "message": format!("state {value}")}))
        .collect();
    let entry = with(entry(), "/statusSize", json!(size));
    with(with(entry, "/statusMessage", json!(messages)), "/statusListIndex", json!(index.to_string()))
}

#[test]
fn a_status_may_have_several_bits() {
    for size in 1..=8 {
        let index = 40_000_u64;
        let first = index * u64::from(size);
        // The first and the last bit of the entry, and their neighbours outside of it.
        let list = list_of(
            SMALLEST * size as usize,
            &[first - 1, first, first + u64::from(size) - 1, first + u64::from(size)],
        );
        let expected = 1 << (size - 1) | 1;
        let entry = entry_of_size(size, index);
        assert_status(&entry, &list, expected);
        assert_eq!(message(&entry, expected), Ok(format!("state {expected}").as_str()));
    }
}

#[test]
fn a_list_has_to_hold_as_many_entries_whatever_their_size() {
    assert_eq!(status(&entry_of_size(2, 0), &list_of(SMALLEST, &[])), Err(StatusListError::Length));
    assert_status(&entry_of_size(2, ENTRIES - 1), &list_of(SMALLEST * 2, &[262_143]), 1);
    assert_eq!(status(&entry_of_size(2, ENTRIES), &list_of(SMALLEST * 2, &[])), Err(StatusListError::Range));
}

#[test]
fn a_size_is_a_whole_number_above_zero_with_as_many_messages_as_values() {
    for size in [
        json!(0),
        json!(-1),
        json!("1"),
        json!(1.5),
        json!(64),
        json!(65),
        json!(u64::MAX),
        json!(2),
        json!([]),
    ] {
        assert_malformed(&with(entry(), "/statusSize", size), &list(&[]));
    }
    assert_status(&with(entry(), "/statusSize", json!(1)), &list(&[94_567]), 1);
    let one_message = json!([{"status": "0x0", "message": "good"}]);
    assert_malformed(&with(entry(), "/statusMessage", one_message.clone()), &list(&[]));
    assert_malformed(&with(entry(), "/statusMessage", one_message[0].clone()), &list(&[]));
    assert_malformed(&with(entry_of_size(2, 1), "/statusMessage", one_message), &list(&[]));
}

#[test]
fn messages_say_what_a_status_means() {
    assert_eq!(message(&entry(), 0), Ok("unset"));
    assert_eq!(message(&entry(), 1), Ok("set"));
    assert!(message(&entry(), 2).is_err());
    let entry = with(
        entry(),
        "/statusMessage",
        json!([{"status": "0x0", "message": "in order"}, {"status": "0x1", "message": "on hold"}]),
    );
    assert_eq!(message(&entry, 1), Ok("on hold"));
    let entry = with(
        entry,
        "/statusMessage",
        json!([{"status": "1", "message": "in order"}, {"message": "on hold"}, 3]),
    );
    assert!(message(&entry, 1).is_err());
}

#[test]
fn a_list_may_serve_several_purposes_and_has_to_serve_that_of_the_entry() {
    let list = list(&[94_567]);
    let both = with(list.clone(), "/credentialSubject/statusPurpose", json!(["revocation", "suspension"]));
    let suspension = with(entry(), "/statusPurpose", json!("suspension"));
    assert_status(&entry(), &both, 1);
    assert_status(&suspension, &both, 1);
    assert_other_list(&suspension, &list);
    assert_other_list(
        &entry(),
        &with(list.clone(), "/credentialSubject/statusPurpose", json!(["Revocation"])),
    );
    assert_other_list(&entry(), &with(list, "/credentialSubject/statusPurpose", json!(null)));
}

#[test]
fn a_list_other_than_the_entry_names_is_refused() {
    let list = list(&[]);
    assert_status(&entry(), &with(list.clone(), "/id", json!(null)), 0);
    assert_other_list(
        &entry(),
        &with(list, "/id", json!("https://example.org/v3/issuers/1/status/revocation/2")),
    );
}

#[test]
fn what_is_no_list_is_refused() {
    let good = list(&[]);
    let subject = good["credentialSubject"].clone();
    assert_status(&entry(), &with(good.clone(), "/type", json!("BitstringStatusListCredential")), 0);
    assert_status(&entry(), &with(good.clone(), "/credentialSubject", json!([subject])), 0);
    assert_status(
        &entry(),
        &with(good.clone(), "/credentialSubject/type", json!(["BitstringStatusList"])),
        0,
    );
    for (path, value) in [
        ("/type", json!(["VerifiableCredential", "StatusList2021Credential"])),
        ("/type", json!(null)),
        ("/credentialSubject", json!(null)),
        ("/credentialSubject", json!("https://example.org/")),
        ("/credentialSubject", json!([])),
        ("/credentialSubject", json!([subject, subject])),
        ("/credentialSubject/type", json!("StatusList2021")),
    ] {
        assert_other_list(&entry(), &with(good.clone(), path, value));
    }
    assert_other_list(&entry(), &json!([]));
    assert_malformed(&entry(), &with(good.clone(), "/credentialSubject/encodedList", json!(null)));
    assert_malformed(&entry(), &with(good, "/credentialSubject/encodedList", json!(["u"])));
}

#[test]
fn what_is_no_entry_is_refused() {
    let list = list(&[]);
    for (path, value) in [
        ("/type", json!("StatusList2021Entry")),
        ("/type", json!(null)),
        ("/statusPurpose", json!(null)),
        ("/statusPurpose", json!(["revocation"])),
        ("/statusListCredential", json!(null)),
        ("/statusListCredential", json!({"id": LIST})),
    ] {
        assert_malformed(&with(entry(), path, value), &list);
    }
    assert_malformed(&json!("94567"), &list);
}

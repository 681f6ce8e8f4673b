//! VC-JWT: the claims of the token against the credential in it.

use badges_core::json::Tree;
use badges_core::proof::jws::Jws;
use badges_core::proof::keys::{Algorithm, PrivateKey};
use badges_core::proof::vc_jwt::{self, ClaimFault};
use serde_json::{Value, json};

fn credential() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "https://example.org/v3/credentials/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "https://example.org/v3/issuers/1", "type": ["Profile"], "name": "Example"},
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2027-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:recipient", "type": ["AchievementSubject"]},
    })
}

/// The payload that a correct issuer makes of it.
fn payload() -> Value {
    let mut payload = credential();
    payload["iss"] = json!("https://example.org/v3/issuers/1");
    payload["jti"] = json!("https://example.org/v3/credentials/1");
    payload["sub"] = json!("did:example:recipient");
    payload["nbf"] = json!(1_767_225_600);
    payload["exp"] = json!(1_798_761_600);
    payload
}

fn read(payload: &Value) -> Result<(Value, Vec<ClaimFault>), &'static str> {
    let (credential, faults) = vc_jwt::credential(&Tree::read(payload).unwrap().into_owned())?;
    Ok((serde_json::from_str(&credential.to_text()).unwrap(), faults))
}

fn faults(payload: &Value) -> Vec<(&'static str, bool)> {
    read(payload).unwrap().1.into_iter().map(|fault| (fault.claim, fault.is_error)).collect()
}

fn with(claim: &str, value: Value) -> Value {
    let mut changed = payload();
    changed[claim] = value;
    changed
}

fn without(claim: &str) -> Value {
    let mut changed = payload();
    changed.as_object_mut().unwrap().remove(claim);
    changed
}

#[test]
fn the_credential_is_the_payload_without_the_claims() {
    let mut with_more = payload();
    with_more["aud"] = json!("somebody");
    with_more["iat"] = json!(1);
    assert_eq!(read(&with_more), Ok((credential(), Vec::new())));
}

#[test]
fn a_signed_credential_comes_back_with_no_fault() {
    for algorithm in Algorithm::ALL {
        let key = PrivateKey::generate(algorithm).unwrap();
        let text = vc_jwt::sign(&Tree::read(&credential()).unwrap(), &key).unwrap();
        let jws = Jws::parse(&text).unwrap();
        assert_eq!(jws.embedded_key().unwrap().as_ref(), Some(key.public()));
        assert_eq!(jws.media_type(), Some("JWT"));
        assert_eq!(jws.other_headers().next(), None);
        assert!(jws.verify(key.public()));
        let read_back: Value = serde_json::from_slice(&jws.payload).unwrap();
        assert_eq!(read_back, payload());
    }
}

#[test]
fn a_subject_without_an_id_gets_no_sub() {
    let mut credential = credential();
    credential["credentialSubject"] = json!({"type": ["AchievementSubject"], "identifier": []});
    credential.as_object_mut().unwrap().remove("validUntil");
    let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    let text = vc_jwt::sign(&Tree::read(&credential).unwrap(), &key).unwrap();
    let payload: Value = serde_json::from_slice(&Jws::parse(&text).unwrap().payload).unwrap();
    assert_eq!((payload.get("sub"), payload.get("exp")), (None, None));
    assert_eq!(read(&payload), Ok((credential.clone(), Vec::new())));
    let mut with_sub = payload;
    with_sub["sub"] = json!("somebody");
    assert_eq!(faults(&with_sub), [("sub", false)]);
}

#[test]
fn claims_must_be_there() {
    for (claim, is_error) in [("iss", true), ("jti", true), ("sub", true), ("nbf", true), ("exp", false)] {
        assert_eq!(faults(&without(claim)), [(claim, is_error)]);
    }
}

#[test]
fn claims_must_say_what_the_credential_says() {
    for (claim, value) in [
        ("iss", json!("https://example.net/issuers/2")),
        ("iss", json!(["https://example.org/v3/issuers/1"])),
        ("jti", json!("https://example.org/v3/credentials/2")),
        ("sub", json!("did:example:other")),
        ("sub", json!(null)),
        ("nbf", json!(1_767_225_601)),
        ("nbf", json!("2026-01-01T00:00:00Z")),
        ("nbf", json!(1e300)),
        ("exp", json!(1_798_761_599)),
        ("exp", json!(-1)),
    ] {
        assert_eq!(faults(&with(claim, value.clone())), [(claim, true)], "{claim}: {value}");
    }
}

#[test]
fn the_issuer_may_be_a_string() {
    assert_eq!(faults(&with("issuer", json!("https://example.org/v3/issuers/1"))), []);
    assert_eq!(faults(&with("issuer", json!("https://example.net/"))), [("iss", true)]);
    assert_eq!(faults(&without("issuer")), [("iss", true)]);
}

#[test]
fn fractions_of_a_second_are_a_warning() {
    assert_eq!(faults(&with("validFrom", json!("2026-01-01T00:00:00.500Z"))), [("nbf", false)]);
    assert_eq!(faults(&with("nbf", json!(1_767_225_600.25))), [("nbf", false)]);
    assert_eq!(faults(&with("validFrom", json!("2026-01-01T00:00:01.500Z"))), [("nbf", true)]);
}

#[test]
fn other_zones_are_the_same_instant() {
    assert_eq!(faults(&with("validFrom", json!("2026-01-01T01:00:00+01:00"))), []);
}

#[test]
fn exp_limits_a_credential_that_has_no_end() {
    let (credential, faults) = read(&without("validUntil")).unwrap();
    assert_eq!(faults, []);
    assert_eq!(credential["validUntil"], "2027-01-01T00:00:00Z");
    let mut broken = without("validUntil");
    broken["exp"] = json!("never");
    assert_eq!(self::faults(&broken), [("exp", true)]);
}

#[test]
fn version_1_1_stands_in_vc_and_version_2_does_not() {
    let mut old = credential();
    old["@context"] = json!([
        "https://www.w3.org/2018/credentials/v1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json"
    ]);
    for (name, older) in [("validFrom", "issuanceDate"), ("validUntil", "expirationDate")] {
        let value = old.as_object_mut().unwrap().remove(name).unwrap();
        old[older] = value;
    }
    let mut wrapped = payload();
    for name in credential().as_object().unwrap().keys() {
        wrapped.as_object_mut().unwrap().remove(name);
    }
    wrapped["vc"] = old.clone();
    assert_eq!(read(&wrapped), Ok((old.clone(), Vec::new())));

    wrapped["vc"] = credential();
    assert_eq!(faults(&wrapped), [("vc", true)]);
    let mut both = payload();
    both["vc"] = old.clone();
    assert_eq!(faults(&both), [("vc", true)]);
    let mut bare = payload();
    for (name, value) in old.as_object().unwrap() {
        bare[name] = value.clone();
    }
    assert_eq!(faults(&bare), [("vc", true)]);
}

#[test]
fn a_payload_without_a_credential_is_none() {
    for payload in [json!({}), json!({"vc": 7}), json!({"vc": {}}), json!({"iss": "a"}), json!([]), json!(7)]
    {
        assert!(read(&payload).is_err(), "{payload}");
    }
}

//! What others say about an issuer, a badge or an award.

use super::samples::{achievement_3, profile_3};
use super::{json, tree, without};
use badges_core::openbadges::documents::{
    CONTEXTS, Endorsement, EndorsementForm, StatusEntry, embed_endorsements, endorsement_credential,
};
use badges_core::timestamp::Timestamp;
use serde_json::{Value, json};

const ID: &str = "https://endorser.example/endorsements/1";
const ENDORSED: &str = "https://example.org/v3/achievements/1";

fn endorsement(change: impl FnOnce(&mut Endorsement<'_>)) -> Value {
    let issuer = profile_3();
    let mut endorsement = Endorsement {
        id: ID,
        issuer: tree(&issuer),
        endorsed: ENDORSED,
        name: "Recommended",
        comment: Some("Taught **well**"),
        valid_from: Timestamp::parse("2026-01-02T03:04:05.5Z").unwrap(),
        valid_until: None,
        status: None,
    };
    change(&mut endorsement);
    json(&endorsement_credential(endorsement))
}

#[test]
fn an_endorsement_says_who_endorses_what() {
    assert_eq!(
        endorsement(|_| ()),
        json!({
            "@context": CONTEXTS, "id": ID, "type": ["VerifiableCredential", "EndorsementCredential"],
            "name": "Recommended", "issuer": without(&profile_3(), "/@context"),
            "validFrom": "2026-01-02T03:04:05Z",
            "credentialSubject": {
                "id": ENDORSED, "type": ["EndorsementSubject"], "endorsementComment": "Taught **well**",
            },
        })
    );
}

#[test]
fn an_endorsement_can_end_and_be_taken_back() {
    let list = "https://endorser.example/status/revocation/0";
    let endorsement = endorsement(|endorsement| {
        endorsement.comment = None;
        endorsement.valid_until = Timestamp::parse("2027-01-01T00:00:00Z");
        endorsement.status = Some(StatusEntry { list, purpose: "revocation", index: 1 });
    });
    assert_eq!(endorsement["validUntil"], "2027-01-01T00:00:00Z");
    assert_eq!(endorsement["credentialStatus"]["statusListIndex"], "1");
    assert_eq!(endorsement["credentialSubject"], json!({"id": ENDORSED, "type": ["EndorsementSubject"]}));
}

#[test]
fn signed_endorsements_are_embedded_in_what_they_endorse() {
    let (achievement, endorsement) = (achievement_3(), endorsement(|_| ()));
    let embedded = json(&embed_endorsements(
        tree(&achievement),
        [EndorsementForm::Credential(tree(&endorsement)), EndorsementForm::Jwt("e30.e30.c2ln".into())],
    ));
    assert_eq!(embedded["endorsement"], json!([endorsement]));
    assert_eq!(embedded["endorsementJwt"], json!(["e30.e30.c2ln"]));
    assert_eq!(without(&without(&embedded, "/endorsement"), "/endorsementJwt"), achievement);
}

#[test]
fn each_is_embedded_once_and_the_latest_counts() {
    let achievement = achievement_3();
    let (first, second) = (endorsement(|_| ()), endorsement(|endorsement| endorsement.name = "Again"));
    let forms = |endorsement| {
        [EndorsementForm::Credential(tree(endorsement)), EndorsementForm::Jwt("e30.e30.c2ln".into())]
    };
    let once = embed_endorsements(tree(&achievement), forms(&first));
    let twice = json(&embed_endorsements(once, forms(&second)));
    assert_eq!(twice["endorsement"], json!([second]));
    assert_eq!(twice["endorsementJwt"], json!(["e30.e30.c2ln"]));
}

#[test]
fn nothing_to_embed_changes_nothing() {
    let achievement = achievement_3();
    assert_eq!(json(&embed_endorsements(tree(&achievement), [])), achievement);
}

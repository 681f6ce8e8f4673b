//! What selective disclosure needs: where blank nodes come from, and stand-ins for them.

use crate::support::{CREDENTIALS_2, OPEN_BADGES};
use badges_core::proof::jsonld::{self, Options, OriginKind};
use badges_core::proof::rdfc;
use serde_json::json;

#[test]
fn every_blank_node_has_an_origin() {
    let document = json!({
        "@context": [CREDENTIALS_2, OPEN_BADGES], "id": "urn:uuid:1", "type": "VerifiableCredential",
        "credentialSubject": {"type": "AchievementSubject", "achievement": {"id": "urn:uuid:2", "type": "Achievement",
            "resultDescription": [{"id": "urn:uuid:3", "type": "ResultDescription", "allowedValue": ["a", "b"]}]}},
        "evidence": [{"id": "_:e", "type": "Evidence"}],
        "proof": {"type": "DataIntegrityProof"}
    });
    let traced = jsonld::to_rdf_traced(&document, &Options::default()).unwrap();
    assert_eq!(traced.origins.len(), traced.dataset.blank_nodes() as usize);
    let mut origins: Vec<_> =
        traced.origins.iter().map(|origin| (origin.path.as_str(), origin.kind.clone())).collect();
    origins.sort_by_key(|(path, kind)| (path.to_string(), format!("{kind:?}")));
    let list = "/credentialSubject/achievement/resultDescription/0/allowedValue";
    assert_eq!(
        origins,
        [
            ("/credentialSubject", OriginKind::Object),
            (list, OriginKind::ListItem(0)),
            (list, OriginKind::ListItem(1)),
            ("/evidence/0", OriginKind::Label("e".into())),
            ("/proof", OriginKind::Graph),
            ("/proof", OriginKind::Object),
        ]
    );
}

#[test]
fn identifiers_may_stand_in_for_blank_nodes() {
    let stand_ins = json!({
        "@context": [CREDENTIALS_2, OPEN_BADGES], "id": "urn:uuid:1", "type": "VerifiableCredential",
        "credentialSubject": {"id": "urn:bnid:_:b0", "type": "AchievementSubject", "narrative": "x"},
    });
    let options = Options { blank_prefix: Some("urn:bnid:"), ..Options::default() };
    let traced = jsonld::to_rdf_traced(&stand_ins, &options).unwrap();
    assert_eq!(traced.origins[0].kind, OriginKind::Label("_:b0".into()));
    let mut blank = stand_ins;
    blank["credentialSubject"].as_object_mut().unwrap().remove("id");
    let expected = jsonld::to_rdf_with(&blank, &Options::default()).unwrap();
    let canonical = |dataset| rdfc::canonicalize(dataset, rdfc::Hash::Sha256).unwrap();
    assert_eq!(canonical(&traced.dataset), canonical(&expected));
}

//! Documents that say as RDF what they do not show as JSON.
//!
//! Proofs of the `rdfc` suites sign statements, not text. A signed credential can be rewritten so that its statements
//! stay the same while its end, its status or what its status means stands where no reader of JSON looks: under the IRI
//! of the property, under a name from a context of the forger's, or in another object of the same id. So can its proof.
//! The signature holds, and a check that reads JSON would find nothing to check, or something else. So what decides has
//! to show under its name, value for value.

use super::values::{all, text};
use crate::json::Tree;
use crate::proof::Resources;
use crate::proof::jsonld::{Fault, Options, OriginKind, Traced, to_rdf_traced};
use foldhash::HashMap;

/// A member that decides, and the IRI of its property.
type Deciding = (&'static str, &'static str);

const OF_CREDENTIAL: [Deciding; 9] = [
    ("issuer", "https://www.w3.org/2018/credentials#issuer"),
    ("credentialSubject", "https://www.w3.org/2018/credentials#credentialSubject"),
    ("credentialStatus", "https://www.w3.org/2018/credentials#credentialStatus"),
    ("validFrom", "https://www.w3.org/2018/credentials#validFrom"),
    ("validUntil", "https://www.w3.org/2018/credentials#validUntil"),
    ("issuanceDate", "https://www.w3.org/2018/credentials#issuanceDate"),
    ("expirationDate", "https://www.w3.org/2018/credentials#expirationDate"),
    ("credentialSchema", "https://www.w3.org/2018/credentials#credentialSchema"),
    ("refreshService", "https://www.w3.org/2018/credentials#refreshService"),
];

const OF_STATUS: [Deciding; 4] = [
    ("statusPurpose", "https://www.w3.org/ns/credentials/status#statusPurpose"),
    ("statusListIndex", "https://www.w3.org/ns/credentials/status#statusListIndex"),
    ("statusListCredential", "https://www.w3.org/ns/credentials/status#statusListCredential"),
    ("statusSize", "https://www.w3.org/ns/credentials/status#statusSize"),
];

const OF_PROOF: [Deciding; 5] = [
    ("created", "http://purl.org/dc/terms/created"),
    ("expires", "https://w3id.org/security#expiration"),
    ("previousProof", "https://w3id.org/security#previousProof"),
    ("proofPurpose", "https://w3id.org/security#proofPurpose"),
    ("verificationMethod", "https://w3id.org/security#verificationMethod"),
];

/// Where the names of a `proofPurpose` are defined.
const PURPOSES: &str = "https://w3id.org/security#";

/// A member of which the credential, or an entry of its status, says as RDF what it does not show.
///
/// # Errors
/// If the document has no RDF.
pub(super) fn disguised(
    document: &Tree<'_>,
    resources: Resources<'_>,
) -> Result<Option<&'static str>, Fault> {
    let stated = Statements::of(document, "proof", resources)?;
    if let Some(name) = stated.hidden(document, "", &OF_CREDENTIAL) {
        return Ok(Some(name));
    }
    let entries = places(document, "", "credentialStatus");
    Ok(entries.into_iter().find_map(|(entry, place)| stated.hidden(entry, &place, &OF_STATUS)))
}

/// The same of a proof, given as the document of its options.
///
/// # Errors
/// If it has no RDF.
pub(super) fn disguised_in_proof(
    options: &Tree<'_>,
    resources: Resources<'_>,
) -> Result<Option<&'static str>, Fault> {
    Ok(Statements::of(options, "proofValue", resources)?.hidden(options, "", &OF_PROOF))
}

/// The values of a member that are not null, each with its JSON Pointer; `place` is that of the object.
fn places<'t, 'd>(object: &'t Tree<'d>, place: &str, name: &str) -> Vec<(&'t Tree<'d>, String)> {
    let is_array = matches!(object.get(name), Some(Tree::Array(_)));
    let place = |index| if is_array { format!("{place}/{name}/{index}") } else { format!("{place}/{name}") };
    let values = all(object, name).iter().enumerate().filter(|(_, value)| **value != Tree::Null);
    values.map(|(index, value)| (value, place(index))).collect()
}

/// What a document states as RDF of what decides.
struct Statements {
    traced: Traced,
    /// Of each subject and property the values, each once.
    values: HashMap<(String, String), Vec<String>>,
}

impl Statements {
    fn of(document: &Tree<'_>, omit: &str, resources: Resources<'_>) -> Result<Statements, Fault> {
        let options = Options { omit: Some(omit), resources, ..Options::default() };
        let traced = to_rdf_traced(document, &options)?;
        let decides = |property: &str| {
            OF_CREDENTIAL.iter().chain(&OF_STATUS).chain(&OF_PROOF).any(|(_, iri)| *iri == property)
        };
        let mut values: HashMap<(String, String), Vec<String>> = HashMap::default();
        for line in traced.dataset.lines(|number, out| out.push_str(&number.to_string())).iter() {
            let mut terms = line.splitn(3, ' ');
            let (Some(subject), Some(property), Some(value)) = (terms.next(), terms.next(), terms.next())
            else {
                continue;
            };
            let property = property.trim_matches(['<', '>']);
            if decides(property) {
                values.entry((subject.to_owned(), property.to_owned())).or_default().push(value.to_owned());
            }
        }
        Ok(Statements { traced, values })
    }

    /// A member of the object at that JSON Pointer that does not show exactly what is stated of it.
    fn hidden(&self, object: &Tree<'_>, place: &str, deciding: &[Deciding]) -> Option<&'static str> {
        let subject = self.subject(object, place);
        let is_hidden = |(name, property): &&Deciding| {
            let key = subject.clone().map(|subject| (subject, (*property).to_owned()));
            let mut left: Vec<&String> =
                key.and_then(|key| self.values.get(&key)).into_iter().flatten().collect();
            let shown = places(object, place, name);
            let all_stated = shown.iter().all(|(value, place)| {
                let found = left.iter().position(|stated| self.is_stated(value, place, stated));
                found.map(|index| left.swap_remove(index)).is_some()
            });
            !all_stated || !left.is_empty()
        };
        deciding.iter().find(is_hidden).map(|(name, _)| *name)
    }

    /// Whether the value is what a statement ends with.
    fn is_stated(&self, value: &Tree<'_>, place: &str, stated: &str) -> bool {
        let is = |term: String| stated.starts_with(&term);
        match value {
            Tree::String(text) => {
                is(format!("<{text}> ")) || is(format!("\"{text}\"")) || is(format!("<{PURPOSES}{text}> "))
            }
            Tree::Number(number) => is(format!("\"{}\"", number.to_text())),
            object => self.subject(object, place).is_some_and(|subject| is(format!("{subject} "))),
        }
    }

    /// What the object is called in statements; `None` if it is not where it seems to be.
    fn subject(&self, object: &Tree<'_>, place: &str) -> Option<String> {
        let id = text(object, "id");
        let is_it = |path: &str, kind: &OriginKind| match (id, kind) {
            (Some(id), OriginKind::Label(label)) => id.strip_prefix("_:") == Some(label),
            (None, OriginKind::Object) => path == place,
            _ => false,
        };
        match id {
            Some(id) if !id.starts_with("_:") => Some(format!("<{id}>")),
            _ => {
                let mut origins = self.traced.origins.iter();
                origins
                    .position(|origin| is_it(&origin.path, &origin.kind))
                    .map(|number| format!("_:{number}"))
            }
        }
    }
}

//! Proof options: everything a proof says but its value, as it is signed.

use super::{Cryptosuite, DATA_INTEGRITY_PROOF, ProofError, ProofOptions};
use crate::json::{Json, Tree, View, string};
use crate::proof::jcs;
use crate::proof::jsonld::{self, Options};
use crate::proof::rdfc::{self, Hash};

/// A proof without its value.
pub(super) fn proof(options: &ProofOptions<'_>) -> Tree<'static> {
    let mut proof = Tree::object([
        ("type", DATA_INTEGRITY_PROOF.into()),
        ("cryptosuite", options.cryptosuite.name().into()),
        ("created", options.created.to_rfc3339().into()),
        ("verificationMethod", options.verification_method.to_owned().into()),
        ("proofPurpose", "assertionMethod".into()),
    ]);
    if let Some(expires) = options.expires {
        proof.set("expires", expires.to_rfc3339());
    }
    proof
}

/// The options as canonical JSON.
pub(super) fn canonical_json<'p, P: Json<'p>>(proof: P) -> Result<String, ProofError> {
    let mut canonical = String::with_capacity(512);
    jcs::canonicalize(proof, Some("proofValue"), &mut canonical)?;
    Ok(canonical)
}

/// The options as canonical RDF, in the context of the document.
pub(super) fn canonical_rdf<'a, 'p, J: Json<'a>, P: Json<'p>>(
    document: J,
    proof: P,
    hash: Hash,
    reading: Options<'_>,
) -> Result<String, ProofError> {
    if let Some(lines) = usual(document, proof)? {
        return Ok(lines);
    }
    let options = as_document(document.member("@context")?, proof)?;
    let dataset = jsonld::to_rdf_with(&options, &Options { omit: Some("proofValue"), ..reading })?;
    Ok(rdfc::canonicalize(&dataset, hash)?)
}

/// The canonical statements of options that say what nearly every proof says, in the contexts that it says it in.
pub(super) fn usual<'a, 'p, J: Json<'a>, P: Json<'p>>(
    document: J,
    proof: P,
) -> Result<Option<String>, ProofError> {
    match document.member("@context")? {
        Some(context) if is_well_known(context)? => usual_lines(proof),
        _ => Ok(None),
    }
}

/// The proof as a document of its own in that context.
pub(super) fn as_document<'t, 'a: 't, 'p: 't, J: Json<'a>, P: Json<'p>>(
    context: Option<J>,
    proof: P,
) -> Result<Tree<'t>, ProofError> {
    let mut context = context.map_or(Ok(Tree::Null), Tree::read)?;
    if string_member(proof, "type")? == Some(Cryptosuite::Ed25519Signature2020.name()) {
        context = with_suite_context(context);
    }
    let mut options = Tree::read(proof)?;
    options.set("@context", context);
    Ok(options)
}

/// The context that defines the type `Ed25519Signature2020`, which the document need not name.
const ED25519_2020: &str = "https://w3id.org/security/suites/ed25519-2020/v1";

fn with_suite_context(context: Tree<'_>) -> Tree<'_> {
    let mut contexts = match context {
        Tree::Array(contexts) => contexts,
        Tree::Null => Vec::new(),
        context => vec![context],
    };
    if !contexts.iter().any(|context| matches!(context, Tree::String(url) if url == ED25519_2020)) {
        contexts.push(ED25519_2020.into());
    }
    Tree::Array(contexts)
}

/// The contexts under which usual proof options make the usual statements: the first defines them, protected, and none of
/// the others defines a prefix that a URL could begin with.
const FIRST_CONTEXT: &str = "https://www.w3.org/ns/credentials/v2";
const OTHER_CONTEXTS: [&str; 2] = [
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
];

fn is_well_known<'a, J: Json<'a>>(context: J) -> Result<bool, ProofError> {
    let View::Array(mut contexts) = context.view()? else { return Ok(false) };
    let Some(first) = contexts.next() else { return Ok(false) };
    if string(first?)? != Some(FIRST_CONTEXT) {
        return Ok(false);
    }
    for context in contexts {
        if !string(context?)?.is_some_and(|url| OTHER_CONTEXTS.contains(&url)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What nearly every proof says, with the text around it in its canonical statement, in their order.
const USUAL: [(&str, &str, &str); 5] = [
    ("created", "<http://purl.org/dc/terms/created> \"", "\"^^<http://www.w3.org/2001/XMLSchema#dateTime>"),
    ("type", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/security#", ">"),
    (
        "cryptosuite",
        "<https://w3id.org/security#cryptosuite> \"",
        "\"^^<https://w3id.org/security#cryptosuiteString>",
    ),
    ("proofPurpose", "<https://w3id.org/security#proofPurpose> <https://w3id.org/security#", ">"),
    ("verificationMethod", "<https://w3id.org/security#verificationMethod> <", ">"),
];

/// The canonical statements of options that say what nearly every proof says and nothing else: going by way of
/// JSON-LD gives the same and takes ten times as long. `None` for any other.
fn usual_lines<'p, P: Json<'p>>(proof: P) -> Result<Option<String>, ProofError> {
    let View::Object(members) = proof.view()? else { return Ok(None) };
    for member in members {
        let (name, _) = member?;
        if name != "proofValue" && !USUAL.iter().any(|(usual, ..)| *usual == name) {
            return Ok(None);
        }
    }
    let mut lines = String::with_capacity(640);
    for (name, before, after) in USUAL {
        let Some(value) = string_member(proof, name)?.filter(|value| is_usual(name, value)) else {
            return Ok(None);
        };
        for part in ["_:c14n0 ", before, value, after, " .\n"] {
            lines.push_str(part);
        }
    }
    Ok(Some(lines))
}

/// Whether a value is written in its statement as it is.
fn is_usual(name: &str, value: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%".contains(&byte);
    let has_form = match name {
        "type" => value == DATA_INTEGRITY_PROOF,
        "proofPurpose" => value == "assertionMethod",
        "verificationMethod" => ["https://", "did:", "urn:"].iter().any(|scheme| value.starts_with(scheme)),
        _ => true,
    };
    has_form && value.bytes().all(is_plain)
}

fn string_member<'p, P: Json<'p>>(proof: P, name: &str) -> Result<Option<&'p str>, ProofError> {
    Ok(proof.member(name)?.map_or(Ok(None), string)?)
}

//! What a signature is over: the hash of the proof's options, and after it the hash of the document.
//!
//! Sources: VC Data Integrity EdDSA Cryptosuites 1.0, section 3.2 and 3.3; ECDSA Cryptosuites 1.0, 3.2 and 3.3.

use super::{ProofError, malformed, options};
use crate::json::{Json, Tree};
use crate::proof::jcs;
use crate::proof::jsonld::{self, Options};
use crate::proof::rdfc::{self, Hash};
use aws_lc_rs::digest;

/// The hash of a text.
pub(super) fn digest(hash: Hash, text: &str) -> digest::Digest {
    let algorithm = match hash {
        Hash::Sha256 => &digest::SHA256,
        Hash::Sha384 => &digest::SHA384,
    };
    digest::digest(algorithm, text.as_bytes())
}

fn hashes(hash: Hash, options: &str, document: &str) -> Vec<u8> {
    [digest(hash, options).as_ref(), digest(hash, document).as_ref()].concat()
}

/// Over canonical RDF.
pub(super) fn rdf<'a, 'p, J: Json<'a>, P: Json<'p>>(
    document: J,
    proof: P,
    hash: Hash,
    reading: Options<'_>,
) -> Result<Vec<u8>, ProofError> {
    let dataset = jsonld::to_rdf_with(document, &reading)?;
    if dataset.is_empty() {
        return Err(malformed("the document makes no statement that could be signed"));
    }
    let canonical = rdfc::canonicalize(&dataset, hash)?;
    let options = options::canonical_rdf(document, proof, hash, reading)?;
    Ok(hashes(hash, &options, &canonical))
}

/// Text that most credentials take in canonical form, with some room.
const USUAL_LENGTH: usize = 4_096;

/// Over canonical JSON.
pub(super) fn json<'a, 'p, J: Json<'a>, P: Json<'p>>(
    document: J,
    proof: P,
    hash: Hash,
) -> Result<Vec<u8>, ProofError> {
    let options = options::canonical_json(proof)?;
    let mut canonical = String::with_capacity(USUAL_LENGTH);
    jcs::canonicalize(document, Some("proof"), &mut canonical)?;
    Ok(hashes(hash, &options, &canonical))
}

/// Over canonical JSON, as a verifier sees it: a context of the proof's own stands in place of the document's, which must
/// begin with it.
pub(super) fn received_json<'a, 'p, J: Json<'a>, P: Json<'p>>(
    document: J,
    proof: P,
    hash: Hash,
) -> Result<Vec<u8>, ProofError> {
    match replaced_context(document, proof)? {
        None => json(document, proof, hash),
        Some(context) => {
            let mut document = Tree::read(document)?;
            document.set("@context", context.into_owned());
            json(&document, proof, hash)
        }
    }
}

/// The proof's context, if it is another than the document's.
fn replaced_context<'a, 'p, J: Json<'a>, P: Json<'p>>(
    document: J,
    proof: P,
) -> Result<Option<Tree<'p>>, ProofError> {
    let Some(of_proof) = proof.member("@context")? else { return Ok(None) };
    let of_proof = Tree::read(of_proof)?;
    let of_document = document.member("@context")?.map(Tree::read).transpose()?;
    if of_document.as_ref() == Some(&of_proof) {
        return Ok(None);
    }
    if of_document.as_ref().is_some_and(|of_document| elements(of_document).starts_with(elements(&of_proof)))
    {
        Ok(Some(of_proof))
    } else {
        Err(malformed("@context of the document does not begin with that of the proof"))
    }
}

fn elements<'t, 'a>(context: &'t Tree<'a>) -> &'t [Tree<'a>] {
    match context {
        Tree::Array(contexts) => contexts,
        context => std::slice::from_ref(context),
    }
}

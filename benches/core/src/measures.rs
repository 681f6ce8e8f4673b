//! The operations that are timed.

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, ParsedPublicKey};
use badges_core::json::jsonb::Jsonb;
use badges_core::json::{Tree, writer};
use badges_core::openbadges::documents::{Award, CredentialTemplate, Recipient, StatusEntry};
use badges_core::openbadges::{Class, is_valid};
use badges_core::proof::Resources;
use badges_core::proof::data_integrity::{self, Cryptosuite, ProofOptions};
use badges_core::proof::keys::{Algorithm, PrivateKey};
use badges_core::recipient;
use badges_core::timestamp::Timestamp;
use std::hint::black_box;

/// Why nothing was measured.
pub type Failure = Box<dyn std::error::Error>;

/// One operation. It fails where its result is not what it has to be.
pub type Measure<'m> = Box<dyn Fn() -> Result<(), Failure> + 'm>;

/// The octets that both suites sign: two hashes.
const MESSAGE: [u8; 64] = [0x5a; 64];

/// A credential, keys, and everything else that is made before the clock starts.
pub struct Prepared<'d> {
    credential: Tree<'d>,
    jsonb: Vec<u8>,
    method: String,
    created: Timestamp,
    key: PrivateKey,
    bare_key: Ed25519KeyPair,
    bare_public: ParsedPublicKey,
    bare_signature: Vec<u8>,
}

impl<'d> Prepared<'d> {
    /// Makes keys for a credential.
    pub fn new(credential: Tree<'d>) -> Result<Self, Failure> {
        let issuer = match credential.get("issuer").and_then(|issuer| issuer.get("id")) {
            Some(Tree::String(id)) => id.clone(),
            _ => return Err("the credential has no issuer with an id".into()),
        };
        let key = PrivateKey::generate(Algorithm::Ed25519).map_err(|_| "no key could be made")?;
        let bare_key = Ed25519KeyPair::generate()?;
        let mut jsonb = Vec::new();
        writer::encode(&credential, &mut jsonb)?;
        Ok(Prepared {
            method: format!("{issuer}#{}", key.public().to_multikey().ok_or("no Multikey")?),
            jsonb,
            created: Timestamp::parse("2026-01-01T00:00:00Z").ok_or("no time")?,
            bare_public: ParsedPublicKey::new(&ED25519, bare_key.public_key().as_ref())?,
            bare_signature: bare_key.sign(&MESSAGE).as_ref().to_vec(),
            credential,
            key,
            bare_key,
        })
    }

    /// The operation of that name.
    pub fn measure(&self, name: &str) -> Result<Measure<'_>, Failure> {
        Ok(match name {
            "ed25519-sign" => Box::new(|| {
                black_box(self.bare_key.sign(black_box(&MESSAGE)));
                Ok(())
            }),
            "ed25519-verify" => Box::new(|| {
                Ok(self.bare_public.verify_sig(black_box(&MESSAGE), black_box(&self.bare_signature))?)
            }),
            "sign-jcs" => self.signing(Cryptosuite::EddsaJcs2022),
            "sign-rdfc" => self.signing(Cryptosuite::EddsaRdfc2022),
            "award-jcs" => self.awarding(Cryptosuite::EddsaJcs2022)?,
            "award-rdfc" => self.awarding(Cryptosuite::EddsaRdfc2022)?,
            "verify-jcs" => self.verifying(Cryptosuite::EddsaJcs2022)?,
            "verify-rdfc" => self.verifying(Cryptosuite::EddsaRdfc2022)?,
            "validate" => Box::new(|| {
                let document = Jsonb::new(black_box(&self.jsonb)).map_err(|_| "no jsonb")?;
                let valid = is_valid(document, Some(Class::OpenBadgeCredential));
                if valid { Ok(()) } else { Err("the credential is not valid".into()) }
            }),
            other => return Err(format!("nothing called {other} is measured").into()),
        })
    }

    fn sign(&self, credential: &Tree<'_>, cryptosuite: Cryptosuite) -> Result<Tree<'static>, Failure> {
        let options = ProofOptions {
            cryptosuite,
            verification_method: &self.method,
            created: self.created,
            expires: None,
        };
        Ok(data_integrity::sign(black_box(credential), &options, &self.key)?)
    }

    fn signing(&self, suite: Cryptosuite) -> Measure<'_> {
        Box::new(move || {
            black_box(self.sign(&self.credential, suite)?);
            Ok(())
        })
    }

    /// Everything between an e-mail address and a signed credential as `jsonb`: what an award costs but for its row.
    fn awarding(&self, suite: Cryptosuite) -> Result<Measure<'_>, Failure> {
        let subject = self.credential.get("credentialSubject");
        let part =
            |of: Option<&Tree<'d>>, name| of.and_then(|of| of.get(name)).cloned().ok_or("a part is missing");
        let template = CredentialTemplate::new(Award {
            issuer: part(Some(&self.credential), "issuer")?,
            achievement: part(subject, "achievement")?,
            recipient_type: "email",
            valid_from: self.created,
            valid_until: None,
            evidence: self.credential.get("evidence").cloned(),
            narrative: None,
            extra: None,
        })
        .map_err(|fault| fault.reason())?;
        let id = match self.credential.get("id") {
            Some(Tree::String(id)) => id.clone(),
            _ => return Err("the credential has no id".into()),
        };
        let list =
            "https://badges.example.org/v3/issuers/019a0b1c-0000-7f40-8a5b-6c7d8e9f0a1b/status/revocation/0";
        let status = StatusEntry { list, purpose: "revocation", index: 74_519 };
        Ok(Box::new(move || {
            let salt = recipient::new_salt().map_err(|_| "no salt")?;
            let identity = recipient::hash(black_box("ann@example.org"), &salt).into();
            let mut credential =
                template.credential(&id, Recipient { identity, salt: Some(salt) }, Some(status));
            let proof = self.sign(&credential, suite)?;
            credential.set("proof", vec![proof]);
            let mut jsonb = Vec::with_capacity(4096);
            writer::encode(&credential, &mut jsonb)?;
            black_box(jsonb);
            Ok(())
        }))
    }

    fn verifying(&self, suite: Cryptosuite) -> Result<Measure<'_>, Failure> {
        let mut signed = self.credential.clone();
        signed.set("proof", vec![self.sign(&self.credential, suite)?]);
        Ok(Box::new(move || {
            let signed = black_box(&signed);
            let proofs = data_integrity::proofs(signed)?;
            let proof = *proofs.first().ok_or("no proof")?;
            data_integrity::verify(signed, proof, self.key.public(), Resources::none())?;
            Ok(())
        }))
    }
}

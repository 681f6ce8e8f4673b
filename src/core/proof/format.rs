//! The ways a credential can be signed, by the names that callers give them.

use super::data_integrity::Cryptosuite;
use super::keys::Algorithm;

/// How a credential is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofFormat {
    /// An embedded proof of this cryptosuite.
    DataIntegrity(Cryptosuite),
    /// A compact JWS with the algorithm named, or with whichever the key is for: a VC-JWT in Open Badges 3.0, a signed
    /// assertion in 2.0.
    Jws(Option<Algorithm>),
}

/// The cryptosuites that proofs are made in.
const CRYPTOSUITES: [Cryptosuite; 5] = [
    Cryptosuite::EddsaRdfc2022,
    Cryptosuite::EddsaJcs2022,
    Cryptosuite::EcdsaRdfc2019,
    Cryptosuite::EcdsaJcs2019,
    Cryptosuite::EcdsaSd2023,
];

/// The names of a JWS that leave the algorithm to the key.
const JWS: [&str; 2] = ["vc-jwt", "jws"];

impl ProofFormat {
    /// The names there are, for messages.
    pub const HINT: &str = "One of eddsa-rdfc-2022, eddsa-jcs-2022, ecdsa-rdfc-2019, ecdsa-jcs-2019, ecdsa-sd-2023, \
                            vc-jwt, jws, EdDSA, ES256, ES384, RS256.";

    /// How a credential is signed where nothing else is asked for and there is no key yet.
    pub const DEFAULT: ProofFormat = ProofFormat::DataIntegrity(Cryptosuite::EddsaRdfc2022);

    /// The format of that name: a cryptosuite, `vc-jwt` or `jws`, or the algorithm of a JWS.
    pub fn from_name(name: &str) -> Option<ProofFormat> {
        if JWS.contains(&name) {
            return Some(ProofFormat::Jws(None));
        }
        if let Some(algorithm) = Algorithm::from_jws_name(name) {
            return Some(ProofFormat::Jws(Some(algorithm)));
        }
        let suite = CRYPTOSUITES.into_iter().find(|suite| suite.name() == name)?;
        Some(ProofFormat::DataIntegrity(suite))
    }

    /// How a credential is signed with a key where nothing else is asked for.
    pub fn for_key(algorithm: Algorithm) -> ProofFormat {
        match algorithm {
            Algorithm::Ed25519 => ProofFormat::DataIntegrity(Cryptosuite::EddsaRdfc2022),
            Algorithm::P256 | Algorithm::P384 => ProofFormat::DataIntegrity(Cryptosuite::EcdsaRdfc2019),
            Algorithm::Rsa => ProofFormat::Jws(Some(Algorithm::Rsa)),
        }
    }

    /// Whether keys of that kind sign so.
    pub fn takes(self, algorithm: Algorithm) -> bool {
        match self {
            ProofFormat::DataIntegrity(suite) => suite.takes(algorithm),
            ProofFormat::Jws(wanted) => wanted.is_none_or(|wanted| wanted == algorithm),
        }
    }

    /// The kind of key to make for it where there is none.
    pub fn new_key(self) -> Algorithm {
        match self {
            ProofFormat::Jws(Some(algorithm)) => algorithm,
            _ if self.takes(Algorithm::Ed25519) => Algorithm::Ed25519,
            _ => Algorithm::P256,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_name_is_a_format_whose_new_key_signs_so() {
        for name in ProofFormat::HINT.trim_start_matches("One of ").trim_end_matches('.').split(", ") {
            let format = ProofFormat::from_name(name).unwrap_or_else(|| unreachable!("{name}"));
            assert!(format.takes(format.new_key()), "{name}");
        }
    }

    #[test]
    fn what_is_only_verified_or_never_safe_is_no_format() {
        for name in ["eddsa-2022", "Ed25519Signature2020", "none", "HS256", "", "eddsa-rdfc-2023"] {
            assert_eq!(ProofFormat::from_name(name), None, "{name}");
        }
    }

    #[test]
    fn every_kind_of_key_has_a_format() {
        for algorithm in [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384, Algorithm::Rsa] {
            assert!(ProofFormat::for_key(algorithm).takes(algorithm));
        }
    }
}

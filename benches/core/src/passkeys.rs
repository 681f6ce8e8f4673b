//! Signing in with a passkey: an authenticator in software, and what is timed of checking its answers.

use crate::measures::{Failure, Measure};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair, ParsedPublicKey,
    UnparsedPublicKey,
};
use badges_core::json::jsonb::Jsonb;
use badges_core::json::{Tree, writer};
use badges_core::webauthn::{
    Options, RelyingParty, State, StoredCredential, algorithm, claim, start_authentication,
    verify_authentication,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::hint::black_box;
use std::io::{BufRead, Write};

const RELYING_PARTY: RelyingParty<'static> =
    RelyingParty { id: "example.org", name: "Example", origins: &["https://example.org"] };

/// The user is present and was verified.
const FLAGS: u8 = 0x05;

/// The measures of [`Prepared::measure`].
pub const MEASURES: [&str; 4] =
    ["finish-authentication", "verify-authentication", "es256-verify-parsed", "es256-verify-unparsed"];

/// A browser with one ES256 key, which it uses for every passkey.
struct Authenticator {
    key: EcdsaKeyPair,
}

/// What it answers, and what it has signed for that.
struct Answer {
    json: Tree<'static>,
    message: Vec<u8>,
    signature: Vec<u8>,
}

impl Authenticator {
    fn new() -> Result<Self, Failure> {
        Ok(Authenticator { key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING)? })
    }

    /// `COSE_Key`: {1: 2, 3: -7, -1: 1, -2: x, -3: y}
    fn public_key(&self) -> Result<Vec<u8>, Failure> {
        let point = self.key.public_key().as_ref();
        let (x, y) = point.get(1..).and_then(|point| point.split_at_checked(32)).ok_or("no point")?;
        Ok([
            [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20].as_slice(),
            x,
            &[0x22, 0x58, 0x20],
            y,
        ]
        .concat())
    }

    fn answer(&self, challenge: &str, credential_id: &str, user_handle: &str) -> Result<Answer, Failure> {
        let client_data = format!(
            r#"{{"type":"webauthn.get","challenge":"{challenge}","origin":"{}","crossOrigin":false}}"#,
            RELYING_PARTY.origins.concat()
        );
        let rp_id_hash = digest(&SHA256, RELYING_PARTY.id.as_bytes());
        // The counter is 0: a passkey that has none.
        let authenticator_data = [rp_id_hash.as_ref(), &[FLAGS, 0, 0, 0, 0]].concat();
        let message = [&authenticator_data, digest(&SHA256, client_data.as_bytes()).as_ref()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &message)?.as_ref().to_vec();
        let encoded = |octets: &[u8]| Tree::from(URL_SAFE_NO_PAD.encode(octets));
        let id = || Tree::from(credential_id.to_owned());
        let json = Tree::object([
            ("id", id()),
            ("rawId", id()),
            ("type", "public-key".into()),
            ("authenticatorAttachment", "platform".into()),
            ("clientExtensionResults", Tree::object([])),
            (
                "response",
                Tree::object([
                    ("clientDataJSON", encoded(client_data.as_bytes())),
                    ("authenticatorData", encoded(&authenticator_data)),
                    ("signature", encoded(&signature)),
                    ("userHandle", Tree::from(user_handle.to_owned())),
                ]),
            ),
        ]);
        Ok(Answer { json, message, signature })
    }
}

/// Reads a line `CHALLENGE CREDENTIAL_ID USER_HANDLE` for each sign-in, all base64url, and prints the public key of all
/// these passkeys in hexadecimal digits and then the answer to each line.
pub fn answers(lines: impl BufRead, mut out: impl Write) -> Result<(), Failure> {
    let authenticator = Authenticator::new()?;
    let digits: Vec<String> =
        authenticator.public_key()?.iter().map(|octet| format!("{octet:02x}")).collect();
    writeln!(out, "{}", digits.concat())?;
    for line in lines.lines() {
        let line = line?;
        let [challenge, credential_id, user_handle] = line.split(' ').collect::<Vec<_>>()[..] else {
            return Err("a line is not CHALLENGE CREDENTIAL_ID USER_HANDLE".into());
        };
        writeln!(out, "{}", authenticator.answer(challenge, credential_id, user_handle)?.json.to_text())?;
    }
    Ok(())
}

/// A started sign-in, the answer to it, and everything else that the server has at hand when that arrives.
pub struct Prepared {
    state: State,
    stored_state: Vec<u8>,
    answer: Vec<u8>,
    public_key: Vec<u8>,
    credential_id: String,
    message: Vec<u8>,
    signature: Vec<u8>,
    parsed: ParsedPublicKey,
    point: Vec<u8>,
}

const USER: [u8; 16] = [7; 16];

impl Prepared {
    /// Starts a sign-in without an address and answers it.
    pub fn new() -> Result<Self, Failure> {
        let authenticator = Authenticator::new()?;
        let state = start_authentication(RELYING_PARTY, None, &[], &Options::default())
            .map_err(|_| "no challenge")?
            .state;
        let credential_id = URL_SAFE_NO_PAD.encode([9; 32]);
        let answer = authenticator.answer(&state.challenge, &credential_id, &URL_SAFE_NO_PAD.encode(USER))?;
        let point = authenticator.key.public_key().as_ref().to_vec();
        Ok(Prepared {
            stored_state: jsonb(&state.to_tree())?,
            state,
            answer: jsonb(&answer.json)?,
            public_key: authenticator.public_key()?,
            credential_id,
            message: answer.message,
            signature: answer.signature,
            parsed: ParsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &point)?,
            point,
        })
    }

    /// The operation of that name, one of [`MEASURES`].
    pub fn measure(&self, name: &str) -> Result<Measure<'_>, Failure> {
        Ok(match name {
            "finish-authentication" => Box::new(|| {
                let state = State::read(read(&self.stored_state)?).ok_or("no state")?;
                claim(read(&self.answer)?).map_err(|refusal| refusal.to_string())?;
                self.verify(&state)
            }),
            "verify-authentication" => Box::new(|| self.verify(&self.state)),
            "es256-verify-parsed" => Box::new(|| {
                Ok(self.parsed.verify_sig(black_box(&self.message), black_box(&self.signature))?)
            }),
            "es256-verify-unparsed" => Box::new(|| {
                let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, black_box(&self.point));
                Ok(key.verify(black_box(&self.message), black_box(&self.signature))?)
            }),
            other => return Err(format!("nothing called {other} is measured").into()),
        })
    }

    fn verify(&self, state: &State) -> Result<(), Failure> {
        let stored = StoredCredential {
            credential_id: &self.credential_id,
            public_key: black_box(&self.public_key),
            algorithm: algorithm::ES256,
            sign_count: 0,
            backup_eligible: Some(false),
            user_handle: USER,
            other_handle: None,
        };
        let verified = verify_authentication(read(&self.answer)?, state, &stored);
        black_box(verified.map_err(|refusal| refusal.to_string())?);
        Ok(())
    }
}

fn jsonb(tree: &Tree<'_>) -> Result<Vec<u8>, Failure> {
    let mut octets = Vec::new();
    writer::encode(tree, &mut octets)?;
    Ok(octets)
}

fn read(octets: &[u8]) -> Result<Jsonb<'_>, Failure> {
    Ok(Jsonb::new(black_box(octets)).map_err(|_| "no jsonb")?)
}

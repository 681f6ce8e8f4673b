//! Sign-in tokens: one row, one mail, a code to type and a link to click, redeemed once.
//!
//! The browser that asked keeps the token id; the code travels by mail, and signing in takes both. A stranger
//! therefore can neither guess against a token nor use up its tries. The link carries id and secret together.
//! Only keyed digests are stored, bound to purpose and token id: a leaked table redeems nothing.

use crate::identifier::random_uuid;
use crate::secret::{MacKey, NoRandomness, random};
use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::collections::{HashMap, VecDeque};
use uuid::Uuid;

/// Every limit on sign-in tokens. "Identity" is an e-mail address in any letter case, with or without a user:
/// limits must not tell the two apart. Failures count from the last time a token of the identity was redeemed.
pub mod limits {
    /// Wrong codes one token takes.
    pub const TRIES: i16 = 5;
    /// Tokens of one identity that are alive at a time.
    pub const LIVE_TOKENS: i64 = 5;
    /// Tokens made for one identity in a `WINDOW`.
    pub const NEW_TOKENS: i64 = 10;
    /// Wrong codes over all tokens of one identity in a `WINDOW`; then codes rest, links still work.
    pub const FAILURES: i64 = 20;
    /// Wrong codes in a row over all tokens of one identity; then codes are off until a link is redeemed
    /// (NIST SP 800-63B-4, 3.2.2).
    pub const CONSECUTIVE_FAILURES: i64 = 100;
    /// Microseconds over which tokens and failures are counted: an hour.
    pub const WINDOW: i64 = 3_600_000_000;
    /// Longest life a call may ask for, in microseconds: a day. NIST SP 800-63B-4, 3.1.3.2 allows a code ten
    /// minutes, which is what the setting `badges.login_token_ttl` starts with.
    pub const LIFETIME: i64 = 86_400_000_000;
    /// Microseconds for which a spent or expired token stays as a trace, unless a purge says otherwise.
    pub const RETENTION: i64 = 7 * 86_400_000_000;
    /// Rows that one statement of a purge deletes.
    pub const PURGE_BATCH: i64 = 1_000;
    /// Characters of a user agent that are kept.
    pub const USER_AGENT: usize = 512;
    /// Tokens whose failures one backend remembers.
    pub const REMEMBERED_TOKENS: usize = 10_000;
}

/// Octets of the secret in a link.
const SECRET_LENGTH: usize = 32;

/// Octets of a token id.
const ID_LENGTH: usize = 16;

/// Digits of the longest code a setting allows.
const MAX_CODE_LENGTH: usize = 10;

/// Digest that is stored and compared.
pub type Digest = [u8; 32];

/// What redeeming a token is for. A token is good for the purpose it was made for and no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Sign in, and sign up where that is allowed.
    Login,
    /// Prove that mail to the address is read.
    EmailVerify,
    /// Prove presence once more before something sensitive.
    StepUp,
    /// Sign in after losing every passkey; ends the identity's other tokens.
    Recovery,
}

impl Purpose {
    /// Every purpose a caller may name.
    pub const ALL: [Purpose; 4] = [Purpose::Login, Purpose::EmailVerify, Purpose::StepUp, Purpose::Recovery];

    /// The purpose of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }

    /// Its name in SQL.
    pub fn name(self) -> &'static str {
        match self {
            Purpose::Login => "login",
            Purpose::EmailVerify => "email_verify",
            Purpose::StepUp => "step_up",
            Purpose::Recovery => "recovery",
        }
    }

    /// Whether redeeming it may make a user of an address that has none.
    pub fn signs_up(self) -> bool {
        matches!(self, Purpose::Login | Purpose::EmailVerify)
    }

    /// Whether redeeming it starts a session.
    pub fn signs_in(self) -> bool {
        matches!(self, Purpose::Login | Purpose::Recovery)
    }
}

/// A new token: what is mailed, and what is stored. `Debug` shows the id and nothing else.
pub struct LoginToken {
    /// Names the row; no secret by itself.
    pub token_id: Uuid,
    /// Decimal digits, for the mail.
    pub code: String,
    /// base64url of id and secret, for the link in the mail.
    pub link: String,
    /// Digest of the code, to store.
    pub code_hash: Digest,
    /// Digest of the link's secret, to store.
    pub link_hash: Digest,
}

impl std::fmt::Debug for LoginToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "LoginToken {}", self.token_id)
    }
}

impl LoginToken {
    /// A fresh token with a code of this many digits.
    pub fn mint(purpose: Purpose, key: &MacKey, code_length: usize) -> Result<Self, NoRandomness> {
        let token_id = random_uuid()?;
        let mut secret = [0; SECRET_LENGTH];
        random(&mut secret)?;
        let code = random_digits(code_length)?;
        Ok(LoginToken {
            token_id,
            code_hash: mac(key, Kind::Code, purpose, token_id, code.as_bytes()),
            link_hash: mac(key, Kind::Link, purpose, token_id, &secret),
            code,
            link: URL_SAFE_NO_PAD.encode([token_id.as_bytes().as_slice(), &secret].concat()),
        })
    }

    /// A token that costs the same work and that nothing redeems: its digests are random.
    pub fn mint_decoy(purpose: Purpose, key: &MacKey, code_length: usize) -> Result<Self, NoRandomness> {
        let mut decoy = Self::mint(purpose, key, code_length)?;
        random(&mut decoy.code_hash)?;
        random(&mut decoy.link_hash)?;
        Ok(decoy)
    }
}

/// Decimal digits, each equally likely: octets that would favour the low digits are drawn again.
fn random_digits(length: usize) -> Result<String, NoRandomness> {
    const FAIR: u8 = 250;
    let mut digits = String::with_capacity(length);
    while digits.len() < length {
        let mut octets = [0; 16];
        random(&mut octets)?;
        let missing = length.saturating_sub(digits.len());
        digits.extend(
            octets
                .into_iter()
                .filter(|octet| *octet < FAIR)
                .map(|octet| char::from(b'0' + octet % 10))
                .take(missing),
        );
    }
    Ok(digits)
}

/// What a digest is taken of.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Code,
    Link,
}

fn mac(key: &MacKey, kind: Kind, purpose: Purpose, token_id: Uuid, secret: &[u8]) -> Digest {
    let kind: &[u8] = match kind {
        Kind::Code => b"code",
        Kind::Link => b"link",
    };
    key.digest(&[kind, purpose.name().as_bytes(), token_id.as_bytes(), secret])
}

/// What somebody presents to sign in. `Debug` shows the id and nothing else.
pub struct Presented {
    /// The token it is for.
    pub token_id: Uuid,
    secret: Secret,
}

enum Secret {
    /// `None` is what cannot be a code; it counts as a wrong one.
    Code(Option<String>),
    Link([u8; SECRET_LENGTH]),
}

impl std::fmt::Debug for Presented {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Presented for {}", self.token_id)
    }
}

impl Presented {
    /// Reads a link token alone, or a token id with a code. `None` names no token at all.
    pub fn read(token: &str, code: Option<&str>) -> Option<Self> {
        if let Some(code) = code {
            return Some(Presented {
                token_id: Uuid::try_parse(token).ok()?,
                secret: Secret::Code(digits(code)),
            });
        }
        let mut bytes = [0; ID_LENGTH + SECRET_LENGTH];
        let length = URL_SAFE_NO_PAD.decode_slice(token, &mut bytes).ok()?;
        let (id, secret) = bytes.get(..length)?.split_first_chunk()?;
        Some(Presented { token_id: Uuid::from_bytes(*id), secret: Secret::Link(secret.try_into().ok()?) })
    }

    /// Whether it is a code, which can be guessed, and no link.
    pub fn is_code(&self) -> bool {
        matches!(self.secret, Secret::Code(_))
    }

    /// The digests a right secret may have been stored as, one for each key. Empty for what is no code.
    pub fn digests(&self, purpose: Purpose, keys: impl Iterator<Item = MacKey>) -> Vec<Digest> {
        let (kind, secret): (Kind, &[u8]) = match &self.secret {
            Secret::Code(None) => return Vec::new(),
            Secret::Code(Some(code)) => (Kind::Code, code.as_bytes()),
            Secret::Link(secret) => (Kind::Link, secret),
        };
        keys.map(|key| mac(&key, kind, purpose, self.token_id, secret)).collect()
    }
}

/// A code as people type it: digits, perhaps in groups.
fn digits(typed: &str) -> Option<String> {
    const MAX_TYPED: usize = 4 * MAX_CODE_LENGTH;
    if typed.len() > MAX_TYPED {
        return None;
    }
    let digits: String = typed.split([' ', '-', '\u{a0}']).collect();
    let is_code =
        (1..=MAX_CODE_LENGTH).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_code.then_some(digits)
}

/// Whether this is a code challenge of method S256 (RFC 7636, 4.2): 32 octets in base64url.
pub fn is_code_challenge(challenge: &str) -> bool {
    let mut bytes = [0; 32];
    URL_SAFE_NO_PAD.decode_slice(challenge, &mut bytes) == Ok(32)
}

/// The S256 challenge that a code verifier answers (RFC 7636, 4.6).
pub fn code_challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()))
}

/// Whether the headers of a PostgREST request (a JSON object) ask for the transaction to be rolled back, and
/// with it every counted failure.
pub fn asks_for_rollback(headers: &str) -> bool {
    let wants = |value: &str| {
        value.split([',', ';']).any(|preference| {
            let preference: String = preference.chars().filter(|c| !c.is_whitespace()).collect();
            preference.eq_ignore_ascii_case("tx=rollback")
        })
    };
    match serde_json::from_str(headers) {
        Ok(serde_json::Value::Object(headers)) => headers.iter().any(|(name, value)| {
            name.eq_ignore_ascii_case("prefer")
                && match value {
                    serde_json::Value::String(value) => wants(value),
                    serde_json::Value::Array(values) => {
                        values.iter().filter_map(|value| value.as_str()).any(wants)
                    }
                    _ => false,
                }
        }),
        _ => false,
    }
}

/// Failures that one backend has seen, in memory that no rollback reaches.
#[derive(Debug, Default)]
pub struct FailureMemory {
    failures: HashMap<Uuid, i16>,
    /// Oldest first, to forget by.
    order: VecDeque<Uuid>,
}

impl FailureMemory {
    /// Counts one more.
    pub fn record(&mut self, token_id: Uuid) {
        if let Some(failures) = self.failures.get_mut(&token_id) {
            *failures = failures.saturating_add(1);
            return;
        }
        if self.order.len() >= limits::REMEMBERED_TOKENS
            && let Some(oldest) = self.order.pop_front()
        {
            self.failures.remove(&oldest);
        }
        self.failures.insert(token_id, 1);
        self.order.push_back(token_id);
    }

    /// Whether the token has had all its tries.
    pub fn is_exhausted(&self, token_id: Uuid) -> bool {
        self.failures.get(&token_id).is_some_and(|failures| *failures >= limits::TRIES)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::secret::{self, ServerSecret};

    fn secret(bytes: &[u8]) -> ServerSecret {
        let lines: Vec<String> = bytes
            .iter()
            .map(|byte| format!("badges-key-v1:{}", URL_SAFE_NO_PAD.encode([*byte; secret::KEY_LENGTH])))
            .collect();
        ServerSecret::parse(&lines.join("\n")).unwrap()
    }

    fn mint(purpose: Purpose) -> LoginToken {
        let key = secret(&[1]).writing_key(secret::Purpose::LoginTokens).unwrap();
        LoginToken::mint(purpose, &key, 6).unwrap()
    }

    fn digests(presented: &Presented, purpose: Purpose, keys: &[u8]) -> Vec<Digest> {
        presented.digests(purpose, secret(keys).reading_keys(secret::Purpose::LoginTokens))
    }

    fn by_code(token: &LoginToken, code: &str) -> Presented {
        Presented::read(&token.token_id.to_string(), Some(code)).unwrap()
    }

    #[test]
    fn code_and_link_are_recognised_by_their_digests() {
        let token = mint(Purpose::Login);
        assert_eq!(digests(&by_code(&token, &token.code), Purpose::Login, &[1]), [token.code_hash]);
        let link = Presented::read(&token.link, None).unwrap();
        assert_eq!(link.token_id, token.token_id);
        assert_eq!(digests(&link, Purpose::Login, &[1]), [token.link_hash]);
    }

    #[test]
    fn a_code_is_good_for_its_own_token_and_purpose_only() {
        let token = mint(Purpose::Login);
        let right = by_code(&token, &token.code);
        assert_ne!(digests(&right, Purpose::Recovery, &[1]), [token.code_hash]);
        assert_ne!(
            digests(&by_code(&mint(Purpose::Login), &token.code), Purpose::Login, &[1]),
            [token.code_hash]
        );
        assert_ne!(digests(&right, Purpose::Login, &[2]), [token.code_hash]);
    }

    #[test]
    fn a_token_made_before_a_key_was_added_stays_good() {
        let token = mint(Purpose::Login);
        assert!(digests(&by_code(&token, &token.code), Purpose::Login, &[2, 1]).contains(&token.code_hash));
    }

    #[test]
    fn a_decoy_is_redeemed_by_nothing() {
        let key = secret(&[1]).writing_key(secret::Purpose::LoginTokens).unwrap();
        let decoy = LoginToken::mint_decoy(Purpose::Login, &key, 6).unwrap();
        assert_ne!(digests(&by_code(&decoy, &decoy.code), Purpose::Login, &[1]), [decoy.code_hash]);
        let link = Presented::read(&decoy.link, None).unwrap();
        assert_ne!(digests(&link, Purpose::Login, &[1]), [decoy.link_hash]);
    }

    #[test]
    fn every_digit_is_equally_likely() {
        const DIGITS: usize = 1_000_000;
        let mut counts = [0_u32; 10];
        for _ in 0..DIGITS / 10 {
            for digit in random_digits(10).unwrap().bytes() {
                counts[usize::from(digit - b'0')] += 1;
            }
        }
        // Chi-squared with 9 degrees of freedom: fair digits pass 60 once in a billion runs; octets taken modulo
        // 10 without drawing again come out near 370.
        let expected = DIGITS as f64 / 10.0;
        let chi_squared: f64 =
            counts.iter().map(|count| (f64::from(*count) - expected).powi(2) / expected).sum();
        assert!(chi_squared < 60.0, "{counts:?}");
    }

    #[test]
    fn codes_have_the_length_asked_for() {
        for length in 6..=10 {
            assert_eq!(random_digits(length).unwrap().len(), length);
        }
    }

    #[test]
    fn debugging_shows_neither_code_nor_link() {
        let token = mint(Purpose::Login);
        assert_eq!(format!("{token:?}"), format!("LoginToken {}", token.token_id));
        assert_eq!(
            format!("{:?}", by_code(&token, &token.code)),
            format!("Presented for {}", token.token_id)
        );
        let link = Presented::read(&token.link, None).unwrap();
        assert_eq!(format!("{link:?}"), format!("Presented for {}", token.token_id));
    }

    #[test]
    fn what_names_no_token_is_told_apart() {
        let token = mint(Purpose::Login);
        let id = token.token_id.to_string();
        for garbage in [
            "",
            " ",
            "x",
            &id,
            &token.link[1..],
            &format!("{}=", token.link),
            &"A".repeat(1 << 20),
            "\u{1F600}",
        ] {
            assert!(Presented::read(garbage, None).is_none(), "{garbage:.80}");
        }
        for garbage in ["", "x", &token.link, &format!("{id}0"), &"A".repeat(1 << 20), "\u{1F600}"] {
            assert!(Presented::read(garbage, Some("123456")).is_none(), "{garbage:.80}");
        }
    }

    #[test]
    fn what_cannot_be_a_code_still_counts_as_a_wrong_one() {
        let token = mint(Purpose::Login);
        for garbage in ["", "abcdef", "12345\u{0661}", "12345678901", "+123456", &"1".repeat(1 << 20)] {
            assert!(digests(&by_code(&token, garbage), Purpose::Login, &[1]).is_empty(), "{garbage:.80}");
        }
    }

    #[test]
    fn a_code_may_be_typed_in_groups() {
        let token = mint(Purpose::Login);
        let grouped = format!(" {}-{} ", &token.code[..3], &token.code[3..]);
        assert_eq!(digests(&by_code(&token, &grouped), Purpose::Login, &[1]), [token.code_hash]);
    }

    #[test]
    fn purposes_have_the_names_sql_uses() {
        for purpose in Purpose::ALL {
            assert_eq!(Purpose::from_name(purpose.name()), Some(purpose));
        }
        assert_eq!(Purpose::from_name("webauthn.register"), None);
        assert_eq!(Purpose::from_name("LOGIN"), None);
    }

    #[test]
    fn a_verifier_answers_the_challenge_the_rfc_shows() {
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert_eq!(code_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), challenge);
        assert!(is_code_challenge(challenge));
        for garbage in ["", "plain", &challenge[1..], &format!("{challenge}="), &"A".repeat(1 << 20)] {
            assert!(!is_code_challenge(garbage), "{garbage:.80}");
        }
    }

    #[test]
    fn a_request_for_rollback_is_noticed_in_any_spelling() {
        for headers in [
            r#"{"prefer": "tx=rollback"}"#,
            r#"{"Prefer": "return=minimal, TX = rollback"}"#,
            r#"{"accept": "*/*", "prefer": "return=representation,tx=rollback"}"#,
            r#"{"prefer": ["count=exact", "tx=rollback"]}"#,
            r#"{"prefer": "tx\u003drollback"}"#,
        ] {
            assert!(asks_for_rollback(headers), "{headers}");
        }
        for headers in
            ["", "{}", "[]", "tx=rollback", r#"{"prefer": "tx=commit"}"#, r#"{"referer": "tx=rollback"}"#]
        {
            assert!(!asks_for_rollback(headers), "{headers}");
        }
    }

    #[test]
    fn a_backend_remembers_the_latest_failures_and_no_more_than_that() {
        let mut memory = FailureMemory::default();
        let first = Uuid::from_u128(0);
        for _ in 0..limits::TRIES {
            assert!(!memory.is_exhausted(first));
            memory.record(first);
        }
        assert!(memory.is_exhausted(first));
        for other in 1..=limits::REMEMBERED_TOKENS as u128 {
            memory.record(Uuid::from_u128(other));
        }
        assert!(!memory.is_exhausted(first));
        assert_eq!(memory.failures.len(), limits::REMEMBERED_TOKENS);
        assert_eq!(memory.order.len(), limits::REMEMBERED_TOKENS);
    }
}

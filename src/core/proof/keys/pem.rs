//! PEM (RFC 7468).

use super::{Algorithm, KeyError, PublicKey, der};
use base64::{Engine, engine::general_purpose::STANDARD};

/// Octets of the longest PEM text that is read: RSA of 8192 bits takes 1,500.
const LONGEST: usize = 8_192;

/// Characters of a line (RFC 7468, section 2).
const LINE: usize = 64;

impl PublicKey {
    /// From PEM: `PUBLIC KEY` (SPKI), or `RSA PUBLIC KEY` (PKCS#1).
    ///
    /// # Errors
    /// [`KeyError`]
    pub fn from_pem(text: &str) -> Result<PublicKey, KeyError> {
        let text = text.trim();
        let block = text.strip_prefix("-----BEGIN ").filter(|_| text.len() <= LONGEST);
        let (label, rest) = block.and_then(|block| block.split_once("-----")).ok_or(KeyError::Malformed)?;
        if label.ends_with("PRIVATE KEY") {
            return Err(KeyError::Private);
        }
        let body = rest
            .strip_suffix("-----")
            .and_then(|rest| rest.strip_suffix(label))
            .and_then(|rest| rest.strip_suffix("-----END "))
            .ok_or(KeyError::Malformed)?;
        let digits: String = body.chars().filter(|character| !character.is_ascii_whitespace()).collect();
        let octets = STANDARD.decode(digits).map_err(|_| KeyError::Malformed)?;
        match label {
            "PUBLIC KEY" => der::read_public_key_info(&octets),
            "RSA PUBLIC KEY" => PublicKey::from_octets(Algorithm::Rsa, &octets),
            _ => Err(KeyError::Unsupported),
        }
    }

    /// As PEM `PUBLIC KEY` (SPKI).
    pub fn to_pem(&self) -> String {
        let mut text = String::from("-----BEGIN PUBLIC KEY-----\n");
        let digits = STANDARD.encode(der::write_public_key_info(self));
        let mut rest = digits.as_str();
        while !rest.is_empty() {
            let (line, after) = rest.split_at_checked(LINE).unwrap_or((rest, ""));
            text.push_str(line);
            text.push('\n');
            rest = after;
        }
        text.push_str("-----END PUBLIC KEY-----\n");
        text
    }
}

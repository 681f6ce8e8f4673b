//! The JSON form of a credential (section 5.1, `PublicKeyCredential.toJSON()`), as the browser sends it.

use super::{Reason, Refusal, limits};
use crate::json::{Json, View, string};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// Characters that so many octets take in base64url.
const fn encoded_length(octets: usize) -> usize {
    octets.saturating_mul(4).div_ceil(3)
}

/// The octets that canonical base64url without padding stands for, at least one and at most `limit`.
pub(super) fn decode(text: &str, limit: usize, member: &'static str) -> Result<Vec<u8>, Refusal> {
    let decoded = (1..=encoded_length(limit)).contains(&text.len()).then(|| URL_SAFE_NO_PAD.decode(text));
    match decoded {
        Some(Ok(octets)) if octets.len() <= limit => Ok(octets),
        _ => Err(Refusal::new(Reason::Malformed, member)),
    }
}

/// The member, unless it is absent or null.
fn present<'a, J: Json<'a>>(json: J, name: &str, member: &'static str) -> Result<Option<J>, Refusal> {
    let malformed = Refusal::new(Reason::Malformed, member);
    let Some(value) = json.member(name).map_err(|_| malformed)? else { return Ok(None) };
    let is_null = matches!(value.view().map_err(|_| malformed)?, View::Null);
    Ok((!is_null).then_some(value))
}

/// The string of that name, if it is there.
pub(super) fn optional_text<'a, J: Json<'a>>(
    json: J,
    name: &str,
    member: &'static str,
) -> Result<Option<&'a str>, Refusal> {
    let Some(value) = present(json, name, member)? else { return Ok(None) };
    string(value).ok().flatten().map(Some).ok_or(Refusal::new(Reason::Malformed, member))
}

/// The octets of the base64url string of that name.
pub(super) fn octets<'a, J: Json<'a>>(
    json: J,
    name: &str,
    limit: usize,
    member: &'static str,
) -> Result<Vec<u8>, Refusal> {
    let text = optional_text(json, name, member)?.ok_or(Refusal::new(Reason::Malformed, member))?;
    decode(text, limit, member)
}

/// The parts that both kinds of credential have.
#[derive(Clone, Copy)]
pub(super) struct Credential<'a, J> {
    /// Canonical base64url of 1 to 1023 octets.
    pub(super) id: &'a str,
    pub(super) response: J,
    json: J,
}

impl<'a, J: Json<'a>> Credential<'a, J> {
    /// `id`, `rawId`, `type` and `response`; members that nobody names are ignored.
    pub(super) fn read(json: J) -> Result<Self, Refusal> {
        let malformed = |member| Refusal::new(Reason::Malformed, member);
        let id = optional_text(json, "id", "id")?.ok_or(malformed("id"))?;
        decode(id, limits::CREDENTIAL_ID, "id")?;
        if optional_text(json, "rawId", "rawId")? != Some(id) {
            return Err(malformed("rawId"));
        }
        match optional_text(json, "type", "type")? {
            Some("public-key") => {}
            Some(_) => return Err(Refusal::new(Reason::BadType, "type")),
            None => return Err(malformed("type")),
        }
        let response = object(json, "response", "response")?.ok_or(malformed("response"))?;
        Ok(Credential { id, response, json })
    }

    /// The octets of clientDataJSON.
    pub(super) fn client_data(&self) -> Result<Vec<u8>, Refusal> {
        octets(self.response, "clientDataJSON", limits::CLIENT_DATA, "response.clientDataJSON")
    }

    /// `credProps.rk` of the client extension outputs (section 10.1.3).
    pub(super) fn discoverable(&self) -> Result<Option<bool>, Refusal> {
        const RESIDENT_KEY: &str = "clientExtensionResults.credProps.rk";
        let Some(results) = object(self.json, "clientExtensionResults", "clientExtensionResults")? else {
            return Ok(None);
        };
        let Some(properties) = object(results, "credProps", "clientExtensionResults.credProps")? else {
            return Ok(None);
        };
        match present(properties, "rk", RESIDENT_KEY)?.map(Json::view) {
            None => Ok(None),
            Some(Ok(View::Boolean(resident))) => Ok(Some(resident)),
            Some(_) => Err(Refusal::new(Reason::Malformed, RESIDENT_KEY)),
        }
    }

    /// `response.transports`: names of lower-case letters, digits and hyphens, sorted, each once. Ones that
    /// are not registered are kept, as section 5.2.1.1 says.
    pub(super) fn transports(&self) -> Result<Vec<String>, Refusal> {
        const TRANSPORTS: &str = "response.transports";
        let malformed = Refusal::new(Reason::Malformed, TRANSPORTS);
        let Some(value) = present(self.response, "transports", TRANSPORTS)? else { return Ok(Vec::new()) };
        let View::Array(elements) = value.view().map_err(|_| malformed)? else { return Err(malformed) };
        if elements.len() > MOST_TRANSPORTS {
            return Err(malformed);
        }
        let mut names = Vec::with_capacity(elements.len());
        for element in elements {
            let name = element.and_then(string).ok().flatten().filter(|name| is_transport(name));
            names.push(name.ok_or(malformed)?.to_owned());
        }
        names.sort_unstable();
        names.dedup();
        Ok(names)
    }
}

/// Six are registered.
const MOST_TRANSPORTS: usize = 8;

/// `smart-card` is the longest of those.
const LONGEST_TRANSPORT: usize = 32;

fn is_transport(name: &str) -> bool {
    (1..=LONGEST_TRANSPORT).contains(&name.len())
        && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

/// The object of that name, if it is there.
fn object<'a, J: Json<'a>>(json: J, name: &str, member: &'static str) -> Result<Option<J>, Refusal> {
    let Some(value) = present(json, name, member)? else { return Ok(None) };
    match value.view() {
        Ok(View::Object(_)) => Ok(Some(value)),
        _ => Err(Refusal::new(Reason::Malformed, member)),
    }
}

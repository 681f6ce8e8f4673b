//! Client data (section 5.8.1): what the browser says it did, and where.

use super::{Ceremony, Reason, Refusal, State};
use crate::json::{Tree, text::parse};

/// What UTF-8 decode of the Encoding Standard takes off the front.
const BYTE_ORDER_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// Steps 5 to 11 of section 7.1, 8 to 14 of section 7.2: reads clientDataJSON and holds it against what is
/// expected. Members that the standard does not name are ignored, as it says; a member that is there twice is
/// refused.
pub(super) fn check(json: &[u8], state: &State) -> Result<(), Refusal> {
    let malformed = |member| Refusal::new(Reason::Malformed, member);
    let json = json.strip_prefix(BYTE_ORDER_MARK).unwrap_or(json);
    let text = std::str::from_utf8(json).map_err(|_| malformed("clientDataJSON"))?;
    let data = parse(text).map_err(|_| malformed("clientDataJSON"))?;
    let string = |name, member| match data.get(name) {
        Some(Tree::String(text)) => Ok(text),
        _ => Err(malformed(member)),
    };

    let kind = string("type", "clientDataJSON.type")?;
    if kind.as_ref() != type_of(state.ceremony) {
        return Err(Refusal::new(Reason::BadType, "clientDataJSON.type"));
    }
    let challenge = string("challenge", "clientDataJSON.challenge")?;
    if *challenge != state.challenge {
        return Err(Refusal::new(Reason::BadChallenge, "clientDataJSON.challenge"));
    }
    let origin = string("origin", "clientDataJSON.origin")?;
    if !state.origins.iter().any(|expected| expected == origin) {
        return Err(Refusal::new(Reason::BadOrigin, "clientDataJSON.origin"));
    }
    frame(data.get("crossOrigin"), data.get("topOrigin"))
}

/// Passkeys are not used in frames of other origins: `crossOrigin` is `false` or absent, `topOrigin` absent.
fn frame(cross_origin: Option<&Tree<'_>>, top_origin: Option<&Tree<'_>>) -> Result<(), Refusal> {
    match cross_origin {
        None | Some(Tree::Boolean(false)) => {}
        Some(Tree::Boolean(true)) => {
            return Err(Refusal::new(Reason::CrossOrigin, "clientDataJSON.crossOrigin"));
        }
        Some(_) => return Err(Refusal::new(Reason::Malformed, "clientDataJSON.crossOrigin")),
    }
    match top_origin {
        None => Ok(()),
        Some(_) => Err(Refusal::new(Reason::CrossOrigin, "clientDataJSON.topOrigin")),
    }
}

fn type_of(ceremony: Ceremony) -> &'static str {
    match ceremony {
        Ceremony::Registration => "webauthn.create",
        Ceremony::Authentication => "webauthn.get",
    }
}

//! Baking: a credential inside the picture of its badge, a PNG or an SVG.
//!
//! Whether the credential holds is nobody's business here: [`verify_baked`](crate::openbadges::verification::verify_baked)
//! tells. Of the image nothing changes but what carries the credential, so that bytes, colours and signatures over
//! other parts stay as they were; whatever badges were in it before are taken out.
//!
//! Sources: Open Badges 2.0, "Open Badges Baking Specification"; Open Badges 3.0, "Baked Badge".

mod png;
mod svg;

use crate::openbadges::Version;
use crate::openbadges::verification::{NoAward, award_in};
use crate::proof::MAX_CREDENTIAL;
use std::fmt;

/// Octets of the largest image that is read or made.
pub const MAX_IMAGE: usize = 16 << 20;

/// What is wrong with an image, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageFault {
    /// Stable identifier, the `code` of a report.
    pub code: &'static str,
    /// Octets before the fault.
    pub offset: usize,
    /// The fault in words.
    pub reason: String,
}

impl ImageFault {
    fn malformed(offset: usize, reason: impl Into<String>) -> ImageFault {
        ImageFault { code: "image_malformed", offset, reason: reason.into() }
    }
}

impl fmt::Display for ImageFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "at byte {}: {}", self.offset, self.reason)
    }
}

/// Why nothing was baked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BakingError {
    /// The image cannot be read.
    Image(ImageFault),
    /// The text is not an award or endorsement of Open Badges.
    Credential(NoAward),
}

impl From<ImageFault> for BakingError {
    fn from(fault: ImageFault) -> Self {
        BakingError::Image(fault)
    }
}

/// What an image carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baked {
    /// The first badge: JSON, a compact JWS or, of an old badge, the URL it is hosted at; as it lies in the image.
    pub text: String,
    /// How many more badges there are. The standard allows for none of a kind.
    pub further: usize,
}

/// What is to be baked.
struct Credential<'t> {
    version: Version,
    /// As it will lie in the image.
    text: &'t str,
    /// Whether it is a compact JWS.
    is_token: bool,
    /// Of a 1.x or 2.0 assertion, where it is hosted.
    url: Option<String>,
}

enum Format {
    Png,
    Svg,
}

/// The image with the credential in it, in place of any badge that was there. A token goes in without the space around
/// it, JSON as it is given.
///
/// # Errors
/// [`BakingError`], also for an image or credential beyond [`MAX_IMAGE`] and
/// [`MAX_CREDENTIAL`].
pub fn bake(image: &[u8], credential: &str) -> Result<Vec<u8>, BakingError> {
    let format = format_of(image)?;
    let award = award_in(credential).map_err(BakingError::Credential)?;
    let credential = Credential {
        version: award.version,
        text: if award.is_token { award.text } else { credential },
        is_token: award.is_token,
        url: award.hosted_at(),
    };
    let baked = match format {
        Format::Png => png::bake(image, &credential)?,
        Format::Svg => svg::bake(image, &credential)?,
    };
    if baked.len() > MAX_IMAGE {
        return Err(too_large().into());
    }
    Ok(baked)
}

/// The badge in an image; `None` if there is none.
///
/// # Errors
/// [`ImageFault`]
pub fn unbake(image: &[u8]) -> Result<Option<Baked>, ImageFault> {
    match format_of(image)? {
        Format::Png => png::unbake(image),
        Format::Svg => svg::unbake(image),
    }
}

/// By content: names and media types are whatever somebody says.
fn format_of(image: &[u8]) -> Result<Format, ImageFault> {
    if image.len() > MAX_IMAGE {
        return Err(too_large());
    }
    if image.starts_with(&png::SIGNATURE) {
        return Ok(Format::Png);
    }
    if svg::is_likely(image) {
        return Ok(Format::Svg);
    }
    let reason = match image {
        [] => "there is no image: it is empty",
        _ if png::SIGNATURE.starts_with(image) => "it ends within the PNG signature",
        [_, b'P', b'N', b'G', ..] => "the PNG signature is damaged, as by a transfer that changes line ends",
        [0x1F, 0x8B, ..] => "it is compressed; an SVG is taken as plain text",
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [b'<', 0, ..] | [0, b'<', ..] => {
            "it is UTF-16; an SVG is taken in UTF-8 only"
        }
        _ => "it is neither a PNG nor an SVG",
    };
    Err(ImageFault { code: "image_unknown", offset: 0, reason: reason.into() })
}

fn too_large() -> ImageFault {
    let reason = format!("an image has at most {MAX_IMAGE} bytes, its badge included");
    ImageFault { code: "image_too_large", offset: MAX_IMAGE, reason }
}

/// The text of a badge, from where it lies in the image.
fn badge_text(text: Vec<u8>, offset: usize) -> Result<String, ImageFault> {
    if text.len() > MAX_CREDENTIAL {
        return Err(ImageFault::malformed(offset, format!("the badge has more than {MAX_CREDENTIAL} bytes")));
    }
    if text.contains(&0) {
        return Err(ImageFault::malformed(offset, "the badge holds a zero byte, so it is no text"));
    }
    String::from_utf8(text).map_err(|_| ImageFault::malformed(offset, "the badge is not UTF-8"))
}

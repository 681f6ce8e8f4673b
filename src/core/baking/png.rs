//! Badges in a PNG: an `iTXt` chunk before the last chunk (Portable Network Graphics, third edition, sections 5 and 11.3.3).

use super::{Baked, Credential, ImageFault, badge_text};
use crate::openbadges::Version;
use crate::proof::MAX_CREDENTIAL;
use flate2::{Crc, bufread::ZlibDecoder};
use std::io::Read;

/// What every PNG begins with.
pub const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

/// Longest content of a chunk.
const MAX_LENGTH: u32 = i32::MAX as u32;

/// Octets of a chunk beside its content: length, type and checksum.
const FRAME: usize = 12;

/// Octets of the content of the first chunk.
const HEADER_LENGTH: usize = 13;

const KEYWORD_OF_2_0: &[u8] = b"openbadges";
const KEYWORD_OF_3_0: &[u8] = b"openbadgecredential";

/// A chunk whose checksum is right.
struct Chunk<'i> {
    kind: &'i [u8],
    content: &'i [u8],
    start: usize,
    end: usize,
}

/// What of a PNG matters to baking.
struct Png<'i> {
    badges: Vec<Chunk<'i>>,
    /// Where the last chunk starts. What follows it is no part of the picture.
    last: usize,
}

pub(super) fn bake(image: &[u8], credential: &Credential<'_>) -> Result<Vec<u8>, ImageFault> {
    let png = read(image)?;
    let mut baked = Vec::with_capacity(image.len() + credential.text.len() + 64);
    let mut kept = 0;
    let mut keep_until = |end, next| {
        baked.extend_from_slice(image.get(kept..end).unwrap_or_default());
        kept = next;
    };
    for badge in &png.badges {
        keep_until(badge.start, badge.end);
    }
    keep_until(png.last, png.last);
    write(credential, &mut baked);
    baked.extend_from_slice(image.get(png.last..).unwrap_or_default());
    Ok(baked)
}

pub(super) fn unbake(image: &[u8]) -> Result<Option<Baked>, ImageFault> {
    let badges = read(image)?.badges;
    let Some((first, further)) = badges.split_first() else { return Ok(None) };
    Ok(Some(Baked { text: text(first)?, further: further.len() }))
}

fn write(credential: &Credential<'_>, out: &mut Vec<u8>) {
    let keyword = if credential.version == Version::V3_0 { KEYWORD_OF_3_0 } else { KEYWORD_OF_2_0 };
    // The keyword; not compressed, by method 0; no language; no translated keyword.
    let content = [keyword, &[0, 0, 0, 0, 0], credential.text.as_bytes()].concat();
    let checked = [b"iTXt".as_slice(), &content].concat();
    // A text is no longer than `MAX_CREDENTIAL`.
    out.extend(u32::try_from(content.len()).unwrap_or(MAX_LENGTH).to_be_bytes());
    out.extend_from_slice(&checked);
    out.extend(checksum(&checked).to_be_bytes());
}

/// Walks the chunks. Checksums are looked at even where nothing is read: a damaged image is better found before it is
/// handed out as a badge, and this takes less time than the copy does.
fn read(image: &[u8]) -> Result<Png<'_>, ImageFault> {
    let mut badges = Vec::new();
    let (mut start, mut seen_palette, mut seen_data, mut data_ended) = (SIGNATURE.len(), false, false, false);
    loop {
        let chunk = chunk_at(image, start)?;
        let fault = |reason: &str| Err(ImageFault::malformed(start, reason));
        if (start == SIGNATURE.len()) != (chunk.kind == b"IHDR") {
            return fault("the chunk IHDR comes first, and once");
        }
        data_ended |= seen_data && chunk.kind != b"IDAT";
        match chunk.kind {
            b"IHDR" if chunk.content.len() != HEADER_LENGTH => return fault("the chunk IHDR has 13 bytes"),
            b"PLTE" if seen_palette || seen_data => {
                return fault("the chunk PLTE comes at most once, and before IDAT");
            }
            b"PLTE" => seen_palette = true,
            b"IDAT" if data_ended => return fault("the chunks IDAT follow each other"),
            b"IDAT" => seen_data = true,
            b"IEND" if !seen_data => return fault("there is no chunk IDAT, and so no picture"),
            b"IEND" if !chunk.content.is_empty() => return fault("the chunk IEND is empty"),
            b"IEND" => return Ok(Png { badges, last: start }),
            _ => {}
        }
        start = chunk.end;
        if is_badge(&chunk) {
            badges.push(chunk);
        }
    }
}

fn chunk_at(image: &[u8], start: usize) -> Result<Chunk<'_>, ImageFault> {
    let fault = |reason: String| ImageFault::malformed(start, reason);
    let rest = image.get(start..).unwrap_or_default();
    if rest.is_empty() {
        return Err(fault("the image ends without a chunk IEND".into()));
    }
    let cut_off = || fault("the image ends within a chunk".into());
    let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(cut_off)?;
    let kind = rest.get(..4).ok_or_else(cut_off)?;
    if !kind.iter().all(u8::is_ascii_alphabetic) {
        return Err(fault("the type of a chunk is not four letters".into()));
    }
    let name = String::from_utf8_lossy(kind);
    let length = u32::from_be_bytes(*length);
    if length > MAX_LENGTH {
        return Err(fault(format!("the chunk {name} says it has {length} bytes, more than any chunk may")));
    }
    let length = length as usize;
    let (checked, rest) = rest.split_at_checked(4 + length).unwrap_or((rest, &[]));
    let Some(expected) = rest.first_chunk::<4>() else {
        return Err(fault(format!("the chunk {name} says it has {length} bytes, more than are left")));
    };
    if checksum(checked) != u32::from_be_bytes(*expected) {
        return Err(fault(format!("the chunk {name} is damaged: its checksum is another")));
    }
    let content = checked.get(4..).unwrap_or_default();
    Ok(Chunk { kind, content, start, end: start + FRAME + length })
}

fn checksum(octets: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(octets);
    crc.sum()
}

fn is_badge(chunk: &Chunk<'_>) -> bool {
    let keyword = chunk.content.split(|octet| *octet == 0).next();
    matches!(chunk.kind, b"iTXt" | b"tEXt" | b"zTXt")
        && keyword.is_some_and(|keyword| [KEYWORD_OF_2_0, KEYWORD_OF_3_0].contains(&keyword))
}

/// What a badge chunk holds. The standard has `iTXt` that is not compressed; badges from before it are `tEXt`.
fn text(chunk: &Chunk<'_>) -> Result<String, ImageFault> {
    let offset = chunk.start;
    let cut_off = || ImageFault::malformed(offset, "the chunk of the badge ends before its text");
    let after_zero = |content| after_zero(content).ok_or_else(cut_off);
    let content = after_zero(chunk.content)?;
    if chunk.kind == b"tEXt" {
        return badge_text(utf8(content), offset);
    }
    if chunk.kind == b"zTXt" {
        let (method, compressed) = content.split_first().ok_or_else(cut_off)?;
        return badge_text(utf8(&inflated(*method, compressed, offset)?), offset);
    }
    let ([is_compressed, method], content) = content.split_first_chunk::<2>().ok_or_else(cut_off)?;
    let content = after_zero(after_zero(content)?)?;
    match is_compressed {
        0 => badge_text(content.to_vec(), offset),
        1 => badge_text(inflated(*method, content, offset)?, offset),
        _ => Err(ImageFault::malformed(offset, "the chunk of the badge is compressed in no known way")),
    }
}

fn after_zero(content: &[u8]) -> Option<&[u8]> {
    let zero = content.iter().position(|octet| *octet == 0)?;
    content.get(zero + 1..)
}

/// The text of a chunk that is Latin-1 by the standard, and UTF-8 by many who wrote one.
fn utf8(text: &[u8]) -> Vec<u8> {
    match std::str::from_utf8(text) {
        Ok(_) => text.to_vec(),
        Err(_) => text.iter().map(|octet| char::from(*octet)).collect::<String>().into_bytes(),
    }
}

/// No more than one octet beyond what a badge may have: what is thrown away need not be made.
fn inflated(method: u8, compressed: &[u8], offset: usize) -> Result<Vec<u8>, ImageFault> {
    let mut text = Vec::new();
    let limit = MAX_CREDENTIAL as u64 + 1;
    match ZlibDecoder::new(compressed).take(limit).read_to_end(&mut text) {
        Ok(_) if method == 0 => Ok(text),
        _ => Err(ImageFault::malformed(offset, "the badge is not compressed with zlib")),
    }
}

//! The form of IRIs, as far as N-Quads and JSON-LD ask for it.

/// Whether it is an absolute IRI, or close enough to stand between `<` and `>` in N-Quads.
pub(super) fn is_absolute(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once(':') else { return false };
    let (first, rest) = match scheme.as_bytes().split_first() {
        Some((first, rest)) => (first, rest),
        None => return false,
    };
    first.is_ascii_alphabetic()
        && rest.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
        && !text.bytes().fold(false, |found, byte| found | is_forbidden(byte))
}

/// What N-Quads forbids inside an IRI. Looked for in all bytes and not up to the first one, so that many are
/// looked at in one instruction.
fn is_forbidden(byte: u8) -> bool {
    matches!(byte, 0..=0x20 | 0x7F | b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'\\' | b'^' | b'`')
}

/// A compact IRI or IRI, split at its first colon that is not the first character (JSON-LD API 1.1, section
/// 5.2.2, step 6).
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let colon = text.bytes().skip(1).position(|byte| byte == b':')?.checked_add(1)?;
    let (prefix, rest) = text.split_at_checked(colon)?;
    Some((prefix, rest.get(1..)?))
}

/// Whether it ends in a character that separates parts of IRIs (`gen-delim` of RFC 3986).
pub(super) fn ends_in_delimiter(text: &str) -> bool {
    text.ends_with([':', '/', '?', '#', '[', ']', '@'])
}

/// Whether it is a language tag by the grammar of BCP 47, as far as JSON-LD checks it.
pub(super) fn is_language_tag(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.split('-').all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

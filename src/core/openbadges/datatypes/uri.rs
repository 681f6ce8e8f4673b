//! URL, IRI, data URI and URL authority.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use std::net::Ipv6Addr;

/// Base64 as data URIs have it, where many leave the padding out.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// URL: an `http` or `https` URI of RFC 3986, scheme in any case.
///
/// Spaces, control characters and non-ASCII characters pass in path, query and fragment, as if they had been
/// percent-encoded, but not in the host.
///
/// Source: Open Badges 2.0, "Data Types", URL.
pub fn is_http_url(text: &str) -> bool {
    is_common_http_url(text.as_bytes())
        || scheme_and_rest(text)
            .is_some_and(|(scheme, rest)| is_scheme(scheme, &["http", "https"]) && is_hierarchical_part(rest))
}

/// Whether a URL is served over https, or from this very machine, between which and itself nobody listens.
pub fn is_https_or_local(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // What stands before an @ is no host: http://localhost:x@example.org leads to example.org.
    let is_local =
        !authority.contains('@') && matches!(authority.split(':').next(), Some("localhost" | "127.0.0.1"));
    scheme.eq_ignore_ascii_case("https") || (scheme.eq_ignore_ascii_case("http") && is_local)
}

/// Whether it is one of the URLs that nearly all are: nothing in it has to be looked at twice.
fn is_common_http_url(text: &[u8]) -> bool {
    let rest = text.strip_prefix(b"https://").or_else(|| text.strip_prefix(b"http://"));
    rest.is_some_and(|rest| {
        rest.first().is_some_and(u8::is_ascii_alphabetic)
            && rest.iter().all(|byte| COMMON[usize::from(*byte)])
    })
}

/// The bytes that mean nothing of their own in a host name and need no percent-encoding after it, and the
/// slash.
static COMMON: [bool; 256] = {
    let mut common = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        common[byte] =
            (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'-' | b'.' | b'_' | b'~' | b'/');
        byte += 1;
    }
    common
};

/// IRI: a URL, a blank node identifier (`_:x`) or a `urn:uuid:` of a UUID version 1 to 8.
///
/// Source: Open Badges 2.0, "Data Types", IRI; RFC 9562 for the versions.
pub fn is_iri(text: &str) -> bool {
    is_http_url(text) || is_uuid_urn(text) || text.starts_with("_:")
}

/// Data URI: `data:`, anything but a comma, a comma, the data on one line; valid by RFC 3986 once
/// percent-encoded. The data itself is not decoded.
///
/// Source: Open Badges 2.0, "Data Types", Data URI; RFC 2397.
pub fn is_data_uri(text: &str) -> bool {
    data_uri_parts(text).is_some()
}

/// The media type of a data URI, without its parameters; `text/plain` where none is named.
///
/// `None` if the text is no data URI.
///
/// Source: RFC 2397, section 3.
pub fn data_uri_media_type(text: &str) -> Option<&str> {
    let (header, _) = data_uri_parts(text)?;
    match header.split(';').next() {
        None | Some("") => Some("text/plain"),
        media_type => media_type,
    }
}

/// Data URI that holds a PNG or SVG image.
///
/// Source: Open Badges 2.0, "BadgeClass", `image`.
pub fn is_image_data_uri(text: &str) -> bool {
    data_uri_media_type(text).is_some_and(|media_type| {
        ["image/png", "image/svg+xml"].iter().any(|image| image.eq_ignore_ascii_case(media_type))
    })
}

/// What a data URI holds.
///
/// `None` if the text is no data URI, or not the base64 that it says it is.
///
/// Source: RFC 2397, sections 2 and 3.
pub fn data_uri_content(text: &str) -> Option<Vec<u8>> {
    let (header, data) = data_uri_parts(text)?;
    let mut content = percent_decoded(data);
    let is_base64 = header.rsplit_once(';').is_some_and(|(_, last)| last.eq_ignore_ascii_case("base64"));
    if !is_base64 {
        return Some(content);
    }
    content.retain(|octet| !octet.is_ascii_whitespace());
    BASE64.decode(content).ok()
}

/// What of an identifier is compared with another (Open Badges 3.0, "Credential equality and comparison").
pub(crate) fn comparable(id: &str) -> Vec<u8> {
    percent_decoded(id.trim())
}

/// The octets that a text with percent-encoded ones in it stands for. A percent sign without two digits is one.
///
/// Source: RFC 3986, section 2.1.
fn percent_decoded(text: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let octet = match after {
            [high, low, ..] if *first == b'%' => hexadecimal(*high).zip(hexadecimal(*low)),
            _ => None,
        };
        match octet {
            Some((high, low)) => {
                decoded.push((high << 4) | low);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                decoded.push(*first);
                rest = after;
            }
        }
    }
    decoded
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// URL authority: a fully qualified host name of 4 to 253 characters whose last label is letters only;
/// no port, address, wildcard or user.
///
/// Source: Open Badges 2.0, "VerificationObject", `allowedOrigins`.
pub fn is_url_authority(text: &str) -> bool {
    (4..=253).contains(&text.len())
        && text.rsplit_once('.').is_some_and(|(labels, last)| {
            (2..=63).contains(&last.len())
                && last.bytes().all(|byte| byte.is_ascii_alphabetic())
                && labels.split('.').all(is_host_label)
        })
}

fn is_host_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_uuid_urn(text: &str) -> bool {
    const PREFIX: usize = "urn:uuid:".len();
    text.as_bytes()
        .split_at_checked(PREFIX)
        .is_some_and(|(prefix, uuid)| prefix.eq_ignore_ascii_case(b"urn:uuid:") && is_uuid(uuid))
}

fn is_uuid(uuid: &[u8]) -> bool {
    uuid.len() == 36
        && uuid.iter().enumerate().all(|(position, byte)| match position {
            8 | 13 | 18 | 23 => *byte == b'-',
            // version
            14 => matches!(byte, b'1'..=b'8'),
            // variant
            19 => matches!(byte, b'8' | b'9' | b'a' | b'b' | b'A' | b'B'),
            _ => byte.is_ascii_hexdigit(),
        })
}

/// What stands before and after the comma of a data URI.
fn data_uri_parts(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = scheme_and_rest(text)?;
    let (header, data) = rest.split_once(',')?;
    (is_scheme(scheme, &["data"]) && !data.contains('\n') && is_hierarchical_part(rest))
        .then_some((header, data))
}

/// Splits at the colon after a well-formed scheme (RFC 3986, section 3.1).
fn scheme_and_rest(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let well_formed = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    well_formed.then_some((scheme, rest))
}

fn is_scheme(scheme: &str, wanted: &[&str]) -> bool {
    wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(scheme))
}

/// Whether what follows the scheme is valid (RFC 3986, section 3): authority, path, query, fragment.
fn is_hierarchical_part(rest: &str) -> bool {
    let Some(after) = rest.as_bytes().strip_prefix(b"//") else {
        return is_path_query_fragment(rest.as_bytes());
    };
    let (authority, path) = after
        .iter()
        .position(|byte| matches!(byte, b'/' | b'?' | b'#'))
        .and_then(|end| after.split_at_checked(end))
        .unwrap_or((after, b""));
    is_authority(authority) && is_path_query_fragment(path)
}

/// Anything that percent-encoding makes valid: all but brackets and a second `#`.
fn is_path_query_fragment(bytes: &[u8]) -> bool {
    // Without an early exit this runs over sixteen bytes at a time, which decides nearly every URL and image.
    let is_special = |byte: &u8| matches!(byte, b'%' | b'[' | b']' | b'#');
    if !bytes.iter().fold(false, |found, byte| found | is_special(byte)) {
        return true;
    }
    let (path_query, fragment) = split_at_first(bytes, b'#').unwrap_or((bytes, b""));
    [path_query, fragment]
        .into_iter()
        .all(|part| each_percent_encoded_or(part, |byte| !matches!(byte, b'[' | b']' | b'#')))
}

/// RFC 3986, section 3.2. An IPv4 address out of range is refused, though it could pass for a name.
fn is_authority(authority: &[u8]) -> bool {
    let (user, host_port) = split_at_first(authority, b'@').unwrap_or((b"", authority));
    if !each_percent_encoded_or(user, |byte| is_name_byte(byte) || byte == b':') {
        return false;
    }
    if let Some(literal) = host_port.strip_prefix(b"[") {
        return split_at_first(literal, b']').is_some_and(|(address, port)| {
            is_ip_literal(address) && (port.is_empty() || port.strip_prefix(b":").is_some_and(is_digits))
        });
    }
    let (host, port) = split_at_first(host_port, b':').unwrap_or((host_port, b""));
    is_digits(port) && each_percent_encoded_or(host, is_name_byte) && !is_ipv4_out_of_range(host)
}

/// RFC 3986, section 3.2.2: what may stand between the brackets.
fn is_ip_literal(address: &[u8]) -> bool {
    match address {
        [b'v' | b'V', future @ ..] => split_at_first(future, b'.').is_some_and(|(version, address)| {
            !version.is_empty()
                && version.iter().all(u8::is_ascii_hexdigit)
                && !address.is_empty()
                && address.iter().all(|byte| is_name_byte(*byte) || *byte == b':')
        }),
        _ => str::from_utf8(address).is_ok_and(|address| address.parse::<Ipv6Addr>().is_ok()),
    }
}

fn is_ipv4_out_of_range(host: &[u8]) -> bool {
    let is_octet = |octet: &[u8]| (1..=3).contains(&octet.len()) && is_digits(octet);
    let octets = || host.split(|byte| *byte == b'.');
    octets().count() == 4
        && octets().all(is_octet)
        && octets().any(|octet| octet.len() == 3 && octet > b"255")
}

/// Unreserved characters and sub-delimiters (RFC 3986, sections 2.2 and 2.3).
fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'-' | b'.' | b'_' | b'~')
        || matches!(byte, b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=')
}

fn is_digits(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_digit)
}

/// Whether every byte is allowed or part of a percent-encoded octet.
fn each_percent_encoded_or(mut bytes: &[u8], allowed: impl Fn(u8) -> bool) -> bool {
    while let [first, rest @ ..] = bytes {
        bytes = match (first, rest) {
            (b'%', [high, low, rest @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => rest,
            (b'%', _) => return false,
            _ if allowed(*first) => rest,
            _ => return false,
        };
    }
    true
}

fn split_at_first(bytes: &[u8], delimiter: u8) -> Option<(&[u8], &[u8])> {
    let position = bytes.iter().position(|byte| *byte == delimiter)?;
    Some((bytes.get(..position)?, bytes.get(position.checked_add(1)?..)?))
}

#[cfg(test)]
mod tests;

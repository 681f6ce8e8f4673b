//! SVGs: octets as they are, or as the content of an element svg that declares the namespaces of badges.

use super::baked;

/// Panics if the property does not hold.
pub fn check(octets: &[u8]) {
    match octets.split_first() {
        Some((0, rest)) => baked::carries_or_refuses(rest),
        Some((1, rest)) => baked::carries_or_refuses(&[b"<svg ", rest].concat()),
        Some((_, rest)) => {
            let start =
                b"<svg xmlns:a=\"http://openbadges.org\" xmlns:b=\"https://purl.imsglobal.org/ob/v3p0\">";
            baked::carries_or_refuses(&[start.as_slice(), rest, b"</svg>"].concat());
        }
        None => {}
    }
}

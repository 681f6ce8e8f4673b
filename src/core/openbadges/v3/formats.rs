//! The forms of text that Open Badges 3.0 asks for: one predicate per type. None allocates.

/// Absolute IRI as JSON-LD knows one: a scheme, a colon, and nothing that an IRI cannot hold.
///
/// Letters beyond ASCII are refused, although an IRI may hold them: who asks looks twice then.
///
/// Source: RFC 3986, sections 3 and 3.1; JSON-LD 1.1 API, "IRI expansion".
pub(crate) fn is_absolute_iri(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some(colon) = bytes.iter().position(|byte| *byte == b':') else { return false };
    let Some((scheme, rest)) = bytes.split_at_checked(colon) else { return false };
    let is_scheme_byte = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    // Without an early exit this runs over sixteen bytes at a time.
    let is_clean = rest.iter().fold(true, |all, byte| {
        all & byte.is_ascii_graphic()
            & !matches!(byte, b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'\\' | b'^' | b'`')
    });
    scheme.first().is_some_and(u8::is_ascii_alphabetic) && scheme.iter().all(is_scheme_byte) && is_clean
}

/// Date and time of RFC 3339 with `Z` or an offset, years 0001 to 9999, without leap seconds (the VC Data Model
/// knows none); `T` and `Z` of either case.
///
/// Source: Open Badges 3.0, DateTimeZ; RFC 3339, section 5.6; VC Data Model 2.0, section 4.9.
pub(super) fn is_datetime(text: &str) -> bool {
    let Some((date, [separator, time @ ..])) = text.as_bytes().split_at_checked("YYYY-MM-DD".len()) else {
        return false;
    };
    let Some(([h, i, b':', m, n, b':', s, t], rest)) = time.split_first_chunk::<8>() else { return false };
    let rest = match rest {
        [b'.', fraction @ ..] => {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            match fraction.split_at_checked(digits) {
                Some((_, rest)) if digits > 0 => rest,
                _ => return false,
            }
        }
        rest => rest,
    };
    let is_zone = match rest {
        b"Z" | b"z" => true,
        [b'+' | b'-', h, i, b':', m, n] => is_up_to(*h, *i, 23) && is_up_to(*m, *n, 59),
        _ => false,
    };
    matches!(separator, b'T' | b't')
        && is_date_bytes(date)
        && is_up_to(*h, *i, 23)
        && is_up_to(*m, *n, 59)
        && is_up_to(*s, *t, 59)
        && is_zone
}

/// Date as `YYYY-MM-DD`, years 0001 to 9999.
///
/// Source: RFC 3339, section 5.6.
pub(super) fn is_date(text: &str) -> bool {
    is_date_bytes(text.as_bytes())
}

fn is_date_bytes(date: &[u8]) -> bool {
    let [a, b, c, d, b'-', m, n, b'-', p, q] = *date else { return false };
    let (Some(century), Some(year), Some(month), Some(day)) =
        (number(a, b), number(c, d), number(m, n), number(p, q))
    else {
        return false;
    };
    let year = century * 100 + year;
    let is_leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap_year => 29,
        2 => 28,
        _ => return false,
    };
    year > 0 && (1..=days).contains(&day)
}

fn number(tens: u8, ones: u8) -> Option<u16> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0'));
    Some(digit(tens)? * 10 + digit(ones)?)
}

fn is_up_to(tens: u8, ones: u8, most: u16) -> bool {
    number(tens, ones).is_some_and(|number| number <= most)
}

/// LanguageCode: a language of two to four letters, a script or none, a region or none.
///
/// Source: Open Badges 3.0, LanguageCode (the pattern of its schema).
pub(crate) fn is_language_code(text: &str) -> bool {
    let is_script = |part: &str| match part.as_bytes() {
        [first, rest @ ..] => {
            rest.len() == 3 && first.is_ascii_uppercase() && rest.iter().all(u8::is_ascii_lowercase)
        }
        [] => false,
    };
    let is_region = |part: &str| {
        part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase())
            || part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    let mut part = parts.next();
    if part.is_some_and(is_script) {
        part = parts.next();
    }
    if part.is_some_and(is_region) {
        part = parts.next();
    }
    (2..=4).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && part.is_none()
}

/// CompactJws: header, payload (which may be detached) and signature.
///
/// Source: Open Badges 3.0, CompactJws (the pattern of its schema); RFC 7515, section 3.1.
pub(super) fn is_compact_jws(text: &str) -> bool {
    let is_base64url = |part: &str| {
        part.bytes()
            .fold(true, |all, byte| all & (byte.is_ascii_alphanumeric() | matches!(byte, b'-' | b'_')))
    };
    let mut parts = text.split('.');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(header), Some(payload), Some(signature), None) => {
            !header.is_empty()
                && !signature.is_empty()
                && [header, payload, signature].into_iter().all(is_base64url)
        }
        _ => false,
    }
}

/// A term of one's own in an extensible enumeration: `ext:` and letters, digits, `.`, `-` or `_`.
///
/// The pattern of the official schema is not anchored, holds `|`, and lacks the hyphen; this is what it means.
///
/// Source: Open Badges 3.0, "Extending and Profiling the Standard", extended vocabularies.
pub(crate) fn is_extension_term(text: &str) -> bool {
    text.strip_prefix("ext:").is_some_and(|term| {
        !term.is_empty()
            && term.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(accepts: fn(&str) -> bool, yes: &[&str], no: &[&str]) {
        for text in yes {
            assert!(accepts(text), "{text:?}");
        }
        for text in no {
            assert!(!accepts(text), "{text:?}");
        }
    }

    #[test]
    fn a_datetime_has_seconds_and_a_zone() {
        let yes = [
            "2010-01-01T00:00:00Z",
            "2010-01-01T00:00:00.123456789Z",
            "2024-02-29t23:59:59z",
            "2010-01-01T00:00:00+05:30",
            "2010-01-01T00:00:00-00:00",
            "0001-01-01T00:00:00+23:59",
        ];
        let no = [
            "",
            "2010-01-01",
            "2010-01-01T00:00Z",
            "2010-01-01T00:00:00",
            "2010-01-01 00:00:00Z",
            "2010-01-01T00:00:00.Z",
            "2010-01-01T00:00:00+0530",
            "2010-01-01T00:00:00+24:00",
            "2010-01-01T24:00:00Z",
            "2016-12-31T23:59:60Z",
            "2023-02-29T00:00:00Z",
            "2010-13-01T00:00:00Z",
            "2010-00-01T00:00:00Z",
            "0000-01-01T00:00:00Z",
            "2010-01-01T00:00:00Z ",
            "\u{662}010-01-01T00:00:00Z",
        ];
        check(is_datetime, &yes, &no);
    }

    #[test]
    fn a_date_is_one_of_the_calendar() {
        check(is_date, &["2000-02-29", "1999-12-31"], &["1900-02-29", "1999-2-1", "1999-04-31", "19991231"]);
    }

    #[test]
    fn a_language_code_is_a_language_with_script_and_region() {
        let yes = ["en", "eng", "en-US", "es-419", "zh-Hant", "zh-Hant-TW"];
        check(
            is_language_code,
            &yes,
            &["", "e", "EN", "en-us", "en_US", "en-", "english", "en-US-Hant", "en-US-x"],
        );
    }

    #[test]
    fn a_compact_jws_has_three_parts_of_base64url() {
        check(
            is_compact_jws,
            &["a.b.c", "a..c", "a-_.0.Z"],
            &["", "a.b", "a.b.", ".b.c", "a.b.c.d", "a.b.c=", "a. .c"],
        );
    }

    #[test]
    fn an_extension_term_is_anchored() {
        check(
            is_extension_term,
            &["ext:a", "ext:a-b", "ext:A.b_9"],
            &["ext:", "foo ext:x", "ext:x y", "ext:a|b", "Ext:a"],
        );
    }

    #[test]
    fn an_absolute_iri_has_a_scheme_and_no_white_space() {
        let yes =
            ["https://example.org/a#b", "urn:uuid:1", "did:key:z6Mk", "data:image/png;base64,AA==", "a:"];
        let no = [
            "",
            "example.org",
            "/a",
            "#a",
            "1a:b",
            ":a",
            "_:b0",
            "https://a b",
            "https://a/ü",
            "a/b:c",
            "x:<y>",
        ];
        check(is_absolute_iri, &yes, &no);
    }
}

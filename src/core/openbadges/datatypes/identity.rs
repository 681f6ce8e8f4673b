//! Who a badge is for: e-mail address, telephone number, hashed identity.

/// E-mail address: something, one `@`, something, no white space.
///
/// Deliberately loose, because an award to an odd but working address must not be refused.
///
/// Source: Open Badges 2.0, "Profile", `email`.
pub fn is_email(text: &str) -> bool {
    // The information separators are white space to the official validator but not to Unicode.
    let is_white_space = |c: char| c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}');
    text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.contains('@') && !text.contains(is_white_space)
    })
}

/// Telephone number in E.164: 2 to 15 digits not starting with 0, an optional `+` before, an optional
/// `;ext=` and digits after.
///
/// Source: Open Badges 2.0, "Profile", `telephone`.
pub fn is_telephone(text: &str) -> bool {
    let (number, extension) = match text.split_once(";ext=") {
        Some((number, extension)) => (number, Some(extension)),
        None => (text, None),
    };
    let digits = number.strip_prefix('+').unwrap_or(number);
    (2..=15).contains(&digits.len())
        && is_digits(digits)
        && !digits.starts_with('0')
        && extension.is_none_or(is_digits)
}

/// IdentityHash in its hashed form: `md5$` and 32, or `sha256$` and 64 hexadecimal digits of either case.
///
/// Source: Open Badges 2.0, "Data Types", IdentityHash.
pub fn is_identity_hash(text: &str) -> bool {
    text.split_once('$').is_some_and(|(algorithm, digest)| {
        let length = match algorithm {
            "md5" => 32,
            "sha256" => 64,
            _ => return false,
        };
        // Without an early exit this runs over sixteen bytes at a time.
        digest.len() == length && digest.bytes().fold(true, |all, byte| all & byte.is_ascii_hexdigit())
    })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MD5: &str = "md5$ed076287532e86365e841e92bfc50d8c";
    const SHA256: &str = "sha256$28d50415252ab6c689a54413da15b083034b66e5b4b3e5d3e0a4e0b2d3c5a1f0";

    #[test]
    fn an_email_address_has_one_at_sign_between_two_parts() {
        for text in
            ["a@b", "ada@example.org", "o'neil+badges@example.org", "\"quoted\"@example.org", "ü@example.org"]
        {
            assert!(is_email(text), "{text}");
        }
        for text in ["", "@", "a@", "@b", "a", "a@b@c", "a@@b"] {
            assert!(!is_email(text), "{text}");
        }
    }

    #[test]
    fn an_email_address_has_no_white_space() {
        for text in ["a @b", "a@b ", " a@b", "a@b\n", "a\t@b", "a@\u{a0}b", "a@b\u{1c}", "a@\u{2003}b"] {
            assert!(!is_email(text), "{text:?}");
        }
    }

    #[test]
    fn a_telephone_number_has_two_to_fifteen_digits_and_no_leading_zero() {
        for text in ["12", "+12", "+15035551234", "123456789012345", "+123456789012345"] {
            assert!(is_telephone(text), "{text}");
        }
        for text in ["", "+", "1", "+1", "0123", "+0123", "1234567890123456", "++12", "12+"] {
            assert!(!is_telephone(text), "{text}");
        }
    }

    #[test]
    fn a_telephone_number_has_no_punctuation() {
        for text in
            ["+1 503 555 1234", "1-503-5551234", "(503)5551234", "tel:+15035551234", "12\n", "\u{661}\u{662}"]
        {
            assert!(!is_telephone(text), "{text:?}");
        }
    }

    #[test]
    fn a_telephone_extension_is_digits() {
        for text in ["12;ext=1", "+15035551234;ext=00099"] {
            assert!(is_telephone(text), "{text}");
        }
        for text in ["12;ext=", "12;ext=x", "12;EXT=1", "12;ext=1;ext=2", "12 ;ext=1", "12;ext=1\n", ";ext=1"]
        {
            assert!(!is_telephone(text), "{text:?}");
        }
    }

    #[test]
    fn an_identity_hash_names_its_algorithm_and_has_its_length() {
        assert!(is_identity_hash(MD5));
        assert!(is_identity_hash(SHA256));
        assert!(is_identity_hash(&MD5.replace("ed07", "ED07")));
    }

    #[test]
    fn anything_else_is_no_identity_hash() {
        let wrong = [
            "".to_string(),
            "md5$".to_string(),
            "md5".to_string(),
            MD5.replace("md5", "MD5"),
            MD5.replace("md5", "sha1"),
            MD5.replace("md5", "sha256"),
            SHA256.replace("sha256", "md5"),
            MD5.replace("ed07", "eg07"),
            format!("{MD5}0"),
            format!("{MD5}\n"),
            MD5.replace('$', ""),
            MD5.replace("ed07", "é07"),
        ];
        for text in wrong {
            assert!(!is_identity_hash(&text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in any::<String>()) {
            is_email(&text);
            is_telephone(&text);
            is_identity_hash(&text);
        }
    }
}

//! The mailbox form that sign-in accepts.
//!
//! Much narrower than RFC 5322, because every liberty there has been an account take-over somewhere: quoted
//! local parts and comma lists send the code to a second mailbox, and letters outside ASCII fold onto
//! somebody else's address.

/// Longest address in octets that a mail server has to take (RFC 5321, 4.5.3.1.3, less the angle brackets).
pub const MAX_LENGTH: usize = 254;

/// Longest part before the `@` (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL_LENGTH: usize = 64;

/// Why an address is refused; completes "the address …".
pub fn fault(address: &str) -> Option<&'static str> {
    if address.is_empty() {
        return Some("is empty");
    }
    if address.len() > MAX_LENGTH {
        return Some("is longer than 254 characters");
    }
    if !address.is_ascii() {
        return Some("has a character outside ASCII");
    }
    let Some((local, domain)) = address.split_once('@') else {
        return Some("has no @");
    };
    if domain.contains('@') {
        return Some("has more than one @");
    }
    if !is_local_part(local) {
        return Some(
            "has a part before the @ that is empty, too long, or has a character mail servers quote",
        );
    }
    if !is_domain(domain) {
        return Some("has no domain name after the @");
    }
    None
}

/// Whether the address can be signed in with.
pub fn is_valid(address: &str) -> bool {
    fault(address).is_none()
}

/// The form under which two spellings of one address are the same row: ASCII lower case.
pub fn key(address: &str) -> String {
    address.to_ascii_lowercase()
}

/// RFC 5322 dot-atom: no quotes, commas, spaces or control characters.
fn is_local_part(local: &str) -> bool {
    local.len() <= MAX_LOCAL_LENGTH
        && local.split('.').all(|atom| {
            !atom.is_empty()
                && atom
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte))
        })
}

/// RFC 1123 host name of at least one label; a bare label is allowed for mail inside one network.
fn is_domain(domain: &str) -> bool {
    !domain.is_empty()
        && domain.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_addresses_are_accepted() {
        for address in [
            "ann@example.org",
            "a.b+c@sub.example.org",
            "o'neil@example.org",
            "ANN@EXAMPLE.ORG",
            "root@localhost",
        ] {
            assert_eq!(fault(address), None, "{address}");
        }
    }

    #[test]
    fn addresses_that_reach_a_second_mailbox_are_refused() {
        for address in [
            "",
            "ann",
            "@example.org",
            "ann@",
            "\"ann@evil.example\"@example.org",
            "ann@example.org,eve@evil.example",
            "ann@example.org@evil.example",
            "ann @example.org",
            "ann@exa mple.org",
            "ann@example.org\r\nBcc: eve@evil.example",
            "ann@example.org\0",
            "<ann@example.org>",
            ".ann@example.org",
            "ann..b@example.org",
            "ann@-example.org",
            "ann@example..org",
        ] {
            assert!(fault(address).is_some(), "{address:?}");
        }
    }

    #[test]
    fn look_alikes_outside_ascii_are_refused() {
        for address in [
            "m\u{131}ke@example.org",
            "\u{430}nn@example.org",
            "ann@ex\u{e4}mple.org",
            "ann\u{ff20}example.org",
        ] {
            assert_eq!(fault(address), Some("has a character outside ASCII"), "{address}");
        }
    }

    #[test]
    fn length_is_limited() {
        let longest =
            format!("{}@{}.{}.{}.org", "a".repeat(64), "b".repeat(63), "c".repeat(63), "d".repeat(57));
        assert_eq!(longest.len(), MAX_LENGTH);
        assert_eq!(fault(&longest), None);
        assert!(fault(&format!("{longest}x")).is_some());
        assert!(fault(&format!("{}@example.org", "a".repeat(65))).is_some());
    }
}

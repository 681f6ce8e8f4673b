//! Identifiers of new rows.

use crate::secret::{NoRandomness, random};
use aws_lc_rs::digest::{Context, SHA256};
use uuid::{Builder, Uuid};

/// A random handle (UUID version 4) for ids that must tell nothing: users and login tokens.
pub fn random_uuid() -> Result<Uuid, NoRandomness> {
    let mut bytes = [0; 16];
    random(&mut bytes)?;
    Ok(Builder::from_random_bytes(bytes).into_uuid())
}

/// A time-ordered id (UUID version 7, RFC 9562 section 5.7), so that new rows go to the right edge of an
/// index. `since_epoch` is the time since 1970; what is finer than a millisecond fills the next 12 bits
/// (RFC 9562 section 6.2, method 3), which keeps the rows of one bulk call in order too.
pub fn time_ordered_uuid(since_epoch: std::time::Duration) -> Result<Uuid, NoRandomness> {
    let mut bytes = [0; 10];
    random(&mut bytes)?;
    let fraction = u64::from(since_epoch.subsec_nanos() % 1_000_000).saturating_mul(4096) / 1_000_000;
    let [_, _, _, _, _, _, high, low] = fraction.to_be_bytes();
    let [first, second, ..] = &mut bytes;
    (*first, *second) = (high, low);
    let milliseconds = u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX);
    Ok(Builder::from_unix_timestamp_millis(milliseconds, &bytes).into_uuid())
}

/// An id that follows from a content (UUID version 8, RFC 9562 section 5.8): of the SHA-256 of the parts, each after its
/// length, the first 122 bits. The same parts give the same id; `label` says what they are parts of.
pub fn content_uuid(label: &str, parts: &[&[u8]]) -> Uuid {
    let mut digest = Context::new(&SHA256);
    for part in [label.as_bytes()].iter().chain(parts) {
        digest.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(part);
    }
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(digest.finish().as_ref()) {
        *to = *from;
    }
    Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::time::Duration;

    #[test]
    fn versions_are_as_the_rfc_names_them() {
        assert_eq!(random_uuid().unwrap().get_version_num(), 4);
        assert_eq!(time_ordered_uuid(Duration::from_millis(1_700_000_000_000)).unwrap().get_version_num(), 7);
        assert_eq!(content_uuid("issuer", &[b"{}"]).get_version_num(), 8);
    }

    #[test]
    fn ids_of_contents_are_those_of_the_same_parts_alone() {
        let id = content_uuid("badge", &[b"one", b"two"]);
        assert_eq!(id, content_uuid("badge", &[b"one", b"two"]));
        for other in [
            content_uuid("issuer", &[b"one", b"two"]),
            content_uuid("badge", &[b"onetwo"]),
            content_uuid("badge", &[b"on", b"etwo"]),
            content_uuid("badge", &[b"one", b"two", b""]),
        ] {
            assert_ne!(other, id);
        }
    }

    #[test]
    fn later_ids_sort_after_earlier_ones_even_within_a_millisecond() {
        let start = Duration::from_millis(1_700_000_000_000);
        let ids: Vec<_> =
            (0..1000).map(|step| time_ordered_uuid(start + Duration::from_micros(step)).unwrap()).collect();
        assert!(ids.is_sorted());
    }
}

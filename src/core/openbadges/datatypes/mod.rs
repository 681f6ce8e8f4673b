//! The data types of Open Badges 2.0 (specification, section "Data Types"): one predicate per type.
//!
//! All are pure and allocate nothing. Boolean, Text and Number are JSON types and need no predicate.
//! Where the standard leaves a form open, the verdict is that of the official validator (openbadges 1.1.2),
//! except where its regular expressions contradict the RFC they stand for.

mod identity;
mod language;
mod language_subtags;
mod uri;

pub use identity::{is_email, is_identity_hash, is_telephone};
pub use language::is_language_tag;
pub(crate) use uri::comparable;
pub use uri::{
    data_uri_content, data_uri_media_type, is_data_uri, is_http_url, is_https_or_local, is_image_data_uri,
    is_iri, is_url_authority,
};

/// DateTime: an ISO 8601 date and time with a time zone.
///
/// Source: Open Badges 2.0, "Data Types", DateTime. See [`Timestamp::parse`](crate::timestamp::Timestamp::parse)
/// for the forms.
pub fn is_datetime(text: &str) -> bool {
    crate::timestamp::Timestamp::parse(text).is_some()
}

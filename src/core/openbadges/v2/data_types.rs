//! "Primitive datatypes" of Open Badges 2.0.

use crate::openbadges::datatypes;
use crate::openbadges::problem;
use crate::openbadges::rules::{DataType, Format, JsonType};

/// A string of any content.
const PLAIN: DataType = DataType::TEXT;

/// Text or Markdown Text that people read, in whatever language.
pub(crate) static TEXT: DataType = DataType { translatable: true, ..PLAIN };

/// Text that programs compare.
pub(crate) static EXACT_TEXT: DataType = PLAIN;

/// Text that may identify a person.
pub(crate) static PRIVATE_TEXT: DataType = DataType { private: true, ..PLAIN };

/// Text or Number.
pub(crate) static TEXT_OR_NUMBER: DataType =
    DataType { json: &[JsonType::String, JsonType::Number], expected: "text or a number", ..PLAIN };

/// Number.
pub(crate) static NUMBER: DataType = DataType { json: &[JsonType::Number], expected: "a number", ..PLAIN };

/// Boolean.
pub(crate) static BOOLEAN: DataType =
    DataType { json: &[JsonType::Boolean], expected: "true or false", ..PLAIN };

const DATETIME_FORMAT: Format = Format {
    accepts: datatypes::is_datetime,
    code: &problem::NOT_A_DATETIME,
    expected: "an ISO 8601 date and time with a time zone, such as 2016-12-31T23:59:59Z",
};

const UTC_FORMAT: Format = Format {
    accepts: is_utc,
    code: &problem::TIMESTAMP_NOT_UTC,
    expected: "a time in UTC, which is recommended",
};

/// DateTime.
pub(crate) static DATETIME: DataType =
    DataType { expected: DATETIME_FORMAT.expected, formats: &[DATETIME_FORMAT, UTC_FORMAT], ..PLAIN };

const URL_FORMAT: Format =
    Format { accepts: datatypes::is_http_url, code: &problem::NOT_A_URL, expected: "an http or https URL" };

/// URL.
pub(crate) static URL: DataType = DataType { expected: URL_FORMAT.expected, formats: &[URL_FORMAT], ..PLAIN };

/// The name of an object that is to be fetched.
pub(crate) static URL_REFERENCE: DataType = DataType {
    expected: "an embedded object or its http(s) URL",
    formats: &[Format { expected: "an embedded object or its http(s) URL", ..URL_FORMAT }],
    ..PLAIN
};

const IRI_FORMAT: Format = Format {
    accepts: datatypes::is_iri,
    code: &problem::NOT_AN_IRI,
    expected: "an IRI: an http(s) URL or a urn:uuid",
};

/// IRI.
pub(crate) static IRI: DataType = DataType { expected: IRI_FORMAT.expected, formats: &[IRI_FORMAT], ..PLAIN };

/// The name of an object that need not be fetched.
pub(crate) static IRI_REFERENCE: DataType = DataType {
    expected: "an embedded object or its IRI",
    formats: &[Format { expected: "an embedded object or its IRI", ..IRI_FORMAT }],
    ..PLAIN
};

/// The node identifier of a class that defines no `id` of its own.
pub(crate) static NODE_ID: DataType = DataType { expected: "an IRI", ..PLAIN };

/// The location of an image, or the image itself as a data URI.
pub(crate) static IMAGE_LOCATION: DataType = DataType {
    expected: "the http(s) URL of a PNG or SVG image, or a data URI of one",
    formats: &[Format {
        accepts: is_image_location,
        code: &problem::NOT_AN_IMAGE,
        expected: "the http(s) URL of a PNG or SVG image, or a data URI of one",
    }],
    ..PLAIN
};

/// BCP 47 language tag.
pub(crate) static LANGUAGE_TAG: DataType = DataType {
    expected: "a language tag of BCP 47, such as en or es-MX",
    formats: &[Format {
        accepts: datatypes::is_language_tag,
        code: &problem::NOT_A_LANGUAGE_TAG,
        expected: "a language tag of BCP 47, such as en or es-MX",
    }],
    ..PLAIN
};

/// E-mail address.
pub(crate) static EMAIL: DataType = DataType {
    expected: "an e-mail address",
    formats: &[Format {
        accepts: datatypes::is_email,
        code: &problem::NOT_AN_EMAIL,
        expected: "an e-mail address",
    }],
    private: true,
    ..PLAIN
};

/// Telephone number: any text is valid, E.164 is recommended.
pub(crate) static TELEPHONE: DataType = DataType {
    expected: "a telephone number",
    formats: &[Format {
        accepts: datatypes::is_telephone,
        code: &problem::TELEPHONE_NOT_E164,
        expected: "for compatibility a + and digits only (E.164)",
    }],
    private: true,
    ..PLAIN
};

/// Host name ("registered name subcomponent", RFC 3986 3.2.2).
pub(crate) static HOST: DataType = DataType {
    expected: "a host name, such as example.org",
    formats: &[Format {
        accepts: datatypes::is_url_authority,
        code: &problem::NOT_A_HOST,
        expected: "a host name, such as example.org",
    }],
    ..PLAIN
};

/// The property that verification looks at: only `id` is supported.
pub(crate) static VERIFICATION_PROPERTY: DataType = DataType {
    expected: "id",
    formats: &[Format {
        accepts: |text| matches!(text, "id" | "@id"),
        code: &problem::UNSUPPORTED_PROPERTY,
        expected: "id, the only one supported",
    }],
    ..PLAIN
};

fn is_image_location(text: &str) -> bool {
    datatypes::is_http_url(text) || datatypes::is_image_data_uri(text)
}

fn is_utc(text: &str) -> bool {
    text.ends_with('Z')
        || text
            .rsplit_once(['+', '-'])
            .is_none_or(|(_, zone)| zone.bytes().all(|byte| matches!(byte, b'0' | b':')))
}

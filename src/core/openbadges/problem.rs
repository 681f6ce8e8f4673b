//! What can be wrong with a document: the list of codes, and one problem found.

use std::fmt;

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Severity {
    /// The standard says MUST or "required": the document is not valid.
    Error,
    /// The standard says SHOULD, "recommended" or "deprecated".
    Warning,
    /// Worth knowing; nothing is asked.
    Info,
}

impl Severity {
    /// `error`, `warning` or `info`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// One rule that a document breaks, or one thing worth knowing about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How much it weighs.
    pub severity: Severity,
    /// JSON Pointer (RFC 6901) into the document as it was given; empty for the whole document. Of a missing
    /// property: the object it is missing from.
    pub path: String,
    /// One of [`CODES`], stable across releases.
    pub code: &'static str,
    /// What is expected and what was found. Never holds a recipient's identity.
    pub message: String,
}

/// A kind of problem.
#[derive(Debug)]
pub struct Code {
    /// The stable identifier.
    pub name: &'static str,
    /// How much a problem of this kind weighs.
    pub severity: Severity,
    /// What it means.
    pub meaning: &'static str,
    /// The section of Open Badges 2.0 (or the standard named) that it rests on.
    pub section: &'static str,
}

macro_rules! codes {
    ($($(#[$attribute:meta])* $constant:ident = $name:literal, $severity:ident, $section:literal, $meaning:literal;)*) => {
        $(
            #[doc = $meaning]
            pub static $constant: Code =
                Code { name: $name, severity: Severity::$severity, section: $section, meaning: $meaning };
        )*

        /// Every kind of problem there is.
        pub static CODES: &[&Code] = &[$(&$constant),*];
    };
}

codes! {
    UNREADABLE = "unreadable", Error, "JSON (RFC 8259)",
        "The bytes of the document are damaged.";
    TOO_DEEP = "too_deep", Error, "limit of this implementation",
        "The document is nested more deeply than any badge needs.";
    TOO_LARGE = "too_large", Error, "limit of this implementation",
        "The document holds more values than any badge needs.";
    TOO_MANY_PROBLEMS = "too_many_problems", Error, "limit of this implementation",
        "There are more problems than are listed.";
    NOT_AN_OBJECT = "not_an_object", Error, "Open Badges Vocabulary",
        "A badge document is a JSON object.";
    INVALID_JSON_LD = "invalid_json_ld", Error, "Data Validation; JSON-LD 1.0",
        "The document breaks a rule of JSON-LD itself.";
    UNKNOWN_CONTEXT = "unknown_context", Error, "Open Badges in Linked Data",
        "No @context of Open Badges gives the properties their meaning.";
    CONTEXT_NOT_CHECKED = "context_not_checked", Warning, "Additional Properties",
        "A further @context cannot be fetched here: what it defines was not checked.";
    OLD_VERSION = "old_version", Info, "History",
        "The document is of an older version; the rules were applied to its upgrade.";
    NOT_UPGRADABLE = "not_upgradable", Error, "History",
        "The document of an older version cannot be turned into Open Badges 2.0.";
    VERSION_NOT_SUPPORTED = "version_not_supported", Error, "Open Badges 3.0",
        "The class is none of the document's version.";
    OTHER_VERSION = "other_version", Error, "rule of the tables",
        "A stored document is Open Badges 2.0 or 3.0; badges.upgrade_ob_json makes 2.0 of an older one.";
    URL_NOT_HTTPS = "url_not_https", Error, "rule of the tables",
        "The home page of an issuer is an https URL, or an http URL on localhost.";
    UNKNOWN_CLASS = "unknown_class", Error, "Open Badges Vocabulary",
        "The type names no class of Open Badges.";
    TYPE_MISMATCH = "type_mismatch", Error, "Open Badges Vocabulary",
        "The type does not include the class the object has to be of.";
    NOT_A_TYPE = "not_a_type", Error, "Open Badges Vocabulary",
        "A type is a term of the context, a URL or a compact IRI.";
    MISSING_PROPERTY = "missing_property", Error, "Open Badges Vocabulary",
        "A required property is absent, null or an empty array.";
    WRONG_TYPE = "wrong_type", Error, "Primitive datatypes",
        "The JSON type of a value is not the expected one.";
    TOO_MANY_VALUES = "too_many_values", Error, "Primitive datatypes, Array",
        "A property that takes one value has several.";
    EMPTY_ARRAY = "empty_array", Error, "Image",
        "An image is never an empty array.";
    MUST_BE_EMBEDDED = "must_be_embedded", Error, "Open Badges Vocabulary",
        "The value has to be an embedded object, not a reference.";
    NOT_AN_IRI = "not_an_iri", Error, "Primitive datatypes, IRI",
        "Not an http(s) URL, a urn:uuid or a blank node identifier.";
    NOT_A_URL = "not_a_url", Error, "Primitive datatypes, URL",
        "Not an http or https URL.";
    NOT_AN_IMAGE = "not_an_image", Error, "Image",
        "Not an http(s) URL, nor a data URI of a PNG or SVG image.";
    NOT_A_DATETIME = "not_a_datetime", Error, "Primitive datatypes, DateTime",
        "Not an ISO 8601 date and time with a time zone.";
    NOT_AN_EMAIL = "not_an_email", Error, "Profile",
        "Not an e-mail address.";
    NOT_A_LANGUAGE_TAG = "not_a_language_tag", Error, "Internationalization and Multilingual Badges",
        "Not a language tag of BCP 47.";
    NOT_A_HOST = "not_a_host", Error, "VerificationObject",
        "Not a host name.";
    HASH_EXPECTED = "hash_expected", Error, "IdentityObject; IdentityHash",
        "hashed is true, but the identity is not a hash.";
    HASH_UNEXPECTED = "hash_unexpected", Error, "IdentityObject; IdentityHash",
        "The identity is a hash, but hashed is not true.";
    IDENTITY_MISMATCH = "identity_mismatch", Error, "IdentityObject; Profile Identifier Properties",
        "The identity is not a value of the property that its type names.";
    EXPIRES_BEFORE_ISSUED = "expires_before_issued", Error, "Assertion",
        "The award expires before it was issued.";
    HOSTED_ID_NOT_URL = "hosted_id_not_url", Error, "HostedBadge Verification",
        "A hosted assertion is identified by the URL it is hosted at.";
    OUTSIDE_SCOPE = "outside_scope", Error, "HostedBadge Verification",
        "The assertion's id is outside the scope its issuer allows.";
    BADGE_OUTSIDE_ORIGIN = "badge_outside_origin", Error, "HostedBadge Verification",
        "The badge class is on another origin than its issuer, who does not say that this is meant.";
    UNSUPPORTED_PROPERTY = "unsupported_property", Error, "VerificationObject",
        "verificationProperty supports id only.";
    SELF_REFERENCE = "self_reference", Error, "Open Badges Vocabulary",
        "The object names itself where an object of another class belongs.";
    UNIDENTIFIED_REVOCATION = "unidentified_revocation", Error, "Revocation List",
        "A revoked assertion is identified by its id or uid.";
    EXTENSION_UNKNOWN = "extension_unknown", Error, "Extensions",
        "The object is marked as an extension, but its context and type name none.";
    EXTENSION_NOT_CHECKED = "extension_not_checked", Info, "Extension Validation",
        "The extension's definition cannot be fetched here: it was not checked.";
    NOT_A_CC_LICENSE = "not_a_cc_license", Error, "Extensions, Creative Commons Content License",
        "The id is not one of the licenses, such as CC-BY.";
    NOT_A_DATE = "not_a_date", Error, "Extensions, Issuer Accreditation",
        "Not a date as YYYY-MM-DD.";
    NOT_A_UUID = "not_a_uuid", Error, "Extensions, Assessment",
        "Not a UUID in lower case.";
    WRONG_CONTEXT = "wrong_context", Error, "Open Badges 3.0, AchievementCredential",
        "The first two contexts of a credential are those of the VC Data Model and of Open Badges 3.0, in this order.";
    NOT_AN_ARRAY = "not_an_array", Error, "Open Badges 3.0, Serialization",
        "A property that takes several values is an array, even of a single one.";
    UNKNOWN_PROPERTY = "unknown_property", Error, "Open Badges 3.0, JSON Schema",
        "The class takes no properties beside its own.";
    NOT_IN_VOCABULARY = "not_in_vocabulary", Error, "Open Badges 3.0, Enumerations",
        "Not a term of the enumeration, nor one of one's own after ext: where those are allowed.";
    NOT_RFC_3339 = "not_rfc_3339", Error, "Open Badges 3.0, DateTimeZ",
        "Not a date and time of RFC 3339 with seconds and a time zone.";
    NOT_A_LANGUAGE_CODE = "not_a_language_code", Error, "Open Badges 3.0, LanguageCode",
        "Not a language code such as en, en-US or zh-Hant.";
    NOT_A_COMPACT_JWS = "not_a_compact_jws", Error, "Open Badges 3.0, CompactJws",
        "Not three parts of base64url separated by dots.";
    SUBJECT_UNIDENTIFIED = "subject_unidentified", Error, "Open Badges 3.0, AchievementSubject",
        "The subject has neither an id nor an identifier.";
    CRITERIA_WITHOUT_CONTENT = "criteria_without_content", Error, "Open Badges 3.0, Criteria",
        "The criteria of an achievement have neither an id nor a narrative.";
    VALIDITY_ENDS_BEFORE_START = "validity_ends_before_start", Error, "VC Data Model 2.0, Validity Period",
        "The credential ceases to be valid before it becomes valid.";
    UNDEFINED_TERM = "undefined_term", Error, "VC Data Integrity 1.0, Context Validation; JSON-LD 1.1",
        "No context defines the property: it would be dropped, and not signed.";
    UNDEFINED_TYPE = "undefined_type", Error, "VC Data Integrity 1.0, Context Validation; JSON-LD 1.1",
        "No context defines the type.";
    RELATIVE_IRI = "relative_iri", Error, "VC Data Model 2.0, Identifiers; JSON-LD 1.1",
        "An identifier is an absolute IRI.";
    PROTECTED_TERM = "protected_term", Error, "JSON-LD 1.1, Protected Term Definitions",
        "A context gives a protected term another meaning.";
    TYPE_RECOMMENDED = "type_recommended", Warning, "VerificationObject",
        "The type VerificationObject should be given.";
    EMBEDDED_WITHOUT_ID = "embedded_without_id", Warning, "Open Badges in Linked Data",
        "An embedded object should have the id it is published at.";
    TELEPHONE_NOT_E164 = "telephone_not_e164", Warning, "Profile",
        "For compatibility a telephone number is a + and digits only.";
    TIMESTAMP_NOT_UTC = "timestamp_not_utc", Warning, "Primitive datatypes, DateTime",
        "It is recommended to publish timestamps in UTC.";
    ISSUER_ID_NOT_HTTP = "issuer_id_not_http", Warning, "Profile",
        "Most platforms handle issuers with an http(s) id only.";
    IDENTITY_TYPE_UNUSUAL = "identity_type_unusual", Warning, "Profile Identifier Properties",
        "Platforms are expected to understand email, url and telephone only.";
    SALT_WITHOUT_HASH = "salt_without_hash", Warning, "IdentityObject",
        "A salt has no meaning when the identity is not hashed.";
    CRITERIA_EMPTY = "criteria_empty", Warning, "Criteria",
        "The criteria have neither an id nor a narrative.";
    ORIGINS_EMPTY = "origins_empty", Warning, "VerificationObject",
        "An empty list of allowed origins allows every origin.";
    DATA_URI_IMAGE = "data_uri_image", Warning, "Assertion",
        "Many platforms refuse a data URI as an assertion's image.";
    DEPRECATED_PROPERTY = "deprecated_property", Warning, "Assertion",
        "The property is deprecated.";
    KEY_OWNER_MISMATCH = "key_owner_mismatch", Warning, "CryptographicKey",
        "The embedded key names another owner.";
    LANGUAGE_TAGGED = "language_tagged", Warning, "Internationalization Examples",
        "Text with a language of its own is understood by some platforms only.";
    COMPACTED = "compacted", Warning, "Open Badges 3.0, Serialization",
        "A single value stands where an array of it is recommended.";
    ARRAY_WITHOUT_VALUES = "array_without_values", Warning, "Open Badges 3.0, Serialization",
        "A property without a value is left out.";
    CONTEXT_SUPERSEDED = "context_superseded", Warning, "Open Badges 3.0, AchievementCredential",
        "There is a newer context of Open Badges 3.0.";
    OLD_DATA_MODEL = "old_data_model", Warning, "Open Badges 3.0, Verifiable Credentials Data Model v1.1",
        "Credentials are no longer issued in the VC Data Model 1.1.";
    EXTENSIONS_CONTEXT_MISSING = "extensions_context_missing", Warning, "Open Badges 3.0, Serialization",
        "A type of 1EdTech's extensions is used without their context.";
    MEANING_LOST = "meaning_lost", Warning, "VC Data Integrity 1.0, Context Validation; JSON-LD 1.1",
        "JSON-LD gives part of the object no meaning: within a credential that could not be signed.";
    ISSUER_NOT_EMBEDDED = "issuer_not_embedded", Warning, "Open Badges 3.0, ProfileRef",
        "The issuer is only named, which many platforms cannot handle.";
    SCHEMA_NOT_LISTED = "schema_not_listed", Warning, "Open Badges 3.0, AchievementCredential",
        "The schema of Open Badges is not among the schemas of the credential.";
    URL_EXPECTED = "url_expected", Warning, "Open Badges 3.0, URL",
        "Not an absolute URL.";
    STATUS_WITHOUT_ID = "status_without_id", Warning, "Open Badges 3.0, CredentialStatus",
        "The status has no id to be found at.";
    STATUS_ENTRY_UNUSABLE = "status_entry_unusable", Warning, "Bitstring Status List v1.0, BitstringStatusListEntry",
        "The entry of a status list lacks a part, or has it in another form.";
    IDENTITY_HASH_UNUSABLE = "identity_hash_unusable", Warning, "Open Badges 3.0, IdentityObject; IdentityHash",
        "The identity is hashed but no hash, or a hash but not said to be.";
    UNKNOWN_RESULT_DESCRIPTION = "unknown_result_description", Warning, "Open Badges 3.0, Result",
        "The result names no result description of the achievement.";
    UNKNOWN_LEVEL = "unknown_level", Warning, "Open Badges 3.0, Result; ResultDescription",
        "The level is none of the result description's.";
    RESULT_STATUS_MISSING = "result_status_missing", Warning, "Open Badges 3.0, Result",
        "A result of type Status has no status.";
    REQUIRED_VALUE_NOT_ALLOWED = "required_value_not_allowed", Warning, "Open Badges 3.0, ResultDescription",
        "The required value is none of the allowed values, nor within the bounds.";
    CONTEXT_ABSENT = "context_absent", Info, "JSON-LD 1.1",
        "Without a context, what the class does not define has no meaning.";
    UNMAPPED_PROPERTY = "unmapped_property", Info, "Open Badges Vocabulary",
        "The context does not define the property: it is not part of the badge's meaning.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_names_are_unique_snake_case_identifiers() {
        for (index, code) in CODES.iter().enumerate() {
            assert!(
                code.name
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'),
                "{}",
                code.name
            );
            assert!(CODES.iter().skip(index + 1).all(|other| other.name != code.name), "{} twice", code.name);
            assert!(code.meaning.ends_with('.') && !code.section.is_empty(), "{}", code.name);
        }
    }
}

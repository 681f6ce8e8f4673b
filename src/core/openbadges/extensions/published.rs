//! The extensions of the standard's own list.

use super::assessment::ASSESSMENT;
use super::{Context, Extension, optional};
use crate::openbadges::problem;
use crate::openbadges::rules::{ClassRules, DataType, Extent, Format, Property, Reference, Types, Value};
use crate::openbadges::v2::{EXACT_TEXT, NUMBER, URL};

/// Every extension that is checked. Their terms are named by what they expand to: a term of Open Badges or a
/// compact IRI.
pub(super) static EXTENSIONS: &[Extension] = &[
    Extension {
        types: &["extensions:ExampleExtension"],
        context: Context {
            folder: "exampleExtension",
            addresses: &[],
            terms: &[("exampleProperty", "schema:text")],
        },
        rules: &EXAMPLE,
    },
    Extension {
        types: &["extensions:ApplyLink", "extensions:applyLink", "extensions:applyLinkExtension"],
        context: Context {
            folder: "applyLinkExtension",
            addresses: &[],
            terms: &[("url", "extensions:applyLink")],
        },
        rules: &APPLY_LINK,
    },
    Extension {
        types: &["extensions:GeoCoordinates"],
        context: Context {
            folder: "geoCoordinatesExtension",
            addresses: &[],
            terms: &[
                ("geo", "schema:geo"),
                ("name", "schema:name"),
                ("description", "schema:description"),
                ("latitude", "schema:latitude"),
                ("longitude", "schema:longitude"),
            ],
        },
        rules: &PLACE,
    },
    Extension {
        types: &["extensions:Accessibility", "extensions:accessibility"],
        context: Context {
            folder: "accessibilityExtension",
            addresses: &[],
            terms: &[
                ("url", "extensions:accessibility"),
                ("accessibilityAPI", "https://schema.org/accessibilityAPI"),
                ("accessibilityControl", "https://schema.org/accessibilityControl"),
                ("accessibilityFeature", "https://schema.org/accessibilityFeature"),
                ("accessibilityHazard", "https://schema.org/accessibilityHazard"),
            ],
        },
        rules: &ACCESSIBILITY,
    },
    Extension {
        types: &["extensions:OriginalCreator", "extensions:originalCreator"],
        context: Context {
            folder: "originalCreatorExtension",
            addresses: &[],
            terms: &[("url", "extensions:originalCreator")],
        },
        rules: &ORIGINAL_CREATOR,
    },
    Extension {
        types: &["extensions:LicenseExtension"],
        context: Context {
            folder: "licenseExtension",
            addresses: &[],
            terms: &[
                ("cc", "http://creativecommons.org/ns#"),
                ("legalCode", "http://creativecommons.org/ns#legalcode"),
                ("License", "http://creativecommons.org/ns#License"),
            ],
        },
        rules: &LICENSE,
    },
    Extension {
        types: &["extensions:ExtraDescription", "extensions:ExtraDescriptionExtension"],
        context: Context {
            folder: "extraDescription",
            addresses: &["purl.imsglobal.org/spec/ob-exdesc/v1p0/context"],
            terms: &[],
        },
        rules: &EXTRA_DESCRIPTION,
    },
    Extension {
        types: &["extensions:IssuerAccreditation", "extensions:issuerAccreditation"],
        context: Context {
            folder: "issuerAccreditationExtension",
            addresses: &["purl.imsglobal.org/spec/ob-accred/v1p0/context"],
            terms: &[
                ("name", "schema:name"),
                ("contactInstructions", "extensions:accreditationContactInstructions"),
                ("url", "schema:url"),
                ("address", "schema:address"),
                ("streetAddress", "schema:streetAddress"),
                ("addressLocality", "schema:addressLocality"),
                ("addressRegion", "schema:addressRegion"),
                ("addressCountry", "schema:addressCountry"),
                ("postalCode", "schema:postalCode"),
                ("description", "schema:description"),
                ("logo", "schema:logo"),
                ("parentOrganization", "schema:parentOrganization"),
                ("areaServed", "schema:areaServed"),
                ("accreditationDate", "extensions:accreditationDate"),
                ("educationalSector", "extensions:accreditationEducationalSector"),
            ],
        },
        rules: &ACCREDITATION,
    },
    Extension {
        types: &["extensions:AssessmentExtension", "extensions:Assessment"],
        context: Context {
            folder: "assessmentExtension",
            addresses: &["purl.imsglobal.org/spec/ob-assessment/v1p0/context"],
            terms: super::assessment::TERMS,
        },
        rules: &ASSESSMENT,
    },
    Extension {
        types: &["extensions:RecipientProfile"],
        context: Context { folder: "recipientProfile", addresses: &[], terms: &[] },
        rules: &RECIPIENT_PROFILE,
    },
    Extension {
        types: &["extensions:Endorsement"],
        context: Context {
            folder: "endorsement",
            addresses: &[],
            terms: &[
                ("endorsement", "extensions:Endorsement"),
                ("endorsedObject", "extensions:Endorsement/endorsedObject"),
            ],
        },
        rules: &LEGACY_ENDORSEMENT,
    },
];

/// An extension by itself.
pub(crate) static ANY: ClassRules = ClassRules {
    name: "Extension",
    properties: &[Property::required(
        "type",
        Value::Types(&Types { one_of: &["Extension"], is_property: false }),
    )
    .many()],
    ..ClassRules::NONE
};

const STRING: DataType = DataType::TEXT;

pub(super) static URI: DataType = DataType {
    expected: "a URI",
    formats: &[Format { accepts: is_absolute_uri, code: &problem::NOT_AN_IRI, expected: "a URI" }],
    ..STRING
};

static LICENSE_ALIAS: DataType = DataType {
    expected: "a Creative Commons license, such as CC-BY",
    formats: &[Format {
        accepts: |text| text.starts_with("CC-"),
        code: &problem::NOT_A_CC_LICENSE,
        expected: "a Creative Commons license, such as CC-BY",
    }],
    ..STRING
};

static DATE: DataType = DataType {
    expected: "a date as YYYY-MM-DD",
    formats: &[Format { accepts: is_date, code: &problem::NOT_A_DATE, expected: "a date as YYYY-MM-DD" }],
    ..STRING
};

static EXAMPLE: ClassRules = ClassRules {
    name: "ExampleExtension",
    properties: &[Property::required("schema:text", Value::Data(&EXACT_TEXT)).labelled("exampleProperty")],
    ..ClassRules::NONE
};

static APPLY_LINK: ClassRules = ClassRules {
    name: "ApplyLink",
    properties: &[Property::required("extensions:applyLink", Value::Data(&URL)).labelled("url")],
    ..ClassRules::NONE
};

static PLACE: ClassRules = ClassRules {
    name: "GeoCoordinates",
    properties: &[
        optional("name", Value::Data(&EXACT_TEXT)),
        Property::required("schema:geo", Value::Object(&GEO)).labelled("geo"),
        Property::required("description", Value::Data(&EXACT_TEXT)),
    ],
    ..ClassRules::NONE
};

static GEO: Reference = Reference {
    class: &ClassRules {
        name: "geo",
        properties: &[
            Property::required("schema:latitude", Value::Data(&NUMBER)).labelled("latitude"),
            Property::required("schema:longitude", Value::Data(&NUMBER)).labelled("longitude"),
        ],
        ..ClassRules::NONE
    },
    named: None,
    extent: Extent::Full,
};

static ACCESSIBILITY: ClassRules = ClassRules {
    name: "Accessibility",
    properties: &[
        optional("extensions:accessibility", Value::Data(&URL)).labelled("url"),
        optional("https://schema.org/accessibilityAPI", Value::Data(&EXACT_TEXT))
            .labelled("accessibilityAPI"),
        optional("https://schema.org/accessibilityHazard", Value::Data(&EXACT_TEXT))
            .labelled("accessibilityHazard"),
        optional("https://schema.org/accessibilityControl", Value::Data(&EXACT_TEXT))
            .labelled("accessibilityControl"),
        optional("https://schema.org/accessibilityFeature", Value::Data(&EXACT_TEXT))
            .labelled("accessibilityFeature"),
    ],
    ..ClassRules::NONE
};

static ORIGINAL_CREATOR: ClassRules = ClassRules {
    name: "OriginalCreator",
    properties: &[Property::required("extensions:originalCreator", Value::Data(&URL)).labelled("url")],
    ..ClassRules::NONE
};

static LICENSE: ClassRules = ClassRules {
    name: "LicenseExtension",
    properties: &[
        Property::required("id", Value::Data(&LICENSE_ALIAS)),
        Property::required("name", Value::Data(&EXACT_TEXT)),
        optional("http://creativecommons.org/ns#legalcode", Value::Data(&URI)).labelled("legalCode"),
    ],
    ..ClassRules::NONE
};

static EXTRA_DESCRIPTION: ClassRules = ClassRules {
    name: "ExtraDescription",
    properties: &[
        Property::required("name", Value::Data(&EXACT_TEXT)),
        Property::required("narrative", Value::Data(&EXACT_TEXT)),
    ],
    ..ClassRules::NONE
};

static ACCREDITATION: ClassRules = ClassRules {
    name: "IssuerAccreditation",
    properties: &[
        Property::required("name", Value::Data(&EXACT_TEXT)),
        optional("email", Value::Data(&STRING_TEXT)),
        Property::required("schema:url", Value::Data(&URL)).labelled("url"),
        optional("description", Value::Data(&EXACT_TEXT)),
        optional("schema:logo", Value::Data(&URI)).labelled("logo"),
        Property::required("schema:address", Value::Object(&ADDRESS)).labelled("address"),
        optional("schema:areaServed", Value::Data(&EXACT_TEXT)).labelled("areaServed"),
        optional("schema:parentOrganization", Value::Object(&ORGANIZATION)).labelled("parentOrganization"),
        optional("extensions:accreditationDate", Value::Data(&DATE)).labelled("accreditationDate"),
        optional("extensions:accreditationEducationalSector", Value::Data(&EXACT_TEXT))
            .labelled("educationalSector"),
        Property::required("extensions:accreditationContactInstructions", Value::Data(&EXACT_TEXT))
            .labelled("contactInstructions"),
    ],
    ..ClassRules::NONE
};

static STRING_TEXT: DataType = DataType { private: true, ..STRING };

static ADDRESS: Reference = Reference {
    class: &ClassRules {
        name: "address",
        properties: &[
            optional("schema:postalCode", Value::Data(&EXACT_TEXT)).labelled("postalCode"),
            optional("schema:addressRegion", Value::Data(&EXACT_TEXT)).labelled("addressRegion"),
            optional("schema:streetAddress", Value::Data(&EXACT_TEXT)).labelled("streetAddress"),
            optional("schema:addressCountry", Value::Data(&EXACT_TEXT)).labelled("addressCountry"),
            optional("schema:addressLocality", Value::Data(&EXACT_TEXT)).labelled("addressLocality"),
        ],
        ..ClassRules::NONE
    },
    named: None,
    extent: Extent::Full,
};

static ORGANIZATION: Reference = Reference {
    class: &ClassRules {
        name: "parentOrganization",
        properties: &[
            optional("name", Value::Data(&EXACT_TEXT)),
            optional("schema:url", Value::Data(&URL)).labelled("url"),
            optional("schema:address", Value::Object(&ADDRESS)).labelled("address"),
        ],
        ..ClassRules::NONE
    },
    named: None,
    extent: Extent::Full,
};

static RECIPIENT_PROFILE: ClassRules = ClassRules {
    name: "RecipientProfile",
    properties: &[optional("name", Value::Data(&EXACT_TEXT)), optional("publicKey", Value::Data(&URI))],
    ..ClassRules::NONE
};

static LEGACY_ENDORSEMENT: ClassRules = ClassRules {
    name: "Endorsement 1.x",
    properties: &[
        Property::required("description", Value::Data(&EXACT_TEXT)),
        optional("extensions:Endorsement/endorsedObject", Value::Object(&ENDORSED))
            .labelled("endorsedObject"),
    ],
    ..ClassRules::NONE
};

static ENDORSED: Reference = Reference {
    class: &ClassRules { name: "endorsedObject", properties: &[], ..ClassRules::NONE },
    named: None,
    extent: Extent::Full,
};

/// A scheme, a colon and something after it (RFC 3986, section 3).
fn is_absolute_uri(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, rest)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
            && !rest.is_empty()
            && !text.contains(char::is_whitespace)
    })
}

/// `YYYY-MM-DD` or `YYYYMMDD`, months to 12, days to 31.
fn is_date(text: &str) -> bool {
    let digits: String = match text.split('-').map(str::len).collect::<Vec<_>>().as_slice() {
        [4, 2, 2] | [8] => text.replace('-', ""),
        _ => return false,
    };
    let part = |from: usize| digits.get(from..from + 2).and_then(|part| part.parse::<u8>().ok());
    digits.bytes().all(|byte| byte.is_ascii_digit())
        && part(4).is_some_and(|month| (1..=12).contains(&month))
        && part(6).is_some_and(|day| (1..=31).contains(&day))
}

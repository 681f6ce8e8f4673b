//! "Primitive types" and "Derived types" of Open Badges 3.0.

use super::formats;
use crate::openbadges::problem;
use crate::openbadges::rules::{DataType, Format, JsonType};

/// String or Markdown.
pub(super) static TEXT: DataType = DataType::TEXT;

/// Text that may identify a person.
pub(super) static PRIVATE_TEXT: DataType = DataType { private: true, ..DataType::TEXT };

/// Boolean.
pub(super) static BOOLEAN: DataType =
    DataType { json: &[JsonType::Boolean], expected: "true or false", ..DataType::TEXT };

/// Float.
pub(super) static NUMBER: DataType =
    DataType { json: &[JsonType::Number], expected: "a number", ..DataType::TEXT };

/// URI that identifies an object.
pub(super) static ID: DataType = DataType { expected: "a URI", identifies: true, ..DataType::TEXT };

/// URI that may identify a person.
pub(super) static PRIVATE_ID: DataType = DataType { private: true, ..ID };

/// What stands for a Profile: "ProfileRef".
pub(super) static PROFILE_ID: DataType = DataType { expected: "a Profile or its URI", ..ID };

/// URI that points somewhere: JSON-LD takes it as text.
pub(super) static URL: DataType = DataType {
    expected: "a URL",
    formats: &[Format {
        accepts: formats::is_absolute_iri,
        code: &problem::URL_EXPECTED,
        expected: "an absolute URL",
    }],
    ..DataType::TEXT
};

/// URI that names another part of the document: JSON-LD takes it as text.
pub(super) static POINTER: DataType = DataType { expected: "the id of an object", ..DataType::TEXT };

/// DateTime and DateTimeZ.
pub(super) static DATETIME: DataType = DataType {
    expected: "a date and time with a time zone (RFC 3339), such as 2030-12-31T23:59:59Z",
    formats: &[Format {
        accepts: formats::is_datetime,
        code: &problem::NOT_RFC_3339,
        expected: "a date and time with a time zone (RFC 3339), such as 2030-12-31T23:59:59Z",
    }],
    ..DataType::TEXT
};

/// Date of a person's birth.
pub(super) static DATE_OF_BIRTH: DataType = DataType {
    expected: "a date as YYYY-MM-DD",
    formats: &[Format {
        accepts: formats::is_date,
        code: &problem::NOT_A_DATE,
        expected: "a date as YYYY-MM-DD",
    }],
    private: true,
    ..DataType::TEXT
};

/// LanguageCode.
pub(super) static LANGUAGE_CODE: DataType = DataType {
    expected: "a language code, such as en or en-US",
    formats: &[Format {
        accepts: formats::is_language_code,
        code: &problem::NOT_A_LANGUAGE_CODE,
        expected: "a language code, such as en or en-US",
    }],
    ..DataType::TEXT
};

/// CompactJws.
pub(super) static COMPACT_JWS: DataType = DataType {
    expected: "a compact JWS",
    formats: &[Format {
        accepts: formats::is_compact_jws,
        code: &problem::NOT_A_COMPACT_JWS,
        expected: "a compact JWS: three parts of base64url, separated by dots",
    }],
    ..DataType::TEXT
};

/// The data type of an enumeration.
macro_rules! enumeration {
    ($(#[$attribute:meta])* $name:ident, $accepts:expr, $expected:literal) => {
        $(#[$attribute])*
        pub(super) static $name: DataType = DataType {
            expected: $expected,
            formats: &[Format {
                accepts: $accepts,
                code: &problem::NOT_IN_VOCABULARY,
                expected: $expected,
            }],
            ..DataType::TEXT
        };
    };
}

enumeration!(
    /// AchievementType.
    ACHIEVEMENT_TYPE,
    |text| ACHIEVEMENT_TYPES.contains(&text) || formats::is_extension_term(text),
    "an AchievementType, such as Badge or Certificate, or a term of one's own after ext:"
);

enumeration!(
    /// AlignmentTargetType.
    ALIGNMENT_TARGET_TYPE,
    |text| ALIGNMENT_TARGET_TYPES.contains(&text) || formats::is_extension_term(text),
    "an AlignmentTargetType, such as CFItem or CTDL, or a term of one's own after ext:"
);

enumeration!(
    /// IdentifierTypeEnum.
    IDENTIFIER_TYPE,
    |text| IDENTIFIER_TYPES.contains(&text) || formats::is_extension_term(text),
    "an IdentifierTypeEnum, such as emailAddress, or a term of one's own after ext:"
);

enumeration!(
    /// ResultType.
    RESULT_TYPE,
    |text| RESULT_TYPES.contains(&text) || formats::is_extension_term(text),
    "a ResultType, such as LetterGrade or Percent, or a term of one's own after ext:"
);

enumeration!(
    /// ResultStatusType, which takes no terms of one's own.
    RESULT_STATUS,
    |text| RESULT_STATUSES.contains(&text),
    "Completed, Enrolled, Failed, InProgress, OnHold, Provisional or Withdrew"
);

const ACHIEVEMENT_TYPES: [&str; 31] = [
    "Achievement",
    "ApprenticeshipCertificate",
    "Assessment",
    "Assignment",
    "AssociateDegree",
    "Award",
    "Badge",
    "BachelorDegree",
    "Certificate",
    "CertificateOfCompletion",
    "Certification",
    "CommunityService",
    "Competency",
    "Course",
    "CoCurricular",
    "Degree",
    "Diploma",
    "DoctoralDegree",
    "Fieldwork",
    "GeneralEducationDevelopment",
    "JourneymanCertificate",
    "LearningProgram",
    "License",
    "Membership",
    "ProfessionalDoctorate",
    "QualityAssuranceCredential",
    "MasterCertificate",
    "MasterDegree",
    "MicroCredential",
    "ResearchDoctorate",
    "SecondarySchoolDiploma",
];

const ALIGNMENT_TARGET_TYPES: [&str; 7] = [
    "ceasn:Competency",
    "ceterms:Credential",
    "CFItem",
    "CFRubric",
    "CFRubricCriterion",
    "CFRubricCriterionLevel",
    "CTDL",
];

const IDENTIFIER_TYPES: [&str; 19] = [
    "name",
    "sourcedId",
    "systemId",
    "productId",
    "userName",
    "accountId",
    "emailAddress",
    "nationalIdentityNumber",
    "isbn",
    "issn",
    "lisSourcedId",
    "oneRosterSourcedId",
    "sisSourcedId",
    "ltiContextId",
    "ltiDeploymentId",
    "ltiToolId",
    "ltiPlatformId",
    "ltiUserId",
    "identifier",
];

const RESULT_TYPES: [&str; 12] = [
    "GradePointAverage",
    "LetterGrade",
    "Percent",
    "PerformanceLevel",
    "PredictedScore",
    "RawScore",
    "Result",
    "RubricCriterion",
    "RubricCriterionLevel",
    "RubricScore",
    "ScaledScore",
    "Status",
];

const RESULT_STATUSES: [&str; 7] =
    ["Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"];

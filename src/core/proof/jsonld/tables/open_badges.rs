//! Terms of Open Badges 3.0, the versions that are in use.
//!
//! Written by `scripts/generate_context_tables.py`.

use super::{JWT, OB, SCHEMA, Table, Term, XSD_HTTPS};

pub(super) static ACHIEVEMENT: Table = Table::protected(&[
    Term::new("achievementType", OB, "achievementType"),
    Term::new("alignment", OB, "alignment").set(),
    Term::new("creator", OB, "creator"),
    Term::new("creditsAvailable", OB, "creditsAvailable").typed(XSD_HTTPS, "float"),
    Term::new("criteria", OB, "Criteria").id(),
    Term::new("fieldOfStudy", OB, "fieldOfStudy"),
    Term::new("humanCode", OB, "humanCode"),
    Term::alias("id", "@id"),
    Term::new("image", OB, "image").id(),
    Term::new("inLanguage", SCHEMA, "inLanguage"),
    Term::new("otherIdentifier", OB, "otherIdentifier").set(),
    Term::new("related", OB, "related").set(),
    Term::new("resultDescription", OB, "resultDescription").set(),
    Term::new("specialization", OB, "specialization"),
    Term::new("tag", SCHEMA, "keywords").set(),
    Term::alias("type", "@type"),
    Term::new("version", OB, "version"),
]);

pub(super) static ACHIEVEMENT_SUBJECT: Table = Table::protected(&[
    Term::new("achievement", OB, "achievement"),
    Term::new("activityEndDate", OB, "activityEndDate").typed(XSD_HTTPS, "date"),
    Term::new("activityStartDate", OB, "activityStartDate").typed(XSD_HTTPS, "date"),
    Term::new("creditsEarned", OB, "creditsEarned").typed(XSD_HTTPS, "float"),
    Term::alias("id", "@id"),
    Term::new("identifier", OB, "identifier").set(),
    Term::new("image", OB, "image").id(),
    Term::new("licenseNumber", OB, "licenseNumber"),
    Term::new("result", OB, "result").set(),
    Term::new("role", OB, "role"),
    Term::new("source", OB, "source").id(),
    Term::new("term", OB, "term"),
    Term::alias("type", "@type"),
]);

pub(super) static ADDRESS: Table = Table::protected(&[
    Term::new("addressCountry", SCHEMA, "addressCountry"),
    Term::new("addressCountryCode", OB, "CountryCode"),
    Term::new("addressLocality", SCHEMA, "addressLocality"),
    Term::new("addressRegion", SCHEMA, "addressRegion"),
    Term::new("geo", OB, "GeoCoordinates"),
    Term::alias("id", "@id"),
    Term::new("postOfficeBoxNumber", SCHEMA, "postOfficeBoxNumber"),
    Term::new("postalCode", SCHEMA, "postalCode"),
    Term::new("streetAddress", SCHEMA, "streetAddress"),
    Term::alias("type", "@type"),
]);

pub(super) static ALIGNMENT: Table = Table::protected(&[
    Term::alias("id", "@id"),
    Term::new("targetCode", OB, "targetCode"),
    Term::new("targetDescription", SCHEMA, "targetDescription"),
    Term::new("targetFramework", SCHEMA, "targetFramework"),
    Term::new("targetName", SCHEMA, "targetName"),
    Term::new("targetType", OB, "targetType"),
    Term::new("targetUrl", SCHEMA, "targetUrl").typed(XSD_HTTPS, "anyURI"),
    Term::alias("type", "@type"),
]);

pub(super) static ENDORSEMENT_SUBJECT: Table = Table::protected(&[
    Term::new("endorsementComment", OB, "endorsementComment"),
    Term::alias("id", "@id"),
    Term::alias("type", "@type"),
]);

pub(super) static EVIDENCE: Table = Table::protected(&[
    Term::new("audience", SCHEMA, "audience"),
    Term::new("genre", SCHEMA, "genre"),
    Term::alias("id", "@id"),
    Term::alias("type", "@type"),
]);

pub(super) static GEO_COORDINATES: Table = Table::protected(&[
    Term::alias("id", "@id"),
    Term::new("latitude", SCHEMA, "latitude"),
    Term::new("longitude", SCHEMA, "longitude"),
    Term::alias("type", "@type"),
]);

pub(super) static IDENTIFIER_ENTRY: Table = Table::protected(&[
    Term::alias("id", "@id"),
    Term::new("identifier", OB, "identifier"),
    Term::new("identifierType", OB, "identifierType"),
    Term::alias("type", "@type"),
]);

pub(super) static IDENTITY_OBJECT: Table = Table::protected(&[
    Term::new("hashed", OB, "hashed").typed(XSD_HTTPS, "boolean"),
    Term::alias("id", "@id"),
    Term::new("identityHash", OB, "identityHash"),
    Term::new("identityType", OB, "identityType"),
    Term::new("salt", OB, "salt"),
    Term::alias("type", "@type"),
]);

pub(super) static IMAGE: Table = Table::protected(&[
    Term::new("caption", SCHEMA, "caption"),
    Term::alias("id", "@id"),
    Term::alias("type", "@type"),
]);

pub(super) static PROFILE: Table = Table::protected(&[
    Term::new("additionalName", SCHEMA, "additionalName"),
    Term::new("address", OB, "address").id(),
    Term::new("dateOfBirth", OB, "dateOfBirth").typed(XSD_HTTPS, "date"),
    Term::new("email", SCHEMA, "email"),
    Term::new("familyName", SCHEMA, "familyName"),
    Term::new("familyNamePrefix", OB, "familyNamePrefix"),
    Term::new("givenName", SCHEMA, "givenName"),
    Term::new("honorificPrefix", SCHEMA, "honorificPrefix"),
    Term::new("honorificSuffix", SCHEMA, "honorificSuffix"),
    Term::alias("id", "@id"),
    Term::new("image", OB, "image").id(),
    Term::new("official", OB, "official"),
    Term::new("otherIdentifier", OB, "otherIdentifier").set(),
    Term::new("parentOrg", OB, "parentOrg").id(),
    Term::new("patronymicName", OB, "patronymicName"),
    Term::new("phone", OB, "phone"),
    Term::alias("type", "@type"),
]);

pub(super) static RELATED: Table = Table::protected(&[
    Term::alias("id", "@id"),
    Term::new("inLanguage", SCHEMA, "inLanguage"),
    Term::alias("type", "@type"),
    Term::new("version", OB, "version"),
]);

pub(super) static RESULT: Table = Table::protected(&[
    Term::new("achievedLevel", OB, "achievedLevel").typed(XSD_HTTPS, "anyURI"),
    Term::alias("id", "@id"),
    Term::new("resultDescription", OB, "resultDescription").typed(XSD_HTTPS, "anyURI"),
    Term::new("status", OB, "status"),
    Term::alias("type", "@type"),
    Term::new("value", SCHEMA, "value"),
]);

pub(super) static RESULT_DESCRIPTION: Table = Table::protected(&[
    Term::new("allowedValue", OB, "allowedValue").list(),
    Term::alias("id", "@id"),
    Term::new("requiredLevel", OB, "requiredLevel").typed(XSD_HTTPS, "anyURI"),
    Term::new("requiredValue", OB, "requiredValue"),
    Term::new("resultType", OB, "resultType"),
    Term::new("rubricCriterionLevel", OB, "rubricCriterionLevel").set(),
    Term::alias("type", "@type"),
    Term::new("valueMax", OB, "valueMax"),
    Term::new("valueMin", OB, "valueMin"),
]);

pub(super) static RUBRIC_CRITERION_LEVEL: Table = Table::protected(&[
    Term::alias("id", "@id"),
    Term::new("level", OB, "level"),
    Term::new("points", OB, "points"),
    Term::alias("type", "@type"),
]);

/// `https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json`
pub(super) static OPEN_BADGES_3_0_3: Table = Table::protected(&[
    Term::new("Achievement", OB, "Achievement").scope(&ACHIEVEMENT),
    Term::alias("AchievementCredential", "OpenBadgeCredential"),
    Term::new("AchievementSubject", OB, "AchievementSubject").scope(&ACHIEVEMENT_SUBJECT),
    Term::new("Address", OB, "Address").scope(&ADDRESS),
    Term::new("Alignment", SCHEMA, "AlignmentObject").scope(&ALIGNMENT),
    Term::new("Criteria", OB, "Criteria"),
    Term::new("EndorsementCredential", OB, "EndorsementCredential"),
    Term::new("EndorsementSubject", OB, "EndorsementSubject").scope(&ENDORSEMENT_SUBJECT),
    Term::new("Evidence", OB, "Evidence").scope(&EVIDENCE),
    Term::new("GeoCoordinates", OB, "GeoCoordinates").scope(&GEO_COORDINATES),
    Term::new("IdentifierEntry", OB, "IdentifierEntry").scope(&IDENTIFIER_ENTRY),
    Term::new("IdentityObject", OB, "IdentityObject").scope(&IDENTITY_OBJECT),
    Term::new("Image", OB, "Image").scope(&IMAGE),
    Term::new("OpenBadgeCredential", OB, "OpenBadgeCredential"),
    Term::new("Profile", OB, "Profile").scope(&PROFILE),
    Term::new("Related", OB, "Related").scope(&RELATED),
    Term::new("Result", OB, "Result").scope(&RESULT),
    Term::new("ResultDescription", OB, "ResultDescription").scope(&RESULT_DESCRIPTION),
    Term::new("RubricCriterionLevel", OB, "RubricCriterionLevel").scope(&RUBRIC_CRITERION_LEVEL),
    Term::new("alignment", OB, "alignment").set(),
    Term::new("awardedDate", OB, "awardedDate").coerced("xsd:dateTime"),
    Term::new("description", SCHEMA, "description"),
    Term::new("endorsement", OB, "endorsement").set(),
    Term::new("endorsementJwt", OB, "endorsementJwt").set(),
    Term::alias("id", "@id"),
    Term::new("image", OB, "image").id(),
    Term::new("inLanguage", SCHEMA, "inLanguage"),
    Term::new("jti", JWT, "jti").id(),
    Term::new("name", SCHEMA, "name"),
    Term::new("narrative", OB, "narrative"),
    Term::alias("type", "@type"),
    Term::new("url", SCHEMA, "url").typed(XSD_HTTPS, "anyURI"),
]);

pub(super) static ACHIEVEMENT_3_0_2: Table = Table::protected(&[
    Term::new("achievementType", OB, "achievementType"),
    Term::new("alignment", OB, "alignment").set(),
    Term::new("creator", OB, "creator"),
    Term::new("creditsAvailable", OB, "creditsAvailable").typed(XSD_HTTPS, "float"),
    Term::new("criteria", OB, "Criteria").id(),
    Term::new("fieldOfStudy", OB, "fieldOfStudy"),
    Term::new("humanCode", OB, "humanCode"),
    Term::alias("id", "@id"),
    Term::new("image", OB, "Image").id(),
    Term::new("otherIdentifier", OB, "otherIdentifier").set(),
    Term::new("related", OB, "related").set(),
    Term::new("resultDescription", OB, "resultDescription").set(),
    Term::new("specialization", OB, "specialization"),
    Term::new("tag", SCHEMA, "keywords").set(),
    Term::alias("type", "@type"),
    Term::new("version", OB, "version"),
]);

pub(super) static ACHIEVEMENT_SUBJECT_3_0_2: Table = Table::protected(&[
    Term::new("achievement", OB, "achievement-0"),
    Term::new("activityEndDate", OB, "activityEndDate").typed(XSD_HTTPS, "date"),
    Term::new("activityStartDate", OB, "activityStartDate").typed(XSD_HTTPS, "date"),
    Term::new("creditsEarned", OB, "creditsEarned").typed(XSD_HTTPS, "float"),
    Term::alias("id", "@id"),
    Term::new("identifier", OB, "identifier").set(),
    Term::new("image", OB, "Image").id(),
    Term::new("licenseNumber", OB, "licenseNumber"),
    Term::new("result", OB, "result").set(),
    Term::new("role", OB, "role"),
    Term::new("source", OB, "source").id(),
    Term::new("term", OB, "term"),
    Term::alias("type", "@type"),
]);

pub(super) static PROFILE_3_0_2: Table = Table::protected(&[
    Term::new("additionalName", SCHEMA, "additionalName"),
    Term::new("address", OB, "address").id(),
    Term::new("dateOfBirth", OB, "dateOfBirth").typed(XSD_HTTPS, "date"),
    Term::new("email", SCHEMA, "email"),
    Term::new("familyName", SCHEMA, "familyName"),
    Term::new("familyNamePrefix", OB, "familyNamePrefix"),
    Term::new("givenName", SCHEMA, "givenName"),
    Term::new("honorificPrefix", SCHEMA, "honorificPrefix"),
    Term::new("honorificSuffix", SCHEMA, "honorificSuffix"),
    Term::alias("id", "@id"),
    Term::new("image", OB, "Image").id(),
    Term::new("official", OB, "official"),
    Term::new("otherIdentifier", OB, "otherIdentifier").set(),
    Term::new("parentOrg", OB, "parentOrg").id(),
    Term::new("patronymicName", OB, "patronymicName"),
    Term::new("phone", OB, "phone"),
    Term::alias("type", "@type"),
]);

pub(super) static RELATED_3_0_2: Table = Table::protected(&[
    Term::alias("id", "@id"),
    Term::alias("type", "@type"),
    Term::new("version", OB, "version"),
]);

/// `https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json`
pub(super) static OPEN_BADGES_3_0_2: Table = Table::protected(&[
    Term::new("Achievement", OB, "Achievement").scope(&ACHIEVEMENT_3_0_2),
    Term::alias("AchievementCredential", "OpenBadgeCredential"),
    Term::new("AchievementSubject", OB, "AchievementSubject").scope(&ACHIEVEMENT_SUBJECT_3_0_2),
    Term::new("Address", OB, "Address").scope(&ADDRESS),
    Term::new("Alignment", SCHEMA, "AlignmentObject").scope(&ALIGNMENT),
    Term::new("Criteria", OB, "Criteria"),
    Term::new("EndorsementCredential", OB, "EndorsementCredential"),
    Term::new("EndorsementSubject", OB, "EndorsementSubject").scope(&ENDORSEMENT_SUBJECT),
    Term::new("Evidence", OB, "Evidence").scope(&EVIDENCE),
    Term::new("GeoCoordinates", OB, "GeoCoordinates").scope(&GEO_COORDINATES),
    Term::new("IdentifierEntry", OB, "IdentifierEntry").scope(&IDENTIFIER_ENTRY),
    Term::new("IdentityObject", OB, "IdentityObject").scope(&IDENTITY_OBJECT),
    Term::new("Image", OB, "Image").scope(&IMAGE),
    Term::new("OpenBadgeCredential", OB, "OpenBadgeCredential"),
    Term::new("Profile", OB, "Profile").scope(&PROFILE_3_0_2),
    Term::new("Related", OB, "Related").scope(&RELATED_3_0_2),
    Term::new("Result", OB, "Result").scope(&RESULT),
    Term::new("ResultDescription", OB, "ResultDescription").scope(&RESULT_DESCRIPTION),
    Term::new("RubricCriterionLevel", OB, "RubricCriterionLevel").scope(&RUBRIC_CRITERION_LEVEL),
    Term::new("alignment", OB, "alignment").set(),
    Term::new("description", SCHEMA, "description"),
    Term::new("endorsement", OB, "endorsement").set(),
    Term::alias("id", "@id"),
    Term::new("image", OB, "Image").id(),
    Term::new("name", SCHEMA, "name"),
    Term::new("narrative", OB, "narrative"),
    Term::alias("type", "@type"),
    Term::new("url", SCHEMA, "url").typed(XSD_HTTPS, "anyURI"),
]);

/// `https://purl.imsglobal.org/spec/ob/v3p0/extensions.json`
pub(super) static OPEN_BADGES_EXTENSIONS: Table = Table::open(&[
    Term::new(
        "1EdTechCredentialRefresh",
        "",
        "https://purl.imsglobal.org/spec/vccr/v1p0/context.json#1EdTechCredentialRefresh",
    ),
    Term::new(
        "1EdTechJsonSchemaValidator2019",
        "",
        "https://purl.imsglobal.org/spec/vccs/v1p0/context.json#1EdTechJsonSchemaValidator2019",
    ),
    Term::new(
        "1EdTechRevocationList",
        "",
        "https://purl.imsglobal.org/spec/vcrl/v1p0/context.json#1EdTechRevocationList",
    ),
    Term::alias("id", "@id"),
    Term::alias("type", "@type"),
]);

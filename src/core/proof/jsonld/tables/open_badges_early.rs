//! Terms of Open Badges 3.0, the versions for Verifiable Credentials 1.1.
//!
//! Written by `scripts/generate_context_tables.py`.

use super::{OB, SCHEMA, Table, Term, XSD_HTTPS};

pub(super) static ACHIEVEMENT_3_0_1: Table = Table::open(&[
    Term::new("achievementType", OB, "achievementType").coerced("xsd:string"),
    Term::new("alignment", OB, "alignment").set(),
    Term::new("creator", OB, "creator"),
    Term::new("creditsAvailable", OB, "creditsAvailable").coerced("xsd:float"),
    Term::new("criteria", OB, "Criteria").id(),
    Term::new("fieldOfStudy", OB, "fieldOfStudy").coerced("xsd:string"),
    Term::new("humanCode", OB, "humanCode").coerced("xsd:string"),
    Term::new("image", OB, "Image").id(),
    Term::new("otherIdentifier", OB, "otherIdentifier").set(),
    Term::new("related", OB, "related").set(),
    Term::new("resultDescription", OB, "resultDescription").set(),
    Term::new("specialization", OB, "specialization").coerced("xsd:string"),
    Term::new("tag", SCHEMA, "keywords").coerced("xsd:string").set(),
    Term::new("version", OB, "version").coerced("xsd:string"),
]);

pub(super) static ACHIEVEMENT_SUBJECT_3_0_1: Table = Table::open(&[
    Term::new("achievement", OB, "achievement-0"),
    Term::new("activityEndDate", OB, "activityEndDate").coerced("xsd:date"),
    Term::new("activityStartDate", OB, "activityStartDate").coerced("xsd:date"),
    Term::new("creditsEarned", OB, "creditsEarned").coerced("xsd:float"),
    Term::new("identifier", OB, "identifier").set(),
    Term::new("image", OB, "Image").id(),
    Term::new("licenseNumber", OB, "licenseNumber").coerced("xsd:string"),
    Term::new("result", OB, "result").set(),
    Term::new("role", OB, "role").coerced("xsd:string"),
    Term::new("source", OB, "source").id(),
    Term::new("term", OB, "term").coerced("xsd:string"),
]);

pub(super) static ADDRESS_3_0_1: Table = Table::open(&[
    Term::new("addressCountry", SCHEMA, "addressCountry").coerced("xsd:string"),
    Term::new("addressCountryCode", OB, "CountryCode").coerced("xsd:string"),
    Term::new("addressLocality", SCHEMA, "addressLocality").coerced("xsd:string"),
    Term::new("addressRegion", SCHEMA, "addressRegion").coerced("xsd:string"),
    Term::new("geo", OB, "GeoCoordinates"),
    Term::new("postOfficeBoxNumber", SCHEMA, "postOfficeBoxNumber").coerced("xsd:string"),
    Term::new("postalCode", SCHEMA, "postalCode").coerced("xsd:string"),
    Term::new("streetAddress", SCHEMA, "streetAddress").coerced("xsd:string"),
]);

pub(super) static ALIGNMENT_3_0_1: Table = Table::open(&[
    Term::new("targetCode", OB, "targetCode").coerced("xsd:string"),
    Term::new("targetDescription", SCHEMA, "targetDescription").coerced("xsd:string"),
    Term::new("targetFramework", SCHEMA, "targetFramework").coerced("xsd:string"),
    Term::new("targetName", SCHEMA, "targetName").coerced("xsd:string"),
    Term::new("targetType", OB, "targetType").coerced("xsd:string"),
    Term::new("targetUrl", SCHEMA, "targetUrl").coerced("xsd:anyURI"),
]);

pub(super) static ENDORSEMENT_SUBJECT_3_0_1: Table =
    Table::open(&[Term::new("endorsementComment", OB, "endorsementComment").coerced("xsd:string")]);

pub(super) static EVIDENCE_3_0_1: Table = Table::open(&[
    Term::new("audience", SCHEMA, "audience").coerced("xsd:string"),
    Term::new("genre", SCHEMA, "genre").coerced("xsd:string"),
]);

pub(super) static GEO_COORDINATES_3_0_1: Table = Table::open(&[
    Term::new("latitude", SCHEMA, "latitude").coerced("xsd:string"),
    Term::new("longitude", SCHEMA, "longitude").coerced("xsd:string"),
]);

pub(super) static IDENTIFIER_ENTRY_3_0_1: Table = Table::open(&[
    Term::new("identifier", OB, "identifier").coerced("xsd:string"),
    Term::new("identifierType", OB, "identifierType").coerced("xsd:string"),
]);

pub(super) static IDENTITY_OBJECT_3_0_1: Table = Table::open(&[
    Term::new("hashed", OB, "hashed").coerced("xsd:boolean"),
    Term::new("identityHash", OB, "identityHash").coerced("xsd:string"),
    Term::new("identityType", OB, "identityType").coerced("xsd:string"),
    Term::new("salt", OB, "salt").coerced("xsd:string"),
]);

pub(super) static IMAGE_3_0_1: Table =
    Table::open(&[Term::new("caption", SCHEMA, "caption").coerced("xsd:string")]);

pub(super) static PROFILE_3_0_1: Table = Table::open(&[
    Term::new("additionalName", SCHEMA, "additionalName").coerced("xsd:string"),
    Term::new("address", OB, "address").id(),
    Term::new("dateOfBirth", OB, "dateOfBirth").coerced("xsd:date"),
    Term::new("email", SCHEMA, "email").coerced("xsd:string"),
    Term::new("familyName", SCHEMA, "familyName").coerced("xsd:string"),
    Term::new("familyNamePrefix", OB, "familyNamePrefix").coerced("xsd:string"),
    Term::new("givenName", SCHEMA, "givenName").coerced("xsd:string"),
    Term::new("honorificPrefix", SCHEMA, "honorificPrefix").coerced("xsd:string"),
    Term::new("honorificSuffix", SCHEMA, "honorificSuffix").coerced("xsd:string"),
    Term::new("image", OB, "Image").id(),
    Term::new("official", OB, "official").coerced("xsd:string"),
    Term::new("otherIdentifier", OB, "otherIdentifier").set(),
    Term::new("parentOrg", OB, "parentOrg").id(),
    Term::new("patronymicName", OB, "patronymicName").coerced("xsd:string"),
    Term::new("phone", OB, "phone").coerced("xsd:string"),
]);

pub(super) static RELATED_3_0_1: Table =
    Table::open(&[Term::new("version", OB, "version").coerced("xsd:string")]);

pub(super) static RESULT_3_0_1: Table = Table::open(&[
    Term::new("achievedLevel", OB, "achievedLevel").coerced("xsd:anyURI"),
    Term::new("resultDescription", OB, "resultDescription").coerced("xsd:anyURI"),
    Term::new("status", OB, "status").coerced("xsd:string"),
    Term::new("value", SCHEMA, "value").coerced("xsd:string"),
]);

pub(super) static RESULT_DESCRIPTION_3_0_1: Table = Table::open(&[
    Term::new("allowedValue", OB, "allowedValue").coerced("xsd:string").set(),
    Term::new("requiredLevel", OB, "requiredLevel").coerced("xsd:anyURI"),
    Term::new("requiredValue", OB, "requiredValue").coerced("xsd:string"),
    Term::new("resultType", OB, "resultType").coerced("xsd:string"),
    Term::new("rubricCriterionLevel", OB, "rubricCriterionLevel").set(),
    Term::new("valueMax", OB, "valueMax").coerced("xsd:string"),
    Term::new("valueMin", OB, "valueMin").coerced("xsd:string"),
]);

pub(super) static RUBRIC_CRITERION_LEVEL_3_0_1: Table = Table::open(&[
    Term::new("level", OB, "level").coerced("xsd:string"),
    Term::new("points", OB, "points").coerced("xsd:string"),
]);

/// `https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json`
pub(super) static OPEN_BADGES_3_0_1: Table = Table::open(&[
    Term::new("Achievement", OB, "Achievement").scope(&ACHIEVEMENT_3_0_1),
    Term::alias("AchievementCredential", "OpenBadgeCredential"),
    Term::new("AchievementSubject", OB, "AchievementSubject").scope(&ACHIEVEMENT_SUBJECT_3_0_1),
    Term::new("Address", OB, "Address").scope(&ADDRESS_3_0_1),
    Term::new("Alignment", SCHEMA, "AlignmentObject").scope(&ALIGNMENT_3_0_1),
    Term::new("Criteria", OB, "Criteria"),
    Term::new("EndorsementCredential", OB, "EndorsementCredential"),
    Term::new("EndorsementSubject", OB, "EndorsementSubject").scope(&ENDORSEMENT_SUBJECT_3_0_1),
    Term::new("Evidence", OB, "Evidence").scope(&EVIDENCE_3_0_1),
    Term::new("GeoCoordinates", OB, "GeoCoordinates").scope(&GEO_COORDINATES_3_0_1),
    Term::new("IdentifierEntry", OB, "IdentifierEntry").scope(&IDENTIFIER_ENTRY_3_0_1),
    Term::new("IdentityObject", OB, "IdentityObject").scope(&IDENTITY_OBJECT_3_0_1),
    Term::new("Image", OB, "Image").scope(&IMAGE_3_0_1),
    Term::new("OpenBadgeCredential", OB, "OpenBadgeCredential"),
    Term::new("Profile", OB, "Profile").scope(&PROFILE_3_0_1),
    Term::new("Related", OB, "Related").scope(&RELATED_3_0_1),
    Term::new("Result", OB, "Result").scope(&RESULT_3_0_1),
    Term::new("ResultDescription", OB, "ResultDescription").scope(&RESULT_DESCRIPTION_3_0_1),
    Term::new("RubricCriterionLevel", OB, "RubricCriterionLevel").scope(&RUBRIC_CRITERION_LEVEL_3_0_1),
    Term::new("alignment", OB, "alignment").set(),
    Term::new("awardedDate", OB, "awardedDate").coerced("xsd:dateTime"),
    Term::new("description", SCHEMA, "description").coerced("xsd:string"),
    Term::new("endorsement", OB, "endorsement").set(),
    Term::alias("id", "@id"),
    Term::new("image", OB, "image").id(),
    Term::new("name", SCHEMA, "name").coerced("xsd:string"),
    Term::new("narrative", OB, "narrative").coerced("xsd:string"),
    Term::alias("type", "@type"),
    Term::new("url", SCHEMA, "url").coerced("xsd:anyURI"),
    Term::new("xsd", XSD_HTTPS, "").prefix(),
]);

pub(super) static ACHIEVEMENT_3_0_0: Table = Table::open(&[
    Term::new("achievementType", OB, "achievementType").coerced("xsd:string"),
    Term::new("alignment", OB, "alignment").typed(OB, "Alignment").set(),
    Term::new("creator", OB, "Profile"),
    Term::new("creditsAvailable", OB, "creditsAvailable").coerced("xsd:float"),
    Term::new("criteria", OB, "Criteria").id(),
    Term::new("fieldOfStudy", OB, "fieldOfStudy").coerced("xsd:string"),
    Term::new("humanCode", OB, "humanCode").coerced("xsd:string"),
    Term::new("otherIdentifier", OB, "otherIdentifier").typed(OB, "IdentifierEntry").set(),
    Term::new("related", OB, "related").typed(OB, "Related").set(),
    Term::new("resultDescription", OB, "resultDescription").typed(OB, "ResultDescription").set(),
    Term::new("specialization", OB, "specialization").coerced("xsd:string"),
    Term::new("tag", SCHEMA, "keywords").coerced("xsd:string").set(),
    Term::new("version", OB, "version").coerced("xsd:string"),
]);

pub(super) static ACHIEVEMENT_SUBJECT_3_0_0: Table = Table::open(&[
    Term::new("achievement", OB, "Achievement"),
    Term::new("activityEndDate", OB, "activityEndDate").coerced("xsd:date"),
    Term::new("activityStartDate", OB, "activityStartDate").coerced("xsd:date"),
    Term::new("creditsEarned", OB, "creditsEarned").coerced("xsd:float"),
    Term::new("identifier", OB, "identifier").typed(OB, "IdentityObject").set(),
    Term::new("licenseNumber", OB, "licenseNumber").coerced("xsd:string"),
    Term::new("result", OB, "result").typed(OB, "Result").set(),
    Term::new("role", OB, "role").coerced("xsd:string"),
    Term::new("source", OB, "source").typed(OB, "Profile"),
    Term::new("term", OB, "term").coerced("xsd:string"),
]);

pub(super) static PROFILE_3_0_0: Table = Table::open(&[
    Term::new("additionalName", SCHEMA, "additionalName").coerced("xsd:string"),
    Term::new("address", OB, "Address"),
    Term::new("dateOfBirth", OB, "dateOfBirth").coerced("xsd:date"),
    Term::new("email", SCHEMA, "email").coerced("xsd:string"),
    Term::new("familyName", SCHEMA, "familyName").coerced("xsd:string"),
    Term::new("familyNamePrefix", OB, "familyNamePrefix").coerced("xsd:string"),
    Term::new("givenName", SCHEMA, "givenName").coerced("xsd:string"),
    Term::new("honorificPrefix", SCHEMA, "honorificPrefix").coerced("xsd:string"),
    Term::new("honorificSuffix", SCHEMA, "honorificSuffix").coerced("xsd:string"),
    Term::new("official", OB, "official").coerced("xsd:string"),
    Term::new("otherIdentifier", OB, "otherIdentifier").typed(OB, "IdentifierEntry").set(),
    Term::new("parentOrg", OB, "parentOrg").coerced("xsd:string"),
    Term::new("patronymicName", OB, "patronymicName").coerced("xsd:string"),
    Term::new("phone", OB, "PhoneNumber").coerced("xsd:string"),
]);

pub(super) static RESULT_DESCRIPTION_3_0_0: Table = Table::open(&[
    Term::new("allowedValue", OB, "allowedValue").coerced("xsd:string").set(),
    Term::new("requiredLevel", OB, "requiredLevel").coerced("xsd:anyURI"),
    Term::new("requiredValue", OB, "requiredValue").coerced("xsd:string"),
    Term::new("resultType", OB, "resultType").coerced("xsd:string"),
    Term::new("rubricCriterionLevel", OB, "rubricCriterionLevel").typed(OB, "RubricCriterionLevel").set(),
    Term::new("valueMax", OB, "valueMax").coerced("xsd:string"),
    Term::new("valueMin", OB, "valueMin").coerced("xsd:string"),
]);

/// `https://purl.imsglobal.org/spec/ob/v3p0/context.json`
pub(super) static OPEN_BADGES_3_0_0: Table = Table::open(&[
    Term::new("Achievement", OB, "Achievement").scope(&ACHIEVEMENT_3_0_0),
    Term::alias("AchievementCredential", "OpenBadgeCredential"),
    Term::new("AchievementSubject", OB, "AchievementSubject").scope(&ACHIEVEMENT_SUBJECT_3_0_0),
    Term::new("Address", OB, "Address").scope(&ADDRESS_3_0_1),
    Term::new("Alignment", SCHEMA, "Alignment").scope(&ALIGNMENT_3_0_1),
    Term::new("Criteria", OB, "Criteria"),
    Term::new("EndorsementCredential", OB, "EndorsementCredential"),
    Term::new("EndorsementSubject", OB, "EndorsementSubject").scope(&ENDORSEMENT_SUBJECT_3_0_1),
    Term::new("Evidence", OB, "Evidence").scope(&EVIDENCE_3_0_1),
    Term::new("GeoCoordinates", OB, "GeoCoordinates").scope(&GEO_COORDINATES_3_0_1),
    Term::new("IdentifierEntry", OB, "IdentifierEntry").scope(&IDENTIFIER_ENTRY_3_0_1),
    Term::new("IdentityObject", OB, "IdentityObject").scope(&IDENTITY_OBJECT_3_0_1),
    Term::new("Image", OB, "Image").scope(&IMAGE_3_0_1),
    Term::new("OpenBadgeCredential", OB, "OpenBadgeCredential"),
    Term::new("Profile", OB, "Profile").scope(&PROFILE_3_0_0),
    Term::new("Related", OB, "Related").scope(&RELATED_3_0_1),
    Term::new("Result", OB, "Result").scope(&RESULT_3_0_1),
    Term::new("ResultDescription", OB, "ResultDescription").scope(&RESULT_DESCRIPTION_3_0_0),
    Term::new("RubricCriterionLevel", OB, "RubricCriterionLevel").scope(&RUBRIC_CRITERION_LEVEL_3_0_1),
    Term::new("alignment", OB, "alignment").typed(OB, "Alignment").set(),
    Term::new("description", SCHEMA, "description").coerced("xsd:string"),
    Term::new("endorsement", OB, "endorsement").typed(OB, "EndorsementCredential").set(),
    Term::alias("id", "@id"),
    Term::new("image", OB, "image").typed(OB, "Image"),
    Term::new("name", SCHEMA, "name").coerced("xsd:string"),
    Term::new("narrative", OB, "narrative").coerced("xsd:string"),
    Term::alias("type", "@type"),
    Term::new("url", SCHEMA, "url").coerced("xsd:anyURI"),
    Term::new("xsd", XSD_HTTPS, "").prefix(),
]);

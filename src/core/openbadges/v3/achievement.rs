//! Achievement and the objects it holds.

use super::data_types::{
    ACHIEVEMENT_TYPE, ALIGNMENT_TARGET_TYPE, LANGUAGE_CODE, NUMBER, POINTER, RESULT_TYPE, TEXT, URL,
};
use super::profile::{IDENTIFIER_OF_OBJECT, PROFILE_OF_OBJECT};
use super::subject::IMAGE_OF_OBJECT;
use super::{
    Check, embedded, endorsement, endorsement_jwt, including, object, optional, optional_id, required,
    required_id, text, types,
};
use crate::openbadges::rules::{self, ClassRules, Property, Reference, TypeSet, Value};

/// Class "Achievement".
pub(crate) static ACHIEVEMENT: ClassRules = ClassRules {
    name: "Achievement",
    properties: &[
        required_id(),
        text("tag").many(),
        required("name", &TEXT),
        types(&ACHIEVEMENT_TYPES),
        object("image", &IMAGE_OF_OBJECT),
        object("creator", &PROFILE_OF_OBJECT),
        object("related", &RELATED_ACHIEVEMENT).many(),
        text("version"),
        Property::optional("@context", Value::Contexts { of_credential: false }),
        Property::required("criteria", Value::Object(&CRITERIA_OF_ACHIEVEMENT)),
        object("alignment", &ALIGNMENT_OF_OBJECT).many(),
        text("humanCode"),
        optional("inLanguage", &LANGUAGE_CODE).recent(),
        required("description", &TEXT),
        endorsement(),
        text("fieldOfStudy"),
        endorsement_jwt(),
        text("specialization"),
        optional("achievementType", &ACHIEVEMENT_TYPE),
        object("otherIdentifier", &IDENTIFIER_OF_OBJECT).many(),
        optional("creditsAvailable", &NUMBER),
        object("resultDescription", &RESULT_DESCRIPTION_OF_ACHIEVEMENT).many(),
    ],
    ..ClassRules::NONE
};

static ACHIEVEMENT_TYPES: TypeSet = including(&[&["Achievement"]]);
static RELATED_ACHIEVEMENT: Reference = embedded(&RELATED);
static CRITERIA_OF_ACHIEVEMENT: Reference = embedded(&CRITERIA);
static RESULT_DESCRIPTION_OF_ACHIEVEMENT: Reference = embedded(&RESULT_DESCRIPTION);

/// What an object is aligned to.
pub(super) static ALIGNMENT_OF_OBJECT: Reference = embedded(&ALIGNMENT);

/// Class "Criteria".
pub(crate) static CRITERIA: ClassRules = ClassRules {
    name: "Criteria",
    properties: &[optional_id(), text("narrative")],
    checks: &[rules::Check::Version3(Check::CriteriaContent)],
    ..ClassRules::NONE
};

/// Class "Alignment".
pub(crate) static ALIGNMENT: ClassRules = ClassRules {
    name: "Alignment",
    properties: &[
        types(&ALIGNMENT_TYPES),
        required("targetUrl", &URL),
        text("targetCode"),
        required("targetName", &TEXT),
        optional("targetType", &ALIGNMENT_TARGET_TYPE),
        text("targetFramework"),
        text("targetDescription"),
    ],
    ..ClassRules::NONE
};

static ALIGNMENT_TYPES: TypeSet = including(&[&["Alignment"]]);

/// Class "Related".
pub(crate) static RELATED: ClassRules = ClassRules {
    name: "Related",
    properties: &[
        required_id(),
        types(&RELATED_TYPES),
        text("version"),
        optional("inLanguage", &LANGUAGE_CODE).recent(),
    ],
    ..ClassRules::NONE
};

static RELATED_TYPES: TypeSet = including(&[&["Related"]]);

/// Class "ResultDescription".
pub(crate) static RESULT_DESCRIPTION: ClassRules = ClassRules {
    name: "ResultDescription",
    properties: &[
        required_id(),
        required("name", &TEXT),
        types(&RESULT_DESCRIPTION_TYPES),
        text("valueMax"),
        text("valueMin"),
        object("alignment", &ALIGNMENT_OF_OBJECT).many(),
        required("resultType", &RESULT_TYPE),
        text("allowedValue").many(),
        optional("requiredLevel", &POINTER),
        text("requiredValue"),
        object("rubricCriterionLevel", &LEVEL_OF_DESCRIPTION).many(),
    ],
    checks: &[rules::Check::Version3(Check::RequiredResult)],
    ..ClassRules::NONE
};

static RESULT_DESCRIPTION_TYPES: TypeSet = including(&[&["ResultDescription"]]);
static LEVEL_OF_DESCRIPTION: Reference = embedded(&RUBRIC_CRITERION_LEVEL);

/// Class "RubricCriterionLevel".
pub(crate) static RUBRIC_CRITERION_LEVEL: ClassRules = ClassRules {
    name: "RubricCriterionLevel",
    properties: &[
        required_id(),
        required("name", &TEXT),
        types(&RUBRIC_CRITERION_LEVEL_TYPES),
        text("level"),
        text("points"),
        object("alignment", &ALIGNMENT_OF_OBJECT).many(),
        text("description"),
    ],
    ..ClassRules::NONE
};

static RUBRIC_CRITERION_LEVEL_TYPES: TypeSet = including(&[&["RubricCriterionLevel"]]);

//! The Assessment extension.

use super::optional;
use super::published::URI;
use crate::openbadges::problem;
use crate::openbadges::rules::{ClassRules, DataType, Extent, Format, Property, Reference, Types, Value};
use crate::openbadges::v2::{BOOLEAN, DATETIME, EXACT_TEXT, NUMBER, URL};

macro_rules! case {
    ($name:literal) => {
        concat!("https://purl.imsglobal.org/case/v1p0/vocab/", $name)
    };
}

/// The terms of its context.
pub(super) static TERMS: &[(&str, &str)] = &[
    ("case", case!("")),
    ("ExternalQuestion", "extensions:AssessmentExtensionExternalQuestion"),
    ("FileQuestion", "extensions:AssessmentExtensionFileQuestion"),
    ("TextQuestion", "extensions:AssessmentExtensionTextQuestion"),
    ("assessmentEvaluation", "extensions:assessmentEvaluation"),
    ("assessmentExample", "extensions:assessmentExample"),
    ("assessmentOutput", "extensions:assessmentOutput"),
    ("assessments", "extensions:assessments"),
    ("assessment", "extensions:assessments"),
    ("assessmentType", "extensions:assessmentType"),
    ("caseUri", case!("uri")),
    ("category", case!("category")),
    ("characterLimit", "extensions:assessmentCharacterLimit"),
    ("criterionLevels", case!("CFRubricCriterionLevels")),
    ("description", case!("description")),
    ("assessmentDescription", case!("description")),
    ("overallDescription", case!("description")),
    ("evaluationMethod", "extensions:assessmentEvaluationMethod"),
    ("hasGroupEvaluation", "extensions:assessmentHasGroupEvaluation"),
    ("hasGroupParticipation", "extensions:assessmentHasGroupParticipation"),
    ("identifier", case!("identifier")),
    ("lastChangeDateTime", case!("lastChangeDateTime")),
    ("position", case!("position")),
    ("quality", case!("quality")),
    ("questions", "extensions:assessmentQuestions"),
    ("required", "extensions:assessmentRequired"),
    ("rubricCriteria", case!("CFRubricCriteria")),
    ("rubricId", case!("rubricId")),
    ("rubrics", case!("rubrics")),
    ("sections", "extensions:assessmentSections"),
    ("score", case!("score")),
    ("scoringMethodExampleDescription", "extensions:assessmentScoringMethodExampleDescription"),
    ("text", "schema:text"),
    ("title", case!("title")),
    ("weight", case!("weight")),
    ("wordLimit", "extensions:assessmentWordLimit"),
];

static UUID: DataType = DataType {
    expected: "a UUID in lower case",
    formats: &[Format { accepts: is_uuid, code: &problem::NOT_A_UUID, expected: "a UUID in lower case" }],
    ..DataType::TEXT
};

pub(super) static ASSESSMENT: ClassRules = ClassRules {
    name: "AssessmentExtension",
    properties: &[
        Property::required("extensions:assessments", Value::Object(&ASSESSMENT_OBJECT))
            .labelled("assessments")
            .many(),
        Property::required(case!("description"), Value::Data(&EXACT_TEXT)).labelled("description"),
    ],
    ..ClassRules::NONE
};

const fn embedded(class: &'static ClassRules) -> Reference {
    Reference { class, named: None, extent: Extent::Full }
}

static ASSESSMENT_OBJECT: Reference = embedded(&ClassRules {
    name: "assessment",
    properties: &[
        Property::required("type", Value::Types(&METHODS)),
        Property::required("extensions:assessmentOutput", Value::Data(&EXACT_TEXT))
            .labelled("assessmentOutput"),
        optional("extensions:assessmentExample", Value::Data(&URI)).labelled("assessmentExample"),
        Property::optional("extensions:assessmentSections", Value::Object(&SECTION))
            .labelled("sections")
            .many(),
        optional("extensions:assessmentEvaluation", Value::Data(&URI)).labelled("assessmentEvaluation"),
        Property::required("extensions:assessmentEvaluationMethod", Value::Data(&EXACT_TEXT))
            .labelled("evaluationMethod"),
        Property::required("extensions:assessmentHasGroupEvaluation", Value::Data(&BOOLEAN))
            .labelled("hasGroupEvaluation"),
        Property::required("extensions:assessmentHasGroupParticipation", Value::Data(&BOOLEAN))
            .labelled("hasGroupParticipation"),
        Property::optional(case!("rubrics"), Value::Object(&RUBRIC)).labelled("rubrics").many(),
        optional("extensions:assessmentScoringMethodExampleDescription", Value::Data(&EXACT_TEXT))
            .labelled("scoringMethodExampleDescription"),
        Property::required(case!("description"), Value::Data(&EXACT_TEXT)).labelled("description"),
    ],
    ..ClassRules::NONE
});

static METHODS: Types = Types { one_of: &["Exam", "Performance", "Artifact"], is_property: false };

static RUBRIC: Reference = embedded(&ClassRules {
    name: "rubric",
    properties: &[
        optional(case!("uri"), Value::Data(&URI)).labelled("caseUri"),
        Property::required(case!("title"), Value::Data(&EXACT_TEXT)).labelled("title"),
        Property::required(case!("identifier"), Value::Data(&UUID)).labelled("identifier"),
        Property::required(case!("CFRubricCriteria"), Value::Object(&CRITERION))
            .labelled("rubricCriteria")
            .many(),
        optional(case!("lastChangeDateTime"), Value::Data(&DATETIME)).labelled("lastChangeDateTime"),
    ],
    ..ClassRules::NONE
});

static CRITERION: Reference = embedded(&ClassRules {
    name: "rubric criterion",
    properties: &[
        optional(case!("uri"), Value::Data(&URI)).labelled("caseUri"),
        optional(case!("weight"), Value::Data(&NUMBER)).labelled("weight"),
        optional(case!("category"), Value::Data(&EXACT_TEXT)).labelled("category"),
        optional(case!("position"), Value::Data(&NUMBER)).labelled("position"),
        Property::required(case!("identifier"), Value::Data(&UUID)).labelled("identifier"),
        optional(case!("description"), Value::Data(&EXACT_TEXT)).labelled("description"),
        optional(case!("lastChangeDateTime"), Value::Data(&DATETIME)).labelled("lastChangeDateTime"),
        Property::optional(case!("CFRubricCriterionLevels"), Value::Object(&LEVEL))
            .labelled("criterionLevels")
            .many(),
    ],
    ..ClassRules::NONE
});

static LEVEL: Reference = embedded(&ClassRules {
    name: "rubric criterion level",
    properties: &[
        optional(case!("uri"), Value::Data(&URI)).labelled("caseUri"),
        optional(case!("score"), Value::Data(&NUMBER)).labelled("score"),
        optional(case!("quality"), Value::Data(&EXACT_TEXT)).labelled("quality"),
        optional(case!("feedback"), Value::Data(&EXACT_TEXT)).labelled("feedback"),
        optional(case!("position"), Value::Data(&NUMBER)).labelled("position"),
        Property::required(case!("identifier"), Value::Data(&UUID)).labelled("identifier"),
        Property::required(case!("description"), Value::Data(&EXACT_TEXT)).labelled("description"),
        optional(case!("lastChangeDateTime"), Value::Data(&DATETIME)).labelled("lastChangeDateTime"),
    ],
    ..ClassRules::NONE
});

static SECTION: Reference = embedded(&ClassRules {
    name: "section",
    properties: &[
        optional("url", Value::Data(&URL)),
        optional("extensions:assessmentRequired", Value::Data(&BOOLEAN)).labelled("required"),
        Property::optional("extensions:assessmentQuestions", Value::Object(&QUESTION))
            .labelled("questions")
            .many(),
        optional(case!("title"), Value::Data(&EXACT_TEXT)).labelled("title"),
        optional(case!("rubricId"), Value::Data(&EXACT_TEXT)).labelled("rubricId"),
        optional(case!("description"), Value::Data(&EXACT_TEXT)).labelled("description"),
    ],
    ..ClassRules::NONE
});

static QUESTION: Reference = embedded(&ClassRules {
    name: "question",
    properties: &[
        optional("url", Value::Data(&URL)),
        Property::required("type", Value::Types(&QUESTION_TYPES)),
        Property::required("schema:text", Value::Data(&EXACT_TEXT)).labelled("text"),
        optional("extensions:assessmentRequired", Value::Data(&BOOLEAN)).labelled("required"),
        optional("extensions:assessmentWordLimit", Value::Data(&NUMBER)).labelled("wordLimit"),
        optional("extensions:assessmentCharacterLimit", Value::Data(&NUMBER)).labelled("characterLimit"),
        optional(case!("rubricId"), Value::Data(&EXACT_TEXT)).labelled("rubricId"),
    ],
    ..ClassRules::NONE
});

static QUESTION_TYPES: Types = Types {
    one_of: &[
        "extensions:AssessmentExtensionExternalQuestion",
        "extensions:AssessmentExtensionFileQuestion",
        "extensions:AssessmentExtensionTextQuestion",
    ],
    is_property: false,
};

/// Lower-case hexadecimal digits as 8-4-4-4-12.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    lengths == [8, 4, 4, 4, 12]
        && groups.concat().bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

//! Results and what they refer to: rules that no schema can state, and so warnings.

use super::samples::full_credential;
use super::{Expected, expect_changes};
use badges_core::openbadges::Class;
use serde_json::json;

const CLASS: Option<Class> = Some(Class::OpenBadgeCredential);
const RESULT: &str = "/credentialSubject/result/0";
const DESCRIPTION: &str = "/credentialSubject/achievement/resultDescription/0";

#[test]
fn a_result_names_a_description_of_the_achievement_and_a_level_of_it() {
    let other = || Some(json!("urn:uuid:0198b7a0-0000-7000-8000-00000000000f"));
    expect_changes(
        &full_credential(),
        CLASS,
        &[
            (&format!("{RESULT}/resultDescription"), None, &[]),
            (
                &format!("{RESULT}/resultDescription"),
                other(),
                &[("warning", "unknown_result_description", "/credentialSubject/result/0/resultDescription")],
            ),
            (&format!("{RESULT}/achievedLevel"), None, &[]),
            (
                &format!("{RESULT}/achievedLevel"),
                other(),
                &[("warning", "unknown_level", "/credentialSubject/result/0/achievedLevel")],
            ),
        ],
    );
}

#[test]
fn a_result_has_a_status_where_its_description_asks_for_one() {
    expect_changes(
        &full_credential(),
        CLASS,
        &[
            (&format!("{RESULT}/status"), None, &[("warning", "result_status_missing", RESULT)]),
            (
                &format!("{RESULT}/status"),
                Some(json!("ext:Sunk")),
                &[("error", "not_in_vocabulary", "/credentialSubject/result/0/status")],
            ),
            (
                &format!("{RESULT}/value"),
                Some(json!(9)),
                &[("error", "wrong_type", "/credentialSubject/result/0/value")],
            ),
        ],
    );
}

#[test]
fn what_is_required_can_be_reached() {
    let not_allowed: &[Expected] = &[(
        "warning",
        "required_value_not_allowed",
        "/credentialSubject/achievement/resultDescription/0/requiredValue",
    )];
    let document = full_credential();
    expect_changes(
        &document,
        CLASS,
        &[
            (
                &format!("{DESCRIPTION}/requiredLevel"),
                Some(json!("urn:uuid:x")),
                &[(
                    "warning",
                    "unknown_level",
                    "/credentialSubject/achievement/resultDescription/0/requiredLevel",
                )],
            ),
            (&format!("{DESCRIPTION}/requiredValue"), Some(json!("7")), not_allowed),
        ],
    );
    let bounded = super::without(&document, &format!("{DESCRIPTION}/allowedValue"));
    let required = format!("{DESCRIPTION}/requiredValue");
    expect_changes(
        &bounded,
        CLASS,
        &[
            (&required, Some(json!("8.5")), &[]),
            (&required, Some(json!("10")), not_allowed),
            (&required, Some(json!("-1")), not_allowed),
            (&required, Some(json!("A+")), &[]),
        ],
    );
}

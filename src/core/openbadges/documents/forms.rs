//! The classes of Open Badges 3.0 as forms: what is put into a document has one of them, and what has none is left
//! out, because a member that no context defines cannot be signed, and one that breaks a rule must not be.
//!
//! Source: Open Badges 3.0, section "Data Model" (appendix "Verification Support" for the credentials in it).

use super::version_of_stored;
use crate::json::tree::{Member, Tree};
use crate::openbadges::rules::{self, ClassRules};
use crate::openbadges::v3::{self, is_absolute_iri, is_language_code};
use crate::openbadges::version::Version;
use std::borrow::Cow;

/// The members that a class has, in the order they are written.
pub(super) struct Form {
    rules: &'static ClassRules,
    parts: &'static [Part],
}

struct Part {
    name: &'static str,
    is_required: bool,
    value: Value,
}

/// What a member holds.
enum Value {
    /// `type`: an array of the class and of whatever other classes are named by IRI.
    Types(&'static str),
    /// `type`: the class alone, as a string.
    Type(&'static str),
    Text,
    /// An absolute IRI.
    Iri,
    Number,
    /// A language tag of the form that Open Badges 3.0 allows.
    Language,
    /// An array of texts.
    Texts,
    One(&'static Form),
    Many(&'static Form),
    /// An array of signed endorsements, each as it is.
    Endorsements,
}

const fn required(name: &'static str, value: Value) -> Part {
    Part { name, is_required: true, value }
}

const fn optional(name: &'static str, value: Value) -> Part {
    Part { name, is_required: false, value }
}

/// Who issues or creates.
pub(super) static PROFILE: Form = Form {
    rules: &v3::PROFILE,
    parts: &[
        required("id", Value::Iri),
        required("type", Value::Types("Profile")),
        optional("name", Value::Text),
        optional("url", Value::Text),
        optional("phone", Value::Text),
        optional("description", Value::Text),
        optional("image", Value::One(&IMAGE)),
        optional("email", Value::Text),
        optional("address", Value::One(&ADDRESS)),
        optional("otherIdentifier", Value::Many(&IDENTIFIER_ENTRY)),
        optional("official", Value::Text),
        optional("parentOrg", Value::One(&PROFILE)),
        optional("familyName", Value::Text),
        optional("givenName", Value::Text),
        optional("additionalName", Value::Text),
        optional("patronymicName", Value::Text),
        optional("honorificPrefix", Value::Text),
        optional("honorificSuffix", Value::Text),
        optional("familyNamePrefix", Value::Text),
        optional("dateOfBirth", Value::Text),
        optional("endorsement", Value::Endorsements),
        optional("endorsementJwt", Value::Texts),
    ],
};

/// A kind of badge.
pub(super) static ACHIEVEMENT: Form = Form {
    rules: &v3::ACHIEVEMENT,
    parts: &[
        required("id", Value::Iri),
        required("type", Value::Types("Achievement")),
        required("name", Value::Text),
        required("description", Value::Text),
        required("criteria", Value::One(&CRITERIA)),
        optional("image", Value::One(&IMAGE)),
        optional("achievementType", Value::Text),
        optional("alignment", Value::Many(&ALIGNMENT)),
        optional("creator", Value::One(&PROFILE)),
        optional("creditsAvailable", Value::Number),
        optional("fieldOfStudy", Value::Text),
        optional("humanCode", Value::Text),
        optional("inLanguage", Value::Language),
        optional("otherIdentifier", Value::Many(&IDENTIFIER_ENTRY)),
        optional("related", Value::Many(&RELATED)),
        optional("resultDescription", Value::Many(&RESULT_DESCRIPTION)),
        optional("specialization", Value::Text),
        optional("tag", Value::Texts),
        optional("version", Value::Text),
        optional("endorsement", Value::Endorsements),
        optional("endorsementJwt", Value::Texts),
    ],
};

/// What of an award says more of its subject than who it is and what it achieved.
pub(super) static SUBJECT: Form = Form {
    rules: &v3::ACHIEVEMENT_SUBJECT,
    parts: &[
        optional("activityStartDate", Value::Text),
        optional("activityEndDate", Value::Text),
        optional("creditsEarned", Value::Number),
        optional("licenseNumber", Value::Text),
        optional("narrative", Value::Text),
        optional("result", Value::Many(&RESULT)),
        optional("role", Value::Text),
        optional("term", Value::Text),
    ],
};

static ADDRESS: Form = Form {
    rules: &v3::ADDRESS,
    parts: &[
        required("type", Value::Types("Address")),
        optional("addressCountry", Value::Text),
        optional("addressCountryCode", Value::Text),
        optional("addressRegion", Value::Text),
        optional("addressLocality", Value::Text),
        optional("streetAddress", Value::Text),
        optional("postOfficeBoxNumber", Value::Text),
        optional("postalCode", Value::Text),
        optional("geo", Value::One(&GEO_COORDINATES)),
    ],
};

static GEO_COORDINATES: Form = Form {
    rules: &v3::GEO_COORDINATES,
    parts: &[
        required("type", Value::Type("GeoCoordinates")),
        required("latitude", Value::Number),
        required("longitude", Value::Number),
    ],
};

static ALIGNMENT: Form = Form {
    rules: &v3::ALIGNMENT,
    parts: &[
        required("type", Value::Types("Alignment")),
        optional("targetCode", Value::Text),
        optional("targetDescription", Value::Text),
        required("targetName", Value::Text),
        optional("targetFramework", Value::Text),
        optional("targetType", Value::Text),
        required("targetUrl", Value::Text),
    ],
};

static CRITERIA: Form =
    Form { rules: &v3::CRITERIA, parts: &[optional("id", Value::Iri), optional("narrative", Value::Text)] };

/// What an award rests on.
pub(super) static EVIDENCE: Form = Form {
    rules: &v3::EVIDENCE,
    parts: &[
        optional("id", Value::Iri),
        required("type", Value::Types("Evidence")),
        optional("narrative", Value::Text),
        optional("name", Value::Text),
        optional("description", Value::Text),
        optional("genre", Value::Text),
        optional("audience", Value::Text),
    ],
};

static IDENTIFIER_ENTRY: Form = Form {
    rules: &v3::IDENTIFIER_ENTRY,
    parts: &[
        required("type", Value::Type("IdentifierEntry")),
        required("identifier", Value::Text),
        required("identifierType", Value::Text),
    ],
};

/// A picture.
pub(super) static IMAGE: Form = Form {
    rules: &v3::IMAGE,
    parts: &[
        required("id", Value::Iri),
        required("type", Value::Type("Image")),
        optional("caption", Value::Text),
    ],
};

static RELATED: Form = Form {
    rules: &v3::RELATED,
    parts: &[
        required("id", Value::Iri),
        required("type", Value::Types("Related")),
        optional("inLanguage", Value::Language),
        optional("version", Value::Text),
    ],
};

static RESULT: Form = Form {
    rules: &v3::RESULT,
    parts: &[
        required("type", Value::Types("Result")),
        optional("achievedLevel", Value::Iri),
        optional("alignment", Value::Many(&ALIGNMENT)),
        optional("resultDescription", Value::Iri),
        optional("status", Value::Text),
        optional("value", Value::Text),
    ],
};

static RESULT_DESCRIPTION: Form = Form {
    rules: &v3::RESULT_DESCRIPTION,
    parts: &[
        required("id", Value::Iri),
        required("type", Value::Types("ResultDescription")),
        required("name", Value::Text),
        required("resultType", Value::Text),
        optional("alignment", Value::Many(&ALIGNMENT)),
        optional("allowedValue", Value::Texts),
        optional("requiredLevel", Value::Iri),
        optional("requiredValue", Value::Text),
        optional("rubricCriterionLevel", Value::Many(&RUBRIC_CRITERION_LEVEL)),
        optional("valueMax", Value::Text),
        optional("valueMin", Value::Text),
    ],
};

static RUBRIC_CRITERION_LEVEL: Form = Form {
    rules: &v3::RUBRIC_CRITERION_LEVEL,
    parts: &[
        required("id", Value::Iri),
        required("type", Value::Types("RubricCriterionLevel")),
        required("name", Value::Text),
        optional("alignment", Value::Many(&ALIGNMENT)),
        optional("description", Value::Text),
        optional("level", Value::Text),
        optional("points", Value::Text),
    ],
};

impl Form {
    /// Whether the class has a member of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.parts.iter().any(|part| part.name == name)
    }

    /// What of an object has the form of the class, whether or not it is complete.
    pub(super) fn members<'a>(&self, object: &Tree<'a>) -> Vec<Member<'a>> {
        let members = self.parts.iter().filter_map(|part| {
            let value = self.good(part.name, part.value.take(object.get(part.name))?)?;
            Some((Cow::Borrowed(part.name), value))
        });
        members.collect()
    }

    /// What of a member's texts has the format that the standard asks for.
    fn good<'a>(&self, name: &str, value: Tree<'a>) -> Option<Tree<'a>> {
        let Some((_, rules::Property { value: rules::Value::Data(data_type), .. })) =
            self.rules.property(name)
        else {
            return Some(value);
        };
        let is_good = |value: &Tree<'_>| match value {
            Tree::String(text) => data_type.formats.iter().all(|format| (format.accepts)(text)),
            _ => true,
        };
        match value {
            Tree::Array(mut elements) => {
                elements.retain(is_good);
                some(elements)
            }
            value => is_good(&value).then_some(value),
        }
    }

    /// A value in the form of the class, unless something that is required is missing. A string is read as the `id`
    /// of the object it names.
    pub(super) fn object<'a>(&self, value: &Tree<'a>) -> Option<Tree<'a>> {
        let named;
        let object = match value {
            Tree::Object(_) => value,
            Tree::String(id) => {
                named = Tree::object([("id", Tree::String(id.clone()))]);
                &named
            }
            Tree::Array(elements) => return elements.iter().find_map(|element| self.object(element)),
            _ => return None,
        };
        let members = self.members(object);
        let is_there = |part: &Part| members.iter().any(|(name, _)| name == part.name);
        let says_something = members.iter().any(|(name, _)| name != "type");
        let is_complete = self.parts.iter().all(|part| !part.is_required || is_there(part));
        (is_complete && says_something).then_some(Tree::Object(members))
    }

    /// An array of what of the value, or of its elements, has the form of the class; `None` if nothing has.
    pub(super) fn objects<'a>(&self, value: &Tree<'a>) -> Option<Tree<'a>> {
        some(elements(value).iter().filter_map(|element| self.object(element)).collect())
    }
}

impl Value {
    fn take<'a>(&self, value: Option<&Tree<'a>>) -> Option<Tree<'a>> {
        match self {
            Value::Types(class) => {
                let mut types = vec![Tree::from(*class)];
                let others = value.map(elements).unwrap_or_default().iter();
                types.extend(others.filter(|other| is_address(other)).cloned());
                return Some(types.into());
            }
            Value::Type(class) => return Some(Tree::from(*class)),
            _ => {}
        }
        let value = value?;
        match self {
            Value::Types(_) | Value::Type(_) => None,
            Value::Text => text_of(value).map(Tree::String),
            Value::Iri => text_of(value).filter(|text| is_absolute(text)).map(Tree::String),
            Value::Number => matches!(value, Tree::Number(_)).then(|| value.clone()),
            Value::Language => text_of(value).filter(|text| is_language_code(text)).map(Tree::String),
            Value::Texts => some(elements(value).iter().filter_map(text_of).map(Tree::String).collect()),
            Value::One(form) => form.object(value),
            Value::Many(form) => form.objects(value),
            Value::Endorsements => {
                some(elements(value).iter().filter(|element| is_endorsement(element)).cloned().collect())
            }
        }
    }
}

/// An array, unless it would be empty.
fn some(elements: Vec<Tree<'_>>) -> Option<Tree<'_>> {
    (!elements.is_empty()).then_some(Tree::Array(elements))
}

/// The elements of an array; anything else is its own only element.
pub(super) fn elements<'t, 'a>(value: &'t Tree<'a>) -> &'t [Tree<'a>] {
    match value {
        Tree::Array(elements) => elements,
        Tree::Null => &[],
        _ => std::slice::from_ref(value),
    }
}

/// A value as one text: of several the first, of a text in a language the text, of a number its digits.
pub(super) fn text_of<'a>(value: &Tree<'a>) -> Option<Cow<'a, str>> {
    match value {
        Tree::String(text) => Some(text.clone()),
        Tree::Number(number) => number.to_short_text().map(Cow::Owned),
        Tree::Object(_) => match value.get("@value") {
            Some(Tree::String(text)) => Some(text.clone()),
            _ => None,
        },
        Tree::Array(elements) => elements.iter().find_map(text_of),
        Tree::Null | Tree::Boolean(_) => None,
    }
}

/// Whether a text is an absolute IRI, which may hold letters beyond ASCII. A blank node is none.
pub(super) fn is_absolute(text: &str) -> bool {
    is_absolute_iri(text)
        || !text.is_ascii()
            && is_absolute_iri(&text.replace(|c: char| !c.is_ascii() && c.is_alphanumeric(), "x"))
}

/// Whether a value names a class by an address that means the same in every context.
fn is_address(value: &Tree<'_>) -> bool {
    matches!(value, Tree::String(text) if text.starts_with("https://") || text.starts_with("http://"))
}

/// Whether a value is an EndorsementCredential with its context, which an object in 2.0 is not.
fn is_endorsement(value: &Tree<'_>) -> bool {
    let is_named = |value: &Tree<'_>| matches!(value, Tree::String(name) if name == "EndorsementCredential");
    value.get("type").is_some_and(|types| elements(types).iter().any(is_named))
        && version_of_stored(value) == Version::V3_0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::{Value as Json, json};

    fn object(form: &Form, value: Json) -> Option<Json> {
        let object = form.object(&Tree::read(&value).unwrap())?;
        Some(serde_json::from_str(&object.to_text()).unwrap())
    }

    #[test]
    fn a_string_is_the_id_of_an_object() {
        assert_eq!(
            object(&IMAGE, json!("https://example.org/i.png")).unwrap(),
            json!({"id": "https://example.org/i.png", "type": "Image"})
        );
        assert_eq!(object(&CRITERIA, json!("no address")), None);
    }

    #[test]
    fn what_no_context_defines_is_left_out() {
        let alignment = json!({
            "type": ["AlignmentObject", "https://example.org/types#Skill"], "targetName": "First aid",
            "targetUrl": "https://example.org/skills/1", "difficulty": 3, "targetCode": 17,
        });
        assert_eq!(
            object(&ALIGNMENT, alignment).unwrap(),
            json!({
                "type": ["Alignment", "https://example.org/types#Skill"], "targetName": "First aid",
                "targetUrl": "https://example.org/skills/1", "targetCode": "17",
            })
        );
    }

    #[test]
    fn what_breaks_a_rule_is_left_out() {
        let achievement = |name: &str, value: Json| {
            let mut achievement = json!({
                "id": "urn:uuid:1", "name": "First aid", "description": "Knows first aid",
                "criteria": {"narrative": "Pass the test"},
            });
            achievement[name] = value;
            object(&ACHIEVEMENT, achievement).unwrap().get(name).cloned()
        };
        assert_eq!(achievement("achievementType", json!("Award")), Some(json!("Award")));
        assert_eq!(achievement("achievementType", json!("ext:Own")), Some(json!("ext:Own")));
        assert_eq!(achievement("achievementType", json!("Own")), None);
        assert_eq!(achievement("endorsementJwt", json!(["a.b.c", "none"])), Some(json!(["a.b.c"])));
        assert_eq!(achievement("creditsAvailable", json!("3")), None);
        let identifier = json!({"identifier": "1", "identifierType": "none"});
        assert_eq!(object(&IDENTIFIER_ENTRY, identifier), None);
    }

    #[test]
    fn what_is_incomplete_or_says_nothing_is_left_out() {
        assert_eq!(object(&ALIGNMENT, json!({"targetName": "First aid"})), None);
        assert_eq!(object(&EVIDENCE, json!({"type": "Evidence"})), None);
        assert_eq!(object(&CRITERIA, json!({})), None);
        assert_eq!(object(&RESULT_DESCRIPTION, json!({"id": "urn:uuid:1", "name": "Grade"})), None);
    }
}

//! The classes of Open Badges documents.

use super::extensions;
use super::rules::ClassRules;
use super::{v2, v3};

/// A class that a document can be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// An awarded badge (2.0).
    Assertion,
    /// A kind of badge (2.0).
    BadgeClass,
    /// Who issues badges (2.0, 3.0); the same as [`Class::Profile`].
    Issuer,
    /// Who issues badges (2.0), or any person or organization (3.0).
    Profile,
    /// A claim about another object (2.0).
    Endorsement,
    /// A key that signs assertions (2.0).
    CryptographicKey,
    /// The signed assertions that an issuer revoked (2.0).
    RevocationList,
    /// What a badge aligns to (2.0).
    AlignmentObject,
    /// How a badge is earned (2.0, 3.0).
    Criteria,
    /// What an endorsement says (2.0).
    EndorsementClaim,
    /// What an award rests on (2.0, 3.0).
    Evidence,
    /// Who a badge was awarded to (2.0, 3.0).
    IdentityObject,
    /// A picture with its description (2.0, 3.0).
    Image,
    /// How an assertion is verified (2.0).
    VerificationObjectAssertion,
    /// How the assertions of an issuer are verified (2.0).
    VerificationObjectIssuer,
    /// Additional properties of a published form (2.0).
    Extension,
    /// An awarded badge (3.0).
    OpenBadgeCredential,
    /// A claim about another object (3.0).
    EndorsementCredential,
    /// A kind of badge (3.0).
    Achievement,
    /// Who earned an achievement, and how (3.0).
    AchievementSubject,
    /// What is endorsed (3.0).
    EndorsementSubject,
    /// What an achievement aligns to (3.0).
    Alignment,
    /// Another achievement that has to do with this one (3.0).
    Related,
    /// A result that was achieved (3.0).
    Result,
    /// A result that can be achieved (3.0).
    ResultDescription,
    /// A level of a rubric (3.0).
    RubricCriterionLevel,
    /// An identifier in another system (3.0).
    IdentifierEntry,
    /// An address (3.0).
    Address,
    /// A place on earth (3.0).
    GeoCoordinates,
    /// What a credential is to be validated with (3.0).
    CredentialSchema,
    /// Where the status of a credential is found (3.0).
    CredentialStatus,
    /// Where a newer credential is found (3.0).
    RefreshService,
    /// What a credential may be used for (3.0).
    TermsOfUse,
    /// A signature (3.0).
    Proof,
}

/// Every class with the names it goes by, the first being its own.
const NAMES: &[(Class, &[&str])] = &[
    (Class::Assertion, &["Assertion"]),
    (Class::BadgeClass, &["BadgeClass"]),
    (Class::Issuer, &["Issuer"]),
    (Class::Profile, &["Profile"]),
    (Class::Endorsement, &["Endorsement"]),
    (Class::CryptographicKey, &["CryptographicKey"]),
    (Class::RevocationList, &["RevocationList"]),
    (Class::AlignmentObject, &["AlignmentObject"]),
    (Class::Criteria, &["Criteria"]),
    (Class::EndorsementClaim, &["EndorsementClaim"]),
    (Class::Evidence, &["Evidence"]),
    (Class::IdentityObject, &["IdentityObject"]),
    (Class::Image, &["Image"]),
    (Class::VerificationObjectAssertion, &["VerificationObjectAssertion", "HostedBadge", "SignedBadge"]),
    (Class::VerificationObjectIssuer, &["VerificationObjectIssuer", "VerificationObject"]),
    (Class::Extension, &["Extension"]),
    (Class::OpenBadgeCredential, &["OpenBadgeCredential", "AchievementCredential"]),
    (Class::EndorsementCredential, &["EndorsementCredential"]),
    (Class::Achievement, &["Achievement"]),
    (Class::AchievementSubject, &["AchievementSubject"]),
    (Class::EndorsementSubject, &["EndorsementSubject"]),
    (Class::Alignment, &["Alignment"]),
    (Class::Related, &["Related"]),
    (Class::Result, &["Result"]),
    (Class::ResultDescription, &["ResultDescription"]),
    (Class::RubricCriterionLevel, &["RubricCriterionLevel"]),
    (Class::IdentifierEntry, &["IdentifierEntry"]),
    (Class::Address, &["Address"]),
    (Class::GeoCoordinates, &["GeoCoordinates"]),
    (Class::CredentialSchema, &["CredentialSchema"]),
    (Class::CredentialStatus, &["CredentialStatus"]),
    (Class::RefreshService, &["RefreshService"]),
    (Class::TermsOfUse, &["TermsOfUse"]),
    (Class::Proof, &["Proof"]),
];

impl Class {
    /// The class of that name, which may be an alias such as `AchievementCredential`.
    pub fn from_name(name: &str) -> Option<Class> {
        NAMES.iter().find(|(_, names)| names.contains(&name)).map(|(class, _)| *class)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        let names = NAMES.iter().find(|(class, _)| *class == self).and_then(|(_, names)| names.first());
        names.copied().unwrap_or_default()
    }

    /// The rules of Open Badges 2.0 for the class, if it is one of theirs.
    pub(crate) fn rules(self) -> Option<&'static ClassRules> {
        Some(match self {
            Class::Assertion => &v2::ASSERTION,
            Class::BadgeClass => &v2::BADGE_CLASS,
            Class::Issuer | Class::Profile => &v2::PROFILE,
            Class::Endorsement => &v2::ENDORSEMENT,
            Class::CryptographicKey => &v2::KEY,
            Class::RevocationList => &v2::REVOCATION_LIST,
            Class::AlignmentObject => &v2::ALIGNMENT,
            Class::Criteria => &v2::CRITERIA,
            Class::EndorsementClaim => &v2::CLAIM,
            Class::Evidence => &v2::EVIDENCE,
            Class::IdentityObject => &v2::IDENTITY_OBJECT,
            Class::Image => &v2::IMAGE,
            Class::VerificationObjectAssertion => &v2::VERIFICATION_OF_ASSERTION,
            Class::VerificationObjectIssuer => &v2::VERIFICATION_OF_PROFILE,
            Class::Extension => &extensions::ANY,
            _ => return None,
        })
    }

    /// The class that the type of a document of 2.0 names. Those parts of 3.0 that are no documents are none to 2.0.
    pub(crate) fn named_in_2_0(name: &str) -> Option<Class> {
        let is_document = |class: &Class| {
            matches!(class, Class::OpenBadgeCredential | Class::EndorsementCredential | Class::Achievement)
        };
        Class::from_name(name).filter(|class| class.rules().is_some() || is_document(class))
    }

    /// The rules of Open Badges 3.0 for the class, if it is one of theirs.
    pub(crate) fn rules_of_3_0(self) -> Option<&'static ClassRules> {
        Some(match self {
            Class::OpenBadgeCredential => &v3::OPEN_BADGE_CREDENTIAL,
            Class::EndorsementCredential => &v3::ENDORSEMENT_CREDENTIAL,
            Class::Achievement => &v3::ACHIEVEMENT,
            Class::Issuer | Class::Profile => &v3::PROFILE,
            Class::AchievementSubject => &v3::ACHIEVEMENT_SUBJECT,
            Class::EndorsementSubject => &v3::ENDORSEMENT_SUBJECT,
            Class::Alignment => &v3::ALIGNMENT,
            Class::Criteria => &v3::CRITERIA,
            Class::Related => &v3::RELATED,
            Class::Result => &v3::RESULT,
            Class::ResultDescription => &v3::RESULT_DESCRIPTION,
            Class::RubricCriterionLevel => &v3::RUBRIC_CRITERION_LEVEL,
            Class::Evidence => &v3::EVIDENCE,
            Class::Image => &v3::IMAGE,
            Class::IdentityObject => &v3::IDENTITY_OBJECT,
            Class::IdentifierEntry => &v3::IDENTIFIER_ENTRY,
            Class::Address => &v3::ADDRESS,
            Class::GeoCoordinates => &v3::GEO_COORDINATES,
            Class::CredentialSchema => &v3::CREDENTIAL_SCHEMA,
            Class::CredentialStatus => &v3::CREDENTIAL_STATUS,
            Class::RefreshService => &v3::REFRESH_SERVICE,
            Class::TermsOfUse => &v3::TERMS_OF_USE,
            Class::Proof => &v3::PROOF,
            _ => return None,
        })
    }
}

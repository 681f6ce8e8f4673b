//! The classes of Open Badges documents.

use super::extensions;
use super::rules::ClassRules;
use super::v2;

/// A class that a document can be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// An awarded badge (2.0).
    Assertion,
    /// A kind of badge (2.0).
    BadgeClass,
    /// Who issues badges (2.0); the same as [`Class::Profile`].
    Issuer,
    /// Who issues badges (2.0).
    Profile,
    /// A claim about another object (2.0).
    Endorsement,
    /// A key that signs assertions (2.0).
    CryptographicKey,
    /// The signed assertions that an issuer revoked (2.0).
    RevocationList,
    /// What a badge aligns to (2.0).
    AlignmentObject,
    /// How a badge is earned (2.0).
    Criteria,
    /// What an endorsement says (2.0).
    EndorsementClaim,
    /// What an award rests on (2.0).
    Evidence,
    /// Who a badge was awarded to (2.0).
    IdentityObject,
    /// A picture with its description (2.0).
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
            Class::OpenBadgeCredential | Class::EndorsementCredential | Class::Achievement => return None,
        })
    }
}

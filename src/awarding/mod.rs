//! Awarding a badge class: what the awards of one call share, and the award of each recipient.

pub mod recipients;

use crate::arguments::{period, rendered_version, time_ordered_id, transaction_time};
use crate::error::Error;
use crate::issuer::Issuer;
use crate::jsonb::{JsonbArgument, JsonbValue};
use crate::signing::{Signer, proof_format};
use crate::store::badge_assertions::NewAssertion;
use crate::store::{badge_classes, status_indexes};
use crate::{rendering, settings};
use badges_core::json::tree::Tree;
use badges_core::openbadges::columns::{self, Column};
use badges_core::openbadges::documents::{
    self, AssertionTemplate, Award, BothIds, CredentialTemplate, Placement, Recipient, StatusEntry,
};
use badges_core::openbadges::verification;
use badges_core::openbadges::{Class, Version, is_valid, problems};
use badges_core::proof::ProofFormat;
use badges_core::recipient;
use badges_core::secret::MacKey;
use badges_core::timestamp::Timestamp;
use pgrx::Uuid;
use pgrx::datum::TimestampWithTimeZone;

const EXTRA_HINT: &str = "Use the function's own arguments for what has one.";

/// The arguments that the awards of one call share.
pub struct Arguments<'a> {
    pub recipient_type: Option<&'a str>,
    pub hashed: Option<bool>,
    pub issued_on: Option<TimestampWithTimeZone>,
    pub expires: Option<TimestampWithTimeZone>,
    pub evidence: Option<JsonbArgument<'a>>,
    pub narrative: Option<&'a str>,
    pub version: Option<&'a str>,
    pub proof: Option<&'a str>,
    pub extra: Option<JsonbArgument<'a>>,
}

/// What an award rests on: a badge class and its issuer, as the caller may see them.
pub struct Known {
    badge_id: Uuid,
    badge: JsonbValue,
    issuer: Issuer,
}

/// Everything that is the same for each recipient of a call.
pub struct Awarding<'a> {
    known: &'a Known,
    hashed: bool,
    recipient_type: &'a str,
    issued_on: Timestamp,
    /// The id of the badge class in the version that is issued.
    badge_url: String,
    mac: MacKey,
    form: Form<'a>,
}

/// What an award becomes.
enum Form<'a> {
    /// An Assertion of Open Badges 2.0, hosted below this base or signed.
    Assertion { base: String, template: AssertionTemplate<'a>, signer: Option<Signer> },
    /// A signed credential of Open Badges 3.0.
    Credential { template: CredentialTemplate<'a>, created: Timestamp, signer: Signer },
}

impl Known {
    /// Looks up a badge class and its issuer.
    ///
    /// # Errors
    /// 23503 for one that the caller does not see.
    pub fn find(badge_id: Uuid) -> Result<Self, Error> {
        let awarding = badge_classes::awarding(badge_id)?
            .ok_or_else(|| Error::UnknownReference { entity: "badge class", id: badge_id.to_string() })?;
        Ok(Known { badge_id, badge: awarding.badge, issuer: Issuer::of(awarding.issuer)? })
    }

    /// Refuses an Achievement or a Profile of 3.0 that lacks what 2.0 asks for: its awards could not be verified.
    fn has_form_of_2_0(&self) -> Result<(), Error> {
        let is_native = |document: &JsonbValue| {
            Ok::<_, Error>(documents::version_of_stored(document.json()?) == Version::V3_0)
        };
        let check = |document: Tree<'_>, class: Class| match is_valid(&document, Some(class)) {
            true => Ok(()),
            false => Err(Error::Document { class: class.name(), problems: problems(&document, Some(class)) }),
        };
        if is_native(&self.badge)? {
            let badge = rendering::badge_class_v2(&self.badge, self.badge_id, &self.issuer)?;
            check(badge, Class::BadgeClass)?;
        }
        if is_native(&self.issuer.stored.document)? {
            check(self.issuer.form_of_2_0()?, Class::Issuer)?;
        }
        Ok(())
    }
}

/// What all awards of a call need before the first is made.
struct Common<'a> {
    recipient_type: &'a str,
    issued_on: Timestamp,
    expires: Option<Timestamp>,
    evidence: Option<Tree<'a>>,
}

impl<'a> Arguments<'a> {
    /// Checks the shared arguments and works out what the documents have in common.
    ///
    /// # Errors
    /// 22023 for a bad argument, 55000 without the server secret.
    pub fn prepare(self, known: &'a Known) -> Result<Awarding<'a>, Error> {
        let has_extra = self.extra.is_some();
        // Until the SQL of the database is as new as the library, awards are what they were before.
        let default =
            if status_indexes::are_there() { settings::default_version() } else { "2.0".to_owned() };
        let version = rendered_version(Some(self.version.unwrap_or(&default)))?;
        let common = self.common()?;
        let (recipient_type, issued_on) = (common.recipient_type, common.issued_on);
        let urls = known.issuer.identifiers.badge(known.badge.json()?, known.badge_id)?;
        let is_3_0 = version == Some(Version::V3_0);
        let badge_url = if is_3_0 { urls.v3.clone() } else { urls.v2.clone() };
        let hashed = self.hashed.unwrap_or(true);
        let mac = recipients::mac()?;
        let form = if is_3_0 {
            self.credential(known, &urls, common)?
        } else {
            self.assertion(known, urls.v2, common)?
        };
        let awarding = Awarding { known, hashed, recipient_type, issued_on, badge_url, mac, form };
        if has_extra {
            awarding.keeps_its_meaning()?;
        }
        Ok(awarding)
    }

    fn common(&self) -> Result<Common<'a>, Error> {
        let recipient_type = self.recipient_type.unwrap_or("email");
        if !recipient::TYPES.contains(&recipient_type) {
            return Err(recipients::unknown_type());
        }
        let hint = "Leave it out for an award that does not expire.";
        let (issued_on, expires) = period(self.issued_on, self.expires, hint)?;
        let evidence = self.evidence.map(JsonbArgument::tree).transpose()?;
        let evidence = evidence.filter(|evidence| *evidence != Tree::Null);
        Ok(Common { recipient_type, issued_on, expires, evidence })
    }

    fn extra(&self) -> Result<Option<Tree<'a>>, Error> {
        let extra = self.extra.map(JsonbArgument::tree).transpose()?;
        Ok(extra.filter(|extra| *extra != Tree::Null))
    }

    fn credential(self, known: &'a Known, urls: &BothIds, common: Common<'a>) -> Result<Form<'a>, Error> {
        let badge = Tree::read(known.badge.json()?)?;
        let achievement = documents::achievement_v3(&badge, urls, None, Placement::StandAlone).into_owned();
        let extra = self.extra()?;
        let template = CredentialTemplate::new(Award {
            issuer: known.issuer.profile_v3(Placement::StandAlone)?,
            achievement,
            recipient_type: common.recipient_type,
            valid_from: common.issued_on,
            valid_until: common.expires,
            evidence: common.evidence,
            narrative: self.narrative,
            extra,
        })
        .map_err(|fault| Error::Argument {
            name: "extra",
            reason: fault.reason(),
            hint: EXTRA_HINT,
        })?;
        let signer = Signer::or_new(&known.issuer, proof_format(self.proof)?)?;
        Ok(Form::Credential { template, created: transaction_time()?, signer })
    }

    fn assertion(self, known: &'a Known, badge_url: String, common: Common<'a>) -> Result<Form<'a>, Error> {
        let issuer = &known.issuer;
        known.has_form_of_2_0()?;
        let format = proof_format(self.proof)?;
        if matches!(format, Some(ProofFormat::DataIntegrity(_))) {
            return Err(Error::Argument {
                name: "proof",
                reason: "is a proof of Open Badges 3.0".into(),
                hint: "A 2.0 badge is signed with RS256, EdDSA, ES256, ES384 or jws; without a proof it is hosted.",
            });
        }
        let signer = format.map(|format| Signer::or_new(issuer, Some(format))).transpose()?;
        let mut template = AssertionTemplate {
            badge: badge_url.into(),
            recipient_type: common.recipient_type,
            issued_on: common.issued_on,
            expires: common.expires,
            evidence: common.evidence,
            narrative: self.narrative,
            creator: signer.as_ref().map(|signer| issuer.cryptographic_key_url(signer.key_id())),
            extra: Vec::new(),
        };
        if let Some(extra) = self.extra()? {
            template.extra = documents::extra_members(extra, &template).map_err(|fault| Error::Argument {
                name: "extra",
                reason: fault.reason(),
                hint: EXTRA_HINT,
            })?;
        }
        let base_url = settings::base_url();
        let base = documents::document_base(issuer.identifiers.issuer_v2(), &base_url).to_owned();
        let stored = issuer.stored.document.json()?;
        if signer.is_none() && !verification::may_host(stored, &format!("{base}/assertions/"))? {
            return Err(Error::Configuration {
                reason: format!("the issuer does not allow assertions to be hosted at {base}"),
                hint: "Add the host to verification.allowedOrigins of its profile, mend startsWith there, or set \
                       badges.base_url."
                    .into(),
            });
        }
        Ok(Form::Assertion { base, template, signer })
    }
}

impl Awarding<'_> {
    /// The row of the issuer, and that of the badge class.
    pub fn ids(&self) -> (Uuid, Uuid) {
        (self.known.issuer.stored.issuer_id, self.known.badge_id)
    }

    /// The kind of recipient.
    pub fn recipient_type(&self) -> &str {
        self.recipient_type
    }

    /// Places in the status lists, for so many awards.
    ///
    /// # Errors
    /// 55000 for credentials of 3.0 in a database whose SQL is older.
    pub fn status_indexes(&self, count: usize) -> Result<Vec<Option<i64>>, Error> {
        if matches!(self.form, Form::Assertion { .. }) && !status_indexes::are_there() {
            return Ok(vec![None; count]);
        }
        Ok(status_indexes::take(count)?.into_iter().map(Some).collect())
    }

    /// The award for one recipient, at that place in the status lists.
    pub fn award(&self, identity: &str, status_index: Option<i64>) -> Result<NewAssertion, Error> {
        let assertion_id = time_ordered_id()?;
        let recipient = if self.hashed {
            let salt = recipient::new_salt()?;
            Recipient { identity: recipient::hash(identity, &salt).into(), salt: Some(salt) }
        } else {
            Recipient { identity: identity.into(), salt: None }
        };
        let (document, credential_text) = self.document(assertion_id, recipient, status_index)?;
        Ok(NewAssertion {
            assertion_id,
            document,
            recipient_key: recipient::key(&self.mac, self.recipient_type, identity).to_vec(),
            status_index,
            credential_text,
        })
    }

    fn document(
        &self,
        assertion_id: Uuid,
        recipient: Recipient<'_>,
        status_index: Option<i64>,
    ) -> Result<(JsonbValue, Option<String>), Error> {
        let identifiers = &self.known.issuer.identifiers;
        match &self.form {
            Form::Assertion { base, template, signer } => {
                let url = format!("{base}/assertions/{assertion_id}");
                let assertion = template.assertion(&url, recipient);
                let text = signer.as_ref().map(|signer| signer.assertion(&assertion)).transpose()?;
                Ok((JsonbValue::from_tree(&assertion)?, text))
            }
            Form::Credential { template, created, signer } => {
                let index =
                    status_index.ok_or_else(|| Error::Internal("a credential has no status index".into()))?;
                let (list, index) = self.known.issuer.status_entry(index);
                let entry = StatusEntry { list: &list, purpose: "revocation", index };
                let url = identifiers.credential_v3(assertion_id);
                let mut credential = template.credential(&url, recipient, Some(entry));
                let text = signer.credential(&mut credential, *created)?;
                Ok((JsonbValue::from_tree(&credential)?, text))
            }
        }
    }

    /// Refuses what `extra` adds, a context above all, if it changes what the call sets: look-ups rest on that. A
    /// document that is not valid says so itself when it is stored.
    fn keeps_its_meaning(&self) -> Result<(), Error> {
        let id = "https://localhost/assertions";
        let identity = recipient::hash(id, id);
        let recipient = Recipient { identity: identity.as_str().into(), salt: Some(id.into()) };
        let (document, class) = match &self.form {
            Form::Assertion { template, .. } => (template.assertion(id, recipient), Class::Assertion),
            Form::Credential { template, .. } => {
                (template.credential(id, recipient, None), Class::OpenBadgeCredential)
            }
        };
        let document = &document;
        let kept =
            |column, set: &str| Ok::<_, Error>(columns::text(document, column)?.as_deref() == Some(set));
        let is_disguised = class == Class::OpenBadgeCredential && verification::is_disguised(document);
        let is_kept = !is_valid(document, Some(class))
            || (!is_disguised
                && kept(Column::Id, id)?
                && kept(Column::RecipientType, self.recipient_type)?
                && kept(Column::RecipientIdentity, &identity)?
                && kept(Column::RecipientSalt, id)?
                && kept(Column::Badge, &self.badge_url)?
                && columns::timestamp(document, Column::IssuedOn)? == Some(self.issued_on));
        if is_kept {
            return Ok(());
        }
        Err(Error::Argument {
            name: "extra",
            reason: "gives another meaning to what the call itself sets".into(),
            hint: EXTRA_HINT,
        })
    }
}

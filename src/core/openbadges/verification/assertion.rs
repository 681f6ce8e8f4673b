//! Assertions of Open Badges 2.0, and older ones in its form: hosted, or signed as a JWS (Open Badges 2.0, "Badge
//! Verification").

use super::hosted;
use super::linked::{Linked, Part, Source, is_same_but, linked_checks};
use super::report::{Check, Finding, quoted, report};
use super::signature::{Attempt, lines};
use super::status::{not_at_hand, recorded, revoked};
use super::structure::structure;
use super::values::{all, authority, id, plain, text};
use super::{KnownAssertion, KnownStatus, Verifier};
use crate::json::{ReadError, Tree};
use crate::openbadges::columns::{self, Column};
use crate::openbadges::revocation_lists::revocation_2_0;
use crate::openbadges::{Class, upgrade, version_of};
use crate::proof::jws::Jws;
use crate::proof::keys::PublicKey;

/// Most keys of one issuer that are tried for an assertion that names none.
const MAX_KEYS: usize = 16;

impl Verifier<'_> {
    /// The report on an assertion that came as JSON.
    pub(super) fn hosted_assertion(
        &self,
        given: &Tree<'_>,
        recipient: Option<&str>,
        row: Option<&KnownStatus>,
    ) -> Tree<'static> {
        self.assertion_report(given, recipient, row, |assertion| self.hosted_checks(assertion))
    }

    /// The report on an assertion that came in a JWS.
    pub(super) fn signed_assertion(
        &self,
        jws: &Jws<'_>,
        payload: Tree<'static>,
        recipient: Option<&str>,
        row: Option<&KnownStatus>,
    ) -> Tree<'static> {
        self.assertion_report(&payload, recipient, row, |assertion| self.signed_checks(assertion, jws))
    }

    /// What both ways to verify have in common. `proof` makes the checks of badge class, issuer, origin and status.
    fn assertion_report(
        &self,
        given: &Tree<'_>,
        recipient: Option<&str>,
        row: Option<&KnownStatus>,
        proof: impl FnOnce(&Tree<'static>) -> Result<Vec<Check>, ReadError>,
    ) -> Tree<'static> {
        let version = version_of(given).map(|version| version.as_str());
        let mut checks = vec![structure(given, Some(Class::Assertion))];
        let rest = upgrade(given).ok().map(Tree::into_owned).map(|assertion| {
            let mut checks = proof(&assertion)?;
            if let Some(row) = row.filter(|row| row.is_ended()) {
                checks.push(recorded(row).of("status"));
            }
            checks.push(hosted::dates(&assertion, self.at)?);
            checks.push(hosted::recipient(&assertion, recipient)?);
            checks.extend(endorsed(&assertion));
            Ok::<_, ReadError>(checks)
        });
        match rest {
            Some(Ok(rest)) => checks.extend(rest),
            Some(Err(_)) => {
                checks.push(Finding::failed("unreadable", "a document cannot be read").of("structure"))
            }
            None => {
                let message = "nothing else can be verified of a document that cannot be read as 2.0";
                checks.push(Finding::not_checked("not_upgradable", message).of("hosted"));
            }
        }
        report(version, Some(Class::Assertion.name()), checks)
    }

    fn hosted_checks(&self, assertion: &Tree<'static>) -> Result<Vec<Check>, ReadError> {
        let url = columns::text(assertion, Column::Id)?.unwrap_or_default();
        if let Some(known) = self.known.assertion(&url) {
            return self.checks_as_known(assertion, known);
        }
        let hosted_copy = self.resource_2_0(&url)?;
        // What is published decides; what is embedded in the text alone proves nothing.
        let published = hosted_copy.as_ref().unwrap_or(assertion);
        let is_revoked = columns::boolean(published, Column::Revoked)? == Some(true);
        let linked = self.linked(if is_revoked { assertion } else { published })?;
        let mut checks = linked_checks(assertion, &linked, self)?;
        checks.push(match &linked.issuer {
            None => Finding::not_checked("issuer_not_at_hand", "who may host it, the issuer's profile tells")
                .of("hosted"),
            Some(issuer) if is_row(&url) && self.is_ours(issuer)? => {
                let message = "the issuer is one of this database, which has no award at that URL";
                Finding::failed("not_awarded_here", message).of("hosted")
            }
            Some(issuer) => self.hosted_check(assertion, hosted_copy.as_ref(), issuer, &url)?,
        });
        let reason = text(published, "revocationReason");
        checks.push(
            match (is_revoked, &hosted_copy) {
                (true, _) => revoked(reason),
                (false, Some(_)) => {
                    Finding::passed("not_revoked", "the badge is not revoked where it is hosted")
                }
                (false, None) => Finding::not_checked(
                    "hosted_document_not_at_hand",
                    format!("the document at {} is not at hand", quoted(&url)),
                ),
            }
            .of("status"),
        );
        Ok(checks)
    }

    /// Whether the tables say what the issuer has awarded.
    fn is_ours(&self, issuer: &Part) -> Result<bool, ReadError> {
        let issuer_id = columns::text(&issuer.document, Column::Id)?;
        Ok(issuer_id.is_some_and(|id| self.known_signer(&id).is_some()))
    }

    /// Whether the assertion is what its URL holds, and lies where its issuer hosts.
    fn hosted_check(
        &self,
        assertion: &Tree<'static>,
        hosted_copy: Option<&Tree<'static>>,
        issuer: &Part,
        url: &str,
    ) -> Result<Check, ReadError> {
        let scope = hosted::hosted(assertion, &issuer.document)?;
        if scope.status == super::Status::Failed {
            return Ok(scope);
        }
        let issuer_id = columns::text(&issuer.document, Column::Id)?.unwrap_or_default();
        let is_same_origin = authority(url)
            .zip(authority(&issuer_id))
            .is_some_and(|(one, other)| one.eq_ignore_ascii_case(other));
        let Some(copy) = hosted_copy else {
            let message = format!("the document at {} is not at hand to compare with", quoted(url));
            return Ok(Finding::not_checked("hosted_document_not_at_hand", message).of("hosted"));
        };
        let is_revoked = columns::boolean(copy, Column::Revoked)? == Some(true);
        if !is_revoked && !is_same_but(assertion, copy, "badge") {
            let message = format!("the document at {} is another one", quoted(url));
            return Ok(Finding::failed("hosted_document_differs", message).of("hosted"));
        }
        // A profile that is not from its own URL may say anything, other origins being allowed included.
        if issuer.source == Source::Embedded && !is_same_origin {
            let message = "only the issuer's own profile can allow another origin, and it is not at hand";
            return Ok(Finding::not_checked("issuer_not_at_hand", message).of("hosted"));
        }
        Ok(scope)
    }

    /// The checks of an assertion that is hosted by this database.
    fn checks_as_known(
        &self,
        assertion: &Tree<'static>,
        known: KnownAssertion,
    ) -> Result<Vec<Check>, ReadError> {
        let KnownAssertion { document, badge, issuer, status } = known;
        let linked = of_database(badge, issuer);
        let mut checks = linked_checks(assertion, &linked, self)?;
        let is_reduced = columns::boolean(assertion, Column::Revoked)? == Some(true);
        checks.push(match &linked.issuer {
            Some(issuer) if is_reduced || is_same_but(assertion, &document, "badge") => {
                hosted::hosted(&document, &issuer.document)?
            }
            _ => Finding::failed("hosted_document_differs", "the award that is stored here is another one")
                .of("hosted"),
        });
        checks.push(recorded(&status).of("status"));
        Ok(checks)
    }

    fn signed_checks(&self, assertion: &Tree<'static>, jws: &Jws<'_>) -> Result<Vec<Check>, ReadError> {
        let url = columns::text(assertion, Column::Id)?.unwrap_or_default();
        let (linked, status) = match self.known.assertion(&url) {
            Some(KnownAssertion { badge, issuer, status, .. }) => (of_database(badge, issuer), Some(status)),
            None => (self.linked(assertion)?, None),
        };
        let mut checks = linked_checks(assertion, &linked, self)?;
        let kind = columns::text(assertion, Column::VerificationType)?;
        if matches!(kind.as_deref(), Some("SignedBadge" | "signed")) {
            checks.extend(self.signed_by(assertion, jws, linked.issuer.as_ref())?);
        } else {
            let message = "the assertion does not say that it is signed";
            checks.extend(lines(Attempt::without_key(Finding::failed("not_signed", message))));
        }
        let status = match status {
            Some(status) => recorded(&status),
            None => self.revocation(assertion, &url, linked.issuer.as_ref())?,
        };
        checks.push(status.of("status"));
        Ok(checks)
    }

    /// `signature` and `key_binding`: the key that `creator` names has to be one of those in the issuer's own profile,
    /// and comes from there or from its own URL, never from the assertion.
    fn signed_by(
        &self,
        assertion: &Tree<'static>,
        jws: &Jws<'_>,
        issuer: Option<&Part>,
    ) -> Result<Vec<Check>, ReadError> {
        let assertion = plain(assertion);
        let creator = assertion.get("verification").and_then(|verification| verification.get("creator"));
        let creator = creator.and_then(id);
        let own = issuer.filter(|issuer| issuer.source == Source::Own).map(|issuer| plain(&issuer.document));
        let own = own.as_ref();
        let listed: Vec<&Tree<'_>> =
            own.map(|profile| all(profile, "publicKey").iter().collect()).unwrap_or_default();
        let is_creator = |key: &&&Tree<'_>| creator.is_none_or(|creator| id(key) == Some(creator));
        let candidates: Vec<&Tree<'_>> = match (own, creator) {
            (Some(_), _) => listed.iter().filter(is_creator).take(MAX_KEYS).copied().collect(),
            (None, Some(creator)) => self.resources.get(creator).into_iter().collect(),
            (None, None) => Vec::new(),
        };
        let is_given_up = |key: &Tree<'_>| key.get("revoked").is_some_and(|revoked| *revoked != Tree::Null);
        let given_up = creator.and_then(|creator| self.known.key(creator)).filter(is_given_up);
        if let Some(key) = given_up {
            return Ok(lines(self.signed_with(jws, Some(&key), false, None)));
        }
        if candidates.is_empty() {
            let finding = match (own, creator) {
                (Some(_), Some(creator)) => Finding::failed(
                    "key_not_listed",
                    format!("the issuer's profile does not list the key {}", quoted(creator)),
                ),
                (Some(_), None) => Finding::failed("key_not_listed", "the issuer's profile lists no key"),
                (None, Some(creator)) => {
                    let message =
                        format!("neither the key at {} nor the issuer's profile is at hand", quoted(creator));
                    Finding::not_checked("key_not_at_hand", message)
                }
                (None, None) => Finding::not_checked(
                    "key_not_at_hand",
                    "neither the key nor the issuer's profile is at hand",
                ),
            };
            return Ok(lines(Attempt::without_signature(finding)));
        }
        let issuer_id = match issuer {
            Some(issuer) => columns::text(&issuer.document, Column::Id)?,
            None => None,
        };
        let mut attempts = candidates.into_iter().map(|key| {
            // A profile that names a key leaves it to the key's own document to say what it is.
            let known = match key {
                Tree::String(url) => self.known.key(url),
                _ => None,
            };
            let document = match key {
                Tree::String(url) => known.as_ref().or_else(|| self.resources.get(url)),
                object if public_key(object).is_some() => Some(object),
                reference => id(reference).and_then(|url| self.resources.get(url)).or(Some(reference)),
            };
            self.signed_with(jws, document, own.is_some(), issuer_id.as_deref())
        });
        let first = attempts.next();
        let passes = |attempt: &Attempt| attempt.signature.status == super::Status::Passed;
        let best = if first.as_ref().is_some_and(passes) { None } else { attempts.find(passes) };
        let none = || Finding::not_checked("key_not_at_hand", "no key is at hand");
        Ok(lines(best.or(first).unwrap_or_else(|| Attempt::without_signature(none()))))
    }

    fn signed_with(
        &self,
        jws: &Jws<'_>,
        document: Option<&Tree<'_>>,
        is_listed: bool,
        issuer: Option<&str>,
    ) -> Attempt {
        let Some(document) = document else {
            let message = "the key's document is not at hand";
            return Attempt::without_signature(Finding::not_checked("key_not_at_hand", message));
        };
        let Some(key) = public_key(document).or_else(|| public_key(&plain(document))) else {
            return Attempt::without_signature(Finding::failed(
                "key_unusable",
                "the key's document holds no key that can be used",
            ));
        };
        if !jws.verify(&key) {
            let message = "the signature is not by this key over this assertion";
            return Attempt::without_key(Finding::failed("invalid_signature", message));
        }
        let algorithm = jws.algorithm().jws_name();
        let signature = Finding::passed("valid_signature", format!("the {algorithm} signature is valid"));
        let owner = document.get("owner").and_then(id);
        let key_binding = if document.get("revoked").is_some_and(|revoked| *revoked != Tree::Null) {
            super::resolution::compromised()
        } else if owner.zip(issuer).is_some_and(|(owner, issuer)| owner != issuer) {
            Finding::failed("other_controller", "the key belongs to another owner than the issuer")
        } else if is_listed {
            Finding::passed("key_listed", "the issuer's profile lists the key")
        } else {
            Finding::not_checked(
                "key_not_confirmed",
                "the issuer's own profile, which lists its keys, is not at hand",
            )
        };
        Attempt { signature, key_binding }
    }

    /// The status of a signed assertion by the issuer's RevocationList.
    fn revocation(
        &self,
        assertion: &Tree<'static>,
        url: &str,
        issuer: Option<&Part>,
    ) -> Result<Finding, ReadError> {
        if columns::boolean(assertion, Column::Revoked)? == Some(true) {
            return Ok(revoked(text(assertion, "revocationReason")));
        }
        let Some(issuer) = issuer.filter(|issuer| issuer.source == Source::Own) else {
            let message = "where the issuer lists what it revoked, its own profile tells";
            return Ok(Finding::not_checked("issuer_not_at_hand", message));
        };
        let profile = plain(&issuer.document);
        let named =
            |profile: &Tree<'_>| all(profile, "revocationList").iter().find_map(id).map(str::to_owned);
        let Some(list_url) = named(&profile).or_else(|| named(&issuer.document)) else {
            return Ok(Finding::passed("no_status", "the issuer publishes no list of revoked badges"));
        };
        let Some(list) = self.resources.get(&list_url) else {
            return Ok(not_at_hand(&list_url));
        };
        let issuer_id = columns::text(&issuer.document, Column::Id)?;
        if list.get("issuer").and_then(id).is_some_and(|of| Some(of) != issuer_id.as_deref()) {
            return Ok(Finding::failed("other_issuer", "the revocation list is that of another issuer"));
        }
        let (plain_list, plain_assertion) = (plain(list), plain(assertion));
        let uid = text(&plain_assertion, "uid").or_else(|| text(assertion, "uid"));
        let said = match revocation_2_0(&plain_list, Some(url), uid) {
            Ok(Some(reason)) => Ok(Some(reason)),
            // What breaks JSON-LD is lost to it, and has to be read as it lies.
            Ok(None) | Err(_) => revocation_2_0(list, Some(url), uid),
        };
        Ok(match said {
            Ok(Some(reason)) => revoked(reason),
            Ok(None) => Finding::passed("not_revoked", "the badge is not in the issuer's revocation list"),
            Err(error) => Finding::failed("malformed_value_error", error.to_string()),
        })
    }
}

/// Whether a URL has the form that those of awards of a database have.
fn is_row(url: &str) -> bool {
    const UUID: usize = 36;
    let Some((_, row)) = url.rsplit_once("/assertions/") else { return false };
    row.bytes().take(UUID).filter(|byte| byte.is_ascii_hexdigit() || *byte == b'-').count() == UUID
}

/// The badge class and issuer of an award of the database.
pub(super) fn of_database(badge: Tree<'static>, issuer: Tree<'static>) -> Linked {
    let own = |document| Part { document, source: Source::Own };
    Linked { badge: Some(own(badge)), issuer: Some(own(issuer)) }
}

/// Endorsements of 2.0 are documents of their own, verified by themselves; they do not decide on the award.
fn endorsed(assertion: &Tree<'_>) -> Option<Check> {
    let badge = assertion.get("badge");
    let has = |document: Option<&Tree<'_>>| {
        document.is_some_and(|document| !all(document, "endorsement").is_empty())
    };
    let is_endorsed = has(Some(assertion)) || has(badge) || has(badge.and_then(|badge| badge.get("issuer")));
    is_endorsed.then(|| {
        let message = "endorsements of Open Badges 2.0 are documents of their own, and were not verified";
        Finding::warning("endorsements_not_verified", message).of("endorsements")
    })
}

/// The key in a CryptographicKey document.
fn public_key(document: &Tree<'_>) -> Option<PublicKey> {
    if let Some(pem) = text(document, "publicKeyPem") {
        return PublicKey::from_pem(pem).ok();
    }
    if let Some(jwk) = document.get("publicKeyJwk") {
        return PublicKey::from_jwk(jwk).ok();
    }
    text(document, "publicKeyMultibase").and_then(|multikey| PublicKey::from_multikey(multikey).ok())
}

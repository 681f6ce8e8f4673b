//! Badges that come inside their picture.

use super::report::{Finding, quoted, report, with_first};
use super::{Known, Options, Verifier};
use crate::baking::unbake;
use crate::json::Tree;
use crate::openbadges::datatypes::is_http_url;

/// The report on an image: what [`verify_credential`](super::verify_credential) says of the badge in it, after a check
/// `image` of what it came in. An image that is none, or that holds no badge, fails that check, the only one then.
pub fn verify_baked(image: &[u8], known: &dyn Known, options: &Options<'_>) -> Tree<'static> {
    let (badge, finding) = match unbake(image) {
        Ok(Some(badge)) => (badge.text, found(badge.further)),
        Ok(None) => {
            let finding = Finding::failed("image_has_no_badge", "there is no badge in the image");
            return report(None, None, vec![finding.of("image")]);
        }
        Err(fault) => {
            let finding = Finding::failed(fault.code, fault.to_string());
            return report(None, None, vec![finding.of("image")]);
        }
    };
    let verdict = Verifier::new(known, options).baked(&badge, options.recipient);
    with_first(verdict, finding.of("image"))
}

fn found(further: usize) -> Finding {
    match further {
        0 => Finding::passed("image_has_badge", "there is one badge in the image"),
        _ => {
            let message = format!("there are {further} more badges in the image; the first is verified");
            Finding::warning("image_has_more_badges", message)
        }
    }
}

impl Verifier<'_> {
    /// The report on what was in an image. The oldest badges have only the URL that their assertion is hosted at.
    fn baked(&self, badge: &str, recipient: Option<&str>) -> Tree<'static> {
        let url = badge.trim();
        if !is_http_url(url) {
            return self.text(badge, recipient, None);
        }
        if let Some(known) = self.known.assertion(url) {
            return self.json(known.document, recipient, None);
        }
        match self.resources.get(url) {
            Some(Tree::String(token)) => self.text(token, recipient, None),
            Some(document) => self.json(document.borrowed(), recipient, None),
            None => {
                let message = format!("the badge is the document at {}, which is not at hand", quoted(url));
                let finding = Finding::not_checked("hosted_document_not_at_hand", message);
                report(None, None, vec![finding.of("structure")])
            }
        }
    }
}

//! Badges that come inside their picture.

use super::receiving::{Received, receive};
use super::report::{Finding, quoted, report, with_first};
use super::{Known, Options, Verifier};
use crate::baking::unbake;
use crate::json::Tree;
use crate::openbadges::datatypes::is_http_url;

/// The report on an image: what [`verify_credential`](super::verify_credential) says of the badge in it, after a check
/// `image` of what it came in. An image that is none, or that holds no badge, fails that check, the only one then.
pub fn verify_baked(image: &[u8], known: &dyn Known, options: &Options<'_>) -> Tree<'static> {
    let verifier = Verifier::new(known, options);
    match verifier.unbaked(image) {
        Ok((text, finding)) => with_first(verifier.text(&text, options.recipient, None), finding.of("image")),
        Err(report) => report,
    }
}

/// As [`receive`], of the badge in an image: after the report the text that came in it, and what is to be kept of that.
pub fn receive_baked(
    image: &[u8],
    known: &dyn Known,
    options: &Options<'_>,
) -> (Tree<'static>, Option<(String, Received)>) {
    match Verifier::new(known, options).unbaked(image) {
        Ok((text, finding)) => {
            let (report, received) = receive(&text, known, options);
            (with_first(report, finding.of("image")), received.map(|received| (text, received)))
        }
        Err(report) => (report, None),
    }
}

impl Verifier<'_> {
    /// The text of the credential in an image, and what there is to say of the image; or the report, if there is none.
    fn unbaked(&self, image: &[u8]) -> Result<(String, Finding), Tree<'static>> {
        let fails = |code, message| report(None, None, vec![Finding::failed(code, message).of("image")]);
        let badge = unbake(image)
            .map_err(|fault| fails(fault.code, fault.to_string()))?
            .ok_or_else(|| fails("image_has_no_badge", "there is no badge in the image".to_owned()))?;
        let finding = match badge.further {
            0 => Finding::passed("image_has_badge", "there is one badge in the image"),
            further => {
                let message = format!("there are {further} more badges in the image; the first is verified");
                Finding::warning("image_has_more_badges", message)
            }
        };
        match self.credential_of(badge.text) {
            Ok(text) => Ok((text, finding)),
            Err(missing) => {
                Err(with_first(report(None, None, vec![missing.of("structure")]), finding.of("image")))
            }
        }
    }

    /// The credential itself. The oldest badges have only the URL that their assertion is hosted at.
    fn credential_of(&self, badge: String) -> Result<String, Finding> {
        let url = badge.trim();
        if !is_http_url(url) {
            return Ok(badge);
        }
        if let Some(known) = self.known.assertion(url) {
            return Ok(known.document.to_text());
        }
        match self.resources.get(url) {
            Some(Tree::String(token)) => Ok(token.to_string()),
            Some(document) => Ok(document.to_text()),
            None => {
                let message = format!("the badge is the document at {}, which is not at hand", quoted(url));
                Err(Finding::not_checked("hosted_document_not_at_hand", message))
            }
        }
    }
}

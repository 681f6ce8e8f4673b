//! Credentials in images: what goes in comes out, nothing else changes, and no image does harm.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod credentials;
mod hostile;
mod images;
mod png;
mod svg;
mod verdicts;

use badges_core::baking::{BakingError, bake, unbake};

/// The text of the badge in an image.
#[track_caller]
fn text_in(image: &[u8]) -> Option<String> {
    unbake(image).unwrap().map(|badge| badge.text)
}

/// Where an image is refused, and why.
#[track_caller]
fn fault(image: &[u8]) -> (usize, String) {
    let unbaked = unbake(image).unwrap_err();
    assert_eq!(bake(image, credentials::ASSERTION), Err(BakingError::Image(unbaked.clone())));
    (unbaked.offset, unbaked.reason)
}

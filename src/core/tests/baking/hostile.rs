//! Images made to break a reader, or to make it work for long.

use super::credentials::{self, ASSERTION, CREDENTIAL};
use super::images::{chunk, deflated, png, pngs, svg, svgs, with_chunks};
use badges_core::baking::{BakingError, MAX_IMAGE, bake, unbake};
use badges_core::proof::MAX_CREDENTIAL;
use proptest::prelude::*;

#[test]
fn no_part_of_an_image_is_an_image() {
    for image in pngs().iter().chain(&svgs()).filter(|image| image.len() < 2_000) {
        let baked = bake(image, CREDENTIAL).unwrap();
        for end in 0..baked.len() {
            let part = &baked[..end];
            // What follows the end of a PNG or the last tag of an SVG may be missing.
            match unbake(part) {
                Ok(found) => assert_eq!(found.unwrap().text, CREDENTIAL),
                Err(fault) if end % 50 == 0 => {
                    assert_eq!(bake(part, ASSERTION), Err(BakingError::Image(fault)));
                }
                Err(_) => {}
            }
        }
    }
    let baked = bake(&png(), CREDENTIAL).unwrap();
    assert!((0..baked.len()).all(|end| unbake(&baked[..end]).is_err()));
    let baked = bake(&svg(), CREDENTIAL).unwrap();
    assert!((0..baked.len()).all(|end| unbake(&baked[..end]).is_err()));
}

#[test]
fn images_and_texts_beyond_the_limits_are_refused() {
    let large = [png(), vec![0; MAX_IMAGE]].concat();
    assert_eq!(unbake(&large).unwrap_err().code, "image_too_large");
    // An image as large as any, which has no room for a badge.
    let full = [png(), vec![0; MAX_IMAGE - png().len()]].concat();
    assert_eq!(unbake(&full), Ok(None));
    assert!(
        matches!(bake(&full, ASSERTION), Err(BakingError::Image(fault)) if fault.code == "image_too_large")
    );
    let text = "x".repeat(MAX_CREDENTIAL + 1);
    let badges = [
        chunk(b"iTXt", format!("openbadges\0\0\0\0\0{text}").as_bytes()),
        chunk(b"tEXt", format!("openbadges\0{text}").as_bytes()),
    ];
    for badge in badges {
        assert!(
            unbake(&with_chunks(&png(), &[badge])).unwrap_err().reason.contains(&MAX_CREDENTIAL.to_string())
        );
    }
    let image = format!("<svg xmlns:a='http://openbadges.org'><a:assertion>{text}</a:assertion></svg>");
    assert!(unbake(image.as_bytes()).unwrap_err().reason.contains(&MAX_CREDENTIAL.to_string()));
}

#[test]
fn a_badge_that_inflates_without_end_is_cut_off() {
    let bomb = deflated(&vec![b' '; 8 << 20]);
    for (kind, start) in [(b"iTXt", b"openbadges\0\x01\0\0\0".as_slice()), (b"zTXt", b"openbadges\0\0")] {
        let image = with_chunks(&png(), &[chunk(kind, &[start, &bomb].concat())]);
        assert!(unbake(&image).unwrap_err().reason.contains(&MAX_CREDENTIAL.to_string()));
    }
}

#[test]
fn entities_are_neither_declared_nor_expanded() {
    let mut document = String::from("<!DOCTYPE svg [<!ENTITY l0 'lol'>");
    for level in 1..10 {
        let references = format!("&l{};", level - 1).repeat(10);
        document.push_str(&format!("<!ENTITY l{level} '{references}'>"));
    }
    document.push_str("]><svg>&l9;</svg>");
    let external = "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg xmlns:a='http://openbadges.org'><a:assertion>&x;</a:assertion></svg>";
    for image in [document.as_str(), external] {
        assert!(unbake(image.as_bytes()).unwrap_err().reason.contains("entities"));
    }
    let parameter = "<!DOCTYPE svg SYSTEM 'http://example.org/evil.dtd'><svg>&x;</svg>";
    assert!(unbake(parameter.as_bytes()).unwrap_err().reason.contains("reference"));
}

#[test]
fn deep_and_wide_documents_are_refused_or_read_in_time() {
    let deep = format!("<svg>{}{}</svg>", "<g>".repeat(100_000), "</g>".repeat(100_000));
    assert!(unbake(deep.as_bytes()).unwrap_err().reason.contains("256"));
    let unclosed = "<svg>".to_owned() + &"<g>".repeat(100_000);
    assert!(unbake(unclosed.as_bytes()).unwrap_err().reason.contains("256"));
    let attributes: String = (0..100_000).map(|number| format!(" a{number}=''")).collect();
    assert!(unbake(format!("<svg{attributes}/>").as_bytes()).unwrap_err().reason.contains("256"));
    assert_eq!(unbake(format!("<svg><g{attributes}/></svg>").as_bytes()), Ok(None));
    let namespaces: String = (0..100_000).map(|number| format!(" xmlns:a{number}='urn:a'")).collect();
    assert!(unbake(format!("<svg{namespaces}/>").as_bytes()).is_err());
    let wide = format!("<svg xmlns:a='urn:a'>{}</svg>", "<a:assertion/>".repeat(50_000));
    assert_eq!(unbake(wide.as_bytes()), Ok(None));
    let badges =
        format!("<svg xmlns:a='http://openbadges.org'>{}</svg>", "<a:assertion verify='x'/>".repeat(20_000));
    assert_eq!(unbake(badges.as_bytes()).unwrap().unwrap().further, 19_999);
    assert!(bake(badges.as_bytes(), CREDENTIAL).unwrap().len() < 2_000);
    let prefixes: String =
        (1..10_000).map(|number| format!("<openbadges{number}:a xmlns:openbadges{number}='u'/>")).collect();
    let taken = format!("<svg xmlns:openbadges='u'>{prefixes}</svg>");
    let refusal = bake(taken.as_bytes(), CREDENTIAL).unwrap_err();
    assert!(matches!(refusal, BakingError::Image(fault) if fault.reason.contains("prefixes")));
    let small = chunk(b"tEXt", b"openbadges\0x");
    let many = with_chunks(&png(), &vec![small; 30_000]);
    assert_eq!(unbake(&many).unwrap().unwrap().further, 29_999);
    assert_eq!(bake(&many, CREDENTIAL), bake(&png(), CREDENTIAL));
}

/// Whatever is done to an image, it is refused or it carries what is baked into it.
fn carries_or_refuses(image: &[u8]) {
    let _ = unbake(image);
    for (credential, _) in credentials::all() {
        if let Ok(baked) = bake(image, &credential) {
            let found = unbake(&baked).unwrap().unwrap();
            assert_eq!((found.text.as_str(), found.further), (credential.as_str(), 0));
            assert_eq!(bake(&baked, &credential).unwrap(), baked);
        }
    }
}

proptest! {
    #[test]
    fn octets_do_no_harm(octets in proptest::collection::vec(any::<u8>(), 0..200), is_png: bool) {
        let start: &[u8] = if is_png { b"\x89PNG\r\n\x1a\n" } else { b"<svg" };
        carries_or_refuses(&[start, &octets].concat());
    }

    #[test]
    fn changed_images_do_no_harm(which in 0..30_usize, changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..4)) {
        let mut images = svgs();
        images.extend(svgs().iter().map(|image| bake(image, CREDENTIAL).unwrap()));
        images.push(bake(&png(), CREDENTIAL).unwrap());
        let mut image = images[which % images.len()].clone();
        for (place, octet, kind) in changes {
            // Cut off and then taken away, there is nothing left to change.
            if image.is_empty() {
                break;
            }
            let place = place.index(image.len());
            match kind {
                0 => image[place] = octet,
                1 => image.insert(place, b"<>/=\"'&: "[usize::from(octet) % 9]),
                2 => drop(image.remove(place)),
                _ => image.truncate(place.max(1)),
            }
        }
        carries_or_refuses(&image);
    }
}

use super::credentials::{self, ASSERTION, CREDENTIAL};
use super::images::{chunk, chunks_of, deflated, header, png, png_of, pngs, with_chunks};
use super::{fault, text_in};
use badges_core::baking::{bake, unbake};

/// The chunk that carries a credential, made here.
fn badge(keyword: &str, text: &str) -> Vec<u8> {
    chunk(b"iTXt", &[keyword.as_bytes(), &[0; 5], text.as_bytes()].concat())
}

#[test]
fn a_credential_goes_before_the_end_under_the_keyword_of_its_version() {
    for image in pngs() {
        assert_eq!(unbake(&image), Ok(None));
        for (credential, is_of_3_0) in credentials::all() {
            let baked = bake(&image, &credential).unwrap();
            let keyword = if is_of_3_0 { "openbadgecredential" } else { "openbadges" };
            assert_eq!(baked, with_chunks(&image, &[badge(keyword, &credential)]));
            assert_eq!(text_in(&baked), Some(credential));
        }
    }
}

#[test]
fn baking_anew_replaces_the_badge_whatever_it_was() {
    let others = [
        badge("openbadges", ASSERTION),
        badge("openbadgecredential", CREDENTIAL),
        chunk(b"tEXt", b"openbadges\0https://example.org/assertions/1"),
        chunk(b"zTXt", b"openbadges\0"),
        chunk(b"iTXt", b"openbadges"),
        chunk(b"iTXt", b"openbadgecredential\0\x07"),
    ];
    for image in pngs() {
        for (credential, _) in credentials::all() {
            let expected = bake(&image, &credential).unwrap();
            for (other, _) in credentials::all() {
                let baked = bake(&image, &other).unwrap();
                assert_eq!(bake(&baked, &credential).unwrap(), expected);
            }
            assert_eq!(bake(&with_chunks(&image, &others), &credential).unwrap(), expected);
        }
    }
    // Also where the badge lies elsewhere than this bakes it.
    let pixels = chunk(b"IDAT", &deflated(&[0; 26]));
    let odd = png_of(&[header(8, 6, false), others[0].clone(), pixels.clone(), others[1].clone()]);
    let bare = png_of(&[header(8, 6, false), pixels]);
    assert_eq!(bake(&odd, CREDENTIAL), bake(&bare, CREDENTIAL));
}

#[test]
fn badges_are_read_from_every_text_chunk_there_is() {
    let compressed = deflated(ASSERTION.as_bytes());
    for (kind, content, expected) in [
        (b"tEXt", b"openbadges\0https://example.org/1".to_vec(), "https://example.org/1"),
        (b"tEXt", [b"openbadges\0", ASSERTION.as_bytes()].concat(), ASSERTION),
        (b"tEXt", b"openbadges\0Gr\xf6\xdfe".to_vec(), "Größe"),
        (b"tEXt", "openbadges\0Größe".into(), "Größe"),
        (b"zTXt", [b"openbadges\0\0", compressed.as_slice()].concat(), ASSERTION),
        (b"iTXt", [b"openbadges\0\x01\0\0\0", compressed.as_slice()].concat(), ASSERTION),
        (b"iTXt", [b"openbadgecredential\0\0\0en\0badge\0", CREDENTIAL.as_bytes()].concat(), CREDENTIAL),
        (b"iTXt", b"openbadges\0\0\0\0\0".to_vec(), ""),
    ] {
        let image = with_chunks(&png(), &[chunk(kind, &content)]);
        assert_eq!(text_in(&image).as_deref(), Some(expected));
    }
}

#[test]
fn of_several_badges_the_first_counts() {
    let chunks = [badge("openbadgecredential", "first"), badge("openbadges", "second")];
    let found = unbake(&with_chunks(&png(), &chunks)).unwrap().unwrap();
    assert_eq!((found.text.as_str(), found.further), ("first", 1));
}

#[test]
fn badge_chunks_that_hold_no_text_are_refused_where_they_are_read() {
    for (kind, content, reason) in [
        (b"iTXt", b"openbadges".to_vec(), "ends before its text"),
        (b"iTXt", b"openbadges\0\0".to_vec(), "ends before its text"),
        (b"iTXt", b"openbadges\0\0\0en".to_vec(), "ends before its text"),
        (b"zTXt", b"openbadges\0".to_vec(), "ends before its text"),
        (b"iTXt", b"openbadges\0\x02\0\0\0{}".to_vec(), "no known way"),
        (b"iTXt", b"openbadges\0\x01\0\0\0{}".to_vec(), "not compressed with zlib"),
        (
            b"iTXt",
            [b"openbadges\0\x01\x01\0\0", deflated(b"{}").as_slice()].concat(),
            "not compressed with zlib",
        ),
        (b"zTXt", b"openbadges\0\0{}".to_vec(), "not compressed with zlib"),
        (b"iTXt", b"openbadges\0\0\0\0\0\xff".to_vec(), "not UTF-8"),
        (b"iTXt", b"openbadges\0\0\0\0\0a\0b".to_vec(), "zero byte"),
    ] {
        let image = with_chunks(&png(), &[chunk(kind, &content)]);
        let fault = unbake(&image).unwrap_err();
        assert!(fault.reason.contains(reason), "{fault}");
        assert_eq!(fault.offset, image.len() - 12 - 12 - content.len());
        assert_eq!(bake(&image, ASSERTION), bake(&png(), ASSERTION));
    }
}

#[test]
fn a_damaged_png_is_refused_with_the_chunk_and_where_it_is() {
    let pixels = || chunk(b"IDAT", &deflated(&[0; 26]));
    let head = || header(8, 6, false);
    let flipped = |position: usize| {
        let mut image = png();
        image[position] ^= 1;
        image
    };
    let with_length = |length: u32| {
        let mut image = png();
        image[33..37].copy_from_slice(&length.to_be_bytes());
        image
    };
    let end = png().len() - 12;
    for (image, offset, reason) in [
        (flipped(20), 8, "the chunk IHDR is damaged"),
        (flipped(45), 33, "the chunk IDAT is damaged"),
        (flipped(png().len() - 1), end, "the chunk IEND is damaged"),
        (with_length(u32::MAX), 33, "IDAT says it has 4294967295 bytes, more than any chunk may"),
        (with_length(0x8000_0000), 33, "more than any chunk may"),
        (with_length(0x7fff_ffff), 33, "IDAT says it has 2147483647 bytes, more than are left"),
        (png()[..end].to_vec(), end, "ends without a chunk IEND"),
        (png()[..end + 3].to_vec(), end, "ends within a chunk"),
        (png()[..end + 8].to_vec(), end, "more than are left"),
        (png()[..8].to_vec(), 8, "ends without a chunk IEND"),
        (png_of(&[pixels()]), 8, "IHDR comes first"),
        (png_of(&[head(), head(), pixels()]), 33, "IHDR comes first, and once"),
        (png_of(&[chunk(b"IHDR", b""), pixels()]), 8, "IHDR has 13 bytes"),
        (png_of(&[head()]), 33, "no chunk IDAT"),
        (png_of(&[head(), pixels(), chunk(b"PLTE", &[0; 3])]), 33 + pixels().len(), "PLTE comes"),
        (png_of(&[head(), chunk(b"PLTE", &[0; 3]), chunk(b"PLTE", &[0; 3]), pixels()]), 48, "PLTE comes"),
        (
            png_of(&[head(), pixels(), chunk(b"tEXt", b"a\0b"), pixels()]),
            33 + pixels().len() + 15,
            "follow each other",
        ),
        (png_of(&[head(), chunk(b"ID\0T", b""), pixels()]), 33, "not four letters"),
        (
            [b"\x89PNG\r\n\x1a\n".to_vec(), head(), pixels(), chunk(b"IEND", b"x")].concat(),
            33 + pixels().len(),
            "IEND is empty",
        ),
    ] {
        let (found_offset, found_reason) = fault(&image);
        assert!(found_reason.contains(reason), "{found_reason}");
        assert_eq!(found_offset, offset, "{found_reason}");
    }
}

#[test]
fn what_is_baked_is_found_by_another_reader() {
    let chunks = chunks_of(&bake(&png(), CREDENTIAL).unwrap());
    let kinds: Vec<&str> = chunks.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["IHDR", "IDAT", "iTXt", "IEND"]);
    let (keyword, text) = chunks[2].1.split_at("openbadgecredential".len() + 5);
    assert_eq!((keyword, text), (b"openbadgecredential\0\0\0\0\0".as_slice(), CREDENTIAL.as_bytes()));
}

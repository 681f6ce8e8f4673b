//! Images made here, and what a reader of PNG and XML that is not the one under test finds in them.

use flate2::{Compression, Crc, write::ZlibEncoder};
use std::io::Write;

/// A chunk with the right checksum.
pub fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(kind);
    crc.update(content);
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length, kind.as_slice(), content, &crc.sum().to_be_bytes()].concat()
}

pub fn deflated(content: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

pub const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// What every PNG here has: 3 by 2 pixels.
pub fn header(depth: u8, colours: u8, interlaced: bool) -> Vec<u8> {
    chunk(b"IHDR", &[0, 0, 0, 3, 0, 0, 0, 2, depth, colours, 0, 0, u8::from(interlaced)])
}

fn rows(octets: usize) -> Vec<u8> {
    let row = [0].into_iter().chain((0..octets).map(|octet| u8::try_from(octet * 17 % 251).unwrap()));
    let row: Vec<u8> = row.collect();
    deflated(&[row.clone(), row].concat())
}

/// A PNG of these chunks between signature and end.
pub fn png_of(chunks: &[Vec<u8>]) -> Vec<u8> {
    [SIGNATURE.to_vec(), chunks.concat(), chunk(b"IEND", b"")].concat()
}

/// A PNG in true colour with transparency.
pub fn png() -> Vec<u8> {
    png_of(&[header(8, 6, false), chunk(b"IDAT", &rows(12))])
}

/// PNGs of every colour type, with the chunks that painting programs add.
pub fn pngs() -> Vec<Vec<u8>> {
    let palette = chunk(b"PLTE", &[0, 0, 0, 255, 255, 255, 200, 10, 10]);
    let data = rows(12);
    let (first, second) = data.split_at(5);
    let animated = [
        header(8, 2, false),
        chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]),
        chunk(b"fcTL", &[0; 26]),
        chunk(b"IDAT", &rows(9)),
        chunk(b"fcTL", &[1; 26]),
        chunk(b"fdAT", &rows(9)),
    ];
    vec![
        png(),
        png_of(&[header(1, 0, false), chunk(b"IDAT", &rows(1))]),
        png_of(&[header(8, 0, false), chunk(b"gAMA", &[0, 0, 177, 143]), chunk(b"IDAT", &rows(3))]),
        png_of(&[header(8, 2, true), chunk(b"IDAT", &rows(9))]),
        png_of(&[header(2, 3, false), palette.clone(), chunk(b"tRNS", &[0]), chunk(b"IDAT", &rows(1))]),
        png_of(&[header(16, 4, false), chunk(b"IDAT", &rows(12))]),
        png_of(&[header(16, 6, false), palette, chunk(b"IDAT", first), chunk(b"IDAT", second)]),
        png_of(&animated),
        png_of(&[
            header(8, 6, false),
            chunk(b"tEXt", b"Software\0Painter"),
            chunk(b"iTXt", "XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta/>".as_bytes()),
            chunk(b"eXIf", &vec![7; 100_000]),
            chunk(b"IDAT", &data),
            chunk(b"tIME", &[7, 234, 1, 2, 3, 4, 5]),
            chunk(b"zTXt", &[b"openbadges2\0\0".as_slice(), &deflated(b"no badge")].concat()),
            chunk(b"prVt", b"openbadges\0\0\0\0\0{}"),
        ]),
        [png(), b"data after the end".to_vec(), chunk(b"iTXt", b"openbadges\0\0\0\0\0{}")].concat(),
    ]
}

/// An image with these chunks put before its end.
pub fn with_chunks(image: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    let end = image.windows(8).position(|octets| octets == b"\0\0\0\0IEND").unwrap();
    [&image[..end], &chunks.concat(), &image[end..]].concat()
}

/// The chunks of a PNG as type and content, checksums left aside.
pub fn chunks_of(image: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut rest = &image[8..];
    let mut chunks = Vec::new();
    loop {
        let length = u32::from_be_bytes(rest[..4].try_into().unwrap()) as usize;
        let kind = String::from_utf8(rest[4..8].to_vec()).unwrap();
        let content = rest[8..8 + length].to_vec();
        assert_eq!(chunk(rest[4..8].try_into().unwrap(), &content), rest[..12 + length]);
        rest = &rest[12 + length..];
        chunks.push((kind.clone(), content));
        if kind == "IEND" {
            return chunks;
        }
    }
}

/// A small SVG.
pub fn svg() -> Vec<u8> {
    br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>"#.to_vec()
}

/// SVGs as several programs write them, each with a `¤` where a namespace is declared and another where a badge goes.
const MARKED: [&str; 9] = [
    // By hand.
    r#"<svg¤ xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">¤<path d="M0 0h1v1z"/></svg>"#,
    "<svg¤\n\txmlns = \"http://www.w3.org/2000/svg\"\n\twidth='1'\n>¤\n</svg\n>\n\n",
    "<s:svg¤ xmlns:s=\"http://www.w3.org/2000/svg\">¤<s:g/></s:svg>",
    "<svg¤>¤<title>a &lt; b &#38; c &#x1F3C5;</title></svg>",
    // With a byte order mark, and line ends of another system.
    "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\r\n<svg¤ xmlns=\"http://www.w3.org/2000/svg\">¤\r\n<text>Größe</text>\r\n</svg>\r\n",
    // As Inkscape writes.
    r##"<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape (http://www.inkscape.org/) -->

<svg¤
   width="210mm"
   viewBox="0 0 210 297"
   xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
   xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
   xmlns:xlink="http://www.w3.org/1999/xlink"
   xmlns="http://www.w3.org/2000/svg"
   xmlns:svg="http://www.w3.org/2000/svg">¤
  <sodipodi:namedview id="base" pagecolor="#ffffff" />
  <defs id="defs2"><style><![CDATA[ rect > a { fill: url("<svg>") } ]]></style></defs>
  <g inkscape:label="Layer 1"><use xlink:href="#a"/></g>
</svg>
"##,
    // As Illustrator writes where it declares no entities.
    r#"<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 24.0.1, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg¤ version="1.1" id="Layer_1" xmlns="http://www.w3.org/2000/svg" x="0px" y="0px" viewBox="0 0 10 10" style="enable-background:new 0 0 10 10;" xml:space="preserve">¤
<style type="text/css">.st0{fill:#FFFFFF;}</style>
<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">text</p></foreignObject>
</svg><!-- after -->
<?after the end?>"#,
    // With the names of badges, but in other namespaces.
    r#"<svg¤ xmlns:ob="https://example.org/other">¤<ob:assertion verify="x">{}</ob:assertion><credential/><ob:credential/></svg>"#,
    r#"<!DOCTYPE svg [<!-- nothing --> <!ATTLIST svg a CDATA #IMPLIED>]><svg¤ a=">" b='"/>'>¤<!-- <a:assertion xmlns:a="http://openbadges.org"/> --></svg>"#,
];

/// SVGs as several programs write them: what stands before the declaration of a namespace, between it and a badge, and
/// after that.
pub fn svgs_in_parts() -> Vec<[&'static str; 3]> {
    MARKED.iter().map(|marked| marked.split('¤').collect::<Vec<_>>().try_into().unwrap()).collect()
}

/// SVGs of every kind.
pub fn svgs() -> Vec<Vec<u8>> {
    let others = [
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "<svg/>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" />\n",
        // Our prefix for something else.
        r#"<svg xmlns:openbadges="https://example.org/other"><openbadges:assertion verify="x">{}</openbadges:assertion></svg>"#,
        r#"<svg><g xmlns:openbadges="https://example.org/other"><openbadges:assertion/></g></svg>"#,
    ];
    let whole = svgs_in_parts().into_iter().map(|parts| parts.concat());
    whole.chain(others.map(str::to_owned)).map(String::into_bytes).collect()
}

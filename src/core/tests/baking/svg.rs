use super::credentials::{self, CREDENTIAL, token};
use super::images::{svg, svgs, svgs_in_parts};
use super::{fault, text_in};
use badges_core::baking::{bake, unbake};

fn baked(image: &str, credential: &str) -> String {
    String::from_utf8(bake(image.as_bytes(), credential).unwrap()).unwrap()
}

#[track_caller]
fn reads(image: &str, expected: Option<&str>) {
    assert_eq!(text_in(image.as_bytes()).as_deref(), expected, "{image}");
}

#[test]
fn a_credential_is_the_first_element_in_the_namespace_of_its_version() {
    let short = ASSERTION_WITHOUT_MUCH;
    assert_eq!(
        baked("<svg a='1'><g/></svg>", short),
        format!(
            "<svg xmlns:openbadges=\"http://openbadges.org\" a='1'><openbadges:assertion \
             verify=\"https://example.org/1?a=1&amp;b=&quot;\"><![CDATA[{short}]]></openbadges:assertion><g/></svg>"
        )
    );
    assert_eq!(
        baked("<svg/>", &token(CREDENTIAL)),
        format!(
            "<svg xmlns:openbadges=\"https://purl.imsglobal.org/ob/v3p0\"><openbadges:credential verify=\"{}\"/></svg>",
            token(CREDENTIAL)
        )
    );
    assert_eq!(
        baked("<s:svg xmlns:s='http://www.w3.org/2000/svg' />", CREDENTIAL),
        format!(
            "<s:svg xmlns:openbadges=\"https://purl.imsglobal.org/ob/v3p0\" xmlns:s='http://www.w3.org/2000/svg' >\
             <openbadges:credential><![CDATA[{}]]></openbadges:credential></s:svg>",
            CREDENTIAL.replace("]]>", "]]]]><![CDATA[>")
        )
    );
}

const ASSERTION_WITHOUT_MUCH: &str = r#"{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://example.org/1?a=1&b=\""}"#;

#[test]
fn everything_else_of_an_svg_stays() {
    for [before, between, after] in svgs_in_parts() {
        for (credential, is_of_3_0) in credentials::all() {
            let image = [before, between, after].concat();
            let baked = baked(&image, &credential);
            let namespace =
                if is_of_3_0 { "https://purl.imsglobal.org/ob/v3p0" } else { "http://openbadges.org" };
            let start = format!("{before} xmlns:openbadges=\"{namespace}\"{between}<openbadges:");
            assert_eq!(baked.get(..start.len()), Some(start.as_str()));
            assert!(baked.ends_with(after));
            let element = &baked[start.len()..baked.len() - after.len()];
            let name = if is_of_3_0 { "credential" } else { "assertion" };
            assert!(element.starts_with(name) && element.matches(&format!("openbadges:{name}")).count() <= 1);
        }
    }
    for image in svgs() {
        assert_eq!(unbake(&image), Ok(None), "{}", String::from_utf8_lossy(&image));
        for (credential, _) in credentials::all() {
            assert_eq!(text_in(&bake(&image, &credential).unwrap()), Some(credential));
        }
    }
}

#[test]
fn baking_anew_replaces_the_badge_whatever_it_was() {
    for image in svgs() {
        for (credential, _) in credentials::all() {
            let expected = bake(&image, &credential).unwrap();
            for (other, _) in credentials::all() {
                let baked = bake(&image, &other).unwrap();
                assert_eq!(
                    String::from_utf8(bake(&baked, &credential).unwrap()),
                    String::from_utf8(expected.clone())
                );
            }
        }
    }
}

#[test]
fn all_badges_of_an_svg_are_replaced_and_nothing_beside_them() {
    let image = r#"<svg xmlns:ob="http://openbadges.org"
   xmlns:c="https://purl.imsglobal.org/ob/v3p0"><g><ob:assertion verify="x"/>text</g>
<c:credential><x/>&amp;</c:credential><credential xmlns="https://purl.imsglobal.org/ob/v3p0">{}</credential><c:other/></svg>"#;
    assert_eq!(
        baked(image, &token(CREDENTIAL)),
        format!(
            "<svg\n   xmlns:c=\"https://purl.imsglobal.org/ob/v3p0\"><c:credential verify=\"{}\"/><g>text</g>\n<c:other/></svg>",
            token(CREDENTIAL)
        )
    );
    // A prefix that something else uses stays declared.
    let image = r#"<svg xmlns:openbadges="http://openbadges.org"><openbadges:assertion verify="x"/><openbadges:other/></svg>"#;
    assert_eq!(
        baked(image, &token(CREDENTIAL)),
        format!(
            "<svg xmlns:openbadges2=\"https://purl.imsglobal.org/ob/v3p0\" xmlns:openbadges=\"http://openbadges.org\">\
             <openbadges2:credential verify=\"{}\"/><openbadges:other/></svg>",
            token(CREDENTIAL)
        )
    );
}

#[test]
fn a_declared_prefix_that_is_no_name_is_not_used() {
    for prefix in ["did:web:s", "1", "-a", "", "a/b"] {
        let image = format!(r#"<svg xmlns:{prefix}="http://openbadges.org"></svg>"#);
        if let Ok(baked) = bake(image.as_bytes(), ASSERTION_WITHOUT_MUCH) {
            assert_eq!(text_in(&baked).as_deref(), Some(ASSERTION_WITHOUT_MUCH), "{image}");
        }
    }
    let odd = r#"<svg xmlns:did:web:s="http://openbadges.org"></svg>"#;
    assert!(baked(odd, ASSERTION_WITHOUT_MUCH).contains("<openbadges:assertion"));
    let named = r#"<svg xmlns:é_1.a-b="http://openbadges.org"></svg>"#;
    assert!(baked(named, ASSERTION_WITHOUT_MUCH).contains("<é_1.a-b:assertion"));
}

#[test]
fn badges_are_read_under_any_prefix_and_wherever_they_lie() {
    for image in [
        r#"<svg xmlns:openbadges="http://openbadges.org"><openbadges:assertion verify="{}"/></svg>"#,
        r#"<svg xmlns:openbadges="http://openbadges.org"><openbadges:assertion verify="{}"></openbadges:assertion></svg>"#,
        r#"<svg xmlns:x='https://purl.imsglobal.org/ob/v3p0'><g><g><x:credential verify='{}'>  </x:credential></g></g></svg>"#,
        r#"<svg><assertion xmlns="http://openbadges.org" verify="https://example.org">{}</assertion></svg>"#,
        r#"<svg><a:assertion xmlns:a="http://openbadges.org">&#123;&#x7d;</a:assertion></svg>"#,
        r#"<svg><g xmlns="http://openbadges.org"><assertion><![CDATA[{}]]></assertion></g></svg>"#,
        r#"<svg><a:assertion xmlns:a="http://openbadges.org" verify="https://example.org">
             <!-- the badge --><![CDATA[{]]>
             <![CDATA[}]]>
           </a:assertion></svg>"#,
    ] {
        reads(image, Some("{}"));
    }
    reads(
        r#"<svg xmlns:a="http://openbadges.org"><a:assertion> {"a": "&lt;&amp;&gt;&quot;&apos;"} <![CDATA[!]]> </a:assertion></svg>"#,
        Some(" {\"a\": \"<&>\"'\"} ! "),
    );
    reads(
        r#"<svg xmlns:a="http://openbadges.org"><a:assertion verify="https://example.org/?a&amp;b"/></svg>"#,
        Some("https://example.org/?a&b"),
    );
    // The names alone are not enough.
    reads(r#"<svg xmlns:a="http://openbadges.org/"><a:assertion verify="x"/></svg>"#, None);
    reads(r#"<svg xmlns:a="http://openbadges.org"><a:credential verify="x"/><assertion/></svg>"#, None);
    reads(
        r#"<svg xmlns:a="http://openbadges.org"><g xmlns:a="urn:x"><a:assertion verify="x"/></g></svg>"#,
        None,
    );
    reads(r#"<svg><openbadges:assertion verify="x"/></svg>"#, None);
}

#[test]
fn of_several_badges_the_first_counts() {
    let image = r#"<svg xmlns:a="http://openbadges.org"><a:assertion verify="1"/><g><a:assertion verify="2"/></g><a:assertion verify="3"/></svg>"#;
    let found = unbake(image.as_bytes()).unwrap().unwrap();
    assert_eq!((found.text.as_str(), found.further), ("1", 2));
}

#[test]
fn badges_that_hold_no_text_are_refused_where_they_are_read() {
    for (badge, reason) in [
        ("<a:assertion/>", "holds none"),
        ("<a:assertion verify=''> </a:assertion>", "holds none"),
        ("<a:assertion><![CDATA[]]></a:assertion>", "holds none"),
        ("<a:assertion verify='{}'><b/></a:assertion>", "an element within a badge"),
        ("<a:assertion verify='&eacute;'/>", "attribute"),
        ("<a:assertion verify='1' verify='2'/>", "attribute"),
        ("<a:assertion verify=1/>", "attribute"),
        ("<a:assertion>&#0;</a:assertion>", "reference"),
    ] {
        let image = format!("<svg xmlns:a=\"http://openbadges.org\">{badge}</svg>");
        let fault = unbake(image.as_bytes()).unwrap_err();
        assert!(fault.reason.contains(reason), "{fault}");
    }
}

#[test]
fn a_broken_svg_is_refused_with_what_is_wrong_and_where() {
    for (image, offset, reason) in [
        ("<svg>", 5, "ends within an element"),
        ("<svg><g></svg>", 8, "</g>"),
        ("<svg></svg></g>", 11, "does not match"),
        ("<svg><g", 5, "not closed"),
        ("<svg/><svg/>", 6, "second element"),
        ("<svg/>text", 6, "text outside"),
        ("text<svg/>", 0, "neither"),
        ("<svg/><![CDATA[x]]>", 6, "text outside"),
        ("<svg/>&amp;", 6, "reference"),
        ("<svg>&eacute;</svg>", 5, "reference"),
        ("<svg>&", 5, "reference"),
        ("<html/>", 0, "no SVG"),
        ("<svg xmlns='http://www.w3.org/1999/xhtml'/>", 0, "no SVG"),
        ("<svg a='1' a='2'/>", 0, "attribute"),
        ("<svg a=1/>", 0, "attribute"),
        ("<!-- only -->", 13, "no element"),
        ("<?xml version='1.0'?>", 21, "no element"),
        (" <?xml version='1.0'?><svg/>", 1, "XML declaration"),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><svg/>", 0, "encoding"),
        ("<?xml version='1.0' encoding='UTF-16'?><svg/>", 0, "encoding"),
        ("<svg/><!DOCTYPE svg>", 6, "after the first element"),
        ("<svg>\u{1}</svg>", 5, "control characters"),
        ("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", 0, "entities"),
        ("<!DOCTYPE svg [<!ENTITY % a SYSTEM 'file:///etc/passwd'> %a;]><svg/>", 0, "entities"),
    ] {
        let (found_offset, found_reason) = fault(image.as_bytes());
        assert!(found_reason.contains(reason), "{image}: {found_reason}");
        assert_eq!(found_offset, offset, "{image}: {found_reason}");
    }
    // After a byte order mark, places are counted with it.
    assert_eq!(fault("\u{feff}<svg><g></svg>".as_bytes()).0, 11);
    let (offset, reason) = fault(b"<svg>\xff</svg>");
    assert_eq!((offset, reason.as_str()), (5, "an SVG is taken in UTF-8 only"));
}

#[test]
fn images_of_other_kinds_are_told_apart() {
    let utf16 =
        |text: &str, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    for (image, reason) in [
        (b"".to_vec(), "empty"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(), "neither"),
        (b"GIF89a".to_vec(), "neither"),
        (b"{}".to_vec(), "neither"),
        (b"\x89PNG\n\x1a\n".to_vec(), "line ends"),
        (b"\x89PNG\r\n\x1a".to_vec(), "ends within the PNG signature"),
        (b"\x89".to_vec(), "ends within the PNG signature"),
        (b"\x1f\x8b\x08".to_vec(), "compressed"),
        (utf16("\u{feff}<svg/>", u16::to_le_bytes), "UTF-16"),
        (utf16("\u{feff}<svg/>", u16::to_be_bytes), "UTF-16"),
        (utf16("<svg/>", u16::to_le_bytes), "UTF-16"),
        (utf16("<svg/>", u16::to_be_bytes), "UTF-16"),
    ] {
        let (offset, found) = fault(&image);
        assert!(found.contains(reason), "{found}");
        assert_eq!(offset, 0);
        assert_eq!(unbake(&image).unwrap_err().code, "image_unknown");
    }
    assert_eq!(unbake(&svg()), Ok(None));
}

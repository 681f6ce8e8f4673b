use super::*;
use proptest::prelude::*;

const UUID: &str = "d79a0440-8d13-41e5-8994-feff819cdc9f";

fn assert_all(predicate: fn(&str) -> bool, texts: &[&str]) {
    for text in texts {
        assert!(predicate(text), "{text:?}");
    }
}

fn assert_none(predicate: fn(&str) -> bool, texts: &[&str]) {
    for text in texts {
        assert!(!predicate(text), "{text:?}");
    }
}

#[test]
fn a_url_has_the_scheme_http_or_https() {
    assert_all(
        is_http_url,
        &["http://example.org", "https://example.org/a", "HTTPS://example.org", "hTTp://example.org"],
    );
    assert_none(
        is_http_url,
        &["ftp://example.org", "mailto:a@example.org", "urn:isbn:0451450523", "httpx://example.org"],
    );
    assert_none(
        is_http_url,
        &[
            "",
            "example.org",
            "//example.org",
            "/a",
            "a",
            ":",
            "://example.org",
            "http",
            "h ttp://example.org",
        ],
    );
}

#[test]
fn a_url_may_lack_host_and_path() {
    assert_all(
        is_http_url,
        &["http://", "http:", "http:x", "http:/x", "http://:80", "http://?q", "http://#f"],
    );
}

#[test]
fn path_query_and_fragment_pass_as_if_percent_encoded() {
    assert_all(
        is_http_url,
        &[
            "https://example.org/a b c",
            "https://example.org/例え?クエリ#フラグ",
            "https://example.org/{x}|\\^`<>\"",
            "https://example.org/a%20b?c%2Fd#e%3a",
            "https://example.org/;p=1,2;q=(x)*!$'&@:",
            "https://example.org/?a?b/c#d?e/f",
            "https://example.org//a//b",
        ],
    );
}

#[test]
fn brackets_a_second_fragment_and_malformed_percent_signs_are_refused() {
    assert_none(
        is_http_url,
        &[
            "https://example.org/[x]",
            "https://example.org/?y[]=2",
            "https://example.org/#a[0]",
            "https://example.org/#a#b",
            "https://example.org/100%",
            "https://example.org/%z1",
            "https://example.org/%1",
            "https://example.org/?%é0",
        ],
    );
}

#[test]
fn a_host_is_ascii_without_spaces() {
    assert_all(
        is_http_url,
        &[
            "http://ex_ample.org",
            "http://a.b-c.d~",
            "http://ex%41mple.org/",
            "http://xn--r8jz45g.xn--zckzah/",
        ],
    );
    assert_none(
        is_http_url,
        &[
            "http://exämple.org/",
            "https://例え.テスト/",
            "http://exa mple.org/",
            "http://a\\b/",
            "http://a\n",
        ],
    );
    assert_none(is_http_url, &["http://a%zz/", "http://a%4", "http://a]b/", "http://a<b>/"]);
}

#[test]
fn a_port_is_digits() {
    assert_all(
        is_http_url,
        &["http://example.org:8080/", "http://example.org:/", "http://[::1]:80/", "http://[::1]:"],
    );
    assert_none(
        is_http_url,
        &[
            "http://example.org:abc/",
            "http://example.org:80:80/",
            "http://example.org:-1/",
            "http://[::1]80/",
        ],
    );
}

#[test]
fn a_user_stands_before_one_at_sign() {
    assert_all(
        is_http_url,
        &[
            "http://ada@example.org/",
            "http://ada:secret@example.org:80/",
            "http://a%40b+c@example.org/",
            "http://@h/",
        ],
    );
    assert_none(
        is_http_url,
        &["http://a@b@example.org/", "http://a b@example.org/", "http://a%zz@example.org/", "http://ü@h/"],
    );
}

#[test]
fn an_ipv4_address_is_in_range() {
    assert_all(
        is_http_url,
        &[
            "http://192.168.0.1/",
            "http://255.255.255.255",
            "http://001.002.003.004/",
            "http://1.2.3/",
            "http://1.2.3.4.5/",
            "http://1234567/",
        ],
    );
    assert_none(is_http_url, &["http://256.1.1.1/", "http://1.2.3.999:80/"]);
}

#[test]
fn an_ip_literal_stands_in_brackets() {
    assert_all(
        is_http_url,
        &[
            "http://[::]",
            "http://[2001:db8::]/",
            "http://[2001:DB8::ff00:42:8329]",
            "http://[::ffff:1.2.3.4]/",
            "http://[v1.fe:x]/",
        ],
    );
    assert_none(
        is_http_url,
        &[
            "http://[]",
            "http://[::1",
            "http://::1/",
            "http://[::1::2]",
            "http://[12345::]",
            "http://[::1.2.3.256]",
        ],
    );
    assert_none(
        is_http_url,
        &[
            "http://[v.x]",
            "http://[v1.]",
            "http://[vg.x]",
            "http://[v1x]",
            "http://[fe80::1%25eth0]",
            "http://a[::1]",
        ],
    );
}

#[test]
fn an_iri_is_a_url_a_blank_node_or_a_uuid() {
    assert_all(is_iri, &["https://example.org/a", "_:b0", "_:", "_:any thing"]);
    assert!(is_iri(&format!("urn:uuid:{UUID}")));
    assert!(is_iri(&format!("URN:UUID:{}", UUID.to_uppercase())));
    assert_none(
        is_iri,
        &[
            "",
            "_",
            "b0",
            UUID,
            "did:web:example.org",
            "mailto:a@example.org",
            "urn:isbn:0451450523",
            "ftp://example.org",
        ],
    );
}

#[test]
fn a_uuid_urn_is_well_formed() {
    for wrong in [
        "urn:uuid:".to_string(),
        format!("urn:uuid:{UUID}0"),
        format!("urn:uuid:{UUID}\n"),
        format!(" urn:uuid:{UUID}"),
        format!("urn:uuid:{{{UUID}}}"),
        format!("urn:uuid:{}", UUID.replace('-', "")),
        format!("urn:uuid:{}", UUID.replace("d79a", "g79a")),
        format!("urn:uuid:{}", UUID.replace("d79a0440-", "d79a044-0")),
        format!("urn:uuid:{}", UUID.replace("d79a", "é9a")),
        format!("urn:uuıd:{UUID}"),
    ] {
        assert!(!is_iri(&wrong), "{wrong:?}");
    }
}

#[test]
fn a_uuid_has_version_1_to_8_and_the_variant_of_its_rfc() {
    for version in '0'..='f' {
        let urn = format!("urn:uuid:{}", UUID.replace("-41e5-", &format!("-{version}1e5-")));
        assert_eq!(is_iri(&urn), version.is_ascii_digit() && ('1'..='8').contains(&version), "{urn}");
    }
    for variant in ('0'..='9').chain('a'..='f') {
        let urn = format!("urn:uuid:{}", UUID.replace("-8994-", &format!("-{variant}994-")));
        assert_eq!(is_iri(&urn), "89ab".contains(variant), "{urn}");
    }
    assert_none(
        is_iri,
        &["urn:uuid:00000000-0000-0000-0000-000000000000", "urn:uuid:ffffffff-ffff-ffff-ffff-ffffffffffff"],
    );
}

#[test]
fn a_data_uri_has_a_comma_and_one_line_of_data() {
    assert_all(
        is_data_uri,
        &["data:,", "data:image/png;base64,iVBORw0KGgo=", "DATA:text/plain,x", "data:a,b,c", "data:a\nb,c"],
    );
    assert_all(
        is_data_uri,
        &[
            "data:image/svg+xml;utf8,<svg fill='red'/>",
            "data:image/svg+xml,%3Csvg%3E",
            "data:image/svg+xml,#a",
            "data:,ü",
        ],
    );
    assert_none(
        is_data_uri,
        &[
            "",
            "data",
            "data:",
            "data:image/png;base64",
            "image/png;base64,xx",
            "http://example.org/,",
            "data:a,b\nc",
            "data:a,b\n",
        ],
    );
    assert_none(
        is_data_uri,
        &[
            "data:text/html,100%",
            "data:image/svg+xml,<svg>[x]</svg>",
            "data:image/svg+xml,#a#b",
            "data://a b/,c",
            " data:,",
        ],
    );
}

#[test]
fn the_media_type_of_a_data_uri_ends_at_its_parameters() {
    assert_eq!(data_uri_media_type("data:image/png;base64,xx"), Some("image/png"));
    assert_eq!(data_uri_media_type("data:image/svg+xml;charset=utf-8;base64,xx"), Some("image/svg+xml"));
    assert_eq!(data_uri_media_type("data:text/html,a,b"), Some("text/html"));
    assert_eq!(data_uri_media_type("data:,x"), Some("text/plain"));
    assert_eq!(data_uri_media_type("data:;base64,xx"), Some("text/plain"));
    assert_eq!(data_uri_media_type("data:image/png"), None);
    assert_eq!(data_uri_media_type("https://example.org/image.png"), None);
}

#[test]
fn an_image_data_uri_is_png_or_svg() {
    assert_all(
        is_image_data_uri,
        &["data:image/png;base64,xx", "data:image/svg+xml,<svg/>", "Data:Image/PNG;base64,xx"],
    );
    assert_none(
        is_image_data_uri,
        &["data:image/jpeg;base64,xx", "data:,image/png", "data:image/pngx,x", "data:text/plain;image/png,x"],
    );
    assert_none(
        is_image_data_uri,
        &["data:image/png;base64", "https://example.org/image.png", "", "data:image/png;base64,x\ny"],
    );
}

#[test]
fn a_url_authority_is_a_fully_qualified_host_name() {
    assert_all(
        is_url_authority,
        &["example.org", "EXAMPLE.org", "badges.example.co.uk", "a.io", "1-2.a--b.museum", "xn--r8jz45g.org"],
    );
    assert_none(
        is_url_authority,
        &[
            "",
            "org",
            "localhost",
            "a.b",
            "192.168.0.1",
            "[::1]",
            "example.org:80",
            "ada@example.org",
            "*.example.org",
        ],
    );
    assert_none(
        is_url_authority,
        &[
            "http://example.org",
            "example.org/",
            "example.org.",
            ".example.org",
            "a..org",
            "example.xn--zckzah",
            "example.o1",
        ],
    );
    assert_none(
        is_url_authority,
        &["-a.org", "a-.org", "ex_ample.org", "exämple.org", "ex ample.org", "example.org\n"],
    );
}

#[test]
fn a_url_authority_has_bounded_labels_and_length() {
    assert!(is_url_authority(&format!("{}.org", "a".repeat(63))));
    assert!(!is_url_authority(&format!("{}.org", "a".repeat(64))));
    assert!(is_url_authority(&format!("a.{}", "b".repeat(63))));
    assert!(!is_url_authority(&format!("a.{}", "b".repeat(64))));
    let of_length =
        |length: usize| format!("{}{}", "a.".repeat((length - 3) / 2), &"orgs"[..3 + (length - 3) % 2]);
    assert!(is_url_authority(&of_length(253)));
    assert!(!is_url_authority(&of_length(254)));
}

proptest! {
    #[test]
    fn no_text_is_too_odd(text in any::<String>(), near in "(http|data|urn:uuid|_)?:?/{0,2}[a-z0-9é@:/?#\\[\\]%,;.\n -]{0,40}") {
        for text in [text, near] {
            is_http_url(&text);
            is_iri(&text);
            is_data_uri(&text);
            data_uri_media_type(&text);
            is_image_data_uri(&text);
            is_url_authority(&text);
        }
    }

    #[test]
    fn every_url_is_an_iri(text in "https?:(//)?[a-z0-9@:/?#%.]{0,20}") {
        prop_assert!(!is_http_url(&text) || is_iri(&text));
    }

    #[test]
    fn every_url_authority_makes_a_url(text in "[a-zA-Z0-9.-]{1,20}") {
        prop_assert!(!is_url_authority(&text) || is_http_url(&["https://", text.as_str(), "/"].concat()));
    }
}

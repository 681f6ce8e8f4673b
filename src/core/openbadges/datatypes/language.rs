//! Language tags: BCP 47 against the IANA registry.

use std::iter;

use super::language_subtags::{
    DEPRECATED, EXTENDED_LANGUAGES, LANGUAGES, REGIONS, SCRIPTS, SUPPRESSED_SCRIPTS, VALID, VARIANTS,
};

/// What a subtag after the language is, in the order in which they must come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Kind {
    Language,
    ExtendedLanguage,
    Script,
    Region,
    Variant,
}

/// Language tag of BCP 47, in any case: registered, not deprecated subtags in their order, none twice, no
/// script that the language implies; then extensions and private use of any content.
///
/// A tag that is private use from its start is refused.
///
/// Source: Open Badges 2.0, "Data Types" and `@language`; RFC 5646, sections 2.1 and 2.2.9.
pub fn is_language_tag(tag: &str) -> bool {
    let is_tag = |whole: &&str| whole.eq_ignore_ascii_case(tag);
    if VALID.iter().any(is_tag) {
        return true;
    }
    let mut subtags = tag.split('-');
    let language = subtags.next().unwrap_or_default();
    if !contains::<4>(LANGUAGES, language) || DEPRECATED.iter().any(is_tag) {
        return false;
    }
    let mut last = Kind::Language;
    let mut position: usize = 0;
    while let Some(subtag) = subtags.next() {
        if subtag.len() == 1 {
            return is_extension_sequence(iter::once(subtag).chain(subtags));
        }
        position = position.saturating_add(1);
        let Some(kind) = kind_of(subtag) else { return false };
        let in_order = last < kind || (last, kind) == (Kind::Variant, Kind::Variant);
        let repeated = tag.split('-').take(position).skip(1).any(|other| other.eq_ignore_ascii_case(subtag));
        if !in_order || repeated || kind == Kind::Script && is_implied_script(language, subtag) {
            return false;
        }
        last = kind;
    }
    true
}

fn kind_of(subtag: &str) -> Option<Kind> {
    match subtag.len() {
        2 | 3 if contains::<4>(REGIONS, subtag) => Some(Kind::Region),
        3 if contains::<4>(EXTENDED_LANGUAGES, subtag) => Some(Kind::ExtendedLanguage),
        4 if contains::<5>(SCRIPTS, subtag) => Some(Kind::Script),
        4..=8 if contains::<9>(VARIANTS, subtag) => Some(Kind::Variant),
        _ => None,
    }
}

/// From the first singleton on: `x` takes all the rest; any other singleton, each at most once, takes one or
/// more subtags of 2 to 8 letters and digits.
fn is_extension_sequence<'a>(subtags: impl Iterator<Item = &'a str>) -> bool {
    let mut seen: u128 = 0;
    let mut is_private = false;
    let mut is_complete = true;
    for subtag in subtags {
        let is_singleton = !is_private && subtag.len() == 1;
        let is_alphanumeric = subtag.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_alphanumeric || !(1..=8).contains(&subtag.len()) || is_singleton && !is_complete {
            return false;
        }
        if is_singleton {
            let letter = subtag.bytes().next().map_or(0, |byte| u32::from(byte.to_ascii_lowercase()));
            let bit = 1_u128.checked_shl(letter).unwrap_or_default();
            if seen & bit != 0 {
                return false;
            }
            seen |= bit;
            is_private = subtag.eq_ignore_ascii_case("x");
        }
        is_complete = !is_singleton;
    }
    is_complete
}

fn is_implied_script(language: &str, script: &str) -> bool {
    SUPPRESSED_SCRIPTS
        .iter()
        .find(|(suppressed, _)| suppressed.eq_ignore_ascii_case(script))
        .is_some_and(|(_, languages)| languages.split(' ').any(|other| other.eq_ignore_ascii_case(language)))
}

/// Whether a table of sorted records of `WIDTH` bytes holds the subtag, whatever its case.
fn contains<const WIDTH: usize>(table: &str, subtag: &str) -> bool {
    let mut record = [b' '; WIDTH];
    for (position, byte) in subtag.bytes().enumerate() {
        match record.get_mut(position) {
            Some(place) if byte.is_ascii_alphanumeric() => *place = byte.to_ascii_lowercase(),
            _ => return false,
        }
    }
    table.as_bytes().as_chunks::<WIDTH>().0.binary_search(&record).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn assert_tags(tags: &[&str]) {
        for tag in tags {
            assert!(is_language_tag(tag), "{tag}");
        }
    }

    fn assert_no_tags(tags: &[&str]) {
        for tag in tags {
            assert!(!is_language_tag(tag), "{tag:?}");
        }
    }

    #[test]
    fn tables_are_sorted_records_of_one_width() {
        fn check<const WIDTH: usize>(table: &str) {
            let (records, rest) = table.as_bytes().as_chunks::<WIDTH>();
            assert!(!records.is_empty() && rest.is_empty());
            assert!(records.is_sorted_by(|one, next| one < next));
            assert!(records.iter().all(|record| record.ends_with(b" ") && record.is_ascii()));
        }
        check::<4>(LANGUAGES);
        check::<4>(EXTENDED_LANGUAGES);
        check::<4>(REGIONS);
        check::<5>(SCRIPTS);
        check::<9>(VARIANTS);
    }

    #[test]
    fn registered_languages_scripts_regions_and_variants_make_a_tag() {
        assert_tags(&["en", "de", "aa", "zza", "fil", "en-US", "es-419", "en-150", "sr-Cyrl", "zh-Hant-TW"]);
        assert_tags(&[
            "de-1996",
            "de-AT-1996",
            "sl-rozaj-biske-1994",
            "ar-arb",
            "zh-cmn-TW",
            "en-GB-oxendict",
        ]);
    }

    #[test]
    fn letter_case_does_not_matter() {
        assert_tags(&["EN", "en-us", "EN-US", "ZH-HANT-tw", "DE-at-1996", "I-DEFAULT"]);
        assert_no_tags(&["ZH-CMN", "EN-LATN"]);
    }

    #[test]
    fn unregistered_subtags_are_refused() {
        assert_no_tags(&[
            "english",
            "xx",
            "qaa",
            "zzz",
            "en-ZQ",
            "en-QM",
            "en-UK",
            "en-Abcd",
            "de-2020",
            "en-abcdefgh",
        ]);
        assert_no_tags(&["qaa..qtz", "en-qm..qz", "en-Qaaa", "root", "C", "US"]);
    }

    #[test]
    fn deprecated_subtags_and_tags_are_refused() {
        assert_no_tags(&[
            "iw",
            "in",
            "mo",
            "de-DD",
            "en-SU",
            "sgn-BR",
            "zh-cmn",
            "zh-min",
            "no-bok",
            "i-klingon",
        ]);
    }

    #[test]
    fn a_language_deprecated_since_2017_is_still_valid() {
        assert_tags(&["ajp", "lsg", "hy-arevela"]);
    }

    #[test]
    fn grandfathered_tags_that_are_not_deprecated_are_valid() {
        assert_tags(&["i-default", "i-mingo"]);
        assert_no_tags(&["i", "i-navajo", "i-other"]);
    }

    #[test]
    fn a_script_that_the_language_implies_is_refused() {
        assert_no_tags(&["en-Latn", "de-latn", "ru-Cyrl", "ja-Jpan-JP"]);
        assert_tags(&["en-Cyrl", "ru-Latn", "bs-Latn", "bs-Cyrl", "az-Latn"]);
    }

    #[test]
    fn subtags_come_in_their_order_and_once() {
        assert_no_tags(&["US-en", "en-US-Cyrl", "de-1996-AT", "Cyrl", "1996", "zh-TW-yue"]);
        assert_no_tags(&[
            "en-US-GB",
            "sr-Cyrl-Latn",
            "ar-arb-acm",
            "de-1996-1996",
            "sl-rozaj-biske-ROZAJ",
            "en-fra",
        ]);
    }

    #[test]
    fn hyphens_separate_and_nothing_else_is_tolerated() {
        assert_no_tags(&[
            "",
            "-",
            "en-",
            "-en",
            "en--US",
            "en_US",
            " en",
            "en ",
            "en\n",
            "en US",
            "e\u{144}",
            "\u{212a}l",
        ]);
    }

    #[test]
    fn extensions_and_private_use_follow_the_tag() {
        assert_tags(&[
            "en-u-ca-gregory",
            "en-US-u-islamcal",
            "en-a-bbb-x-a-ccc",
            "en-x-a",
            "de-CH-x-phonebk",
            "en-t-jp-u-co",
        ]);
        assert_no_tags(&[
            "x-private",
            "en-x",
            "en-u",
            "en-u-",
            "en-u-x-a",
            "en-u-c",
            "en-u-ninechars",
            "en-x-ninechars",
        ]);
        assert_no_tags(&[
            "en-a-bbb-a-ccc",
            "en-A-bbb-a-ccc",
            "en-u-c\u{e9}",
            "en-\u{e9}-aa",
            "en-x-a-",
            "en-!-aa",
        ]);
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in any::<String>(), near in "[a-zA-Z0-9]{0,9}(-[a-zA-Z0-9é]{0,9}){0,6}") {
            is_language_tag(&text);
            is_language_tag(&near);
        }

        #[test]
        fn letter_case_never_matters(tag in "[a-z]{2,3}(-[a-z]{4})?(-[a-z]{2})?(-x-[a-z]{1,8})?") {
            prop_assert_eq!(is_language_tag(&tag), is_language_tag(&tag.to_uppercase()));
        }
    }
}

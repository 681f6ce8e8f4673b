//! Language tags: BCP 47 against the IANA registry.

use std::iter;

use super::language_subtags::{
    DEPRECATED, EXTENDED_LANGUAGES, GRANDFATHERED, LANGUAGES, REGIONS, SCRIPTS, SUPPRESSED_SCRIPTS, VARIANTS,
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
    if GRANDFATHERED.iter().any(is_tag) {
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

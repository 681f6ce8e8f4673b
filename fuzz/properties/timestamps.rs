//! Any text as a point in time, and any point in time as text: what is read lies in its year, and what is written is
//! read again. The first octet says which.

use badges_core::timestamp::Timestamp;

/// Microseconds from 1970 to the first instant of the year 1 and to the last of 9999.
const FIRST: i64 = -62_135_596_800_000_000;
const LAST: i64 = 253_402_300_799_999_999;

/// Furthest a zone is from UTC, in microseconds.
const FURTHEST_ZONE: i64 = 24 * 3_600_000_000;

fn read(text: &str) {
    let lenient = Timestamp::parse_unix_or_naive(text);
    let Some(time) = Timestamp::parse(text) else {
        if let Some(time) = lenient {
            assert!((FIRST - FURTHEST_ZONE..=LAST + FURTHEST_ZONE).contains(&time.microseconds()), "{text}");
        }
        return;
    };
    assert_eq!(lenient, Some(time), "what is a date and time is never taken for anything else");
    assert!(text.is_ascii() && text.contains('T'));
    assert!((FIRST - FURTHEST_ZONE..=LAST + FURTHEST_ZONE).contains(&time.microseconds()), "{text}");
    written(time);
    // A year of four digits that comes first is the year it is in, give or take what a zone or a week moves it.
    let year = text.get(..4).filter(|year| year.bytes().all(|digit| digit.is_ascii_digit()));
    if let Some(year) = year.and_then(|year| year.parse::<i64>().ok())
        && text.find('T') != Some(2)
    {
        let written = time.to_rfc3339();
        let found = written.split('-').next().unwrap_or_default().parse::<i64>();
        assert!(found.is_ok_and(|found| (found - year).abs() <= 1), "{text} is {written}");
    }
}

fn written(time: Timestamp) {
    let text = time.to_rfc3339();
    assert!(text.ends_with('Z') && text.len() <= "+294247-01-10T04:00:54.775807Z".len());
    if (FIRST..=LAST).contains(&time.microseconds()) {
        assert_eq!(Timestamp::parse(&text), Some(time), "written and read again");
    }
}

/// Panics if the property does not hold.
pub fn check(octets: &[u8]) {
    match octets.split_first() {
        Some((0, rest)) => {
            let Some(microseconds) = rest.first_chunk() else { return };
            if let Some(time) = Timestamp::from_microseconds(i64::from_le_bytes(*microseconds)) {
                written(time);
            }
        }
        Some((_, rest)) => read(&String::from_utf8_lossy(rest)),
        None => {}
    }
}

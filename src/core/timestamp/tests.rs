use super::*;
use proptest::prelude::*;

fn microseconds(text: &str) -> Option<i64> {
    Timestamp::parse(text).map(Timestamp::microseconds)
}

/// Every date from 0001-01-01 on, counted one by one through seven of the 400-year periods after which the
/// calendar repeats itself to the weekday.
fn calendar() -> impl Iterator<Item = (i64, i64, i64)> {
    (1..=2800).flat_map(|year| {
        let february = if year % 400 == 0 || year % 4 == 0 && year % 100 != 0 { 29 } else { 28 };
        [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            .into_iter()
            .zip(1..)
            .flat_map(move |(length, month)| (1..=length).map(move |day| (year, month, day)))
    })
}

#[test]
fn the_common_form_is_the_instant_it_names() {
    assert_eq!(microseconds("1970-01-01T00:00:00Z"), Some(0));
    assert_eq!(microseconds("2016-12-31T23:59:59Z"), Some(1_483_228_799_000_000));
    assert_eq!(microseconds("2016-12-31T23:59:59.25+01:00"), Some(1_483_225_199_250_000));
    assert_eq!(microseconds("1969-12-31T23:59:59.999999Z"), Some(-1));
    assert_eq!(microseconds("0001-01-01T00:00:00Z"), Some(-62_135_596_800_000_000));
    assert_eq!(microseconds("9999-12-31T23:59:59.999999Z"), Some(253_402_300_799_999_999));
}

#[test]
fn every_layout_of_a_date_means_the_same_day() {
    let day = microseconds("2015-12-28T10:00:00Z");
    for date in
        ["2015-12-28", "20151228", "2015-362", "2015362", "2015-W53-1", "2015W531", "2015-W53", "2015W53"]
    {
        assert_eq!(microseconds(&format!("{date}T10:00:00Z")), day, "{date}");
    }
}

#[test]
fn a_short_date_means_its_first_day() {
    assert_eq!(microseconds("2016-05T10Z"), microseconds("2016-05-01T10:00:00Z"));
    assert_eq!(microseconds("2016T10Z"), microseconds("2016-01-01T10:00:00Z"));
    assert_eq!(microseconds("20T10Z"), microseconds("2000-01-01T10:00:00Z"));
}

#[test]
fn every_layout_of_a_time_means_the_same_instant() {
    let instant = microseconds("2016-05-01T10:00:00Z");
    for time in ["10:00", "1000", "10", "100000", "10:00:00.0", "10:00:00,000000000", "10.0", "10:00.0"] {
        assert_eq!(microseconds(&format!("2016-05-01T{time}Z")), instant, "{time}");
    }
    let half = microseconds("2016-05-01T10:30:00Z");
    assert_eq!(microseconds("2016-05-01T10.5Z"), half);
    assert_eq!(microseconds("2016-05-01T10,5Z"), half);
    assert_eq!(microseconds("2016-05-01T10:59.5Z"), microseconds("2016-05-01T10:59:30Z"));
    assert_eq!(microseconds("2016-05-01T1000,25Z"), microseconds("2016-05-01T10:00:15Z"));
}

#[test]
fn every_layout_of_a_zone_means_the_same_offset() {
    let instant = microseconds("2016-05-01T10:00:00Z");
    for text in
        ["12:00:00+02:00", "12:00:00+0200", "12:00:00+02", "05:00:00-05", "10:00:00+00:00", "15:30:00+05:30"]
    {
        assert_eq!(microseconds(&format!("2016-05-01T{text}")), instant, "{text}");
    }
    assert_eq!(microseconds("2016-05-01T00:00+23:59"), microseconds("2016-04-30T00:01Z"));
}

#[test]
fn hour_24_is_midnight_at_the_end_of_the_day() {
    let midnight = microseconds("2017-01-01T00:00:00Z");
    for time in ["24:00:00", "24:00", "24", "240000", "24:00:00.0", "24.0"] {
        assert_eq!(microseconds(&format!("2016-12-31T{time}Z")), midnight, "{time}");
    }
    for time in ["24:01", "24:00:01", "24:00:00.000001", "24.1", "25:00"] {
        assert_eq!(microseconds(&format!("2016-12-31T{time}Z")), None, "{time}");
    }
}

#[test]
fn digits_finer_than_a_microsecond_are_cut_off() {
    let instant = microseconds("2016-05-01T10:00:00.123456Z");
    assert!(instant.is_some());
    assert_eq!(microseconds("2016-05-01T10:00:00.1234569999Z"), instant);
    assert_eq!(microseconds(&format!("2016-05-01T10:00:00.123456{}Z", "9".repeat(1000))), instant);
    assert_eq!(
        microseconds(&format!("2016-05-01T10.{}Z", "3".repeat(40))),
        microseconds("2016-05-01T10:19:59.999999Z")
    );
}

#[test]
fn a_date_and_time_needs_date_separator_time_and_zone() {
    for text in [
        "",
        "T",
        "Z",
        "TZ",
        "2016-12-31",
        "2016-12-31T",
        "2016-12-31TZ",
        "T10:00Z",
        "10:00Z",
        "2016-12-31T10:00:00",
        "2016-12-31 10:00:00Z",
        "2016-12-31t10:00:00Z",
        "2016-12-31T10:00:00z",
        "2016-12-31TT10:00:00Z",
        "1483228799",
        " 2016-12-31T10:00:00Z",
        "2016-12-31T10:00:00Z ",
        "2016-12-31T10:00:00Z\n",
        "2016-12-31T10:00 Z",
        "yesterday",
    ] {
        assert_eq!(microseconds(text), None, "{text:?}");
    }
}

#[test]
fn a_date_that_does_not_exist_is_refused() {
    for date in [
        "2015-02-29",
        "1900-02-29",
        "2016-02-30",
        "2016-04-31",
        "2016-13-01",
        "2016-00-01",
        "2016-01-00",
        "2016-01-32",
        "2015-366",
        "2016-367",
        "2016-000",
        "2016-W00-1",
        "2016-W54-1",
        "2016-W53-1",
        "2016-W01-0",
        "2016-W01-8",
        "0000-01-01",
        "0000",
        "00",
        "9999-W52-6",
        "+2016-01-01",
        "-2016-01-01",
        "02016-01-01",
    ] {
        assert_eq!(microseconds(&format!("{date}T10:00:00Z")), None, "{date}");
    }
    for date in ["2016-02-29", "2000-02-29", "2016-366", "2015-W53-7", "2015-365", "9999-W52-5"] {
        assert!(microseconds(&format!("{date}T10:00:00Z")).is_some(), "{date}");
    }
}

#[test]
fn a_date_in_no_layout_of_the_standard_is_refused() {
    for date in
        ["2016/12/31", "2016.12.31", "31-12-2016", "2016-1-1", "2016-12", "201612", "2016-1231", "201612-31"]
    {
        let expected = (date == "2016-12").then(|| microseconds("2016-12-01T10:00:00Z")).flatten();
        assert_eq!(microseconds(&format!("{date}T10:00:00Z")), expected, "{date}");
    }
    for date in
        ["2016W-05", "2016-w05-1", "2016-W5-1", "2016-W051", "2016W05-1", "2016-12-3a", "\u{662}016-01-01"]
    {
        assert_eq!(microseconds(&format!("{date}T10:00:00Z")), None, "{date}");
    }
}

#[test]
fn a_time_that_does_not_exist_is_refused() {
    for time in [
        "10:60",
        "10:00:60",
        "23:59:60",
        "10:00:60.0",
        "10:00:61",
        "-1:00",
        "1:00",
        "10:0",
        "10:00:0",
        "9:05:00",
        "10:0000",
        "1000:00",
        "10:00:",
        ":00",
        "10:00:00.",
        "10:00:00.1.2",
        "10:00:00.a",
        "10:00:00 ",
        ".5",
        "10;00",
        "\u{661}\u{660}:00",
    ] {
        assert_eq!(microseconds(&format!("2016-12-31T{time}Z")), None, "{time:?}");
    }
}

#[test]
fn a_zone_that_does_not_exist_is_refused() {
    for zone in [
        "-00:00",
        "-0000",
        "-00",
        "+24:00",
        "+23:60",
        "+1",
        "+1:00",
        "+01:0",
        "+01.00",
        "+010",
        "+01:00:00",
        "+",
        "-",
        "\u{2212}05:00",
        "UTC",
        "GMT",
        "ZZ",
        "Z+01:00",
        "+01:00Z",
        "-01:00+02:00",
        " +01:00",
        "+ab:cd",
        "+01:00\n",
    ] {
        assert_eq!(microseconds(&format!("2016-12-31T10:00:00{zone}")), None, "{zone:?}");
    }
}

#[test]
fn a_1_x_document_may_leave_out_the_zone_and_the_time() {
    let parse = Timestamp::parse_unix_or_naive;
    let midnight = Timestamp::parse("2016-12-31T00:00:00Z");
    assert!(midnight.is_some());
    for text in
        ["2016-12-31", "2016-12-31T00:00:00", "2016-12-31T00:00", "20161231T00", "2016-12-31T01:00+01:00"]
    {
        assert_eq!(parse(text), midnight, "{text}");
    }
    assert_eq!(parse("2016-1-2"), Timestamp::parse("2016-01-02T00:00:00Z"));
}

#[test]
fn a_1_x_document_may_count_seconds() {
    let seconds = |text| Timestamp::parse_unix_or_naive(text).map(Timestamp::microseconds);
    assert_eq!(seconds("1404086400"), Some(1_404_086_400_000_000));
    assert_eq!(seconds("1404086400.5"), Some(1_404_086_400_500_000));
    assert_eq!(seconds("14040864000.1234569"), Some(14_040_864_000_123_456));
    assert_eq!(seconds("-0.25"), Some(-250_000));
    assert_eq!(seconds("0"), Some(0));
    assert_eq!(seconds("-1"), Some(-1_000_000));
    assert_eq!(seconds("20161231"), Some(20_161_231_000_000), "digits alone are seconds, not a date");
    assert_eq!(seconds("253402300799"), Some(253_402_300_799_000_000));
}

#[test]
fn a_1_x_document_may_not_say_anything_else() {
    for text in [
        "",
        "x",
        "nan",
        "inf",
        "-Infinity",
        "1e400",
        "1e9",
        "1404086400.",
        ".5",
        "-",
        "--1",
        "+1",
        "9223372036854775808",
        "253402300800",
        "1404086400000",
        " 1404086400",
        "1_404_086_400",
        "12/31/2016",
        "2016-12-32",
        "16-12-31",
        "2016-123-1",
        "2016-12-31T",
        "2016-12-31 10:00",
        "2016-12-31-",
        "--",
    ] {
        assert_eq!(Timestamp::parse_unix_or_naive(text), None, "{text:?}");
    }
}

#[test]
fn rfc_3339_has_a_fraction_only_where_there_is_one() {
    let text = |microseconds| {
        Timestamp::from_microseconds(microseconds).map(Timestamp::to_rfc3339).unwrap_or_default()
    };
    assert_eq!(text(0), "1970-01-01T00:00:00Z");
    assert_eq!(text(1_795_467_120_000_000), "2026-11-23T20:52:00Z");
    assert_eq!(text(1_795_467_120_500_000), "2026-11-23T20:52:00.5Z");
    assert_eq!(text(-1), "1969-12-31T23:59:59.999999Z");
    assert_eq!(text(1), "1970-01-01T00:00:00.000001Z");
}

#[test]
fn a_year_that_rfc_3339_cannot_write_has_a_sign() {
    assert_eq!(Timestamp::MIN.to_rfc3339(), "-04713-11-24T00:00:00Z");
    assert_eq!(Timestamp::MAX.to_rfc3339(), "+294247-01-10T04:00:54.775807Z");
    let late = Timestamp::parse("9999-12-31T23:00:00-05:00").map(Timestamp::to_rfc3339);
    assert_eq!(late.as_deref(), Some("+10000-01-01T04:00:00Z"));
}

#[test]
fn nothing_is_earlier_than_timestamptz_holds() {
    assert_eq!(Timestamp::from_microseconds(Timestamp::MIN.microseconds()), Some(Timestamp::MIN));
    assert_eq!(Timestamp::from_microseconds(Timestamp::MIN.microseconds() - 1), None);
    assert_eq!(Timestamp::from_microseconds(i64::MIN), None);
}

#[test]
fn calendar_dates_agree_with_counting() {
    for ((year, month, day), days) in calendar().zip(FIRST_DAY..) {
        assert_eq!(month_day(year, month, day), Some(days));
        assert_eq!(calendar_date(days), (year, month, day));
    }
    assert_eq!(month_day(9999, 12, 31), Some(LAST_DAY));
}

#[test]
fn ordinal_dates_agree_with_counting() {
    let mut ordinal = 0;
    for ((year, month, day), days) in calendar().zip(FIRST_DAY..) {
        ordinal = if (month, day) == (1, 1) { 1 } else { ordinal + 1 };
        assert_eq!(ordinal_day(year, ordinal), Some(days));
    }
}

/// A week belongs to the year of its Thursday, and its number counts the Thursdays of that year.
#[test]
fn week_dates_agree_with_counting_thursdays() {
    let (mut thursdays, mut thursday_year) = (0, 0);
    // 0001-01-01 is a Monday.
    let calendar: Vec<_> = calendar().zip(FIRST_DAY..).collect();
    for week in calendar.chunks_exact(7) {
        let ((year, ..), _) = week[3];
        thursdays = if year == thursday_year { thursdays + 1 } else { 1 };
        thursday_year = year;
        for (weekday, (_, days)) in (1..).zip(week) {
            assert_eq!(week_day(year, thursdays, weekday), Some(*days), "{year}-W{thursdays}-{weekday}");
        }
    }
}

proptest! {
    #[test]
    fn rfc_3339_reads_back(microseconds in FIRST_DAY * MICROSECONDS_PER_DAY..(LAST_DAY + 1) * MICROSECONDS_PER_DAY) {
        let timestamp = Timestamp::from_microseconds(microseconds);
        prop_assert!(timestamp.is_some());
        prop_assert_eq!(timestamp, Timestamp::parse(&timestamp.unwrap().to_rfc3339()));
    }

    #[test]
    fn parsing_adds_up_the_parts(
        days in 0..3_000_000_i64, hour in 0..24_i64, minute in 0..60_i64, second in 0..60_i64,
        fraction in 0..1_000_000_i64, ahead in -1439..1440_i64,
    ) {
        let (year, month, day) = calendar_date(FIRST_DAY + days);
        let zone = format!("{}{:02}:{:02}", if ahead < 0 { '-' } else { '+' }, ahead.abs() / 60, ahead.abs() % 60);
        let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:06}{zone}");
        let seconds = (FIRST_DAY + days) * 86_400 + hour * 3_600 + (minute - ahead) * 60 + second;
        prop_assert_eq!(microseconds(&text), Some(seconds * 1_000_000 + fraction), "{}", text);
    }

    #[test]
    fn a_fraction_is_rounded_down(unit in 1..=MICROSECONDS_PER_HOUR, digits in "[0-9]{1,18}") {
        let exact = digits.parse::<i128>().unwrap() * i128::from(unit) / 10_i128.pow(digits.len() as u32);
        prop_assert_eq!(fraction_of(unit, digits.as_bytes()).map(i128::from), Some(exact));
    }

    #[test]
    fn every_instant_can_be_written(microseconds in any::<i64>()) {
        if let Some(timestamp) = Timestamp::from_microseconds(microseconds) {
            prop_assert!(timestamp.to_rfc3339().ends_with('Z'));
        }
    }

    #[test]
    fn no_text_is_too_odd(text in any::<String>(), near in "[0-9TZW:.,+-]{0,30}") {
        for text in [text, near] {
            Timestamp::parse(&text);
            Timestamp::parse_unix_or_naive(&text);
        }
    }
}

//! Points in time and the ISO 8601 forms that Open Badges documents write them in.

use std::fmt;

const SECONDS_PER_DAY: i64 = 24 * 60 * 60;
const MICROSECONDS_PER_SECOND: i64 = 1_000_000;
const MICROSECONDS_PER_MINUTE: i64 = 60 * MICROSECONDS_PER_SECOND;
const MICROSECONDS_PER_HOUR: i64 = 60 * MICROSECONDS_PER_MINUTE;
const MICROSECONDS_PER_DAY: i64 = SECONDS_PER_DAY * MICROSECONDS_PER_SECOND;

/// No point in time takes more octets to write.
const LONGEST_TIME: usize = 64;

/// 0001-01-01 and 9999-12-31 as days since 1970-01-01: the years that four digits write.
const FIRST_DAY: i64 = -719_162;
const LAST_DAY: i64 = 2_932_896;

/// From 0000-03-01, where the leap day of a year comes last, to 1970-01-01.
const DAYS_FROM_MARCH_0000: i64 = 719_468;

/// A point in time in microseconds since 1970-01-01T00:00:00Z, within what both PostgreSQL's `timestamptz` and
/// that count hold: 4714-11-24 BC to 294247-01-10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The first instant of `timestamptz`: 4714-11-24 BC, midnight UTC.
    pub const MIN: Timestamp = Timestamp(-2_440_588 * MICROSECONDS_PER_DAY);

    /// The last instant.
    pub const MAX: Timestamp = Timestamp(i64::MAX);

    /// The instant so many microseconds after 1970-01-01T00:00:00Z; `None` before [`Timestamp::MIN`].
    pub fn from_microseconds(microseconds: i64) -> Option<Timestamp> {
        (microseconds >= Self::MIN.0).then_some(Timestamp(microseconds))
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub fn microseconds(self) -> i64 {
        self.0
    }

    /// Reads an ISO 8601 date and time with a zone: the DateTime type of Open Badges 2.0.
    ///
    /// - Date: `YYYY-MM-DD`, `YYYYMMDD`, `YYYY-DDD`, `YYYYDDD`, `YYYY-Www-D`, `YYYYWwwD`; with its first day
    ///   meant: `YYYY-Www`, `YYYYWww`, `YYYY-MM`, `YYYY`, `YY` (a century).
    /// - Time: `hh:mm:ss`, `hhmmss`, `hh:mm`, `hhmm`, `hh`, any of them with a decimal fraction after `.` or `,`;
    ///   `24` is midnight at the end of the day.
    /// - Zone: `Z`, `±hh:mm`, `±hhmm`, `±hh`, but not minus zero.
    ///
    /// `T` separates date and time; letters are upper case. Years are 0001 to 9999. There are no leap seconds.
    /// Digits finer than a microsecond are cut off.
    ///
    /// Source: Open Badges 2.0, "Data Types", DateTime; ISO 8601:2004, sections 4.1 to 4.3.
    pub fn parse(text: &str) -> Option<Timestamp> {
        let (local, offset) = date_and_time(text)?;
        instant(local, offset?)
    }

    /// Reads the DateTimeZ type of Open Badges 3.0: whatever [`Timestamp::parse`] reads, and the same with small letters or
    /// with the zone `-00:00`, UTC at an unknown place.
    ///
    /// Source: RFC 3339, sections 4.3 and 5.6.
    pub fn parse_rfc3339(text: &str) -> Option<Timestamp> {
        Timestamp::parse(text).or_else(|| {
            let capitals = (text.len() <= LONGEST_TIME).then(|| text.to_ascii_uppercase())?;
            match capitals.strip_suffix("-00:00") {
                Some(local) => Timestamp::parse(&format!("{local}Z")),
                None => Timestamp::parse(&capitals),
            }
        })
    }

    /// Reads what a 1.x document may say: whatever [`Timestamp::parse`] reads, the same without a zone (UTC is
    /// meant), a date alone (its first instant, UTC), or seconds since 1970 as a decimal number
    /// without exponent.
    ///
    /// Seconds are limited to the years 0001 to 9999, so milliseconds are refused rather than misread.
    ///
    /// Source: Open Badges 1.0 and 1.1, "DateTime".
    pub fn parse_unix_or_naive(text: &str) -> Option<Timestamp> {
        if let Some((local, offset)) = date_and_time(text) {
            return instant(local, offset.unwrap_or(0));
        }
        if let Some(days) = calendar_date_of_any_width(text) {
            return instant(days.checked_mul(MICROSECONDS_PER_DAY)?, 0);
        }
        unix_seconds(text)
    }

    /// RFC 3339 in UTC, such as `2026-11-23T20:52:00Z`, with a fraction of up to six digits where it is not
    /// zero. Years outside 0000 to 9999, which RFC 3339 cannot write, get a sign and as many digits as they need.
    pub fn to_rfc3339(self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Timestamp {
    /// As [`Timestamp::to_rfc3339`].
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = calendar_date(self.0.div_euclid(MICROSECONDS_PER_DAY));
        let time = self.0.rem_euclid(MICROSECONDS_PER_DAY);
        let hour = time / MICROSECONDS_PER_HOUR;
        let minute = time / MICROSECONDS_PER_MINUTE % 60;
        let second = time / MICROSECONDS_PER_SECOND % 60;
        if (0..=9999).contains(&year) {
            write!(formatter, "{year:04}")?;
        } else {
            write!(formatter, "{year:+06}")?;
        }
        write!(formatter, "-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        let fraction = time % MICROSECONDS_PER_SECOND;
        if fraction != 0 {
            write!(formatter, ".{}", format!("{fraction:06}").trim_end_matches('0'))?;
        }
        formatter.write_str("Z")
    }
}

/// The instant of a local time, given how far its zone is ahead of UTC (both in microseconds).
fn instant(local: i64, offset: i64) -> Option<Timestamp> {
    Timestamp::from_microseconds(local.checked_sub(offset)?)
}

/// Local time since 1970 and offset of the zone, if there is one, both in microseconds.
fn date_and_time(text: &str) -> Option<(i64, Option<i64>)> {
    let (date, time_and_zone) = match text.as_bytes().split_at_checked("YYYY-MM-DD".len()) {
        // Nearly every document writes its dates so; no search for the separator then.
        Some((date, [b'T', rest @ ..])) => (date, rest),
        _ => {
            let (date, rest) = split_at_position(text.as_bytes(), |byte| byte == b'T');
            (date, rest.strip_prefix(b"T")?)
        }
    };
    let (time, zone) = match time_and_zone {
        [time @ .., b'Z'] => (time, b"Z".as_slice()),
        _ => split_at_position(time_and_zone, |byte| matches!(byte, b'+' | b'-')),
    };
    let local = days(date)?.checked_mul(MICROSECONDS_PER_DAY)?.checked_add(time_of_day(time)?)?;
    let offset = if zone.is_empty() { None } else { Some(zone_offset(zone)?) };
    Some((local, offset))
}

/// What stands before, and from, the first byte that fits.
fn split_at_position(bytes: &[u8], fits: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    let position = bytes.iter().position(|byte| fits(*byte));
    position.and_then(|position| bytes.split_at_checked(position)).unwrap_or((bytes, b""))
}

/// Days from 1970-01-01 to an ISO 8601 date.
fn days(date: &[u8]) -> Option<i64> {
    let days = match *date {
        [a, b, c, d, b'-', m, n, b'-', p, q] => {
            month_day(year([a, b, c, d])?, digits([m, n])?, digits([p, q])?)
        }
        [a, b, c, d, b'-', b'W', v, w, b'-', p] | [a, b, c, d, b'W', v, w, p] => {
            week_day(year([a, b, c, d])?, digits([v, w])?, digits([p])?)
        }
        [a, b, c, d, b'-', b'W', v, w] | [a, b, c, d, b'W', v, w] => {
            week_day(year([a, b, c, d])?, digits([v, w])?, 1)
        }
        [a, b, c, d, b'-', m, n] => month_day(year([a, b, c, d])?, digits([m, n])?, 1),
        [a, b, c, d, b'-', x, y, z] | [a, b, c, d, x, y, z] => {
            ordinal_day(year([a, b, c, d])?, digits([x, y, z])?)
        }
        [a, b, c, d, m, n, p, q] => month_day(year([a, b, c, d])?, digits([m, n])?, digits([p, q])?),
        [a, b, c, d] => month_day(year([a, b, c, d])?, 1, 1),
        [a, b] => month_day(year([a, b, b'0', b'0'])?, 1, 1),
        _ => None,
    }?;
    (days <= LAST_DAY).then_some(days)
}

/// Microseconds from midnight to an ISO 8601 time.
fn time_of_day(time: &[u8]) -> Option<i64> {
    let (whole, fraction) = split_at_position(time, |byte| matches!(byte, b'.' | b','));
    let (hour, minute, second, last_unit) = match *whole {
        [h, i, b':', m, n, b':', s, t] | [h, i, m, n, s, t] => {
            (digits([h, i])?, digits([m, n])?, digits([s, t])?, MICROSECONDS_PER_SECOND)
        }
        [h, i, b':', m, n] | [h, i, m, n] => (digits([h, i])?, digits([m, n])?, 0, MICROSECONDS_PER_MINUTE),
        [h, i] => (digits([h, i])?, 0, 0, MICROSECONDS_PER_HOUR),
        _ => return None,
    };
    let time = hour * MICROSECONDS_PER_HOUR
        + minute * MICROSECONDS_PER_MINUTE
        + second * MICROSECONDS_PER_SECOND
        + match fraction {
            [] => 0,
            [_point, digits @ ..] => fraction_of(last_unit, digits)?,
        };
    (minute <= 59 && second <= 59 && time <= MICROSECONDS_PER_DAY).then_some(time)
}

/// How far a zone is ahead of UTC, in microseconds.
fn zone_offset(zone: &[u8]) -> Option<i64> {
    let (sign, hours, minutes) = match *zone {
        [b'Z'] => return Some(0),
        [sign, h, i, b':', m, n] | [sign, h, i, m, n] => (sign, digits([h, i])?, digits([m, n])?),
        [sign, h, i] => (sign, digits([h, i])?, 0),
        _ => return None,
    };
    let offset = hours * MICROSECONDS_PER_HOUR + minutes * MICROSECONDS_PER_MINUTE;
    match sign {
        _ if hours > 23 || minutes > 59 => None,
        b'+' => Some(offset),
        b'-' if offset != 0 => Some(-offset),
        _ => None,
    }
}

/// A decimal fraction of a unit, rounded down. Working from the last digit to the first, every intermediate
/// result may be rounded down too without changing the outcome, however many digits there are.
fn fraction_of(unit: i64, digits: &[u8]) -> Option<i64> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().rev().try_fold(0, |rest, byte| Some((self::digits([*byte])? * unit + rest) / 10))
}

/// Days to a date written by a person: `YYYY-MM-DD`, where month and day may have one digit.
fn calendar_date_of_any_width(text: &str) -> Option<i64> {
    let (year, month_and_day) = text.split_once('-')?;
    let (month, day) = month_and_day.split_once('-')?;
    let number = |text: &str| match *text.as_bytes() {
        [a] => digits([a]),
        [a, b] => digits([a, b]),
        _ => None,
    };
    month_day(self::year(year.as_bytes().try_into().ok()?)?, number(month)?, number(day)?)
}

/// Seconds since 1970, digits finer than a microsecond cut off.
fn unix_seconds(text: &str) -> Option<Timestamp> {
    let (sign, number) = text.strip_prefix('-').map_or((1, text), |number| (-1, number));
    let (seconds, fraction) = match number.split_once('.') {
        Some((seconds, fraction)) => (seconds, fraction_of(MICROSECONDS_PER_SECOND, fraction.as_bytes())?),
        None => (number, 0),
    };
    let is_number = seconds.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = sign * seconds.parse::<i64>().ok().filter(|_| is_number)?;
    (FIRST_DAY * SECONDS_PER_DAY..(LAST_DAY + 1) * SECONDS_PER_DAY)
        .contains(&seconds)
        .then(|| Timestamp::from_microseconds(seconds * MICROSECONDS_PER_SECOND + sign * fraction))?
}

/// A year of 0001 to 9999.
fn year(bytes: [u8; 4]) -> Option<i64> {
    digits(bytes).filter(|year| *year > 0)
}

/// The number that ASCII digits write.
fn digits<const COUNT: usize>(bytes: [u8; COUNT]) -> Option<i64> {
    let mut number = 0;
    for byte in bytes {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + i64::from(digit);
    }
    Some(number)
}

fn is_leap_year(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap_year(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a calendar date.
fn month_day(year: i64, month: i64, day: i64) -> Option<i64> {
    let exists = (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
    exists.then(|| {
        // A year that begins in March has its leap day at the end, and its months have a regular length:
        // 153 days in every five.
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - DAYS_FROM_MARCH_0000
    })
}

/// Days from 1970-01-01 to the given day of a year.
fn ordinal_day(year: i64, day: i64) -> Option<i64> {
    let length = if is_leap_year(year) { 366 } else { 365 };
    (1..=length).contains(&day).then_some(month_day(year, 1, 1)? + day - 1)
}

/// Days from 1970-01-01 to a day (1 is Monday) of an ISO week.
fn week_day(year: i64, week: i64, day: i64) -> Option<i64> {
    let days = first_monday(year)? + (week - 1) * 7 + day - 1;
    let exists = week >= 1 && (1..=7).contains(&day) && days < first_monday(year + 1)?;
    exists.then_some(days)
}

/// The Monday of the week that holds 4 January, as days from 1970-01-01 (a Thursday).
fn first_monday(year: i64) -> Option<i64> {
    let fourth = month_day(year, 1, 4)?;
    Some(fourth - (fourth + 3).rem_euclid(7))
}

/// Year, month and day of a number of days since 1970-01-01.
fn calendar_date(days: i64) -> (i64, i64, i64) {
    const DAYS_PER_400_YEARS: i64 = 146_097;
    let days = days + DAYS_FROM_MARCH_0000;
    let era = days.div_euclid(DAYS_PER_400_YEARS);
    let day_of_era = days.rem_euclid(DAYS_PER_400_YEARS);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, year) = if month < 10 { (month + 3, year_of_era) } else { (month - 9, year_of_era + 1) };
    (year + era * 400, month, day)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests;

//! JSON numbers as PostgreSQL keeps them.
//!
//! A `jsonb` number is a `numeric`: a sign, a count of digits after the point, and base-10000 digits counted
//! from a weight. The same is done here with numbers from JSON text, so that every number
//! has one form, loses no digit, and is written as the server would write it.
//!
//! Source: `src/backend/utils/adt/numeric.c` of PostgreSQL 15 to 18.

use super::ReadError;
use std::{borrow::Cow, fmt, iter};

/// Decimal digits in one base-10000 digit.
const DECIMALS: usize = 4;

/// Two top bits of the first half-word: sign of the long form, or one of the two marks below.
const SIGN_MASK: u16 = 0xC000;
const NEGATIVE: u16 = 0x4000;
/// Not a number or infinity; never in a `jsonb`.
const SPECIAL: u16 = 0xC000;
/// The short form: sign, scale and weight in one half-word.
const SHORT: u16 = 0x8000;

const LONG_SCALE_MASK: u16 = 0x3FFF;

const SHORT_NEGATIVE: u16 = 0x2000;
const SHORT_SCALE_MASK: u16 = 0x1F80;
const SHORT_SCALE_SHIFT: u32 = 7;
const SHORT_SCALE_MAX: u16 = SHORT_SCALE_MASK >> SHORT_SCALE_SHIFT;
/// The weight in two's complement of seven bits.
const SHORT_WEIGHT_MASK: u16 = 0x007F;
const SHORT_WEIGHT_SIGN: u16 = 0x0040;
const SHORT_WEIGHTS: std::ops::RangeInclusive<i16> = -64..=63;

/// `numeric_in` refuses an exponent this large before it looks at the digits.
const EXPONENT_LIMIT: i64 = i32::MAX as i64 / 2;

/// What is short: 32 digits on either side of the point.
const SHORT_TEXT_WEIGHTS: std::ops::RangeInclusive<i16> = -8..=7;
const SHORT_TEXT_SCALE: u16 = 32;

/// Why a text is not a [`Number`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberError {
    /// Not a number by the grammar of JSON (RFC 8259, section 6).
    Malformed,
    /// More digits before or after the point than PostgreSQL's `numeric` holds (131072 and 16383).
    OutOfRange,
}

/// A JSON number with every digit, zeros after the point included.
///
/// Displayed as `jsonb` prints it: plain decimal notation, never an exponent. A number such as `1e131071` is
/// a few bytes here and 131072 digits in text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number<'a> {
    /// A `numeric` without its varlena header.
    packed: Cow<'a, [u8]>,
}

/// A number taken apart: `0.dddd...` of `digits` in base 10000, times 10000 to the power of `weight + 1`.
struct Parts<'n> {
    negative: bool,
    /// Power of 10000 of the first digit.
    weight: i16,
    /// Decimal digits shown after the point.
    scale: u16,
    digits: &'n [[u8; 2]],
}

impl<'n> Parts<'n> {
    fn unpack(packed: &'n [u8]) -> Option<Self> {
        let (halves, []) = packed.as_chunks() else { return None };
        let (&head, rest) = halves.split_first()?;
        let head = u16::from_ne_bytes(head);
        if head & SIGN_MASK == SPECIAL {
            return None;
        }
        if head & SIGN_MASK == SHORT {
            let weight = head & SHORT_WEIGHT_MASK;
            let extended = if weight & SHORT_WEIGHT_SIGN == 0 { weight } else { weight | !SHORT_WEIGHT_MASK };
            return Some(Parts {
                negative: head & SHORT_NEGATIVE != 0,
                weight: extended.cast_signed(),
                scale: (head & SHORT_SCALE_MASK) >> SHORT_SCALE_SHIFT,
                digits: rest,
            });
        }
        let (&weight, digits) = rest.split_first()?;
        Some(Parts {
            negative: head & SIGN_MASK == NEGATIVE,
            weight: i16::from_ne_bytes(weight),
            scale: head & LONG_SCALE_MASK,
            digits,
        })
    }

    fn pack(&self) -> Vec<u8> {
        let mut packed = Vec::with_capacity(self.digits.len().saturating_add(2).saturating_mul(2));
        if self.scale <= SHORT_SCALE_MAX && SHORT_WEIGHTS.contains(&self.weight) {
            let sign = if self.negative { SHORT | SHORT_NEGATIVE } else { SHORT };
            let weight = self.weight.cast_unsigned() & SHORT_WEIGHT_MASK;
            packed.extend((sign | self.scale << SHORT_SCALE_SHIFT | weight).to_ne_bytes());
        } else {
            let sign = if self.negative { NEGATIVE } else { 0 };
            packed.extend((sign | self.scale).to_ne_bytes());
            packed.extend(self.weight.to_ne_bytes());
        }
        packed.extend(self.digits.as_flattened());
        packed
    }

    /// As the server always stores it: no zero digit at either end, and one zero.
    fn is_normal(&self) -> bool {
        let ends = [self.digits.first(), self.digits.last()];
        match self.digits {
            [] => !self.negative && self.weight == 0,
            digits => {
                ends.iter().all(|digit| *digit != Some(&[0, 0]))
                    && digits.iter().all(|digit| u16::from_ne_bytes(*digit) < 10_000)
            }
        }
    }

    /// The digit at this power of 10000.
    fn digit(&self, power: i32) -> u16 {
        let index = i32::from(self.weight).checked_sub(power).and_then(|index| usize::try_from(index).ok());
        index.and_then(|index| self.digits.get(index)).map_or(0, |digit| u16::from_ne_bytes(*digit))
    }
}

impl<'a> Number<'a> {
    /// The number in a `numeric` datum, varlena header of one or four bytes included.
    ///
    /// # Errors
    /// [`ReadError::Corrupt`] if the lengths contradict each other, the datum is compressed or not in line,
    /// or holds what no JSON number is (NaN, infinity).
    pub fn from_varlena(datum: &'a [u8]) -> Result<Self, ReadError> {
        let packed = varlena_content(datum).ok_or(ReadError::Corrupt)?;
        match Parts::unpack(packed) {
            Some(parts) if parts.is_normal() => Ok(Number { packed: Cow::Borrowed(packed) }),
            _ => Err(ReadError::Corrupt),
        }
    }

    /// The number a JSON text stands for, as `jsonb` would store it.
    ///
    /// # Errors
    /// [`NumberError`]
    pub fn parse(text: &str) -> Result<Number<'static>, NumberError> {
        let literal = Literal::split(text).ok_or(NumberError::Malformed)?;
        literal.pack().map(|packed| Number { packed: Cow::Owned(packed) }).ok_or(NumberError::OutOfRange)
    }

    /// The same number without a copy of its digits.
    pub fn borrowed(&self) -> Number<'_> {
        Number { packed: Cow::Borrowed(&self.packed) }
    }

    /// The same number, its digits its own.
    pub fn into_owned(self) -> Number<'static> {
        Number { packed: Cow::Owned(self.packed.into_owned()) }
    }

    /// The number as JSON text if that is short, as of whatever people write; `None` for one such as `1e131071`.
    pub fn to_short_text(&self) -> Option<String> {
        let parts = Parts::unpack(&self.packed)?;
        (SHORT_TEXT_WEIGHTS.contains(&parts.weight) && parts.scale <= SHORT_TEXT_SCALE)
            .then(|| self.to_text())
    }

    /// A `numeric` without its varlena header.
    pub(super) fn packed(&self) -> &[u8] {
        &self.packed
    }

    /// The number as JSON text; see [`Number`] for its length.
    pub fn to_text(&self) -> String {
        self.to_string()
    }

    /// The number if it is whole and fits; `2.0` and `2e0` are 2.
    pub fn to_i64(&self) -> Option<i64> {
        let parts = Parts::unpack(&self.packed)?;
        let whole = usize::try_from(i32::from(parts.weight).checked_add(1)?).unwrap_or(0);
        if parts.digits.len() > whole {
            return None;
        }
        let mut value = 0_i64;
        for power in (0..=i32::from(parts.weight)).rev() {
            let digit = i64::from(parts.digit(power));
            let signed = if parts.negative { digit.checked_neg()? } else { digit };
            value = value.checked_mul(10_000)?.checked_add(signed)?;
        }
        Some(value)
    }

    /// The nearest double; `None` beyond the largest.
    pub fn to_f64(&self) -> Option<f64> {
        let parts = Parts::unpack(&self.packed)?;
        let sign = if parts.negative { "-" } else { "" };
        let digits: String =
            parts.digits.iter().map(|digit| format!("{:04}", u16::from_ne_bytes(*digit))).collect();
        let after_first = i64::from(parts.weight).checked_add(1)?.checked_mul(DECIMALS.try_into().ok()?)?;
        let value: f64 = format!("{sign}0.{digits}e{after_first}").parse().ok()?;
        value.is_finite().then_some(value)
    }
}

impl fmt::Display for Number<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = Parts::unpack(&self.packed).ok_or(fmt::Error)?;
        if parts.negative {
            out.write_str("-")?;
        }
        let weight = i32::from(parts.weight);
        write!(out, "{}", parts.digit(weight.max(0)))?;
        for power in (0..weight).rev() {
            write!(out, "{:04}", parts.digit(power))?;
        }
        if parts.scale > 0 {
            out.write_str(".")?;
        }
        let mut remaining = usize::from(parts.scale);
        for power in (i32::from(i16::MIN)..0).rev() {
            if remaining == 0 {
                break;
            }
            let shown = remaining.min(DECIMALS);
            let digit = format!("{:04}", parts.digit(power));
            out.write_str(digit.get(..shown).unwrap_or(&digit))?;
            remaining = remaining.saturating_sub(shown);
        }
        Ok(())
    }
}

impl From<i64> for Number<'static> {
    fn from(value: i64) -> Self {
        let mut remaining = value.unsigned_abs();
        let mut digits = Vec::new();
        let mut weight = -1_i16;
        while remaining > 0 {
            let digit = u16::try_from(remaining % 10_000).unwrap_or(0);
            if digit != 0 || !digits.is_empty() {
                digits.push(digit.to_ne_bytes());
            }
            remaining /= 10_000;
            weight = weight.saturating_add(1);
        }
        digits.reverse();
        let parts = Parts { negative: value < 0, weight: weight.max(0), scale: 0, digits: &digits };
        Number { packed: Cow::Owned(parts.pack()) }
    }
}

/// A JSON number's text, split by the grammar of RFC 8259, section 6.
struct Literal<'t> {
    negative: bool,
    whole: &'t str,
    fraction: &'t str,
    /// Saturated where the text holds more than an `i64`.
    exponent: i64,
}

impl<'t> Literal<'t> {
    fn split(text: &'t str) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Self::exponent(exponent)?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) if is_digits(fraction) => (whole, fraction),
            Some(_) => return None,
            None => (mantissa, ""),
        };
        let leading_zero = whole.len() > 1 && whole.starts_with('0');
        (is_digits(whole) && !leading_zero).then_some(Literal {
            negative: text.len() != unsigned.len(),
            whole,
            fraction,
            exponent,
        })
    }

    fn exponent(text: &str) -> Option<i64> {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        let limit = if text.starts_with('-') { i64::MIN } else { i64::MAX };
        is_digits(digits).then(|| text.parse().unwrap_or(limit))
    }

    /// The packed number; `None` if `numeric` cannot hold it.
    fn pack(&self) -> Option<Vec<u8>> {
        if self.exponent >= EXPONENT_LIMIT || self.exponent <= -EXPONENT_LIMIT {
            return None;
        }
        let shown = i64::try_from(self.fraction.len()).ok()?.checked_sub(self.exponent)?.max(0);
        let scale = u16::try_from(shown).ok().filter(|scale| *scale <= LONG_SCALE_MASK)?;

        // Power of ten of the first decimal digit.
        let first = i64::try_from(self.whole.len()).ok()?.checked_sub(1)?.checked_add(self.exponent)?;
        let powers = iter::successors(Some(first), |power| power.checked_sub(1));
        let decimals = self.whole.bytes().chain(self.fraction.bytes());
        let mut significant = powers.zip(decimals).filter(|(_, decimal)| *decimal != b'0').peekable();

        let Some(&(leading, _)) = significant.peek() else {
            return Some(Parts { negative: false, weight: 0, scale, digits: &[] }.pack());
        };
        let group = i64::try_from(DECIMALS).ok()?;
        let weight = leading.div_euclid(group);
        let mut digits: Vec<u16> = Vec::new();
        for (power, decimal) in significant {
            let index = usize::try_from(weight.checked_sub(power.div_euclid(group))?).ok()?;
            if index >= digits.len() {
                digits.resize(index.checked_add(1)?, 0);
            }
            let place = 10_u16.checked_pow(u32::try_from(power.rem_euclid(group)).ok()?)?;
            let digit = digits.last_mut()?;
            *digit = digit.checked_add(u16::from(decimal.checked_sub(b'0')?).checked_mul(place)?)?;
        }
        let digits: Vec<[u8; 2]> = digits.into_iter().map(u16::to_ne_bytes).collect();
        let weight = i16::try_from(weight).ok()?;
        Some(Parts { negative: self.negative, weight, scale, digits: &digits }.pack())
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a varlena header announces, if it announces exactly the bytes that follow, uncompressed and in line.
fn varlena_content(datum: &[u8]) -> Option<&[u8]> {
    let (&first, after_short) = datum.split_first()?;
    let little = cfg!(target_endian = "little");
    let is_short = if little { first & 0x01 != 0 } else { first & 0x80 != 0 };
    if is_short {
        let length = if little { first >> 1 } else { first & 0x7F };
        return (usize::from(length) == datum.len()).then_some(after_short);
    }
    let (&header, content) = datum.split_first_chunk()?;
    let header = u32::from_ne_bytes(header);
    let (flags, length) =
        if little { (header & 3, header >> 2) } else { (header >> 30, header & 0x3FFF_FFFF) };
    (flags == 0 && usize::try_from(length) == Ok(datum.len())).then_some(content)
}

/// The four-byte varlena header of a datum of `length` bytes, header included.
pub(super) fn varlena_header(length: u32) -> [u8; 4] {
    if cfg!(target_endian = "little") { (length << 2).to_ne_bytes() } else { length.to_ne_bytes() }
}

//! Numbers as `numeric` keeps them: every digit, and the scale of the text.

use badges_core::json::{Number, ReadError, number::NumberError};
use proptest::prelude::*;

fn number(text: &str) -> Number<'static> {
    Number::parse(text).unwrap()
}

/// A `numeric` datum with a four-byte varlena header.
fn datum(halves: &[u16]) -> Vec<u8> {
    let length = u32::try_from(4 + 2 * halves.len()).unwrap();
    let header = if cfg!(target_endian = "little") { length << 2 } else { length };
    header.to_ne_bytes().into_iter().chain(halves.iter().flat_map(|half| half.to_ne_bytes())).collect()
}

#[test]
fn text_is_printed_in_plain_decimals_with_its_scale() {
    let cases = [
        ("0", "0"),
        ("-0", "0"),
        ("-0.00", "0.00"),
        ("1", "1"),
        ("10000", "10000"),
        ("1000000005", "1000000005"),
        ("-1.5", "-1.5"),
        ("1.10", "1.10"),
        ("0.00001", "0.00001"),
        ("12345678901234567890", "12345678901234567890"),
        ("1e3", "1000"),
        ("1.50E+1", "15.0"),
        ("15e-1", "1.5"),
        ("1.25e-7", "0.000000125"),
        ("0e5", "0"),
        ("0e-5", "0.00000"),
    ];
    for (text, printed) in cases {
        assert_eq!(number(text).to_text(), printed, "{text}");
    }
    assert_eq!(number("1e400").to_text(), format!("1{}", "0".repeat(400)));
    assert_eq!(number("-1e-300").to_text(), format!("-0.{}1", "0".repeat(299)));
}

#[test]
fn only_the_grammar_of_json_is_a_number() {
    for text in [
        "", "-", "+1", "01", "-01", "1.", ".5", "1e", "1e+", "1.e5", "1 ", " 1", "NaN", "Infinity", "0x10",
        "1_000", "１",
    ] {
        assert_eq!(Number::parse(text), Err(NumberError::Malformed), "{text}");
    }
}

#[test]
fn what_numeric_cannot_hold_is_out_of_range() {
    for text in ["1e131071", "9.9e131071", "1e-16383", "0e1000000000", "0.1e-16382", "100000e131066"] {
        assert!(Number::parse(text).is_ok(), "{text}");
    }
    for text in [
        "1e131072",
        "1e-16384",
        "0e-16384",
        "0e1073741823",
        "1e99999999999999999999",
        "1e-99999999999999999999",
    ] {
        assert_eq!(Number::parse(text), Err(NumberError::OutOfRange), "{text}");
    }
}

#[test]
fn a_whole_number_that_fits_is_an_integer() {
    for (text, value) in [("0", 0), ("2.0", 2), ("2e0", 2), ("-20000", -20_000), ("1e18", 10_i64.pow(18))] {
        assert_eq!(number(text).to_i64(), Some(value), "{text}");
    }
    assert_eq!(number("9223372036854775807").to_i64(), Some(i64::MAX));
    assert_eq!(number("-9223372036854775808").to_i64(), Some(i64::MIN));
    for text in ["9223372036854775808", "-9223372036854775809", "0.5", "1.0001", "1e-5", "1e131071"] {
        assert_eq!(number(text).to_i64(), None, "{text}");
    }
}

#[test]
fn a_number_beyond_doubles_is_no_double() {
    assert_eq!(number("1e308").to_f64(), Some(1e308));
    assert_eq!(number("1e309").to_f64(), None);
    assert_eq!(number("-1e131071").to_f64(), None);
    assert_eq!(number("1e-16383").to_f64(), Some(0.0));
    assert_eq!(number("0.0").to_f64(), Some(0.0));
}

#[test]
fn a_short_or_a_long_header_holds_the_same_number() {
    let number = number("20000.5");
    let long = datum(&[0x0001, 1, 2, 0, 5000]);
    let short = datum(&[0x8000 | 1 << 7 | 1, 2, 0, 5000]);
    let mut one_byte = short.clone();
    one_byte.drain(..3);
    let length = u8::try_from(one_byte.len()).unwrap();
    one_byte[0] = if cfg!(target_endian = "little") { length << 1 | 1 } else { length | 0x80 };
    for bytes in [long, short, one_byte] {
        assert_eq!(Number::from_varlena(&bytes).unwrap().to_text(), number.to_text());
    }
}

#[test]
fn a_numeric_no_server_stores_is_corrupt() {
    let mut too_long = datum(&[0x8000, 1]);
    too_long.push(0);
    let cases = [
        ("nothing", vec![]),
        ("a header alone", datum(&[])),
        ("not a number", datum(&[0xC000])),
        ("infinity", datum(&[0xD000])),
        ("minus infinity", datum(&[0xF000])),
        ("a long form without its weight", datum(&[0x0000])),
        ("a digit of 10000", datum(&[0x8000, 10_000])),
        ("a leading zero", datum(&[0x8001, 0, 1])),
        ("a trailing zero", datum(&[0x8001, 1, 0])),
        ("minus zero", datum(&[0xA000])),
        ("a weight of zero digits", datum(&[0x8001])),
        ("another length than announced", too_long),
        ("half a digit", datum(&[0x8000, 1])[..7].to_vec()),
    ];
    for (name, bytes) in cases {
        assert_eq!(Number::from_varlena(&bytes), Err(ReadError::Corrupt), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5000))]

    #[test]
    fn plain_decimals_are_printed_as_they_came(text in "-?(0|[1-9][0-9]{0,30})\\.[0-9]{0,29}[1-9]") {
        prop_assert_eq!(number(&text).to_text(), text);
    }

    #[test]
    fn an_exponent_moves_the_point(text in "-?(0|[1-9][0-9]{0,9})(\\.[0-9]{1,9})?[eE][-+]?[0-9]{1,2}") {
        let plain = number(&text).to_text();
        prop_assert!(!plain.contains(['e', 'E']));
        prop_assert_eq!(number(&plain), number(&text));
        prop_assert_eq!(plain.parse::<f64>().unwrap(), text.parse::<f64>().unwrap());
    }

    #[test]
    fn integers_come_back(value: i64) {
        prop_assert_eq!(Number::from(value).to_i64(), Some(value));
        prop_assert_eq!(Number::from(value), number(&value.to_string()));
    }

    #[test]
    fn finite_doubles_come_back(value in any::<f64>().prop_filter("finite", |value| value.is_finite())) {
        prop_assert_eq!(number(&format!("{value:e}")).to_f64(), Some(value));
    }
}

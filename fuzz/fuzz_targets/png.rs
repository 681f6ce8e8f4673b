#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| badges_fuzz::png::check(octets));

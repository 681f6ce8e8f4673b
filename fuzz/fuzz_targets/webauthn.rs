#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| badges_fuzz::webauthn::check(octets));
libfuzzer_sys::fuzz_mutator!(|octets: &mut [u8], length: usize, longest: usize, seed: u32| {
    badges_fuzz::mutation::mutate(octets, length, longest, seed)
});

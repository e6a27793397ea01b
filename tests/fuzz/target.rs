//! One program for libFuzzer; its name says which target of `relay_tests::fuzz` it runs.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| relay_tests::fuzz::run(env!("CARGO_BIN_NAME"), input));

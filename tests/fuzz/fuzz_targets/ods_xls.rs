//! See `glassix_import::fuzzing`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| glassix_import::fuzzing::run("ods_xls", data));

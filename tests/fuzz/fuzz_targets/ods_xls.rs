//! See `glassix_import::fuzzing`.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: {
        // A panic of the crate that reads old workbooks is caught where that is called. What is not caught ends the
        // fuzzer all the same, but the hook would end it for those that are.
        std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
    },
    |data: &[u8]| glassix_import::fuzzing::run("ods_xls", data)
);

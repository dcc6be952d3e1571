//! A calendar file is read or refused, and its days are written and read back the same.
#![no_main]

use holdpoint_icalendar::{read, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match read(text) {
        Ok(days) => {
            assert!(days.is_sorted_by(|a, b| a.date < b.date));
            assert_eq!(read(&write("austria", &days)), Ok(days));
        }
        Err(error) => assert!(!error.to_string().contains('\n')),
    }
});

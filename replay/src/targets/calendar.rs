//! A calendar file is read or refused, and its days are written and read back the same.

use super::text;
use holdpoint_icalendar::{read, write};

pub(crate) fn run(bytes: &[u8]) {
    let text = text(bytes);
    match read(text) {
        Ok(days) => {
            assert!(days.is_sorted_by(|a, b| a.date < b.date));
            assert_eq!(read(&write("austria", &days)), Ok(days));
        }
        Err(error) => assert!(!error.to_string().contains('\n')),
    }
}

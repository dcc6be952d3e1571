//! Migrations of every dialect: two files of one history, the first byte says whose SQL they are.

use std::sync::Arc;

use holdpoint_findings::Source;
use holdpoint_migrations::{Dialect, Options, check};

pub(crate) fn run(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let dialect = Dialect::ALL[usize::from(*first) % 4];
    let mut files = Vec::new();
    for (name, part) in ["1.sql", "2.sql"].iter().zip(rest.split(|byte| *byte == 0)) {
        let Ok(source) = Source::new(name, part.to_vec()) else {
            return;
        };
        files.push(Arc::new(source));
    }
    let options = Options {
        dialect: Some(dialect),
        in_transaction: first & 4 != 0,
        all_rules: first & 8 != 0,
        ..Options::default()
    };
    if let Ok(checked) = check(&files, &options) {
        for finding in checked.findings {
            assert!(finding.place.line >= 1, "{finding:?}");
        }
    }
}

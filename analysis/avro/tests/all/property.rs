//! What was written with one schema is read with another exactly when we say so.

use holdpoint_findings::{Direction, Level};
use proptest::prelude::*;

use crate::oracle::{Types, reads};
use crate::random::Maker;
use crate::world::{between, read};

/// How many pairs are tried; `HOLDPOINT_PAIRS` says more.
fn pairs() -> u32 {
    let said = std::env::var("HOLDPOINT_PAIRS").ok();
    said.and_then(|said| said.parse().ok()).unwrap_or(1_500)
}

/// Whether we say that all can be read; none if we refuse one of the two.
fn ours(writer: &str, reader: &str) -> Option<bool> {
    (read(&[writer]).is_ok() && read(&[reader]).is_ok()).then(|| {
        let compared = between(writer, reader, Direction::Backward);
        assert!(!compared.incomplete);
        compared
            .findings
            .iter()
            .all(|one| one.level != Level::Error)
    })
}

/// Words that a schema of a reader may have so that several branches share what one of them would have to take alone.
fn shares(reader: &str) -> bool {
    reader.matches('[').count() > 0
        && reader.contains("\"name\":\"n.")
        && reader.contains("\"name\":\"m.")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: pairs(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn data_is_read_exactly_when_we_say_so(seed in any::<u64>()) {
        let (base, revision) = Maker::pair(seed);
        for (writer, reader) in [(&base, &revision), (&revision, &base)] {
            let (writes, to) = (writer.to_string(), reader.to_string());
            let Some(says) = ours(&writes, &to) else { continue };
            let (Some(writer), Some(reader)) = (Types::of(writer), Types::of(reader)) else { continue };
            let values = writer.values(0, 9);
            let refused = values.iter().find(|bytes| !reads(&reader, &writer, bytes));
            prop_assert!(!says || refused.is_none(), "{writes}\nis not read as\n{to}\n{refused:?}");
            let exact = writer.ends() && values.len() < 60 && !shares(&to);
            prop_assert!(says || !exact || refused.is_some(), "{writes}\nis read as\n{to}");
        }
    }
}

/// The pairs are worth something: both answers are frequent.
#[test]
fn made_up_pairs_are_of_both_kinds() {
    let (mut yes, mut no) = (0, 0);
    for seed in 0..400 {
        let (base, revision) = Maker::pair(seed);
        match ours(&base.to_string(), &revision.to_string()) {
            Some(true) => yes += 1,
            Some(false) => no += 1,
            None => {}
        }
    }
    assert!(yes > 80 && no > 40, "{yes} are read, {no} are not");
}

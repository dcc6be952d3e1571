//! Whoever writes a file does not decide how long or how much its reader needs.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use holdpoint_findings::Direction;

use crate::world::{between, found, mistakes};

#[test]
fn ten_thousand_levels_are_too_many() {
    for (open, close) in [
        ("{\"type\":\"array\",\"items\":", "}"),
        ("[", "]"),
        ("{\"type\":", "}"),
    ] {
        let text = open.repeat(10_000) + "\"int\"" + &close.repeat(10_000);
        let said = mistakes(&text);
        assert_eq!(said.len(), 1);
        assert!(said[0].contains("nested more than 256 deep"), "{said:?}");
    }
}

#[test]
fn what_is_no_text_is_refused() {
    for text in ["", "{", "nul", "\u{0}", "{\"type\": \"record\"", "[[[["] {
        assert!(!mistakes(text).is_empty(), "{text}");
    }
    assert!(holdpoint_findings::Source::new("a.avsc", vec![0xff, 0xfe, 0x00]).is_err());
}

/// Records each of which has two of the next: all ways through them are more than anybody can go.
fn doubled(of: &str) -> String {
    let mut text = format!(
        "[{{\"type\": \"record\", \"name\": \"R60\", \"fields\": [{{\"name\": \"a\", \"type\": \"{of}\"}}]}}"
    );
    for at in 0..60 {
        let next = at + 1;
        write!(
            text,
            ", {{\"type\": \"record\", \"name\": \"R{at}\", \"fields\": [{{\"name\": \"a\", \"type\": \"R{next}\"}}, {{\"name\": \"b\", \"type\": [\"null\", \"R{next}\"]}}]}}"
        )
        .unwrap();
    }
    text + "]"
}

#[test]
fn every_pair_is_looked_at_once() {
    assert!(found(&doubled("int"), &doubled("long")).is_empty());
    assert!(!found(&doubled("long"), &doubled("int")).is_empty());
    // A default that would have to be made out of all of them ends, too.
    let defaults = doubled("int").replace(
        "}, {\"name\": \"b\"",
        ", \"default\": {}}, {\"name\": \"b\"",
    );
    let start = Instant::now();
    assert!(!mistakes(&defaults).is_empty());
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn wide_unions_end_within_the_budget() {
    let union = |space: &str| {
        let each = (0..1_200).map(|at| {
            format!("{{\"type\": \"record\", \"name\": \"{space}{at}.R\", \"fields\": [{{\"name\": \"a\", \"type\": \"int\"}}]}}")
        });
        format!("[{}]", each.collect::<Vec<_>>().join(","))
    };
    let compared = between(&union("n"), &union("m"), Direction::Backward);
    assert!(compared.incomplete);
}

#[test]
fn unions_and_files_of_many_types_take_as_long_as_they_are() {
    let union = |of: &str| {
        let each = (0..20_000).map(|at| {
            format!("{{\"type\": \"record\", \"name\": \"R{at}\", \"fields\": [{{\"name\": \"a\", \"type\": \"{of}\"}}]}}")
        });
        format!("[{}]", each.collect::<Vec<_>>().join(","))
    };
    let start = Instant::now();
    assert!(found(&union("int"), &union("long")).is_empty());
    assert_eq!(found(&union("long"), &union("int")).len(), 20_000);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(30), "{took:?}");
}

#[test]
fn mistakes_without_end_are_not_all_kept() {
    let fields = "{\"name\": \"-\", \"type\": \"Missing\"},".repeat(5_000);
    let text = format!("{{\"type\": \"record\", \"name\": \"R\", \"fields\": [{fields} 1]}}");
    assert!(mistakes(&text).len() <= 101);
}

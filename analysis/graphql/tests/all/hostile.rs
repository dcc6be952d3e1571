//! Whoever writes a file does not decide how long or how much its reader needs.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::world::{between, mistakes};

#[test]
fn ten_thousand_levels_are_too_many() {
    let deep = format!("{}Int{}", "[".repeat(10_000), "]".repeat(10_000));
    let found = mistakes(&format!("type A {{ a: {deep} }}"));
    assert_eq!(
        found[0],
        "1:78 the schema has more than 64 levels within each other"
    );
    for (open, close) in [("[", "]"), ("{a:", "}")] {
        let value = open.repeat(10_000) + "1" + &close.repeat(10_000);
        let found = mistakes(&format!("input A {{ a: Int = {value} }}"));
        assert!(found[0].contains("64 levels"), "{found:?}");
    }
}

#[test]
fn inputs_within_themselves_end() {
    let old = "input A { a: A = {} b: [A] = [{}] }";
    assert!(between(old, old).findings.is_empty());
    // Each holds two of the next: all of them are more than anybody can look at.
    let mut doubled = String::from("input A60 { a: Int }");
    for at in 0..60 {
        let next = at + 1;
        write!(
            doubled,
            " input A{at} {{ a: A{next} = {{}} b: A{next} = {{}} }}"
        )
        .unwrap();
    }
    assert!(between(&doubled, &doubled).incomplete);
}

#[test]
fn mistakes_without_end_are_not_all_kept() {
    assert!(mistakes(&"type A { b }\n".repeat(50_000)).len() <= 101);
    for text in [
        "\"",
        "\"\"\"",
        "{",
        "@",
        "type",
        "type A {",
        "type A { a(",
        "\u{1}",
        "-",
        "0x1",
        "a\u{ff}",
    ] {
        assert!(!mistakes(text).is_empty(), "{text}");
    }
}

#[test]
fn many_of_a_kind_are_compared_in_time() {
    let start = Instant::now();
    let many = |letter: char| {
        let mut text = String::from("enum E {");
        (0..20_000).for_each(|at| write!(text, " {letter}{at}").unwrap());
        text.push_str(" } directive @t(a: Int) repeatable on SCALAR scalar S");
        (0..20_000).for_each(|at| write!(text, " @t(a: {at})").unwrap());
        text
    };
    assert!(between(&many('A'), &many('B')).findings.len() >= 40_000);
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "{:?}",
        start.elapsed()
    );
}

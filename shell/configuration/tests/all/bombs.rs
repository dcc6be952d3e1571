//! Small files that would become immense, and deep ones.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::world::codes;

#[test]
fn aliases_that_multiply_are_refused_at_once() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..12 {
        let alias = format!("*a{}", n - 1);
        writeln!(text, "a{n}: &a{n} [{}]", vec![alias; 10].join(", ")).unwrap();
    }
    let start = Instant::now();
    assert_eq!(codes(&text), ["configuration-too-large"]);
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[test]
fn aliases_that_deepen_are_refused() {
    let mut text = String::from("a0: &a0 [x]\n");
    for n in 1..30 {
        writeln!(text, "a{n}: &a{n} [*a{}]", n - 1).unwrap();
    }
    assert_eq!(codes(&text), ["configuration-too-deep"]);
}

#[test]
fn deep_nesting_is_refused() {
    assert_eq!(codes(&"[".repeat(100_000)), ["configuration-too-deep"]);
    assert_eq!(codes(&"{a: ".repeat(100_000)), ["configuration-too-deep"]);
    let mut text = String::new();
    for n in 0..100 {
        writeln!(text, "{}a:", " ".repeat(n)).unwrap();
    }
    assert_eq!(codes(&text), ["configuration-too-deep"]);
}

#[test]
fn a_circle_of_aliases_is_refused() {
    let found = codes("components: &c\n  a: {unit: x, criteria: [*c]}\n");
    assert!(
        found.contains(&"configuration-circular-alias".to_owned()),
        "{found:?}"
    );
}

#[test]
fn an_alias_of_nothing_is_refused() {
    let found = codes("components: {a: {unit: *u}}");
    assert!(
        found.contains(&"configuration-unknown-anchor".to_owned()),
        "{found:?}"
    );
}

#[test]
fn an_immense_text_is_refused_unread() {
    let text = format!("# {}\n", "x".repeat(5 << 20));
    assert_eq!(codes(&text), ["configuration-too-large"]);
}

#[test]
fn ten_thousand_mistakes_stay_readable() {
    let mut text = String::from("components:\n");
    for n in 0..10_000 {
        writeln!(text, "  c{n}: {{unti: x}}").unwrap();
    }
    let start = Instant::now();
    let found = crate::world::read(&text).unwrap_err();
    assert_eq!(found.iter().count(), 100);
    assert_eq!(found.more(), 19_900);
    assert!(found.to_string().ends_with("and 19900 more mistakes\n"));
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn a_large_organisation_is_read_and_compared_in_seconds() {
    let mut text = String::from(
        "organisation: {name: acme}\nunits: {u: }\nteams: {t: {unit: u}}\ncomponents:\n",
    );
    for n in 0..5_000 {
        writeln!(
            text,
            "  c{n}:\n    unit: u\n    team: t\n    depends-on: [c{}, c{}]",
            n / 2 + 1,
            n / 3 + 1
        )
        .unwrap();
    }
    // Those at the beginning would need themselves or each other.
    let text = text
        .replace("[c1, c1]", "[]")
        .replace("[c2, c1]", "[]")
        .replace("[c2, c2]", "[]");
    let start = Instant::now();
    let changes = crate::world::plan(&crate::world::founded(), &text);
    assert_eq!(changes.len(), 5_002);
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn suggestions_for_long_words_take_no_time() {
    let text = format!(
        "organisation: {{name: acme, timezone: {}}}\n",
        "x".repeat(100_000)
    );
    let start = Instant::now();
    assert_eq!(codes(&text), ["configuration-wrong-value"]);
    assert!(
        start.elapsed() < Duration::from_secs(2),
        "{:?}",
        start.elapsed()
    );
}

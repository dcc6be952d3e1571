//! A list of tests, one a line.

use std::collections::HashMap;
use std::sync::Arc;

use holdpoint_findings::{Place, Source, Span, Unreadable};

use crate::mistakes::{MANY, Mistakes, NAME, NONE, TWICE};
use crate::suite::{MOST_TESTS, why_no_id};

/// The tests of a list, one a line, in the order of the file; empty lines are none.
///
/// # Errors
/// Names that are none, tests that are listed twice, a list without tests; each at its place.
pub fn read_list(source: &Arc<Source>) -> Result<Vec<String>, Unreadable> {
    let mut mistakes = Mistakes::new(source);
    let mut first = HashMap::new();
    let mut tests = Vec::new();
    let mut start = 0;
    for (number, whole) in source.text().split('\n').enumerate() {
        let test = whole.strip_suffix('\r').unwrap_or(whole);
        let place = || Place::of(source, Span::new(start, start + test.len()), "");
        if !test.is_empty() {
            look(test, number + 1, place, &mut first, &mut mistakes);
            tests.push(test.to_owned());
        }
        start += whole.len() + 1;
    }
    if tests.is_empty() {
        mistakes.add(&NONE, Place::whole(source.name()), &[]);
    }
    if tests.len() > MOST_TESTS {
        let limit = MOST_TESTS.to_string();
        mistakes.add(&MANY, Place::whole(source.name()), &[("limit", &limit)]);
    }
    mistakes.or(tests)
}

fn look<'t>(
    test: &'t str,
    line: usize,
    place: impl Fn() -> Place,
    first: &mut HashMap<&'t str, usize>,
    mistakes: &mut Mistakes<'_>,
) {
    if let Some(what) = why_no_id(test) {
        mistakes.add(&NAME, place(), &[("test", test), ("what", what)]);
    }
    let known = *first.entry(test).or_insert(line);
    if known != line {
        let words = [("test", test), ("line", &known.to_string())];
        mistakes.add(&TWICE, place(), &words);
    }
}

//! Timings as a JSON object.

use std::collections::BTreeMap;
use std::sync::Arc;

use holdpoint_findings::{Document, Field, Source, Unreadable, pointer};

use crate::Micros;
use crate::mistakes::{Mistakes, NAME, SECONDS, TIMINGS};
use crate::suite::why_no_id;

/// Timings: `{"tests/test_a.py::test_one": 1.25}`, in seconds.
///
/// # Errors
/// Everything that is wrong, each at its place.
pub fn read_timings(source: &Arc<Source>) -> Result<BTreeMap<String, Micros>, Unreadable> {
    let document = Document::read_json(source)?;
    let root = document.root();
    let mut mistakes = Mistakes::new(source);
    if !root.is_map() {
        mistakes.add(&TIMINGS, root.place(""), &[("what", root.described())]);
    }
    let mut timings = BTreeMap::new();
    for field in root.fields() {
        if let Some(micros) = cost(&field, &mut mistakes) {
            timings.insert(field.key.to_owned(), micros);
        }
    }
    mistakes.or(timings)
}

fn cost(field: &Field<'_>, mistakes: &mut Mistakes<'_>) -> Option<Micros> {
    let at = pointer::join("", field.key);
    if let Some(what) = why_no_id(field.key) {
        mistakes.add(
            &NAME,
            field.place(at.as_str()),
            &[("test", field.key), ("what", what)],
        );
    }
    let number = field.value.number();
    let micros = number.and_then(|number| Micros::parse(number.text));
    if micros.is_none() {
        let what = match number {
            Some(number) => format!("`{}`", number.text),
            None => field.value.described().to_owned(),
        };
        let words = [("test", field.key), ("what", what.as_str())];
        mistakes.add(&SECONDS, field.value.place(at), &words);
    }
    micros
}

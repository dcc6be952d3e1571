//! Times that do not fit together, set right where clocks explain it.

use super::found::FoundStep;
use super::rules::{CONTRADICTED, SKEW, mistakes};
use super::said::{Said, Where};
use crate::length::shown;
use crate::model::between;
use crate::{Nanos, Part};

/// By how much clocks may differ, in nanoseconds. Many systems also write whole seconds only.
const SKEWED: u64 = 2_000_000_000;

/// An end that is not before its beginning; nothing if no clock explains it.
pub(super) fn end(
    at: &Where<'_>,
    name: &str,
    times: (Nanos, Nanos),
    said: &mut Said,
) -> Option<Nanos> {
    let (started, ended) = times;
    let off = between(ended, started);
    if off > SKEWED {
        let words = [("name", name), ("length", &*shown(off))];
        said.wrong(at.place(), &mistakes::NEGATIVE, &words);
        return None;
    }
    if off > 0 {
        let what = format!(
            "ends {} before it begins, and is taken to last no time",
            shown(off)
        );
        said.remark(at.place(), &SKEW, &[("name", name), ("what", &what)]);
    }
    Some(ended.max(started))
}

/// Leaves a step what it can have waited for, and moves it to when that was over if it began a little before.
pub(super) fn order(steps: &mut [FoundStep<'_>], said: &mut Said) {
    let ends: Vec<Nanos> = steps.iter().map(|step| step.ended).collect();
    let names: Vec<String> = steps.iter().map(|step| step.name.clone()).collect();
    for step in steps.iter_mut() {
        let before = step.after.take();
        let mut kept = Vec::new();
        for one in before.iter().flatten() {
            let (Some(end), Some(name)) = (ends.get(*one), names.get(*one)) else {
                continue;
            };
            if waits(step, *end, name, said) {
                kept.push(*one);
            }
        }
        kept.sort_unstable();
        kept.dedup();
        step.after = before.map(|_| kept);
        ready(step, &ends);
    }
}

/// Whether a step can have waited for what ended then.
fn waits(step: &mut FoundStep<'_>, end: Nanos, before: &str, said: &mut Said) -> bool {
    let off = between(step.started, end);
    if off == 0 {
        return true;
    }
    let length = shown(off);
    if off > SKEWED || end > step.ended {
        let words = [
            ("name", &*step.name),
            ("before", before),
            ("length", &*length),
        ];
        said.remark(step.at.place(), &CONTRADICTED, &words);
        return false;
    }
    let what = format!(
        "began {length} before `{before}`, which it waits for, had ended, and is taken to begin then"
    );
    said.remark(
        step.at.place(),
        &SKEW,
        &[("name", &step.name), ("what", &what)],
    );
    step.started = end;
    clip(&mut step.parts, (end, step.ended));
    true
}

/// When it was ready: not after it began, and not before all was over that it waits for.
fn ready(step: &mut FoundStep<'_>, ends: &[Nanos]) {
    let before = step.after.iter().flatten().filter_map(|one| ends.get(*one));
    let clear = before.max().copied();
    let known = step.ready.map(|ready| ready.min(step.started));
    step.ready = match (known, clear) {
        (Some(ready), Some(clear)) => Some(ready.max(clear)),
        (one, other) => one.or(other),
    };
}

/// Parts within these times, one after another. Whole seconds make them overlap a little.
pub(super) fn clip(parts: &mut [Part], within: (Nanos, Nanos)) {
    parts.sort_by_key(|part| (part.started, part.ended));
    let mut from = within.0;
    for part in parts.iter_mut() {
        part.started = part.started.max(from).min(within.1);
        part.ended = part.ended.max(part.started).min(within.1);
        from = part.ended;
    }
}

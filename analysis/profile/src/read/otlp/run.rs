//! The run that a trace tells of.

use std::collections::BTreeMap;

use super::super::found::FoundRun;
use super::super::said::Said;
use super::span::Span;
use super::step::Walk;
use super::tree::Tree;
use crate::{Outcome, names};

/// A run for each trace.
pub(in super::super) fn runs<'a>(spans: &[Span<'a>], said: &mut Said) -> Vec<FoundRun<'a>> {
    let mut traces: BTreeMap<&str, Vec<&Span<'a>>> = BTreeMap::new();
    for span in spans {
        traces.entry(span.trace).or_default().push(span);
    }
    let runs = traces.into_iter();
    runs.filter_map(|(trace, spans)| run(trace, &spans, said))
        .collect()
}

fn run<'a>(trace: &str, spans: &[&Span<'a>], said: &mut Said) -> Option<FoundRun<'a>> {
    let tree = Tree::of(spans, said);
    let top = top(&tree);
    let first = top.or_else(|| tree.tops.first().copied());
    let first = *tree.spans.get(first?)?;
    let own = top.and_then(|at| tree.spans.get(at));
    let tops = match top {
        Some(top) => tree.within.get(top).cloned().unwrap_or_default(),
        None => tree.tops.clone(),
    };
    let steps = Walk::over(&tree, tops);
    let known = |name| first.known(name).map(str::to_owned);
    let pipeline = known(names::PIPELINE).or_else(|| known("service.name"));
    Some(FoundRun {
        at: first.at.clone(),
        id: known(names::RUN_ID).unwrap_or_else(|| trace.to_owned()),
        pipeline: pipeline.unwrap_or_else(|| first.name.to_owned()),
        url: known(names::RUN_URL),
        started: own.map(|span| span.started),
        ended: own.map(|span| span.ended),
        outcome: own.and_then(|span| outcome(span)),
        steps,
    })
}

/// How a run ended, if its span says so.
fn outcome(span: &Span<'_>) -> Option<Outcome> {
    let told = span.attribute(names::RESULT).and_then(Outcome::called);
    told.or_else(|| span.failed.then_some(Outcome::Failure))
}

/// The span of the run itself: the only one that is within no other, if it has others within itself and is no task; of
/// several, the one that says that it is the run.
fn top(tree: &Tree<'_, '_>) -> Option<usize> {
    let span = |at: &usize| tree.spans.get(*at);
    let is_run = |span: &&Span<'_>| -> bool {
        let of_run = [names::RESULT, names::RUN_ID, names::ACTION];
        span.attribute(names::TASK).is_none()
            && of_run.iter().any(|name| span.attribute(name).is_some())
    };
    let parents = |at: &usize| {
        tree.within
            .get(*at)
            .is_some_and(|within| !within.is_empty())
    };
    match tree.tops.as_slice() {
        [only] => {
            let task = span(only).is_some_and(|span| span.attribute(names::TASK).is_some());
            (!task && parents(only)).then_some(*only)
        }
        several => several
            .iter()
            .find(|at| span(at).is_some_and(is_run))
            .copied(),
    }
}

//! Which spans are steps, which are parts of one, and which only hold others together.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::found::FoundStep;
use super::super::{guess, mend};
use super::span::Span;
use super::tree::Tree;
use crate::{Kind, Outcome, Part, names};

/// A span that only holds others together has at most so many steps that a link to it means: those that ended last.
const MOST: usize = 64;

/// The agents of a system that does not say which of them can take what.
const AGENTS: &str = "agents";

/// Going through the spans.
pub(super) struct Walk<'a, 'b, 't> {
    tree: &'t Tree<'a, 'b>,
    /// The steps, each with its span.
    steps: Vec<(usize, FoundStep<'a>)>,
}

impl<'a> Walk<'a, '_, '_> {
    /// The steps below these spans.
    pub(super) fn over(tree: &Tree<'a, '_>, tops: Vec<usize>) -> Vec<FoundStep<'a>> {
        let mut walk = Walk {
            tree,
            steps: Vec::new(),
        };
        let mut left: Vec<(usize, Option<&'a str>)> =
            tops.into_iter().map(|at| (at, None)).collect();
        let mut visited = BTreeSet::new();
        while let Some((at, stage)) = left.pop() {
            // Only a circle leads to a span twice, and that is told elsewhere.
            let Some(span) = tree.spans.get(at).filter(|_| visited.insert(at)) else {
                continue;
            };
            let within = tree.within.get(at).map(Vec::as_slice).unwrap_or_default();
            if walk.is_step(span, within) {
                walk.steps.push((at, walk.step(span, within, stage)));
            } else {
                left.extend(within.iter().map(|one| (*one, Some(span.name))));
            }
        }
        walk.steps.sort_by_key(|(at, _)| *at);
        walk.link();
        let steps = walk.steps.into_iter().map(|(_, step)| step);
        unlike(steps.collect())
    }

    /// What has nothing within it, says that it is one, or has only parts: one after another, without more within them.
    fn is_step(&self, span: &Span<'_>, within: &[usize]) -> bool {
        if within.is_empty() || span.attribute(names::KIND).is_some() {
            return true;
        }
        let leaf = |at: &usize| self.tree.within.get(*at).is_none_or(Vec::is_empty);
        let mut parts: Vec<&Span<'_>> = within
            .iter()
            .filter_map(|at| self.tree.spans.get(*at).copied())
            .collect();
        let own = |span: &&Span<'_>| {
            [names::KIND, names::WORKER, names::WORKER_NAME]
                .iter()
                .any(|name| span.attribute(name).is_some())
                || !span.links.is_empty()
        };
        parts.sort_by_key(|span| (span.started, span.ended));
        let follow = parts.is_sorted_by(|one, next| one.ended <= next.started);
        within.iter().all(leaf) && follow && !parts.iter().any(own)
    }

    fn step(&self, span: &Span<'a>, within: &[usize], stage: Option<&str>) -> FoundStep<'a> {
        let name = span.attribute(names::TASK).unwrap_or(span.name);
        let id = span.attribute(names::TASK_ID).unwrap_or(span.id);
        let mut step = FoundStep::new(span.at.clone(), id, name, (span.started, span.ended));
        step.parts = self.parts(span, within);
        step.kind = kind(span, name, !step.parts.is_empty());
        let text = |name| span.attribute(name).map(str::to_owned);
        step.stage = text(names::STAGE).or_else(|| stage.map(str::to_owned));
        step.agent = text(names::WORKER_NAME).or_else(|| text(names::WORKER));
        step.pool = text(names::POOL);
        step.url = text(names::TASK_URL);
        step.outcome = outcome(span);
        let number = |name: &str| span.attribute(name).and_then(|text| text.parse().ok());
        step.attempt = number(names::ATTEMPT)
            .and_then(|one: i64| u32::try_from(one).ok())
            .unwrap_or(1);
        step.ready = number(names::READY);
        step.inferred = span.attribute(names::ORDER) == Some("inferred");
        if step.ready.is_none() && step.pool.is_none() && step.agent.is_some() {
            step.pool = Some(AGENTS.to_owned());
        }
        step
    }

    fn parts(&self, around: &Span<'_>, within: &[usize]) -> Vec<Part> {
        let spans = within.iter().filter_map(|at| self.tree.spans.get(*at));
        let mut parts: Vec<Part> = spans
            .map(|span| {
                let name = span.attribute(names::TASK).unwrap_or(span.name);
                Part {
                    name: name.to_owned(),
                    kind: kind(span, name, false),
                    started: span.started,
                    ended: span.ended,
                }
            })
            .collect();
        mend::clip(&mut parts, (around.started, around.ended));
        parts
    }

    /// Links mean what a step waits for. If none has any, nothing is said, unless a span says that nothing is all.
    fn link(&mut self) {
        let span = |at: &usize| self.tree.spans.get(*at);
        let any = { self.steps.iter() }
            .any(|(at, _)| span(at).is_some_and(|span| !span.links.is_empty()));
        let mut known: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut found = Vec::new();
        for (index, (at, _)) in self.steps.iter().enumerate() {
            let Some(span) = span(at) else {
                continue;
            };
            let mut after = BTreeSet::new();
            for linked in { span.links.iter() }.filter_map(|id| self.tree.by_id.get(id)) {
                after.extend(
                    known
                        .entry(*linked)
                        .or_insert_with(|| self.meant(*linked))
                        .iter()
                        .copied(),
                );
            }
            after.remove(&index);
            let said = any || span.attribute(names::ORDER).is_some();
            found.push(said.then_some(after));
        }
        for ((_, step), after) in self.steps.iter_mut().zip(found) {
            step.after = after.map(|after| after.into_iter().collect());
        }
    }

    fn at(&self, span: usize) -> Option<usize> {
        self.steps.binary_search_by_key(&span, |(at, _)| *at).ok()
    }

    /// The steps that a link to this span means: the step, the step that it is a part of, or the steps below it that ended
    /// last.
    fn meant(&self, at: usize) -> Vec<usize> {
        let above = self.tree.above.get(at).copied().flatten();
        if let Some(step) = self.at(at).or_else(|| self.at(above?)) {
            return vec![step];
        }
        let (mut left, mut below, mut visited) = (vec![at], Vec::new(), HashSet::new());
        while let Some(at) = left.pop().filter(|at| visited.insert(*at)) {
            match self.at(at) {
                Some(step) => below.push(step),
                None => left.extend(self.tree.within.get(at).into_iter().flatten()),
            }
        }
        below
            .sort_by_key(|one| std::cmp::Reverse(self.steps.get(*one).map(|(_, step)| step.ended)));
        below.truncate(MOST);
        below
    }
}

fn kind(span: &Span<'_>, name: &str, has_parts: bool) -> Kind {
    if let Some(kind) = span.attribute(names::KIND).and_then(Kind::called) {
        return kind;
    }
    match (
        span.attribute(names::TASK_TYPE),
        span.attribute(names::RUN_STATE),
    ) {
        (Some("test"), _) => Kind::Test,
        (Some(_), _) => Kind::Work,
        (None, Some("pending")) => Kind::Queue,
        // What has parts does something else beside them: it is work whatever its name is.
        _ if has_parts => Kind::Work,
        _ => guess::kind(name),
    }
}

fn outcome(span: &Span<'_>) -> Outcome {
    let told = span.attribute(names::TASK_RESULT).and_then(Outcome::called);
    let failed = if span.failed {
        Outcome::Failure
    } else {
        Outcome::Success
    };
    told.unwrap_or(failed)
}

/// Steps whose ids are not alike: a further one of the same id gets a number.
fn unlike(mut steps: Vec<FoundStep<'_>>) -> Vec<FoundStep<'_>> {
    let mut ids: HashSet<String> = HashSet::new();
    let mut next: HashMap<String, usize> = HashMap::new();
    for step in &mut steps {
        let own = step.id.clone();
        while !ids.insert(step.id.clone()) {
            let number = next.entry(own.clone()).or_insert(1);
            *number += 1;
            step.id = format!("{own}.{number}");
        }
    }
    steps
}

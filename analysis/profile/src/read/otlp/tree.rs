//! Which span lies within which.

use std::collections::HashMap;

use super::super::rules::{STRAY, mistakes};
use super::super::said::Said;
use super::span::Span;
use crate::names;

/// The spans of a trace that are about a pipeline, as a tree.
#[derive(Debug)]
pub(super) struct Tree<'a, 'b> {
    pub(super) spans: Vec<&'b Span<'a>>,
    /// Of each span, those directly within it.
    pub(super) within: Vec<Vec<usize>>,
    /// Of each span, the one that it is directly within.
    pub(super) above: Vec<Option<usize>>,
    /// Those that are within no other.
    pub(super) tops: Vec<usize>,
    /// Of each id, its span; of one that is not about a pipeline, the one that it is within.
    pub(super) by_id: HashMap<&'a str, usize>,
}

impl<'a, 'b> Tree<'a, 'b> {
    pub(super) fn of(all: &[&'b Span<'a>], said: &mut Said) -> Self {
        let (spans, ids) = unique(all, said);
        let parents: Vec<Option<usize>> = { spans.iter() }
            .map(|span| parent(span, &ids, said))
            .collect();
        let about = about(&spans, &parents);
        // What is about something else counts as a piece of what it is within.
        let nearest = nearest(&parents, &about);
        let mut tree = Self {
            within: vec![Vec::new(); spans.len()],
            above: vec![None; spans.len()],
            tops: Vec::new(),
            by_id: HashMap::new(),
            spans,
        };
        for (at, span) in tree.spans.iter().enumerate() {
            let above = parents
                .get(at)
                .copied()
                .flatten()
                .and_then(|parent| nearest.get(parent).copied().flatten());
            let is_about = about.get(at) == Some(&true);
            match (is_about, above) {
                (true, None) => tree.tops.push(at),
                (true, Some(above)) => {
                    if let Some(within) = tree.within.get_mut(above) {
                        within.push(at);
                    }
                    if let Some(slot) = tree.above.get_mut(at) {
                        *slot = Some(above);
                    }
                }
                (false, _) => {}
            }
            let known = if is_about { Some(at) } else { above };
            if let Some(known) = known {
                tree.by_id.insert(span.id, known);
            }
        }
        for at in circles(&parents) {
            if let Some(span) = tree.spans.get(at) {
                said.wrong(span.at.place(), &mistakes::CIRCLE, &[("name", span.name)]);
            }
        }
        tree
    }
}

/// One of each of the circles that lead back to themselves: what is within itself is within no top.
fn circles(parents: &[Option<usize>]) -> Vec<usize> {
    let mut walks: Vec<Option<usize>> = vec![None; parents.len()];
    let mut found = Vec::new();
    for walk in 0..parents.len() {
        let mut at = Some(walk);
        while let Some((here, slot)) = at.and_then(|here| Some((here, walks.get_mut(here)?))) {
            match slot {
                Some(before) => {
                    if *before == walk {
                        found.push(here);
                    }
                    break;
                }
                None => *slot = Some(walk),
            }
            at = parents.get(here).copied().flatten();
        }
    }
    found
}

type Ids<'a> = HashMap<&'a str, usize>;

/// Each span once: exporters send again what may not have arrived.
fn unique<'a, 'b>(all: &[&'b Span<'a>], said: &mut Said) -> (Vec<&'b Span<'a>>, Ids<'a>) {
    let (mut spans, mut ids) = (Vec::new(), Ids::new());
    for span in all {
        if ids.contains_key(span.id) {
            let words = [
                ("name", span.name),
                ("what", "is there twice; the first counts"),
            ];
            said.remark(span.at.place(), &STRAY, &words);
            continue;
        }
        ids.insert(span.id, spans.len());
        spans.push(*span);
    }
    (spans, ids)
}

fn parent(span: &Span<'_>, ids: &Ids<'_>, said: &mut Said) -> Option<usize> {
    let parent = ids.get(span.parent?).copied();
    if parent.is_none() {
        let words = [
            ("name", span.name),
            ("what", "lies within one that is not there"),
        ];
        said.remark(span.at.place(), &STRAY, &words);
    }
    parent
}

/// Which spans are about a pipeline: by their attributes, and those that are within no other. If no attribute says so, all.
fn about(spans: &[&Span<'_>], parents: &[Option<usize>]) -> Vec<bool> {
    let speaks = |span: &&Span<'_>| {
        ["cicd.pipeline.", "pipeline.step.", names::PART]
            .iter()
            .any(|prefix| span.speaks_of(prefix))
    };
    let said: Vec<bool> = spans.iter().map(speaks).collect();
    if !said.contains(&true) {
        return vec![true; spans.len()];
    }
    let tops = parents.iter().map(Option::is_none);
    said.iter()
        .zip(tops)
        .map(|(said, top)| *said || top)
        .collect()
}

/// Of each span, itself or the nearest around it that is about a pipeline.
fn nearest(parents: &[Option<usize>], about: &[bool]) -> Vec<Option<usize>> {
    let mut known: Vec<Option<Option<usize>>> = vec![None; parents.len()];
    for start in 0..parents.len() {
        let (mut way, mut at, mut found) = (Vec::new(), Some(start), None);
        // What is on a circle is told elsewhere.
        while let Some(here) = at.filter(|_| way.len() <= parents.len()) {
            if let Some(before) = known.get(here).copied().flatten() {
                found = before;
                break;
            }
            way.push(here);
            if about.get(here) == Some(&true) {
                found = Some(here);
                break;
            }
            at = parents.get(here).copied().flatten();
        }
        for one in way {
            if let Some(slot) = known.get_mut(one) {
                *slot = Some(found);
            }
        }
    }
    known.into_iter().map(Option::flatten).collect()
}

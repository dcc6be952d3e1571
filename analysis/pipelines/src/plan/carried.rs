//! What a run carries: a step for each of its releases, or for each component after those that it depends on.

use std::collections::BTreeMap;

use holdpoint_findings::Span;

use super::build::Builder;
use super::collect::Stop;
use super::graph::{Node, Role, Task};
use super::group::spot;
use super::name::of_combination;
use super::place::Place;
use super::unfold::title;
use super::{Carried, Given};
use crate::expression::{Datum, Template, Test};
use crate::model::{Deploy, Gate, Per, Step, Work};
use crate::shape::Word;

/// A step for a part of what a run carries.
pub(super) struct Own {
    /// What tells it from the others: `component` or `release`, and which.
    by: (&'static str, String),
    work: Work,
    /// Those of the others that come before it, by their places.
    after: Vec<usize>,
}

/// The gate for each of several releases, with what tells it from the others.
pub(super) fn each_release(given: &Given, gate: &Gate) -> Vec<(String, Gate)> {
    let releases = given.releases();
    if releases.is_empty() || gate.release.is_some() {
        return vec![(String::new(), gate.clone())];
    }
    let of = |release: &&str| {
        let gate = Gate {
            release: Some(Template::plain(*release)),
            ..gate.clone()
        };
        (told("release", release), gate)
    };
    releases.iter().map(of).collect()
}

fn told(by: &str, of: &str) -> String {
    of_combination(&BTreeMap::from([(by.into(), Datum::Text(of.into()))]))
}

/// The components that a deployment deploys, by their places in what is carried.
fn chosen(given: &Given, deploy: &Deploy) -> Vec<usize> {
    let release = deploy.release.as_ref().map(Template::as_str);
    let all = given.carried.iter().enumerate();
    let chosen = all.filter(|(_, one)| {
        let named = deploy.components.iter().map(Word::as_str);
        let named = deploy.components.is_empty() || named.clone().any(|name| name == one.component);
        named && release.is_none_or(|release| release == one.release)
    });
    chosen.map(|(at, _)| at).collect()
}

/// All that comes before a component, however many others are between them; those before it have theirs already.
fn before(carried: &[Carried]) -> Vec<Vec<bool>> {
    let mut before: Vec<Vec<bool>> = Vec::new();
    for one in carried {
        let mut all = vec![false; carried.len()];
        for early in &one.after {
            let more = before.get(*early).into_iter().flatten().enumerate();
            let more: Vec<usize> = more.filter(|(_, is)| **is).map(|(at, _)| at).collect();
            for at in more.into_iter().chain([*early]) {
                if let Some(is) = all.get_mut(at) {
                    *is = true;
                }
            }
        }
        before.push(all);
    }
    before
}

fn per_component(given: &Given, deploy: &Deploy) -> Vec<Own> {
    let (chosen, before) = (chosen(given, deploy), before(&given.carried));
    let own = |at: &usize| {
        let one = given.carried.get(*at)?;
        let early = before.get(*at)?;
        let is_early = |other: &usize| early.get(*other).copied().unwrap_or(false);
        let after = chosen.iter().enumerate();
        let after = after.filter(|(_, other)| is_early(other));
        Some(Own {
            by: ("component", one.component.clone()),
            work: Work::Deploy(Deploy {
                release: Some(Template::plain(one.release.clone())),
                components: vec![Word::new(&one.component, Span::default())?],
                ..deploy.clone()
            }),
            after: after.map(|(place, _)| place).collect(),
        })
    };
    chosen.iter().filter_map(own).collect()
}

/// Several releases, each after those that it depends on; in a circle, in the order of the list.
fn per_release(given: &Given, deploy: &Deploy) -> Vec<Own> {
    let chosen = chosen(given, deploy);
    let mut order: Vec<&str> = Vec::new();
    let mut after: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for one in chosen.iter().filter_map(|at| given.carried.get(*at)) {
        if !order.contains(&&*one.release) {
            order.push(&one.release);
        }
        let early = one.after.iter().filter_map(|at| given.carried.get(*at));
        let early = early.filter_map(|early| order.iter().position(|name| *name == early.release));
        after.entry(&one.release).or_default().extend(early);
    }
    let own = |(at, release): (usize, &&str)| {
        let early = after.get(release).into_iter().flatten();
        let mut after: Vec<usize> = early.copied().filter(|early| *early < at).collect();
        after.sort_unstable();
        after.dedup();
        Own {
            by: ("release", (*release).to_owned()),
            work: Work::Deploy(Deploy {
                release: Some(Template::plain(*release)),
                ..deploy.clone()
            }),
            after,
        }
    };
    order.iter().enumerate().map(own).collect()
}

impl<'d> Builder<'d> {
    /// The steps that one stands for; none if it stands for itself.
    pub(super) fn carried(&self, place: &Place<'d>, task: &Task) -> Vec<Own> {
        let given = place.given;
        match &task.work {
            Work::Deploy(deploy) if deploy.per == Per::Component => per_component(given, deploy),
            Work::Deploy(deploy) if deploy.release.is_none() && !given.releases().is_empty() => {
                per_release(given, deploy)
            }
            Work::Gate(gate) if gate.release.is_none() => {
                let each = each_release(given, gate).into_iter();
                let each = each.filter_map(|(_, gate)| {
                    let release = gate.release.as_ref()?.as_str().to_owned();
                    Some(Own {
                        by: ("release", release),
                        work: Work::Gate(gate),
                        after: Vec::new(),
                    })
                });
                each.collect()
            }
            _ => Vec::new(),
        }
    }

    /// A step for each, between a beginning and an end.
    pub(super) fn each(
        &mut self,
        place: &Place<'d>,
        step: &'d Step,
        (task, own): (Task, Vec<Own>),
        (after, when): (Vec<u32>, Option<Test>),
        path: String,
    ) -> Result<u32, Stop> {
        let (around, name) = (&place.around, step.called());
        let begin = (format!("{path}:begin"), name);
        let begin =
            { &mut self.collected }.joint(Role::Begin, begin, (around, after), when, spot(step))?;
        let mut places: Vec<u32> = Vec::new();
        for one in &own {
            let early = one.after.iter().filter_map(|at| places.get(*at).copied());
            let after = early.chain([begin]).collect();
            places.push(self.one_of_each(place, (step, &task), one, after, &path)?);
        }
        let ends = places.into_iter().chain([begin]).collect();
        self.collected
            .joint(Role::End, (path, name), (around, ends), None, spot(step))
    }

    fn one_of_each(
        &mut self,
        place: &Place<'d>,
        (step, task): (&'d Step, &Task),
        own: &Own,
        after: Vec<u32>,
        path: &str,
    ) -> Result<u32, Stop> {
        let (by, of) = (own.by.0, own.by.1.as_str());
        let id = format!("{path}{}", told(by, of));
        let mut matrix = place.matrix.clone();
        matrix.insert(by.into(), Datum::Text(of.into()));
        let node = Node {
            id: id.clone().into(),
            role: Role::Step,
            title: title(place, step).into(),
            stage: place.around.stage,
            after,
            when: None,
            guards: false,
            group: place.around.group,
            allow_failure: step.allow_failure,
            point_of_no_return: false,
            matrix,
            inputs: place.own_inputs(),
            task: Some(Box::new(Task {
                work: own.work.clone(),
                ..task.clone()
            })),
        };
        let rolls = node.rolls_back();
        let at = self.collected.push(node, spot(step))?;
        if rolls {
            self.undoing.roll_back(place, step, id, at);
        }
        Ok(at)
    }
}

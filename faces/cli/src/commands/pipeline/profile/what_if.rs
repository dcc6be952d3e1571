//! What would have been.

use holdpoint_profile::{Run, Scenario, Simulation};
use serde::Serialize;

use super::one::us;
use super::pick::Picked;
use crate::error::Failure;

/// An answer.
#[derive(Debug, Serialize)]
pub(super) struct WhatIf {
    pub(super) change: String,
    /// How long the run that is shown would have taken.
    pub(super) length_us: u64,
    /// By how much that is shorter; below zero, longer.
    pub(super) saves_us: i64,
    /// The same over all runs of the pipeline: the median.
    pub(super) saves_median_us: i64,
}

/// The changes that were asked for.
pub(super) fn scenarios(
    texts: &[String],
    runs: &[Run],
) -> Result<Vec<(String, Scenario)>, Failure> {
    let (mut scenarios, mut wrong) = (Vec::new(), Vec::new());
    for text in texts {
        match text.parse::<Scenario>() {
            Ok(scenario) => {
                let unknown = scenario.unknown(runs).into_iter();
                wrong.extend(unknown.map(|(name, like)| absent(&name, like.as_deref())));
                scenarios.push((text.clone(), scenario));
            }
            Err(mistakes) => {
                let said = |one: &holdpoint_profile::Misread| {
                    let message = format!("`{text}` cannot be understood: {one}");
                    Failure::input("what-if-wrong", message).help(one.help)
                };
                wrong.extend(mistakes.iter().map(said));
            }
        }
    }
    let mut wrong = wrong.into_iter();
    let Some(mut first) = wrong.next() else {
        return Ok(scenarios);
    };
    first.causes = wrong.map(|other| other.message.clone()).collect();
    Err(first)
}

fn absent(name: &str, like: Option<&str>) -> Failure {
    let failure = Failure::input(
        "what-if-unknown",
        format!("no step, part or pool is called `{name}`"),
    );
    match like {
        Some(like) => failure.help(format!("did you mean `{like}`?")),
        None => failure.help("take a name as the profile shows it"),
    }
}

/// What would have been with each.
pub(super) fn answers(scenarios: &[(String, Scenario)], picked: &Picked) -> Vec<WhatIf> {
    let own = Simulation::new(picked.shown());
    let all: Vec<Simulation<'_>> = picked.runs.iter().map(Simulation::new).collect();
    let answer = |(text, scenario): &(String, Scenario)| {
        let played = own.play(scenario).length;
        let runs = picked.runs.iter().zip(&all);
        let mut saved: Vec<i64> = runs.map(|(run, one)| saves(run, one, scenario)).collect();
        saved.sort_unstable();
        let middle = saved.len().saturating_sub(1) / 2;
        WhatIf {
            change: text.clone(),
            length_us: us(played),
            saves_us: saves(picked.shown(), &own, scenario),
            saves_median_us: saved.get(middle).copied().unwrap_or_default(),
        }
    };
    scenarios.iter().map(answer).collect()
}

/// By how many microseconds a run would have been shorter.
fn saves(run: &Run, simulation: &Simulation<'_>, scenario: &Scenario) -> i64 {
    let (before, after) = (us(run.length()), us(simulation.play(scenario).length));
    let signed = |time| i64::try_from(time).unwrap_or(i64::MAX);
    signed(before).saturating_sub(signed(after))
}

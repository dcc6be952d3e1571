//! A night in which releases are to go out together: planned, and rehearsed once.

use holdpoint_domain::Fact;
use holdpoint_domain::cutover::{Night, PlanCutover, RehearseCutover};
use holdpoint_domain::pipeline::{DecideStep, Given, RunId};
use holdpoint_domain::{Time, release::ReleaseName};
use serde_json::{Value, json};

use crate::SampleError;
use crate::world::World;

/// In milliseconds: nights begin at a full hour.
const HOUR_MS: i64 = 3_600_000;

/// What a person does: whose it is, how long it is planned to take, and what to do.
fn manual(name: &str, owner: &str, planned: &str, instructions: &str) -> Value {
    json!({"name": name, "planned": planned,
        "manual": {"owner": owner, "deputy": "release-manager", "instructions": instructions}})
}

/// The billing stands still meanwhile.
fn freeze() -> Value {
    let thaw = manual("thaw", "sre", "5m", "Start the nightly billing again.");
    json!({"name": "freeze", "planned": "15m", "back-out": [thaw],
        "manual": {"owner": "sre", "deputy": "release-manager", "confirm": true,
            "instructions": "Stop the nightly billing and write down its last batch.",
            "attachment": "Number of the last batch"}})
}

/// The tasks of a night.
pub(crate) fn pipeline() -> Value {
    let tell = "Tell the branches that cards stand still from now on.";
    let pay = "Pay with a card of each brand, and cancel each payment.";
    let clear = "Tell the branches that cards work again.";
    let body = json!({
        "title": "Night of payments and retail",
        "rehearsal": {"production": "staging"},
        "stages": [
            {"name": "before", "title": "Before", "steps": [
                manual("tell", "support-lead", "10m", tell),
                freeze(),
            ]},
            {"environment": "production", "title": "Production", "steps": [
                {"name": "deploy", "planned": "10m", "deploy": {"per": "component", "roll-back": true}},
                manual("pay", "sre", "20m", pay),
                {"name": "open", "planned": "5m", "point-of-no-return": true,
                    "manual": {"owner": "sre", "instructions": "Let customers in again."}},
            ]},
            {"name": "after", "title": "After", "steps": [
                manual("all-clear", "support-lead", "10m", clear),
            ]},
        ],
    });
    let definition = json!({"pipelines": {"night": body}}).to_string();
    json!({"pipeline": {"name": "night", "title": "Night of payments and retail", "definition": definition}})
}

/// Plans the night, and rehearses it: it takes longer than was thought.
pub(crate) fn plan(world: &mut World<'_>) -> Result<(), SampleError> {
    let releases = ["payments-hotfix-26.1", "retail-train-27"];
    let releases = releases.iter().map(|name| name.parse::<ReleaseName>());
    let begins = world.now().millis() / HOUR_MS * HOUR_MS + 49 * HOUR_MS;
    let night = Night {
        pipeline: "night".parse()?,
        releases: releases.collect::<Result<_, _>>()?,
        given: Given::default(),
        begins: Time::from_millis(begins),
    };
    let cutover: holdpoint_domain::cutover::CutoverName = "friday-night".parse()?;
    let plan = PlanCutover {
        cutover: cutover.clone(),
        night,
    };
    world.ask("miriam", plan)?;
    let begun = world.ask("priya", RehearseCutover { cutover })?;
    let run = begun.events.iter().find_map(|event| match &event.fact {
        Fact::RunStarted(started) => Some(started.run.clone()),
        _ => None,
    });
    let run = run.ok_or_else(|| SampleError::Missing("rehearsal".to_owned()))?;
    for (minutes, who, task, said) in [
        (6, "jonas", "before/tell", "All branches have answered."),
        (11, "priya", "before/freeze", "Batch 4711."),
        (2, "miriam", "before/freeze", "Seen."),
        (34, "priya", "production/pay", "The second brand was slow."),
        (3, "priya", "production/open", "Open."),
        (7, "jonas", "after/all-clear", "Told."),
    ] {
        world.pass(minutes, minutes);
        does(world, who, (&run, task), said)?;
    }
    Ok(())
}

fn does(
    world: &mut World<'_>,
    who: &str,
    (run, task): (&RunId, &str),
    said: &str,
) -> Result<(), SampleError> {
    let comment = world.seal(who, said)?;
    let decide = DecideStep {
        run: run.clone(),
        step: task.to_owned(),
        approved: true,
        role: None,
        comment: Some(comment),
    };
    world.ask(who, decide)?;
    Ok(())
}

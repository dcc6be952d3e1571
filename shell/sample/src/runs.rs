//! Runs of a pipeline: one that went through, one in which tests failed, and one that waits for people.

use holdpoint_domain::pipeline::{
    ArtifactKind, DecideStep, FinishRunStep, Given, Needs, RunId, StartRun, StepArtifact,
    StepArtifacts, StepResult, Work,
};
use holdpoint_domain::{Digest, Effect, Fact, Time, effects};
use serde_json::{Value, json};

mod tests;

use crate::SampleError;
use crate::journey::HOUR;
use crate::world::World;

/// The pipeline of the retail unit.
pub(crate) fn pipeline() -> Value {
    let script = |name: &str, text: &str| json!({"name": name, "run": format!("echo {text}")});
    let body = json!({
        "title": "Nightly build of the shop",
        "concurrency": "shop",
        "stages": [
            {"name": "build", "steps": [
                {"name": "compile", "run": "mkdir out; echo shop > out/shop; echo compiled",
                    "artifacts": {"out": {"server": "out/shop"}}},
                {"parallel": [
                    {"name": "test", "run": "echo tested on \"$MATRIX_DATABASE\"",
                        "matrix": {"database": ["postgres-15", "postgres-16"]}, "retries": 1},
                    script("contracts", "no consumer breaks"),
                ]},
                {"name": "package", "run": "tar cf image.tar server; echo packaged",
                    "artifacts": {"in": ["server"], "out": {"image": "image.tar"}}},
            ]},
            {"name": "release", "title": "Hand over", "steps": [
                {"name": "support", "approval": {"roles": ["support-lead", "sre"],
                    "instructions": "Look at the known errors first: is the service desk ready?"}},
                {"name": "notes", "manual": {"owner": "shop", "deputy": "release-manager",
                    "instructions": "Put the notes into the portal.", "planned": "15m", "confirm": true}},
                script("announce", "announced"),
            ]},
        ],
    });
    let definition = json!({"pipelines": {"shop": body}}).to_string();
    json!({"pipeline": {"name": "shop", "title": "Nightly build of the shop", "definition": definition}})
}

/// Tests of the shop, which two workers share.
pub(crate) fn tested() -> Value {
    let unit = json!({"name": "unit", "tests": {"runner": "pytest", "workers": 2, "retry": 1}});
    let body = json!({"title": "Tests of the shop", "stages": [{"name": "test", "steps": [unit]}]});
    let definition = json!({"pipelines": {"shop-tests": body}}).to_string();
    json!({"pipeline": {"name": "shop-tests", "title": "Tests of the shop", "definition": definition}})
}

/// What has run, and what waits.
pub(crate) fn run(world: &mut World<'_>) -> Result<(), SampleError> {
    start(world, "shop-tests", "main")?;
    work(world, None)?;
    world.pass(5, 20);
    let first = start(world, "shop", "main")?;
    work(world, None)?;
    decide(world, "jonas", &first, "release/support")?;
    decide(world, "priya", &first, "release/support")?;
    world.pass(5, 20);
    decide(world, "tomas", &first, "release/notes")?;
    world.pass(5, 20);
    decide(world, "miriam", &first, "release/notes")?;
    work(world, None)?;
    world.pass(HOUR, HOUR + 30);
    start(world, "shop", "basket-rework")?;
    work(world, Some("build/test[database=postgres-16]"))?;
    world.pass(HOUR, HOUR + 30);
    let last = start(world, "shop", "main")?;
    work(world, None)?;
    decide(world, "jonas", &last, "release/support")
}

fn start(world: &mut World<'_>, pipeline: &str, branch: &str) -> Result<RunId, SampleError> {
    let commit = Digest::of(format!("{branch} {}", world.now()).as_bytes());
    let answer = world.ask(
        "tomas",
        StartRun {
            pipeline: pipeline.parse()?,
            given: Given {
                event: "push".to_owned(),
                branch: branch.to_owned(),
                commit: commit.to_string().chars().skip(7).take(40).collect(),
                ..Given::default()
            },
            release: None,
            releases: Vec::new(),
        },
    )?;
    let found = answer.events.iter().find_map(|event| match &event.fact {
        Fact::RunStarted(started) => Some(started.run.clone()),
        _ => None,
    });
    found.ok_or_else(|| SampleError::Missing("run".to_owned()))
}

fn decide(world: &mut World<'_>, who: &str, run: &RunId, step: &str) -> Result<(), SampleError> {
    let comment = world.seal(who, "Seen.")?;
    world.ask(
        who,
        DecideStep {
            run: run.clone(),
            step: step.to_owned(),
            approved: true,
            role: None,
            comment: Some(comment),
        },
    )?;
    Ok(())
}

/// A log of one line, or two.
fn written(at: Time, step: &str, said: &str) -> String {
    let at = at.millis();
    match said {
        "done" => format!("{at} o {step}: {said}\n"),
        wrong => format!("{at} o running 214 tests\n{at} e {step}: {wrong}\n"),
    }
}

/// What a step says that it makes.
fn made(world: &mut World<'_>, needs: &Needs, run: &RunId) -> Result<StepArtifacts, SampleError> {
    let mut artifacts = StepArtifacts::new();
    for name in needs.makes.keys() {
        let content = format!("{name} of {run}\n");
        let artifact = StepArtifact {
            digest: world.keep(content.as_bytes())?,
            bytes: content.len() as u64,
            kind: ArtifactKind::File,
        };
        artifacts.insert(name.clone(), artifact);
    }
    Ok(artifacts)
}

/// What the agent does, as far as the ledger sees it; one step may fail, however often it is tried.
fn work(world: &mut World<'_>, fails: Option<&str>) -> Result<(), SampleError> {
    loop {
        let state = world.engine.published();
        let open = effects(&state.state).into_iter().next();
        let Some((
            intent,
            Effect::RunPipelineStep {
                run,
                place,
                step,
                needs,
                work,
                ..
            },
        )) = open
        else {
            return Ok(());
        };
        let started = world.now();
        world.pass(1, 4);
        if let Work::Tests(tests) = &work {
            tests::share(world, tests.share, (&run, place, intent))?;
        }
        let broken = fails == Some(step.as_str());
        let said = if broken {
            "2 of 214 tests failed"
        } else {
            "done"
        };
        let result = StepResult {
            exit_code: Some(i32::from(broken)),
            log: Some(world.keep(written(started, &step, said).as_bytes())?),
            records: true,
            artifacts: match broken {
                true => StepArtifacts::new(),
                false => made(world, &needs, &run)?,
            },
            started: Some(started),
            ended: Some(world.now()),
            ..StepResult::default()
        };
        world.carry_out(FinishRunStep {
            run,
            place,
            intent,
            result,
        })?;
    }
}

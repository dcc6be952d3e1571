//! One release, from plan to production and sometimes back.

use holdpoint_domain::approval::Say;
use holdpoint_domain::deployment::{
    Deploy, DeploymentId, DeploymentStage, FinishStep, RollBack, StepOutcome,
};
use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::release::{
    AddArtifacts, Artifact, CancelRelease, CreateRelease, DecideRelease, Decided, ReleaseName,
    ReviseRelease, ScopeItem, SubmitRelease, WriteNotes,
};
use holdpoint_domain::{Effect, Fact, effects};

use crate::SampleError;
use crate::consent::{agree, decide, waive};
use crate::material::{self, Says};
use crate::people::{developers, prover, release_manager};
use crate::world::World;

pub(crate) const HOUR: u64 = 60;
const DAY: u64 = 24 * HOUR;

/// How a release fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It went out.
    Out,
    /// It went out and was brought back.
    Back,
    /// Somebody said no.
    Stopped,
}

/// A release that is to go out.
pub(crate) struct Plan<'a> {
    pub(crate) unit: &'a str,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) components: Vec<&'static str>,
    /// Who speaks for change management that week.
    pub(crate) change_manager: (&'a str, Option<&'a str>),
}

/// Lets the release happen.
pub(crate) fn travel(world: &mut World<'_>, plan: &Plan<'_>) -> Result<Fate, SampleError> {
    let release = ReleaseName::new(&plan.name)?;
    let artifacts = prepare(world, plan, &release)?;
    let without_bill = world.chance.percent(6);
    let artifacts = prove(world, plan, &release, artifacts, without_bill)?;
    for place in ["test", "staging"] {
        world.pass(HOUR, 5 * HOUR);
        deploy(world, "priya", &release, place, false)?;
    }
    crate::talk::about(world, plan, &release)?;
    world.pass(4 * HOUR, DAY);
    if without_bill {
        waive(world, plan, &release)?;
    }
    if world.chance.percent(7) {
        return stop(world, plan, &release);
    }
    agree(world, plan, &release)?;
    world.pass(HOUR, 8 * HOUR);
    go_out(world, plan, &release, &artifacts)
}

/// A draft with its commits, artifacts and notes, submitted.
pub(crate) fn prepare(
    world: &mut World<'_>,
    plan: &Plan<'_>,
    release: &ReleaseName,
) -> Result<Vec<Artifact>, SampleError> {
    let artifacts = draft(world, plan, release)?;
    let submit = SubmitRelease {
        release: release.clone(),
    };
    world.ask(release_manager(plan.unit), submit)?;
    Ok(artifacts)
}

/// A draft with its commits, artifacts and notes.
pub(crate) fn draft(
    world: &mut World<'_>,
    plan: &Plan<'_>,
    release: &ReleaseName,
) -> Result<Vec<Artifact>, SampleError> {
    let manager = release_manager(plan.unit);
    let title = world.seal(manager, &format!("{} train {}", plan.unit, plan.version))?;
    let names = plan
        .components
        .iter()
        .map(|name| name.parse())
        .collect::<Result<_, _>>()?;
    let tickets = world.chance.between(2, 7);
    let scope = (0..tickets).map(|_| ScopeItem {
        kind: "feature".to_owned(),
        id: format!(
            "{}-{}",
            &plan.unit.to_uppercase(),
            world.chance.between(1000, 4999)
        ),
    });
    let scope = scope.collect();
    world.ask(
        manager,
        CreateRelease {
            release: release.clone(),
            title: Some(title),
            from: None,
            components: names,
            scope,
        },
    )?;
    let mut artifacts = Vec::new();
    for component in &plan.components {
        let commits = material::commits(world, release, plan.unit, component)?;
        world.ask(manager, commits)?;
        artifacts.push(material::artifact(world, component, &plan.version)?);
    }
    world.ask(
        manager,
        AddArtifacts {
            release: release.clone(),
            artifacts: artifacts.clone(),
        },
    )?;
    let notes = world.seal(
        manager,
        "What changes is listed by ticket; nothing needs to be configured.",
    )?;
    world.ask(
        manager,
        WriteNotes {
            release: release.clone(),
            notes,
        },
    )?;
    Ok(artifacts)
}

/// Test results and bills of materials; sometimes the tests fail first, and the artifacts are built again.
fn prove(
    world: &mut World<'_>,
    plan: &Plan<'_>,
    release: &ReleaseName,
    mut artifacts: Vec<Artifact>,
    without_bill: bool,
) -> Result<Vec<Artifact>, SampleError> {
    let manager = release_manager(plan.unit);
    let developer = developers(plan.unit).first().copied().unwrap_or("arjun");
    world.pass(20, 3 * HOUR);
    if world.chance.percent(12) {
        let failed = material::evidence(world, release, &artifacts, Says::TestsFailed)?;
        world.ask(developer, failed)?;
        world.pass(2 * HOUR, 20 * HOUR);
        world.ask(
            manager,
            ReviseRelease {
                release: release.clone(),
            },
        )?;
        for artifact in &mut artifacts {
            let component = artifact.component.to_string();
            *artifact = material::artifact(world, &component, &plan.version)?;
        }
        let again = AddArtifacts {
            release: release.clone(),
            artifacts: artifacts.clone(),
        };
        world.ask(manager, again)?;
        world.ask(
            manager,
            SubmitRelease {
                release: release.clone(),
            },
        )?;
        world.pass(20, 2 * HOUR);
    }
    let says = match without_bill {
        true => &[Says::TestsPassed][..],
        false => &[Says::TestsPassed, Says::Contains][..],
    };
    record(world, plan, release, &artifacts, says)?;
    Ok(artifacts)
}

/// Statements about artifacts, recorded by somebody who wrote them.
pub(crate) fn record(
    world: &mut World<'_>,
    plan: &Plan<'_>,
    release: &ReleaseName,
    artifacts: &[Artifact],
    says: &[Says],
) -> Result<(), SampleError> {
    let who = prover(plan.unit, &plan.name);
    for one in says {
        let evidence = material::evidence(world, release, artifacts, *one)?;
        world.ask(who, evidence)?;
    }
    Ok(())
}

/// Change management says no.
fn stop(
    world: &mut World<'_>,
    plan: &Plan<'_>,
    release: &ReleaseName,
) -> Result<Fate, SampleError> {
    decide(world, plan, release, Say::Reject)?;
    world.pass(HOUR, 6 * HOUR);
    let manager = release_manager(plan.unit);
    let reason = world.seal(manager, "Goes with the next train instead.")?;
    let no = DecideRelease {
        release: release.clone(),
        decision: Decided::NoGo,
        environment: None,
        reason: Some(reason),
        signature: None,
    };
    world.ask(manager, no)?;
    Ok(Fate::Stopped)
}

/// To production; sometimes an author tries it first, sometimes a step fails, sometimes it has to come back.
fn go_out(
    world: &mut World<'_>,
    plan: &Plan<'_>,
    release: &ReleaseName,
    artifacts: &[Artifact],
) -> Result<Fate, SampleError> {
    let environment = EnvironmentName::new("production")?;
    if world.chance.percent(5) {
        let hasty = Deploy {
            release: release.clone(),
            environment: environment.clone(),
            components: Vec::new(),
            again: false,
        };
        world.try_in_vain(release_manager(plan.unit), hasty)?;
    }
    let deployer = if world.chance.percent(60) {
        "dana"
    } else {
        "oskar"
    };
    if world.chance.percent(8) {
        deploy(world, deployer, release, "production", true)?;
        world.pass(HOUR, 20 * HOUR);
    }
    let deployment = deploy(world, deployer, release, "production", false)?;
    let replaces = world
        .engine
        .published()
        .state
        .deployments
        .peek(&deployment.key())
        .is_some_and(|found| found.replaced.len() == artifacts.len());
    if replaces && world.chance.percent(7) {
        world.pass(30, 4 * HOUR);
        world.ask(deployer, RollBack { deployment })?;
        run_steps(world, false)?;
        let manager = release_manager(plan.unit);
        world.pass(HOUR, 3 * HOUR);
        let staging = world
            .engine
            .published()
            .state
            .deployments_of(release)
            .count();
        if staging == 0 {
            world.ask(
                manager,
                CancelRelease {
                    release: release.clone(),
                    reason: None,
                },
            )?;
        }
        return Ok(Fate::Back);
    }
    Ok(Fate::Out)
}

/// Deploys, and lets the agent's part happen.
pub(crate) fn deploy(
    world: &mut World<'_>,
    who: &str,
    release: &ReleaseName,
    place: &str,
    fails: bool,
) -> Result<DeploymentId, SampleError> {
    let command = Deploy {
        release: release.clone(),
        environment: EnvironmentName::new(place)?,
        components: Vec::new(),
        again: false,
    };
    let answer = world.ask(who, command)?;
    let found = answer.events.iter().find_map(|event| match &event.fact {
        Fact::DeploymentRequested(requested) => Some(requested.deployment.clone()),
        _ => None,
    });
    run_steps(world, fails)?;
    found.ok_or_else(|| SampleError::Missing("deployment".to_owned()))
}

/// What the agent does, as far as the ledger sees it: every intent gets its outcome.
fn run_steps(world: &mut World<'_>, fails: bool) -> Result<(), SampleError> {
    loop {
        let state = world.engine.published();
        let due = effects(&state.state);
        let Some((
            intent,
            Effect::RunStep {
                deployment, step, ..
            },
        )) = due.into_iter().next()
        else {
            return Ok(());
        };
        let started = world.now();
        world.pass(1, 4);
        let broken = fails && step == "install";
        let log = world
            .keep(format!("{step}: {}\n", if broken { "failed" } else { "done" }).as_bytes())?;
        let outcome = StepOutcome {
            exit_code: Some(i32::from(broken)),
            signal: None,
            timed_out: false,
            blob: Some(log),
            started: Some(started),
            ended: Some(world.now()),
        };
        world.carry_out(FinishStep {
            deployment: deployment.clone(),
            intent,
            outcome,
        })?;
        if broken
            && world
                .engine
                .published()
                .state
                .deployments
                .peek(&deployment.key())
                .is_some_and(|d| d.stage == DeploymentStage::Failed)
        {
            return Ok(());
        }
    }
}

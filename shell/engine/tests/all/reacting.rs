//! What is due is done, and effects are carried out once.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use holdpoint_domain::access::RecordAbsence;
use holdpoint_domain::deployment::{
    AbortDeployment, DeploymentId, DeploymentStage, FinishStep, StepOutcome,
};
use holdpoint_domain::{Command, Effect, Kind, Time};
use holdpoint_engine::{Answer, At, Executor, Found, NoExecutor, Reactor, Task};

use crate::shop::{deploy, made, world};
use crate::world::{START, World, person};

/// Carries out steps by writing down that it did.
#[derive(Default)]
struct Recorder {
    carried_out: Mutex<Vec<(u64, i64)>>,
    looked_up: AtomicUsize,
    began_before: bool,
    /// Holds until called off.
    holds: bool,
    called_off: AtomicBool,
}

fn finished(task: &Task, exit_code: i32) -> Vec<Command> {
    let Effect::RunStep { deployment, .. } = &task.effect else {
        panic!("{task:?}")
    };
    let outcome = StepOutcome {
        exit_code: Some(exit_code),
        signal: None,
        timed_out: false,
        blob: None,
        started: None,
        ended: None,
    };
    let finish = FinishStep {
        deployment: deployment.clone(),
        intent: task.position,
        outcome,
    };
    vec![finish.into()]
}

impl Executor for Recorder {
    fn carry_out(&self, task: &Task) -> Vec<Command> {
        self.carried_out
            .lock()
            .unwrap()
            .push((task.position, task.epoch));
        let since = Instant::now();
        while self.holds && !task.called_off() && since.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(2));
        }
        self.called_off.store(task.called_off(), Ordering::SeqCst);
        finished(task, 0)
    }

    fn look_up(&self, task: &Task) -> Found {
        self.looked_up.fetch_add(1, Ordering::SeqCst);
        match self.began_before {
            true => Found::Told(finished(task, 1)),
            false => Found::NeverBegan,
        }
    }
}

fn deployed(world: &World) -> DeploymentId {
    for command in made(1) {
        world.done(2, command);
    }
    let answer: Answer = world.done(2, deploy(1, "test"));
    let subject = answer.events.iter().map(|event| event.fact.subject());
    let key = subject
        .into_iter()
        .find(|key| key.kind() == Kind::Deployment)
        .unwrap();
    key.name().parse().unwrap()
}

fn stage(world: &World, id: &DeploymentId) -> DeploymentStage {
    let view = world.engine.view(At::Now).unwrap();
    view.ask(|state| Ok(state.deployments.get(&id.key())?.unwrap().stage))
        .unwrap()
}

#[test]
fn the_steps_of_a_deployment_are_carried_out_in_order_and_once() {
    let world = world(&["migrate", "restart"]);
    let id = deployed(&world);
    let executor = Arc::new(Recorder::default());
    let mut reactor = Reactor::new(world.engine.clone(), executor.clone());
    // The first step was asked for before the reactor began, and is looked up.
    reactor.settle().unwrap();
    assert_eq!(stage(&world, &id), DeploymentStage::Current);
    assert_eq!(executor.looked_up.load(Ordering::SeqCst), 1);
    let carried_out = executor.carried_out.lock().unwrap().clone();
    assert_eq!(carried_out.len(), 2);
    assert!(carried_out[0].0 < carried_out[1].0);
    reactor.settle().unwrap();
    assert_eq!(executor.carried_out.lock().unwrap().len(), 2);
}

#[test]
fn what_began_before_a_restart_is_not_begun_again() {
    let mut world = world(&["migrate"]);
    let id = deployed(&world);
    world.reopen();
    let began_before = true;
    let executor = Arc::new(Recorder {
        began_before,
        ..Recorder::default()
    });
    let mut reactor = Reactor::new(world.engine.clone(), executor.clone());
    reactor.settle().unwrap();
    assert_eq!(stage(&world, &id), DeploymentStage::Failed);
    assert!(executor.carried_out.lock().unwrap().is_empty());
}

#[test]
fn an_effect_that_is_not_wanted_any_more_is_called_off() {
    let world = world(&["migrate"]);
    let executor = Arc::new(Recorder {
        holds: true,
        ..Recorder::default()
    });
    let reactor = Reactor::new(world.engine.clone(), executor.clone());
    let mut running = reactor.start().unwrap();
    let deployment = deployed(&world);
    wait(|| !executor.carried_out.lock().unwrap().is_empty());
    world.done(
        2,
        AbortDeployment {
            deployment,
            reason: None,
        },
    );
    wait(|| executor.called_off.load(Ordering::SeqCst));
    running.stop();
}

#[test]
fn a_later_reactor_has_a_higher_epoch() {
    let world = world(&["migrate"]);
    let epoch = |world: &World, number: u32| {
        let executor = Arc::new(Recorder::default());
        let mut reactor = Reactor::new(world.engine.clone(), executor.clone());
        for command in made(number) {
            world.done(2, command);
        }
        world.done(2, deploy(number, "test"));
        reactor.settle().unwrap();
        let carried_out = executor.carried_out.lock().unwrap();
        carried_out[0].1
    };
    let first = epoch(&world, 1);
    world.clock.advance(1);
    assert!(epoch(&world, 2) > first);
}

#[test]
fn an_absence_ends_by_itself_under_a_simulated_clock() {
    let world = world(&[]);
    let day = |count: i64| Time::from_millis(START + count * 86_400_000);
    let absence = RecordAbsence {
        person: person(2),
        begins: day(1),
        ends: day(2),
        scope: None,
    };
    world.done(2, absence);
    let mut reactor = Reactor::new(world.engine.clone(), Arc::new(NoExecutor));
    assert_eq!(reactor.settle().unwrap(), Some(day(2)));
    world.clock.set(day(2).millis() - 1);
    reactor.settle().unwrap();
    assert_eq!(world.engine.published().state.absences.len(), 1);
    world.clock.set(day(2).millis());
    assert_eq!(reactor.settle().unwrap(), None);
    assert!(world.engine.published().state.absences.is_empty());
}

fn wait(done: impl Fn() -> bool) {
    let since = Instant::now();
    while !done() {
        assert!(
            since.elapsed() < Duration::from_secs(20),
            "it did not happen"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

use std::sync::Barrier;

use holdpoint_agent::{AgentError, Status};

use crate::world::{EPOCH, World, agent_with_process, outcome, shell};

#[test]
fn a_step_that_was_never_ordered_has_not_started() {
    let world = World::new();
    assert_eq!(world.agent.lookup(EPOCH, 7).unwrap(), Status::NotStarted);
}

#[test]
fn the_same_order_again_runs_nothing_again() {
    let world = World::new();
    let mark = world.file("mark");
    let mut step = shell(1, &format!("echo x >> {}", mark.display()));
    step.secrets.insert("TOKEN".into(), "old".into());
    let outcome = world.run(&step);
    step.secrets.insert("TOKEN".into(), "new".into());
    assert_eq!(
        world.agent.start(EPOCH, &step).unwrap(),
        Status::Exited(outcome)
    );
    assert_eq!(std::fs::read_to_string(&mark).unwrap(), "x\n");
    assert!(!world.file("agent/1/secrets.json").exists());
}

#[test]
fn a_key_belongs_to_one_step() {
    let world = World::new();
    let _outcome = world.run(&shell(1, "true"));
    let error = world.agent.start(EPOCH, &shell(1, "false")).unwrap_err();
    assert!(matches!(error, AgentError::OtherStep { key: 1 }), "{error}");
}

#[test]
fn many_agents_at_once_run_a_step_once() {
    let world = World::new();
    let mark = world.file("mark");
    let step = shell(1, &format!("echo x >> {}", mark.display()));
    let together = Barrier::new(6);
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                let agent = agent_with_process(&world.file("agent"));
                together.wait();
                let _begun = agent.start(EPOCH, &step).unwrap();
            });
        }
    });
    assert!(outcome(&world.agent, 1).succeeded());
    assert_eq!(std::fs::read_to_string(&mark).unwrap(), "x\n");
}

#[test]
fn an_order_of_an_older_epoch_is_refused_after_any_newer_request() {
    let world = World::new();
    assert_eq!(world.agent.lookup(5, 1).unwrap(), Status::NotStarted);
    let again = agent_with_process(&world.file("agent"));
    let error = again.start(4, &shell(1, "true")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "epoch 4 is over: this agent has taken orders of epoch 5"
    );
    assert!(matches!(
        again.lookup(4, 1),
        Err(AgentError::OldEpoch { .. })
    ));
    assert!(matches!(
        again.revoke(4, 1),
        Err(AgentError::OldEpoch { .. })
    ));
    assert!(matches!(
        again.stop(4, 1, true),
        Err(AgentError::OldEpoch { .. })
    ));
    assert_eq!(again.lookup(5, 1).unwrap(), Status::NotStarted);
}

#[test]
fn a_revoked_step_never_begins() {
    let world = World::new();
    assert_eq!(world.agent.revoke(EPOCH, 1).unwrap(), Status::Revoked);
    assert_eq!(
        world.agent.start(EPOCH, &shell(1, "true")).unwrap(),
        Status::Revoked
    );
    let ended = world.run(&shell(2, "true"));
    assert_eq!(world.agent.revoke(EPOCH, 2).unwrap(), Status::Exited(ended));
}

use std::os::unix::fs::PermissionsExt;

use holdpoint_agent::{Agent, AgentError, Options, Supervisor, User};

use crate::world::{EPOCH, World, shell};

fn is_root() -> bool {
    User::unprivileged().is_some()
}

fn set_way(world: &World, mode: u32) {
    let mode = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(world.directory.path(), mode).unwrap();
}

#[test]
fn root_runs_steps_as_somebody_else() {
    if !is_root() {
        return;
    }
    let world = World::with(|options| options.user = User::unprivileged());
    set_way(&world, 0o711);
    let expected = User::unprivileged().unwrap();
    let script = "id -u; id -g; id -G; touch mine; ! touch $HOLDPOINT_ARTIFACTS/x 2>/dev/null; \
                  ! touch ../exit.json 2>/dev/null; ! ls .. 2>/dev/null; ! cat ../step.json 2>/dev/null";
    let outcome = world.run(&shell(1, script));
    assert!(outcome.succeeded(), "{outcome:?} {}", world.stderr(1));
    let User { uid, gid } = expected;
    assert_eq!(world.stdout(1), format!("{uid}\n{gid}\n{gid}\n"));
}

#[test]
fn a_way_that_is_closed_to_the_user_is_named() {
    if !is_root() {
        return;
    }
    let world = World::with(|options| options.user = User::unprivileged());
    set_way(&world, 0o700);
    let error = world.agent.start(EPOCH, &shell(1, "true")).unwrap_err();
    let AgentError::Unreachable { directory, .. } = &error else {
        panic!("{error}")
    };
    assert_eq!(*directory, world.directory.path().canonicalize().unwrap());
}

#[test]
fn work_may_be_done_elsewhere() {
    if !is_root() {
        return;
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let open = std::fs::Permissions::from_mode(0o711);
    std::fs::set_permissions(elsewhere.path(), open).unwrap();
    let world = World::with(|options| {
        options.user = User::unprivileged();
        options.work = Some(elsewhere.path().join("work"));
    });
    assert!(
        world.run(&shell(1, "touch mine")).succeeded(),
        "{}",
        world.stderr(1)
    );
    assert!(elsewhere.path().join("work/1/mine").exists());
}

#[test]
fn only_root_becomes_somebody_else() {
    if is_root() {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let mut options = Options::new(Supervisor::Thread);
    options.user = Some(User { uid: 1, gid: 1 });
    assert!(matches!(
        Agent::open(place.path(), options),
        Err(AgentError::NotRoot { uid: 1 })
    ));
}

//! What a lost machine leaves of the files of a step is never taken for nothing.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use holdpoint_agent::{AgentError, Status};

use crate::world::{EPOCH, World, shell};

/// A step that has run and ended, and the file that its command wrote a line to.
fn ran(world: &World) -> (holdpoint_agent::Step, PathBuf) {
    let mark = world.file("mark");
    let step = shell(1, &format!("echo x >> {}", mark.display()));
    assert!(world.run(&step).succeeded());
    (step, mark)
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// All beginnings of a file but the whole one, and as many zeros.
fn remains(whole: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let cut = (0..whole.len()).map(|length| whole[..length].to_vec());
    cut.chain((1..=whole.len()).map(|length| vec![0; length]))
}

fn is_never_run_again(world: &World, step: &holdpoint_agent::Step, file: &str) {
    let unknown = |status: Status| match status {
        Status::Unknown { why, .. } => assert!(why.contains(file), "{why}"),
        other => panic!("{other:?}"),
    };
    unknown(world.agent.lookup(EPOCH, 1).unwrap());
    unknown(world.agent.start(EPOCH, step).unwrap());
    unknown(world.agent.revoke(EPOCH, 1).unwrap());
}

#[test]
fn what_is_left_of_a_claim_is_one() {
    let world = World::new();
    let (step, mark) = ran(&world);
    std::fs::remove_file(world.file("agent/1/exit.json")).unwrap();
    let claim = world.file("agent/1/pid");
    let whole = std::fs::read(&claim).unwrap();
    for left in remains(&whole) {
        std::fs::write(&claim, left).unwrap();
        is_never_run_again(&world, &step, "pid` is damaged");
    }
    assert_eq!(std::fs::read_to_string(mark).unwrap(), "x\n");
}

#[test]
fn what_is_left_of_an_outcome_is_none_and_no_leave_to_begin_again() {
    let world = World::new();
    let (step, mark) = ran(&world);
    let outcome = world.file("agent/1/exit.json");
    let whole = std::fs::read(&outcome).unwrap();
    for left in remains(&whole) {
        std::fs::write(&outcome, left).unwrap();
        is_never_run_again(&world, &step, "exit.json` is damaged");
    }
    // Not even where the claim is gone, which it cannot be.
    std::fs::remove_file(world.file("agent/1/pid")).unwrap();
    is_never_run_again(&world, &step, "exit.json` is damaged");
    assert_eq!(std::fs::read_to_string(mark).unwrap(), "x\n");
}

#[test]
fn what_is_left_of_a_revocation_is_no_leave_to_begin() {
    let world = World::new();
    assert_eq!(world.agent.revoke(EPOCH, 1).unwrap(), Status::Revoked);
    let claim = world.file("agent/1/pid");
    for left in remains(b"\"revoked\"") {
        std::fs::write(&claim, left).unwrap();
        is_never_run_again(&world, &shell(1, "true"), "pid` is damaged");
    }
}

#[test]
fn what_is_left_of_an_order_that_nobody_took_up_hinders_nothing() {
    let world = World::new();
    std::fs::create_dir(world.file("agent/1")).unwrap();
    for left in ["", "{", "\0\0"] {
        std::fs::write(world.file("agent/1/step.json"), left).unwrap();
        assert_eq!(world.agent.lookup(EPOCH, 1).unwrap(), Status::NotStarted);
    }
    let (step, _) = ran(&world);
    std::fs::write(world.file("agent/1/step.json"), "").unwrap();
    let error = world.agent.start(EPOCH, &step).unwrap_err();
    assert!(matches!(error, AgentError::Damaged { .. }), "{error}");
}

#[test]
fn what_is_told_of_a_step_is_durable_whoever_wrote_it() {
    let world = World::new();
    let _ran = ran(&world);
    for name in ["agent/1/pid", "agent/1/exit.json"] {
        assert_eq!(mode(&world.file(name)), 0o600, "{name} was never synced");
    }
    // As a supervisor leaves it that was killed before it had synced it.
    let outcome = world.file("agent/1/exit.json");
    set_mode(&outcome, 0o400);
    assert!(world.outcome(1).succeeded());
    assert_eq!(mode(&outcome), 0o600);
    assert_eq!(world.agent.revoke(EPOCH, 2).unwrap(), Status::Revoked);
    let claim = world.file("agent/2/pid");
    assert_eq!(mode(&claim), 0o600);
    set_mode(&claim, 0o400);
    assert_eq!(world.agent.lookup(EPOCH, 2).unwrap(), Status::Revoked);
    assert_eq!(mode(&claim), 0o600);
}

#[test]
fn what_a_process_of_the_same_number_has_left_is_not_written_to() {
    let world = World::new();
    let claim = world.file("agent/1/pid");
    std::fs::create_dir(world.file("agent/1")).unwrap();
    let other = r#"{"supervised":{"supervisor":{"pid":1,"start":0,"boot":""},"started_ms":0}}"#;
    std::fs::write(&claim, other).unwrap();
    // The second name of a claim whose author was killed before it could remove it; any thread here may be asked.
    for thread in 0..200 {
        let own = format!("agent/1/.pid.{}.{thread}", std::process::id());
        std::fs::hard_link(&claim, world.file(&own)).unwrap();
    }
    let status = world.agent.revoke(EPOCH, 1).unwrap();
    assert!(matches!(status, Status::Unknown { .. }), "{status:?}");
    let thread = format!("{:?}", std::thread::current().id());
    let number: String = thread.chars().filter(char::is_ascii_digit).collect();
    let own = format!("agent/1/.pid.{}.{number}", std::process::id());
    assert!(!world.file(&own).exists(), "{own} was not looked at");
    assert_eq!(std::fs::read_to_string(&claim).unwrap(), other);
}

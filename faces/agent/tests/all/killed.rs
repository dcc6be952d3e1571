//! Agents and nurseries are killed at any moment, and every step runs at most once.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use holdpoint_agent::{Agent, Status};

use crate::world::{EPOCH, agent_with_process, kill_process, pid, shell, until};

const STEPS: std::ops::RangeInclusive<u64> = 1..=4;

fn mark(room: &Path, key: u64) -> PathBuf {
    room.join(format!("mark-{key}"))
}

/// How often a step has run.
fn ran(room: &Path, key: u64) -> usize {
    let marks = std::fs::read_to_string(mark(room, key)).unwrap_or_default();
    marks.lines().count()
}

/// Starts all steps at once, as far as that is possible.
fn start_all(agent: &Agent, room: &Path) {
    std::thread::scope(|scope| {
        for key in STEPS {
            let step = shell(key, &format!("echo x >> {}", mark(room, key).display()));
            scope.spawn(move || drop(agent.start(EPOCH, &step)));
        }
    });
}

/// Not a test: an agent that starts all steps, and waits to be killed.
#[test]
#[ignore = "run by other tests as an agent"]
fn agent_process() {
    let Ok(room) = std::env::var("ROOM") else {
        return;
    };
    let agent = agent_with_process(&Path::new(&room).join("agent"));
    println!("\nready");
    start_all(&agent, Path::new(&room));
    std::thread::sleep(Duration::from_secs(30));
}

fn kills_an_agent(room: &Path, after: Duration) {
    let own = std::env::current_exe().unwrap();
    let mut agent = Command::new(own)
        .args([
            "--exact",
            "killed::agent_process",
            "--ignored",
            "--nocapture",
        ])
        .env("ROOM", room)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let said = std::io::BufReader::new(agent.stdout.take().unwrap());
    let mut lines = std::io::BufRead::lines(said);
    assert!(lines.any(|line| line.unwrap() == "ready"));
    std::thread::sleep(after);
    agent.kill().unwrap();
    agent.wait().unwrap();
}

fn kills_a_nursery(room: &Path, after: Duration) {
    let agent = agent_with_process(&room.join("agent"));
    let _known = agent.start(EPOCH, &shell(9, "true")).unwrap();
    let nursery = pid(&room.join("agent/9/pid")).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(after);
            kill_process(nursery);
        });
        start_all(&agent, room);
    });
}

/// How a step stands when it does not run any more; half of those that have not begun are revoked.
fn settled(agent: &Agent, key: u64) -> Status {
    let mut status = agent.lookup(EPOCH, key).unwrap();
    until(|| {
        status = match key % 2 {
            0 => agent.revoke(EPOCH, key).unwrap(),
            _ => agent.lookup(EPOCH, key).unwrap(),
        };
        !matches!(status, Status::Running { .. })
    });
    status
}

fn holds(room: &Path, round: u64) -> [usize; 4] {
    let agent = agent_with_process(&room.join("agent"));
    let before: Vec<_> = STEPS.map(|key| settled(&agent, key)).collect();
    start_all(&agent, room);
    let mut seen = [0; 4];
    for (key, before) in STEPS.zip(before) {
        until(|| !matches!(agent.lookup(EPOCH, key).unwrap(), Status::Running { .. }));
        let (after, times) = (agent.lookup(EPOCH, key).unwrap(), ran(room, key));
        let (kind, right) = match (&before, &after) {
            (Status::NotStarted, Status::Exited(_)) => (0, times == 1),
            (Status::Revoked, Status::Revoked) => (1, times == 0),
            (Status::Exited(_), Status::Exited(_)) => (2, before == after && times == 1),
            (Status::Unknown { .. }, Status::Unknown { .. }) => (3, times <= 1),
            _ => (0, false),
        };
        assert!(
            right,
            "round {round}, step {key}: {before:?}, {after:?}, ran {times} times"
        );
        seen[kind] += 1;
    }
    seen
}

#[test]
fn killed_at_any_moment_nothing_runs_twice_and_nothing_that_was_called_off() {
    let mut seen = [0; 4];
    for round in 0..100_u64 {
        let room = tempfile::tempdir().unwrap();
        // Spread over the time that it takes, in no order.
        let after = Duration::from_micros(round * 7919 % 1000 * 12);
        match round % 2 {
            0 => kills_an_agent(room.path(), after),
            _ => kills_a_nursery(room.path(), after),
        }
        let of_these = holds(room.path(), round);
        seen.iter_mut()
            .zip(of_these)
            .for_each(|(all, of)| *all += of);
    }
    println!("not started, revoked, exited, unknown: {seen:?}");
    assert!(seen[2] > 0, "{seen:?}");
}

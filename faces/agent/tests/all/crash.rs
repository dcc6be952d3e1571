//! The agent, or its supervisor, is killed with SIGKILL while a step is about to run, or runs.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use holdpoint_agent::{Ending, STEPS, SUPERVISE, Status, supervise_if_asked};
use holdpoint_steplog::Stream;

use crate::world::{
    EPOCH, agent_with_process, is_alive, kill_process, outcome, shell, supervisor, text, until,
};

/// Not a test: what `world::process` runs. What is asked of it is the last argument.
#[test]
#[ignore = "run by other tests as a supervisor"]
fn supervisor_process() {
    let Some(asked) = std::env::args_os()
        .last()
        .filter(|last| last == STEPS || Path::new(last).is_absolute())
    else {
        return;
    };
    let ended = supervise_if_asked(["holdpoint".into(), SUPERVISE.into(), asked]);
    assert_eq!(ended, Some(ExitCode::SUCCESS));
}

/// Not a test: an agent that starts the step it is told to, and waits to be killed.
#[test]
#[ignore = "run by other tests as an agent"]
fn agent_process() {
    let (Ok(directory), Ok(script)) = (std::env::var("AGENT"), std::env::var("SCRIPT")) else {
        return;
    };
    println!("\nready");
    let agent = agent_with_process(Path::new(&directory));
    let begun = agent.start(EPOCH, &shell(1, &script)).unwrap();
    println!("\nbegun {begun:?}");
    std::thread::sleep(Duration::from_secs(30));
}

fn agent_that_will_die(directory: &Path, script: &str) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([
        "--exact",
        "crash::agent_process",
        "--ignored",
        "--nocapture",
    ]);
    command.env("AGENT", directory).env("SCRIPT", script);
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn wait_for(child: &mut Child, word: &str) {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(
        lines.any(|line| line.unwrap().starts_with(word)),
        "the agent never said `{word}`"
    );
}

fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn the_outcome_survives_a_killed_agent() {
    let place = tempfile::tempdir().unwrap();
    let directory = place.path().join("agent");
    let mut child = agent_that_will_die(&directory, "echo before; sleep 1; echo after; exit 7");
    wait_for(&mut child, "begun Running");
    kill(child);
    let agent = agent_with_process(&directory);
    assert!(matches!(
        agent.lookup(EPOCH, 1).unwrap(),
        Status::Running { .. }
    ));
    assert_eq!(outcome(&agent, 1).ending, Ending::Code(7));
    assert_eq!(text(&agent, 1, Stream::Out), "before\nafter\n");
    let nursery = supervisor(&directory, 1);
    until(|| !is_alive(nursery));
}

#[test]
fn killed_at_any_moment_a_step_still_runs_once() {
    for round in 0..40_u64 {
        let place = tempfile::tempdir().unwrap();
        let directory = place.path().join("agent");
        let mark = place.path().join("mark");
        let script = format!("echo x >> {}", mark.display());
        let mut child = agent_that_will_die(&directory, &script);
        wait_for(&mut child, "ready");
        std::thread::sleep(Duration::from_micros(round * round * 15));
        kill(child);
        let agent = agent_with_process(&directory);
        let _begun = agent.start(EPOCH, &shell(1, &script)).unwrap();
        assert!(outcome(&agent, 1).succeeded());
        // A supervisor that came late must find its place taken.
        std::thread::sleep(Duration::from_millis(10));
        let ran = std::fs::read_to_string(&mark).unwrap();
        assert_eq!(ran, "x\n", "round {round}");
    }
}

#[test]
fn a_killed_supervisor_leaves_a_question_for_a_person_and_no_second_run() {
    let place = tempfile::tempdir().unwrap();
    let agent = agent_with_process(place.path());
    let step = shell(1, "echo begun; sleep 20");
    let _begun = agent.start(EPOCH, &step).unwrap();
    until(|| text(&agent, 1, Stream::Out) == "begun\n");
    kill_process(supervisor(place.path(), 1));
    until(|| !matches!(agent.lookup(EPOCH, 1).unwrap(), Status::Running { .. }));
    let lost = |still_running| Status::Unknown {
        why: "its supervisor was killed while it ran".to_owned(),
        still_running,
    };
    assert_eq!(agent.lookup(EPOCH, 1).unwrap(), lost(true));
    assert_eq!(
        agent.start(EPOCH, &step).unwrap(),
        lost(true),
        "it must not run again"
    );
    let _killed = agent.stop(EPOCH, 1, true).unwrap();
    until(|| agent.lookup(EPOCH, 1).unwrap() == lost(false));
}

#[test]
fn a_damaged_outcome_is_not_taken_for_one() {
    let place = tempfile::tempdir().unwrap();
    let agent = agent_with_process(place.path());
    let _begun = agent.start(EPOCH, &shell(1, "true")).unwrap();
    let _outcome = outcome(&agent, 1);
    std::fs::write(place.path().join("1/exit.json"), "{\"ending\":").unwrap();
    let status = agent.lookup(EPOCH, 1).unwrap();
    let Status::Unknown { why, .. } = &status else {
        panic!("{status:?}")
    };
    assert!(why.contains("exit.json` is damaged"), "{why}");
}

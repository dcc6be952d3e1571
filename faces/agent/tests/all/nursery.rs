//! Many steps in one supervisor.

use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use holdpoint_agent::{
    Agent, AgentError, Ending, Options, Program, SUPERVISE, Status, Step, Supervisor,
};
use holdpoint_steplog::Stream;

use crate::world::{
    EPOCH, World, agent_with_process, hands, is_alive, kill_process, outcome, pid, process, shell,
    supervisor, text, until,
};

fn world() -> World {
    World::with(|options| options.supervisor = process())
}

fn of(world: &World, key: u64) -> u32 {
    supervisor(&world.file("agent"), key)
}

/// Steps that run until the pipe that is returned is written to.
fn waiting(world: &World, keys: impl Iterator<Item = u64>) -> std::path::PathBuf {
    let pipe = world.file("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let script = format!(": < {}; echo went on", pipe.display());
    std::thread::scope(|scope| {
        for key in keys {
            let (agent, step) = (&world.agent, shell(key, &script));
            scope.spawn(move || {
                let begun = agent.start(EPOCH, &step).unwrap();
                assert!(matches!(begun, Status::Running { .. }), "{begun:?}");
            });
        }
    });
    pipe
}

fn let_go(pipe: &Path) -> std::fs::File {
    let mut both = std::fs::File::options();
    both.read(true).write(true).open(pipe).unwrap()
}

#[test]
fn steps_share_a_supervisor_and_so_do_clones_of_an_agent() {
    let world = world();
    for key in 1..=20 {
        let agent = world.agent.clone();
        let _begun = agent
            .start(EPOCH, &shell(key, &format!("exit {key}")))
            .unwrap();
    }
    for key in 1..=20 {
        let code = i32::try_from(key).unwrap();
        assert_eq!(world.outcome(key).ending, Ending::Code(code));
        assert_eq!(of(&world, key), of(&world, 1));
    }
}

#[test]
fn a_hundred_steps_at_once_are_more_than_one_may_lose() {
    let world = world();
    let pipe = waiting(&world, 1..=100);
    let mut each = HashMap::<u32, usize>::new();
    (1..=100).for_each(|key| *each.entry(of(&world, key)).or_default() += 1);
    assert_eq!(each.len(), 2, "{each:?}");
    assert!(each.values().all(|steps| *steps <= 64), "{each:?}");
    let _open = let_go(&pipe);
    for key in 1..=100 {
        assert!(world.outcome(key).succeeded());
        assert_eq!(world.stdout(key), "went on\n");
    }
    let _again = world.run(&shell(101, "true"));
    assert!(each.contains_key(&of(&world, 101)), "they are kept");
}

#[test]
fn a_killed_nursery_leaves_questions_and_the_next_step_has_another() {
    let world = world();
    let _pipe = waiting(&world, 1..=3);
    let command = |key: u64| pid(&world.file(&format!("agent/{key}/process")));
    until(|| (1..=3).all(|key| command(key).is_some()));
    let killed = of(&world, 1);
    kill_process(killed);
    world.agent.wait(1, Duration::from_secs(60));
    for key in 1..=3 {
        let lost = |still_running| Status::Unknown {
            why: "its supervisor was killed while it ran".to_owned(),
            still_running,
        };
        assert_eq!(world.agent.lookup(EPOCH, key).unwrap(), lost(true));
        assert!(is_alive(command(key).unwrap()));
        let _killed = world.agent.stop(EPOCH, key, true).unwrap();
        until(|| world.agent.lookup(EPOCH, key).unwrap() == lost(false));
    }
    assert!(world.run(&shell(4, "true")).succeeded());
    assert_ne!(of(&world, 4), killed);
    // Cleared away, not only dead.
    until(|| !Path::new(&format!("/proc/{killed}")).exists());
}

#[test]
fn a_nursery_ends_when_its_agent_is_gone_and_its_steps_are_over() {
    let mut world = world();
    let pipe = waiting(&world, 1..=3);
    let nursery = of(&world, 1);
    world.agent = agent_with_process(&world.file("agent"));
    std::thread::sleep(Duration::from_millis(100));
    assert!(is_alive(nursery), "its steps run");
    let open = let_go(&pipe);
    for key in 1..=3 {
        assert!(world.outcome(key).succeeded());
        assert_eq!(world.stdout(key), "went on\n");
    }
    drop(open);
    until(|| !Path::new(&format!("/proc/{nursery}")).exists());
}

#[test]
fn the_end_of_a_step_in_a_nursery_is_heard_at_once() {
    let world = world();
    let _warm = world.run(&shell(1, "true"));
    let begin = Instant::now();
    let _begun = world.agent.start(EPOCH, &shell(2, "sleep 0.1")).unwrap();
    world.agent.wait(2, Duration::from_secs(60));
    let status = world.agent.lookup(EPOCH, 2).unwrap();
    assert!(matches!(status, Status::Exited(_)), "{status:?}");
    assert!(begin.elapsed() < Duration::from_secs(20));
}

#[test]
fn secrets_are_in_no_file_and_no_argument_or_variable_of_a_nursery() {
    let world = world();
    let pipe = world.file("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let mut step = shell(1, &format!("test ${{#TOKEN}} = 14; : < {}", pipe.display()));
    step.secrets = BTreeMap::from([("TOKEN".into(), "planted-secret".into())]);
    let _begun = world.agent.start(EPOCH, &step).unwrap();
    until(|| world.file("agent/1/process").exists());
    let own = Path::new("/proc").join(of(&world, 1).to_string());
    let nowhere = |path: &Path| {
        let text = std::fs::read(path).unwrap();
        let text = String::from_utf8_lossy(&text);
        assert!(!text.contains("planted-secret"), "{}", path.display());
    };
    nowhere(&own.join("cmdline"));
    nowhere(&own.join("environ"));
    assert!(std::fs::read(own.join("environ")).unwrap().is_empty());
    let files = std::fs::read_dir(world.file("agent/1")).unwrap();
    let files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files
        .iter()
        .filter(|path| path.is_file())
        .for_each(|path| nowhere(path));
    let _open = let_go(&pipe);
    assert!(world.outcome(1).succeeded());
}

#[test]
fn orders_that_no_pipe_holds_at_once_are_taken_whole() {
    let world = world();
    std::thread::scope(|scope| {
        for key in 1..=2 {
            let world = &world;
            let mut step = shell(key, "test ${#LONG} = 70000; echo $SHORT");
            step.secrets = BTreeMap::from([
                ("LONG".into(), "long".repeat(17_500)),
                ("SHORT".into(), format!("value {key}")),
            ]);
            scope.spawn(move || assert!(world.run(&step).succeeded()));
        }
    });
    (1..=2).for_each(|key| assert_eq!(world.stdout(key), "***\n"));
}

#[test]
fn what_cannot_be_started_ends_no_other_step() {
    let world = world();
    let pipe = waiting(&world, 1..=1);
    let program = Program::Argv(vec!["/no/such/program".into()]);
    let outcome = world.run(&Step::new(2, program, 1000));
    assert!(
        matches!(&outcome.ending, Ending::Unstartable(why) if why.contains("/no/such/program"))
    );
    assert!(world.run(&shell(3, "true")).succeeded());
    let _open = let_go(&pipe);
    assert!(world.outcome(1).succeeded());
    assert_eq!(
        (of(&world, 2), of(&world, 3)),
        (of(&world, 1), of(&world, 1))
    );
}

#[test]
fn a_program_that_supervises_nothing_is_named() {
    let with = |program: &str| {
        let supervisor = Supervisor::Process {
            program: program.into(),
            arguments: Vec::new(),
        };
        let world = World::with(|options| options.supervisor = supervisor);
        let error = world.agent.start(EPOCH, &shell(1, "true")).unwrap_err();
        let status = world.agent.lookup(EPOCH, 1).unwrap();
        assert_eq!(status, Status::NotStarted);
        error
    };
    let missing = with("/no/such/program");
    assert!(matches!(missing, AgentError::Io { .. }), "{missing}");
    let error = with("/bin/false");
    assert_eq!(
        error.to_string(),
        "the supervisor of step 1 did not begin: it ended (exit status: 1)"
    );
}

#[test]
fn a_supervisor_of_one_step_still_does_what_an_earlier_agent_asks() {
    let world = World::new();
    let _ended = world.run(&shell(1, "echo $TOKEN | tr a-z A-Z"));
    // The same order for another place, as the earlier agent has written it.
    let order = std::fs::read_to_string(world.file("agent/1/step.json")).unwrap();
    let place = world.file("agent/2");
    std::fs::create_dir(&place).unwrap();
    std::fs::write(place.join("step.json"), order).unwrap();
    let Supervisor::Process { program, .. } = hands() else {
        unreachable!()
    };
    let mut supervisor = Command::new(program)
        .arg(SUPERVISE)
        .arg(&place)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut secrets = supervisor.stdin.take().unwrap();
    secrets.write_all(b"[[\"TOKEN\",\"in one\"]]").unwrap();
    drop(secrets);
    assert!(supervisor.wait().unwrap().success());
    assert!(outcome(&world.agent, 2).succeeded());
    assert_eq!(text(&world.agent, 2, Stream::Out), "IN ONE\n");
}

#[test]
fn a_nursery_that_says_nothing_any_more_hinders_no_other_agent() {
    let world = world();
    let _warm = world.run(&shell(1, "true"));
    let stopped = rustix::process::Pid::from_raw(of(&world, 1).cast_signed()).unwrap();
    rustix::process::kill_process(stopped, rustix::process::Signal::STOP).unwrap();
    let other = Agent::open(
        world.file("agent"),
        Options {
            user: None,
            ..Options::new(process())
        },
    );
    let other = other.unwrap();
    let begin = Instant::now();
    std::thread::scope(|scope| {
        let stuck = scope.spawn(|| world.agent.start(EPOCH, &shell(2, "true")));
        std::thread::sleep(Duration::from_millis(100));
        let _begun = other.start(EPOCH, &shell(3, "true")).unwrap();
        assert!(outcome(&other, 3).succeeded());
        assert!(begin.elapsed() < Duration::from_secs(10));
        kill_process(of(&world, 1));
        let _begun = stuck.join().unwrap().unwrap();
        assert!(world.outcome(2).succeeded());
    });
}

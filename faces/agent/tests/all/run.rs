use std::collections::BTreeMap;

use holdpoint_agent::{Ending, Program, Status, Step};
use sha2::{Digest, Sha256};

use crate::world::{EPOCH, World, shell};

#[test]
fn a_step_tells_how_it_ended_and_what_it_said() {
    let world = World::new();
    let outcome = world.run(&shell(4, "echo to stdout; echo to stderr >&2; exit 3"));
    assert_eq!(outcome.ending, Ending::Code(3));
    assert!(!outcome.succeeded());
    assert!(outcome.started_ms <= outcome.ended_ms && outcome.started_ms > 1_700_000_000_000);
    assert_eq!(world.stdout(4), "to stdout\n");
    assert_eq!(world.stderr(4), "to stderr\n");
    let log = world.agent.log(4, 0, 1000).unwrap();
    assert_eq!(outcome.log.sha256, hex::encode(Sha256::digest(&log)));
    // Two records of a time of 13 digits, a letter, two spaces, nine letters and a line feed.
    assert_eq!((outcome.log.bytes, outcome.log.dropped), (52, 0));
    assert_eq!(world.agent.log(4, 16, 9).unwrap(), log[16..25]);
    assert_eq!(world.agent.log(5, 0, 6).unwrap(), b"");
}

#[test]
fn arguments_reach_a_program_as_they_are() {
    let world = World::new();
    let words = ["printf", "%s|", "a b", "$HOME", "*", "';'"].map(str::to_owned);
    let outcome = world.run(&Step::new(1, Program::Argv(words.to_vec()), 10_000));
    assert!(outcome.succeeded());
    assert_eq!(world.stdout(1), "a b|$HOME|*|';'|");
}

#[test]
fn a_script_stops_at_the_first_command_that_fails() {
    let world = World::new();
    let outcome = world.run(&shell(1, "false\necho deployed"));
    assert_eq!(outcome.ending, Ending::Code(1));
    assert_eq!(world.stdout(1), "");
}

#[test]
fn the_environment_is_empty_but_for_what_the_step_names() {
    let world = World::new();
    let mut step = shell(9, "env | sort");
    step.environment = BTreeMap::from([("REGION".into(), "eu=1".into())]);
    step.secrets = BTreeMap::from([("TOKEN".into(), "planted".into())]);
    assert!(world.run(&step).succeeded());
    let text = world.stdout(9);
    let names: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split('=').next())
        .collect();
    // PWD and the like are set by the shell itself.
    let own = ["OLDPWD", "PWD", "SHLVL", "_"];
    let names: Vec<&str> = names
        .into_iter()
        .filter(|name| !own.contains(name))
        .collect();
    let expected = ["HOLDPOINT_STEP", "HOME", "LANG", "PATH", "REGION", "TOKEN"];
    assert_eq!(names, expected);
    assert!(text.contains("HOLDPOINT_STEP=9\n"));
}

#[test]
fn a_secret_is_not_kept_on_disk() {
    let world = World::new();
    let mut step = shell(
        1,
        "test ${#TOKEN} = 14; echo it is $TOKEN; printf '%s' planted-; echo secret",
    );
    step.secrets = BTreeMap::from([("TOKEN".into(), "planted-secret".into())]);
    assert!(world.run(&step).succeeded());
    assert_eq!(world.stdout(1), "it is ***\n***\n");
    for file in std::fs::read_dir(world.file("agent/1")).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(!text.contains("planted-secret"), "{}", path.display());
    }
}

#[test]
fn a_step_runs_in_a_directory_of_its_own_or_where_it_says() {
    let world = World::new();
    assert!(
        world
            .run(&shell(1, "test \"$PWD\" = \"$HOME\" && touch here"))
            .succeeded()
    );
    assert!(world.file("agent/1/work").join("here").exists());
    let mut step = shell(2, "touch there");
    step.working_directory = Some(world.directory.path().to_owned());
    assert!(world.run(&step).succeeded());
    assert!(world.file("there").exists());
}

#[test]
fn what_cannot_be_started_is_an_outcome_that_says_why() {
    let world = World::new();
    let program = Program::Argv(vec!["/no/such/program".into()]);
    let outcome = world.run(&Step::new(1, program, 1000));
    let Ending::Unstartable(why) = &outcome.ending else {
        panic!("{outcome:?}")
    };
    assert!(
        why.starts_with("cannot run `/no/such/program` in `"),
        "{why}"
    );
    let mut step = shell(2, "true");
    step.working_directory = Some("/no/such/place".into());
    assert!(matches!(world.run(&step).ending, Ending::Unstartable(_)));
}

#[test]
fn a_signal_is_told() {
    let world = World::new();
    assert_eq!(
        world.run(&shell(1, "kill -SEGV $$")).ending,
        Ending::Signal(11)
    );
}

#[test]
fn a_running_step_can_be_stopped() {
    let world = World::new();
    let begun = world.agent.start(EPOCH, &shell(1, "sleep 60")).unwrap();
    assert!(matches!(begun, Status::Running { .. }));
    let _asked = world.agent.stop(EPOCH, 1, false).unwrap();
    assert_eq!(world.outcome(1).ending, Ending::Signal(15));
}

#[test]
fn after_discarding_only_the_outcome_remains() {
    let world = World::new();
    let step = shell(1, "echo said; touch here");
    let outcome = world.run(&step);
    world.agent.discard(1).unwrap();
    assert_eq!(world.stdout(1), "");
    assert!(!world.file("agent/1/work").exists());
    assert_eq!(
        world.agent.start(EPOCH, &step).unwrap(),
        Status::Exited(outcome)
    );
    let error = world.agent.discard(2).unwrap_err();
    assert!(error.to_string().contains("has not ended"), "{error}");
}

use std::time::{Duration, Instant};

use holdpoint_agent::Ending;

use crate::world::{World, shell};

#[test]
fn time_is_up_for_the_whole_process_group() {
    let world = World::new();
    let mark = world.file("mark");
    let script = format!("(sleep 1; touch {}) & sleep 60", mark.display());
    let mut step = shell(1, &script);
    step.timeout_ms = 100;
    let begin = Instant::now();
    assert_eq!(world.run(&step).ending, Ending::TimedOut);
    assert!(
        begin.elapsed() < Duration::from_secs(5),
        "{:?}",
        begin.elapsed()
    );
    std::thread::sleep(Duration::from_millis(1200));
    assert!(!mark.exists(), "a child of the step lived on");
}

#[test]
fn a_step_that_ignores_the_polite_signal_is_killed() {
    let world = World::new();
    let mut step = shell(1, "trap '' TERM; echo deaf; while :; do sleep 0.05; done");
    step.timeout_ms = 150;
    let begin = Instant::now();
    assert_eq!(world.run(&step).ending, Ending::TimedOut);
    assert!(begin.elapsed() < Duration::from_secs(5));
    assert_eq!(world.stdout(1), "deaf\n");
}

#[test]
fn a_step_may_tidy_up_when_its_time_is_up() {
    let world = World::new();
    let mut step = shell(1, "trap 'echo tidy; exit 0' TERM; sleep 60 & wait");
    step.timeout_ms = 150;
    assert_eq!(world.run(&step).ending, Ending::TimedOut);
    assert_eq!(world.stdout(1), "tidy\n");
}

#[test]
fn what_a_step_leaves_running_ends_with_it() {
    let world = World::new();
    let mark = world.file("mark");
    let begin = Instant::now();
    let outcome = world.run(&shell(
        1,
        &format!("(sleep 1; touch {}) & exit 0", mark.display()),
    ));
    assert!(outcome.succeeded());
    assert!(
        begin.elapsed() < Duration::from_millis(900),
        "{:?}",
        begin.elapsed()
    );
    std::thread::sleep(Duration::from_millis(1200));
    assert!(!mark.exists());
}

#[test]
fn a_log_keeps_its_beginning_and_its_end() {
    let world = World::with(|options| options.log_limit = 1000);
    let outcome = world.run(&shell(1, "echo begin; seq 1 100000; echo the end"));
    assert!(outcome.succeeded());
    let text = world.stdout(1);
    assert!(text.starts_with("begin\n1\n2\n"), "{text}");
    assert!(text.ends_with("99999\n100000\nthe end\n"), "{text}");
    let log = world.agent.log(1, 0, 1 << 20).unwrap();
    let note = format!("! {} bytes were not kept here\n", outcome.log.dropped);
    assert!(String::from_utf8(log.clone()).unwrap().contains(&note));
    assert_eq!(outcome.log.bytes, log.len() as u64);
    // All but what does not fit whole, and the note.
    assert!((950..=1050).contains(&log.len()), "{}", log.len());
    assert!(outcome.log.dropped > 588_909);
}

#[test]
fn a_step_may_have_a_limit_of_its_own() {
    let world = World::new();
    let mut step = shell(1, "seq 1 1000");
    step.log_limit = Some(200);
    let outcome = world.run(&step);
    assert!(
        outcome.log.dropped > 0 && outcome.log.bytes < 300,
        "{outcome:?}"
    );
}

//! Custom rules take their time: nobody else waits for them, and what was not answered is never kept.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::mpsc::channel;
use std::time::Duration;

use holdpoint_domain::declaration::{Apply, Change};
use holdpoint_domain::environment::Environment;
use holdpoint_domain::gate::{Outcome, Verdict};
use holdpoint_domain::{Digest, Fact, RuleError, RuleOutcome, RuleQuestion, Time};
use holdpoint_engine::{Answer, At, EngineError, Request, audit};
use serde_json::json;

use crate::shop::{self, deploy, evidence, made};
use crate::world::{START, World, actor};

/// A lab that only warns and asks one rule, and a release that could go there.
fn lab() -> World {
    let world = shop::world(&[]);
    let (policy, _) = world.blobs.put(&mut &b"package lab"[..]).unwrap();
    let policy = Digest(policy.0);
    let lab: Environment = serde_json::from_value(json!({
        "name": "lab", "level": "warn",
        "criteria": [{"name": "calm", "ask": {"rego": {"policy": policy, "title": "calm"}}}]
    }))
    .unwrap();
    let changes = vec![Change::Environment(Box::new(lab))];
    world.done(
        1,
        Apply {
            changes,
            ..Apply::default()
        },
    );
    for command in made(1) {
        world.done(3, command);
    }
    world
}

fn passes(_: &RuleQuestion) -> Result<RuleOutcome, RuleError> {
    Ok(RuleOutcome {
        passed: true,
        messages: Vec::new(),
    })
}

fn verdict(answer: &Answer) -> Verdict {
    match &answer.events[0].fact {
        Fact::GateJudged(judged) => judged.verdict.clone(),
        other => panic!("{other:?}"),
    }
}

fn replays(world: &World) {
    let report = audit::replay(&world.engine, &|_, _| ()).unwrap();
    assert!(report.same && report.verdicts > 0, "{report:?}");
}

#[test]
fn a_rule_that_times_out_is_no_verdict_and_leaves_nothing() {
    let world = lab();
    let before = world.bytes();
    let late = || RuleError::Unanswered("it was not done in time".to_owned());
    world.rules.answer(move |_| Err(late()));
    let asked = world.ask(2, deploy(1, "lab"));
    assert!(
        matches!(&asked, Err(EngineError::NoVerdict { reason }) if reason == "it was not done in time"),
        "{asked:?}"
    );
    assert_eq!(world.bytes(), before, "although the lab only warns");
    world.rules.answer(passes);
    let done = world.done(2, deploy(1, "lab"));
    assert_eq!(verdict(&done).verdict, Outcome::Go);
    replays(&world);
    // An auditor's machine may be too slow: it says so, and calls nothing different.
    world.rules.answer(move |_| Err(late()));
    let report = audit::replay(&world.engine, &|_, _| ()).unwrap();
    let [found] = &report.differences[..] else {
        panic!("{report:?}")
    };
    assert_eq!(
        found.replayed,
        "a custom rule gave no verdict: it was not done in time"
    );
}

#[test]
fn a_rule_that_is_wrong_is_kept_where_the_gate_only_warns() {
    let world = lab();
    let done = world.done(2, deploy(1, "lab"));
    let verdict = verdict(&done);
    assert_eq!((verdict.verdict, verdict.passes), (Outcome::Hold, true));
    replays(&world);
}

#[test]
fn a_rule_is_told_when_it_was_asked_and_the_verdict_says_so() {
    let world = lab();
    let clock = world.clock.clone();
    world.rules.answer(move |question| {
        clock.advance(700);
        assert_eq!(question.input["now"], json!(Time::from_millis(START)));
        passes(question)
    });
    let verdict = verdict(&world.done(2, deploy(1, "lab")));
    assert_eq!(verdict.now, Time::from_millis(START + 700));
    assert_eq!(verdict.rules_now, Some(Time::from_millis(START)));
    replays(&world);
}

#[test]
fn nobody_waits_for_the_rules_of_others() {
    let world = lab();
    let (begun, begins) = channel();
    let (go_on, gone_on) = channel::<()>();
    let gone_on = Mutex::new(gone_on);
    world.rules.answer(move |question| {
        begun.send(question.input.clone()).unwrap();
        gone_on.lock().unwrap().recv().unwrap();
        passes(question)
    });
    let (answered, answers) = channel();
    let request = Request::new(actor(2), deploy(1, "lab"));
    world
        .engine
        .submit_with(request, move |answer| answered.send(answer).unwrap());
    let patience = Duration::from_secs(60);
    let seen = |input: &serde_json::Value| {
        let pieces = input["release"]["artifacts"][0]["evidence"].as_array();
        pieces.map_or(0, Vec::len)
    };
    assert_eq!(seen(&begins.recv_timeout(patience).unwrap()), 0);
    // While it is asked others are answered, and what they say changes what it has to be asked.
    for command in made(2) {
        world.done(3, command);
    }
    world.done(3, evidence(1, Digest::of(&[0])));
    go_on.send(()).unwrap();
    assert_eq!(seen(&begins.recv_timeout(patience).unwrap()), 1);
    assert!(answers.try_recv().is_err(), "it is asked again");
    go_on.send(()).unwrap();
    let answer = answers.recv_timeout(patience).unwrap().unwrap();
    assert_eq!(verdict(&answer).position, answer.positions.start);
    world.rules.answer(passes);
    replays(&world);
}

#[test]
fn what_changes_faster_than_a_rule_answers_is_given_up() {
    let world = lab();
    let (engine, count) = (world.engine.clone(), Mutex::new(0_u64));
    world.rules.answer(move |question| {
        let mut count = count.lock().unwrap();
        *count += 1;
        let content = count.to_be_bytes();
        engine.blobs().put(&mut &content[..]).unwrap();
        let more = Request::new(actor(3), evidence(1, Digest::of(&content)));
        engine.submit(more).unwrap().done().unwrap();
        passes(question)
    });
    let asked = world.ask(2, deploy(1, "lab"));
    assert!(
        matches!(asked, Err(EngineError::NoVerdict { .. })),
        "{asked:?}"
    );
    world.rules.answer(passes);
}

#[test]
fn a_view_has_no_verdict_either() {
    let world = lab();
    let policy = RuleQuestion {
        policy: Digest::of(b"package lab"),
        input: json!({}),
    };
    let question = Arc::new(policy);
    let ask = || {
        let question = Arc::clone(&question);
        world
            .engine
            .view(At::Now)
            .unwrap()
            .ask_rules(move |_, known| {
                let need = || holdpoint_domain::Need::Rule(Box::new((*question).clone()));
                known.get(&question).ok_or_else(need)
            })
    };
    assert_eq!(ask().unwrap(), Err("there are no rules here".to_owned()));
    world
        .rules
        .answer(|_| Err(RuleError::Unanswered("late".to_owned())));
    assert!(matches!(ask(), Err(EngineError::NoVerdict { .. })));
}

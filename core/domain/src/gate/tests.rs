#![allow(clippy::unwrap_used, reason = "tests")]

use super::judge::{Answer, Asked, Line, judge_by};
use super::replay::replay_by;
use super::semantics::{NEWEST, Semantics};
use super::{Ask, Criterion, Inputs, Judged, Outcome, Requirement, Verdict, bounded};
use crate::kernel::{Actor, Meta, Need, Reason, RuleAnswers, Time};
use crate::{Fact, State, evolve};

#[test]
fn a_no_weighs_more_than_a_hold_and_a_hold_more_than_a_go() {
    assert!(Outcome::NoGo > Outcome::Hold && Outcome::Hold > Outcome::Go);
}

#[test]
fn criteria_are_read_as_they_are_written() {
    let read = |text: &str| serde_json::from_str::<Criterion>(text);
    let plain = read(r#"{"name":"tests","ask":{"evidence":{"predicate":"junit"}}}"#).unwrap();
    assert!(plain.waivable);
    let Ask::Evidence { require, .. } = plain.ask else {
        unreachable!("evidence")
    };
    assert_eq!(require, Requirement::Passed);
    assert!(
        read(r#"{"name":"tests","ask":{"evidence":{"predicate":"junit","fresh":1}}}"#).is_err()
    );
    assert!(read(r#"{"name":"tests","ask":{"hope":{}}}"#).is_err());
}

fn reasons(count: usize) -> Vec<Reason> {
    let reason = |n: usize| Reason {
        code: "x".to_owned(),
        message: n.to_string(),
        help: String::new(),
    };
    (1..=count).map(reason).collect()
}

#[test]
fn what_is_cut_is_counted() {
    for (count, most, kept, more) in [
        (5, 5, 5, None),
        (6, 5, 5, Some(2)),
        (6, 1, 1, Some(6)),
        (6, 0, 0, None),
    ] {
        let mut all = reasons(count);
        bounded::cut(&mut all, most);
        assert_eq!(all.len(), kept);
        let said = all
            .last()
            .filter(|last| last.code == "and-more")
            .map(|last| last.message.clone());
        assert_eq!(said, more.map(|more| format!("and {more} more")));
    }
}

#[test]
fn a_long_message_is_clipped_between_characters() {
    let clipped = |text: String| {
        let reason = Reason {
            code: String::new(),
            message: text,
            help: String::new(),
        };
        bounded::clip(reason).message
    };
    assert_eq!(clipped("a".repeat(400)), "a".repeat(400));
    assert_eq!(clipped("ü".repeat(300)).len(), 398 - 1 + 2);
    assert!(clipped("ü".repeat(300)).ends_with("ü…"));
}

/// A version of the semantics that is yet to come: nothing goes.
fn tomorrow() -> Semantics {
    fn never(_: &Asked<'_>, _: &Line) -> Result<Answer, Need> {
        let reason = reasons(1).remove(0);
        Ok(Answer::refuse(reason))
    }
    Semantics {
        version: NEWEST.version + 1,
        format: NEWEST.format,
        standing: super::semantics::Standing::Conflicts,
        ask: never,
    }
}

/// A release without components, and a gate that asks for an approval.
fn small() -> State {
    let gate = r#"{"environment":{"name":"live","criteria":[
        {"name":"owner","ask":{"approvals":{"role":"component-owner","quorum":1}}}]}}"#;
    let facts = [
        Fact::parse("environment.declared.v1", gate),
        Fact::parse(
            "release.created.v1",
            r#"{"release":"march","components":[]}"#,
        ),
    ];
    let mut state = State::default();
    for (position, fact) in (0..).zip(facts) {
        let meta = Meta {
            position,
            time: Time::from_millis(0),
            actor: Actor::System,
        };
        evolve(&mut state, &fact.unwrap(), &meta);
    }
    state
}

fn judged(state: &State, semantics: &Semantics) -> Verdict {
    let place = state.environments.values().next().unwrap();
    let (_, release) = state.releases.iter().next().unwrap();
    let inputs = Inputs {
        now: Time::from_millis(1),
        position: 2,
        rules: &RuleAnswers::default(),
    };
    judge_by(semantics, state, place, release, &inputs).unwrap()
}

#[test]
fn a_verdict_is_judged_again_by_the_version_that_it_was_judged_by() {
    let state = small();
    let (today, tomorrow) = (NEWEST, tomorrow());
    let verdicts = [&today, &tomorrow].map(|version| judged(&state, version));
    assert_eq!(
        verdicts.each_ref().map(|one| one.verdict),
        [Outcome::Go, Outcome::NoGo]
    );
    let again = |known: &[Semantics], verdict: &Verdict| {
        let verdict = verdict.clone();
        replay_by(known, &state, &Judged { verdict }, &RuleAnswers::default()).unwrap()
    };
    for verdict in &verdicts {
        assert_eq!(again(&[today, tomorrow], verdict), None);
    }
    // A program that does not know the version yet says so, whatever its own version would answer.
    let [_, newer] = &verdicts;
    let found = again(&[today], newer).unwrap();
    assert!(
        found.recorded.contains("\"semantics\":4"),
        "{}",
        found.recorded
    );
    assert_eq!(
        found.replayed,
        "it was judged by version 4 of the semantics, and this program knows versions 1 to 3: use a newer version of it"
    );
}

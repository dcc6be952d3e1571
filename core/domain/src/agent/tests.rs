//! Who is let in, over every short history, held against what the words say.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use super::{
    AgentEnrolled, AgentInvited, AgentName, AgentRetired, EnrolAgent, InviteAgent, RetireAgent,
};
use crate::kernel::{Actor, Context, Decide, Digest, Meta, RuleAnswers, Time};
use crate::{Fact, State, evolve};

const HOUR: i64 = 3_600_000;

fn name() -> AgentName {
    "build-1".parse().unwrap()
}

fn labels(all: &[&str]) -> BTreeSet<String> {
    all.iter().map(|label| (*label).to_owned()).collect()
}

fn at(now: Time, rules: &RuleAnswers) -> Context<'_> {
    Context {
        actor: &Actor::System,
        now,
        position: 0,
        seed: 0,
        rules,
    }
}

/// What can happen: an invitation with a secret, a host that comes with one, the end, and an hour that passes.
#[derive(Debug, Clone, Copy)]
enum Act {
    Invite(u8),
    Enrol(u8),
    Retire,
    Wait,
}

const ACTS: [Act; 6] = [
    Act::Invite(1),
    Act::Invite(2),
    Act::Enrol(1),
    Act::Enrol(2),
    Act::Retire,
    Act::Wait,
];

/// What the words say, without a ledger.
#[derive(Default)]
struct Words {
    known: bool,
    retired: bool,
    open: Option<(u8, i64)>,
    enrolled: Option<u8>,
}

impl Words {
    fn lets(&self, act: Act, hour: i64) -> bool {
        match act {
            Act::Invite(_) | Act::Wait => true,
            Act::Enrol(secret) => self
                .open
                .is_some_and(|(open, until)| open == secret && hour < until),
            Act::Retire => self.known && !self.retired,
        }
    }

    fn happens(&mut self, act: Act, hour: i64) {
        match act {
            Act::Invite(secret) => {
                if self.retired {
                    self.enrolled = None;
                }
                (self.known, self.retired) = (true, false);
                self.open = Some((secret, hour + 2));
            }
            Act::Enrol(secret) => (self.enrolled, self.open) = (Some(secret), None),
            Act::Retire => (self.retired, self.open) = (true, None),
            Act::Wait => {}
        }
    }
}

fn decide(state: &State, act: Act, hour: i64) -> Option<Vec<Fact>> {
    let now = Time::from_millis(hour * HOUR);
    let rules = RuleAnswers::default();
    let context = at(now, &rules);
    let digest = |secret: u8| Digest([secret; 32]);
    let decided = match act {
        Act::Invite(secret) => InviteAgent {
            agent: name(),
            labels: labels(&["linux", "build"]),
            secret: digest(secret),
            expires: now.after(2 * HOUR),
        }
        .decide(state, &context),
        Act::Enrol(secret) => EnrolAgent {
            agent: name(),
            secret: digest(secret),
            key: digest(secret + 100),
            host: "host".to_owned(),
            labels: labels(&["linux"]),
        }
        .decide(state, &context),
        Act::Retire => RetireAgent { agent: name() }.decide(state, &context),
        Act::Wait => return Some(Vec::new()),
    };
    decided.ok()
}

fn follow(history: &[Act]) {
    let (mut state, mut words, mut hour) = (State::default(), Words::default(), 1);
    for (position, act) in (0..).zip(history) {
        let decided = decide(&state, *act, hour);
        assert_eq!(
            decided.is_some(),
            words.lets(*act, hour),
            "{act:?} of {history:?}"
        );
        if let Some(facts) = decided {
            words.happens(*act, hour);
            for fact in facts {
                let meta = Meta {
                    position,
                    time: Time::from_millis(hour * HOUR),
                    actor: Actor::System,
                };
                evolve(&mut state, &fact, &meta);
            }
        }
        hour += i64::from(matches!(act, Act::Wait));
        let record = state.agents.get(&name());
        let enrolled = record.and_then(|record| record.enrolled.as_ref());
        let key = words.enrolled.map(|secret| Digest([secret + 100; 32]));
        assert_eq!(enrolled.map(|enrolled| enrolled.key), key, "{history:?}");
        let retired = record.is_some_and(|record| record.retired.is_some());
        assert_eq!(retired, words.retired, "{history:?}");
    }
}

#[test]
fn every_history_of_six_acts_is_as_the_words_say() {
    let mut all: Vec<Vec<Act>> = vec![Vec::new()];
    for _ in 0..6 {
        let longer = all.iter().flat_map(|history| {
            ACTS.iter()
                .map(move |act| history.iter().copied().chain([*act]).collect())
        });
        all = longer.collect();
    }
    all.iter().for_each(|history| follow(history));
}

#[test]
fn everything_that_is_wrong_with_an_invitation_is_said_at_once() {
    let rules = RuleAnswers::default();
    let context = at(Time::from_millis(HOUR), &rules);
    let invite = InviteAgent {
        agent: "a".repeat(64).parse().unwrap(),
        labels: labels(&["Linux", "", "good"]),
        secret: Digest([1; 32]),
        expires: Time::from_millis(HOUR),
    };
    let refused = invite.decide(&State::default(), &context).unwrap_err();
    let text = format!("{refused:?}");
    for what in ["longer than 63", "`Linux`", "`` is no label", "expired"] {
        assert!(text.contains(what), "{what}: {text}");
    }
    assert!(!text.contains("`good`"));
}

#[test]
fn a_host_is_chosen_by_labels_of_its_invitation_only() {
    let mut state = State::default();
    let meta = Meta {
        position: 0,
        time: Time::from_millis(HOUR),
        actor: Actor::System,
    };
    let invited = AgentInvited {
        agent: name(),
        labels: labels(&["linux"]),
        secret: Digest([1; 32]),
        expires: Time::from_millis(9 * HOUR),
    };
    evolve(&mut state, &invited.into(), &meta);
    let enrol = EnrolAgent {
        agent: name(),
        secret: Digest([1; 32]),
        key: Digest([2; 32]),
        host: "a\nb".to_owned(),
        labels: labels(&["production"]),
    };
    let rules = RuleAnswers::default();
    let context = at(Time::from_millis(HOUR), &rules);
    assert!(enrol.decide(&state, &context).is_err());
    let enrol = EnrolAgent {
        labels: labels(&["linux"]),
        ..enrol
    };
    let facts = enrol.decide(&state, &context).unwrap();
    let [Fact::AgentEnrolled(enrolled)] = facts.as_slice() else {
        panic!("{facts:?}");
    };
    let expected = AgentEnrolled {
        agent: name(),
        key: Digest([2; 32]),
        host: "ab".to_owned(),
        labels: labels(&["linux"]),
    };
    assert_eq!(**enrolled, expected);
    let retired = AgentRetired { agent: name() };
    evolve(&mut state, &retired.into(), &meta);
    assert!(enrol.decide(&state, &context).is_err());
}

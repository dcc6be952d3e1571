//! Custom rules, asked outside of decisions: a decision that needs an answer is asked again when it is there.

use std::collections::BTreeSet;

use holdpoint_domain::{Digest, Key, KnownPolicies, Need, RuleAnswers, RuleQuestion, Time};

use crate::EngineError;
use crate::shared::Shared;

/// How long answers count while a command waits to be decided again; rules are told the time, so that older
/// answers would be about another moment.
const KEPT_MS: i64 = 60_000;

/// How often a command may ask before it is given up: what it asks depends on what others do meanwhile.
const MOST: usize = 100;

/// What a command was answered by custom rules so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answered {
    answers: RuleAnswers,
    asked: usize,
}

impl Answered {
    /// The answers that still count; from the first question on they are as of one moment.
    pub(crate) fn at(
        &mut self,
        now: Time,
        policies: &KnownPolicies,
        witnessed: u64,
    ) -> &RuleAnswers {
        let since = self.answers.now();
        if since.is_some_and(|since| since.after(KEPT_MS) < now) {
            self.answers = RuleAnswers::default();
        }
        self.answers.know(policies.clone());
        self.answers.set_witnessed(witnessed);
        &self.answers
    }

    /// Notes that something is asked, at a moment.
    pub(crate) fn asks(&mut self, now: Time) {
        self.asked += 1;
        if self.answers.now().is_none() {
            self.answers = RuleAnswers::as_of(now);
        }
    }

    /// Looks up what is not in the ledger: what rules say, or policies; this takes its time.
    pub(crate) fn look_up(&mut self, shared: &Shared, unknown: Unknown) -> Result<(), EngineError> {
        if self.asked > MOST {
            let reason = "what the rule is asked changes faster than it answers".to_owned();
            return Err(EngineError::NoVerdict { reason });
        }
        match unknown {
            Unknown::Rule(question) => ask(&mut self.answers, shared, *question),
            Unknown::Policies(policy) => read(shared, policy).map(drop),
        }
    }
}

/// What is not in the ledger, and takes its time to be looked up.
#[derive(Debug)]
pub(crate) enum Unknown {
    /// What a custom rule says.
    Rule(Box<RuleQuestion>),
    /// Policies on who may do what.
    Policies(Digest),
}

impl Unknown {
    /// What is needed, unless it is in the ledger.
    pub(crate) fn of(need: Need) -> Result<Self, BTreeSet<Key>> {
        match need {
            Need::Rule(question) => Ok(Self::Rule(question)),
            Need::Policies(policy) => Ok(Self::Policies(policy)),
            Need::Aggregates(keys) => Err(keys),
        }
    }
}

/// Reads policies, for everybody from now on; this takes its time.
pub(crate) fn read(shared: &Shared, policy: Digest) -> Result<KnownPolicies, EngineError> {
    let read = KnownPolicies::default().load(&*shared.rules, policy);
    let read = read.map_err(|reason| EngineError::NoVerdict { reason })?;
    if let Some(loaded) = read.get(&policy) {
        shared
            .policies
            .rcu(|known| known.with(policy, loaded.clone()));
    }
    Ok(KnownPolicies::clone(&shared.policies.load()))
}

/// Asks the rules, and keeps the answer; this takes its time.
pub(crate) fn ask(
    answers: &mut RuleAnswers,
    shared: &Shared,
    question: RuleQuestion,
) -> Result<(), EngineError> {
    let asked = answers.ask(&*shared.rules, question);
    asked.map_err(|reason| EngineError::NoVerdict { reason })
}

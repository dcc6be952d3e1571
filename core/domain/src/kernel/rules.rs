//! Custom rules and policies. A decision asks a rule for an answer that it is given beforehand, and never evaluates
//! one itself; policies on who may do what are read beforehand, and are asked within the decision.

use std::sync::Arc;

use holdpoint_authorisation::PolicySet;
use serde_json::Value;

use super::{Digest, Time};

/// What a custom rule is asked: the policy, named by the digest of its text, and its input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleQuestion {
    /// Digest of the policy's text.
    pub policy: Digest,
    /// What the rule sees.
    pub input: Value,
}

/// What a custom rule answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleOutcome {
    /// Whether it lets the subject pass.
    pub passed: bool,
    /// What it says, sorted.
    pub messages: Vec<String>,
}

/// Why a custom rule has no outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleError {
    /// The rule is wrong, or does too much: it will be so whenever and wherever it is asked, and is kept.
    Wrong(String),
    /// This machine could not tell, at this time: no verdict, and nothing that is ever kept.
    Unanswered(String),
}

/// Evaluates custom criteria (Rego): outside of decisions, as it takes its time.
pub trait Rules {
    /// The outcome of a policy on an input: the same everywhere, unless there is none.
    ///
    /// # Errors
    /// When the rule is wrong, or this machine could not tell.
    fn evaluate(&self, question: &RuleQuestion) -> Result<RuleOutcome, RuleError>;

    /// Policies on who may do what, by the digest of their text: read and checked.
    ///
    /// # Errors
    /// When they are wrong, or this machine has them not. Who knows no policies says so.
    fn policies(&self, policy: &Digest) -> Result<Arc<dyn PolicySet>, RuleError> {
        let why = format!("there are no policies here, such as `{policy}`");
        Err(RuleError::Unanswered(why))
    }

    /// The same, of a text that is not kept yet.
    ///
    /// # Errors
    /// As above.
    fn read_policies(&self, text: &str) -> Result<Arc<dyn PolicySet>, RuleError> {
        self.policies(&Digest::of(text.as_bytes()))
    }
}

/// Policies that were read, or what is wrong with them.
pub type LoadedPolicies = Result<Arc<dyn PolicySet>, String>;

/// Policies that were read beforehand, by the digest of their text.
#[derive(Debug, Clone, Default)]
pub struct KnownPolicies(Arc<Vec<(Digest, LoadedPolicies)>>);

/// How many policies are kept: those that are, those that are to be, and those that were until now.
const KEPT: usize = 4;

impl KnownPolicies {
    /// Policies that were read.
    #[must_use]
    pub fn get(&self, policy: &Digest) -> Option<&LoadedPolicies> {
        let mut known = self.0.iter();
        known.find_map(|(known, loaded)| (known == policy).then_some(loaded))
    }

    /// With further ones.
    #[must_use]
    pub fn with(&self, policy: Digest, loaded: LoadedPolicies) -> Self {
        let others = self.0.iter().filter(|(known, _)| *known != policy);
        let newest = std::iter::once((policy, loaded)).chain(others.cloned());
        Self(Arc::new(newest.take(KEPT).collect()))
    }

    /// With those that others know besides.
    #[must_use]
    pub fn and(&self, others: &Self) -> Self {
        let mut all = self.clone();
        for (policy, loaded) in others
            .0
            .iter()
            .filter(|(policy, _)| self.get(policy).is_none())
        {
            all = all.with(*policy, loaded.clone());
        }
        all
    }

    /// Reads policies.
    ///
    /// # Errors
    /// Why this machine cannot.
    pub fn load(&self, rules: &dyn Rules, policy: Digest) -> Result<Self, String> {
        let loaded = match rules.policies(&policy) {
            Ok(policies) => Ok(policies),
            Err(RuleError::Wrong(why)) => Err(why),
            Err(RuleError::Unanswered(why)) => return Err(why),
        };
        Ok(self.with(policy, loaded))
    }
}

/// An outcome, or what is wrong with the rule: the same whenever it is asked.
pub type RuleAnswer = Result<RuleOutcome, String>;

/// What was looked up before the decision: what custom rules have answered, to exactly which questions, the policies
/// that were read, and how far the ledger is witnessed.
#[derive(Debug, Clone, Default)]
pub struct RuleAnswers {
    now: Option<Time>,
    known: Vec<(RuleQuestion, RuleAnswer)>,
    believed: Vec<(Digest, String)>,
    policies: KnownPolicies,
    witnessed: u64,
}

impl RuleAnswers {
    /// No answers yet; rules are told that it is `now`, also when the decision comes later.
    #[must_use]
    pub fn as_of(now: Time) -> Self {
        Self {
            now: Some(now),
            ..Self::default()
        }
    }

    /// What rules are told the time is, if that is not the decision's.
    #[must_use]
    pub fn now(&self) -> Option<Time> {
        self.now
    }

    /// Policies that were read.
    #[must_use]
    pub fn policies(&self) -> &KnownPolicies {
        &self.policies
    }

    /// Takes over policies that were read.
    pub fn know(&mut self, policies: KnownPolicies) {
        self.policies = policies;
    }

    /// How many entries enough witnesses have cosigned.
    #[must_use]
    pub fn witnessed(&self) -> u64 {
        self.witnessed
    }

    /// Takes over how many entries enough witnesses have cosigned.
    pub fn set_witnessed(&mut self, entries: u64) {
        self.witnessed = entries;
    }

    /// Keeps an answer.
    pub fn add(&mut self, question: RuleQuestion, answer: RuleAnswer) {
        self.known.push((question, answer));
    }

    /// Asks, and keeps the answer.
    ///
    /// # Errors
    /// Why there is none.
    pub fn ask(&mut self, rules: &dyn Rules, question: RuleQuestion) -> Result<(), String> {
        let answer = match rules.evaluate(&question) {
            Ok(outcome) => Ok(outcome),
            Err(RuleError::Wrong(why)) => Err(why),
            Err(RuleError::Unanswered(why)) => return Err(why),
        };
        self.add(question, answer);
        Ok(())
    }

    /// Takes from a kept verdict that a policy had no outcome, whatever it was asked.
    pub(crate) fn believe(&mut self, policy: Digest, why: String) {
        self.believed.push((policy, why));
    }

    /// The answer to a question, if it is known.
    #[must_use]
    pub fn get(&self, question: &RuleQuestion) -> Option<RuleAnswer> {
        let believed = self.believed.iter();
        let believed = believed.filter(|(policy, _)| *policy == question.policy);
        let mut believed = believed.map(|(_, why)| Err(why.clone()));
        let known = self.known.iter().filter(|(known, _)| known == question);
        believed
            .next()
            .or_else(|| known.map(|(_, answer)| answer.clone()).next())
    }
}

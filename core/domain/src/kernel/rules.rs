//! Custom rules: a decision asks for an answer that it is given beforehand, and never evaluates a rule itself.

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
}

/// An outcome, or what is wrong with the rule: the same whenever it is asked.
pub type RuleAnswer = Result<RuleOutcome, String>;

/// What custom rules have answered before the decision, to exactly which questions.
#[derive(Debug, Clone, Default)]
pub struct RuleAnswers {
    now: Option<Time>,
    known: Vec<(RuleQuestion, RuleAnswer)>,
    believed: Vec<(Digest, String)>,
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

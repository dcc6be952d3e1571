//! What happened in the histories: a property of histories in which nothing happens would say nothing.

use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub struct Tally {
    pub commands: u64,
    pub facts: u64,
    pub verdicts: u64,
    /// Deployments to protected environments that passed the gate.
    pub guarded: u64,
    /// Of these, those for which somebody stood in for somebody else.
    pub delegated: u64,
    pub rollbacks: u64,
    /// Commands that would have been done, but for policies; and those that policies left alone.
    pub forbidden: u64,
    pub left_alone: u64,
    pub events: BTreeMap<&'static str, u64>,
    pub refusals: BTreeMap<String, u64>,
}

fn add<K: Ord>(into: &mut BTreeMap<K, u64>, from: BTreeMap<K, u64>) {
    for (key, count) in from {
        *into.entry(key).or_default() += count;
    }
}

impl Tally {
    pub fn and(mut self, other: Self) -> Self {
        self.commands += other.commands;
        self.facts += other.facts;
        self.verdicts += other.verdicts;
        self.guarded += other.guarded;
        self.delegated += other.delegated;
        self.rollbacks += other.rollbacks;
        self.forbidden += other.forbidden;
        self.left_alone += other.left_alone;
        add(&mut self.events, other.events);
        add(&mut self.refusals, other.refusals);
        self
    }

    /// That these histories have gone where the rules are.
    pub fn says_something(&self, histories: u64) {
        assert!(self.guarded > histories / 3, "{} guarded", self.guarded);
        assert!(
            self.delegated > histories / 50,
            "{} delegated",
            self.delegated
        );
        assert!(
            self.rollbacks > histories / 50,
            "{} rollbacks",
            self.rollbacks
        );
        assert!(
            self.events.len() >= 48,
            "{} types of event",
            self.events.len()
        );
        assert!(
            self.refusals.len() >= 40,
            "{} kinds of refusal",
            self.refusals.len()
        );
    }
}

//! What the rules of the domain have against an item, whatever stands beside it.

use holdpoint_domain::State;
use holdpoint_domain::declaration::{Change, problems};
use holdpoint_domain::environment::{Environment, EnvironmentName};
use holdpoint_domain::gate::Ask;

use super::Reader;
use crate::place::{self, criteria};
use crate::yaml::Node;

/// Refusals that no other item can cause or cure.
const ALONE: &[&str] = &[
    "environment-unguarded",
    "criterion-wrong",
    "step-wrong",
    "template-wrong",
];

impl Reader<'_> {
    /// Reports what the rules have against items that were read without a mistake.
    pub(super) fn alone(&mut self, root: &Node, changes: impl Iterator<Item = Change>) {
        for change in changes {
            let path = place::of(&change);
            if !self.sound.contains(&path.join("/")) {
                continue;
            }
            let refusals = problems(&change, &beside(&change)).unwrap_or_default();
            for refusal in refusals {
                if ALONE.contains(&refusal.code.as_str()) {
                    let place = place::of_refusal(&change, &refusal);
                    let span = root.locate(&place::steps(&place));
                    self.report(span, refusal.into());
                }
            }
        }
    }
}

/// A state in which the environments exist that the criteria of the item name: whether they do is not asked
/// here.
fn beside(change: &Change) -> State {
    let mut state = State::default();
    for criterion in criteria(change) {
        if let Ask::Ran { environment } = &criterion.ask {
            state
                .environments
                .insert(environment.clone(), empty(environment));
        }
    }
    state
}

fn empty(name: &EnvironmentName) -> Environment {
    Environment {
        name: name.clone(),
        title: String::new(),
        after: None,
        protected: false,
        production: false,
        level: holdpoint_domain::environment::Level::Observe,
        criteria: Vec::new(),
        steps: Vec::new(),
        planned: false,
        freeze: None,
        calendar: None,
    }
}

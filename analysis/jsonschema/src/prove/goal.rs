//! What is to be proven, what is known, and what is being proven.

use std::collections::HashMap;
use std::rc::Rc;

use super::{DEPTH, Prover, Reasons};
use crate::model::Id;

/// Schemas that take a value, schemas that do not, and choices between alternatives that were made already.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Left {
    pub(crate) is: Vec<Id>,
    pub(crate) isnt: Vec<Id>,
    pub(crate) done: Vec<(Id, u8)>,
}

impl Left {
    pub(crate) fn of(is: Vec<Id>) -> Self {
        let mut left = Self {
            is,
            ..Self::default()
        };
        left.tidy();
        left
    }

    fn tidy(&mut self) {
        for list in [&mut self.is, &mut self.isnt] {
            list.sort_unstable();
            list.dedup();
        }
        self.done.sort_unstable();
    }

    /// The same with more of it.
    pub(crate) fn with(&self, is: &[Id], isnt: &[Id]) -> Self {
        let mut left = self.clone();
        left.is.extend(is);
        left.isnt.extend(isnt);
        left.tidy();
        left
    }

    pub(crate) fn decided(&self, choice: (Id, u8)) -> Self {
        let mut left = self.clone();
        left.done.push(choice);
        left.tidy();
        left
    }

    pub(crate) fn without(&self, isnt: Id) -> Self {
        let mut left = self.clone();
        left.isnt.retain(|id| *id != isnt);
        left
    }
}

/// All that the left ones take, the right one takes; or, without a right one, there is nothing that they take together.
type Goal = (Left, Option<Id>);

#[derive(Debug, Default)]
pub(super) struct Goals {
    known: HashMap<Goal, Option<Rc<Reasons>>>,
    /// Goals that are being proven: how far down in the value, and which of them they are.
    open: HashMap<Goal, (usize, usize)>,
    level: usize,
    /// The first open goal that something was proven with.
    lowest: usize,
    /// What is proven only if an open goal is.
    hoped: Vec<(Goal, usize)>,
}

impl Prover<'_> {
    pub(super) fn prove(&mut self, left: &Left, right: Id, why: &mut Reasons) -> bool {
        self.goal((left.clone(), Some(right)), why)
    }

    /// The same, if nobody asks why not.
    pub(super) fn holds(&mut self, left: &Left, right: Id) -> bool {
        self.prove(left, right, &mut Vec::new())
    }

    pub(super) fn is_impossible(&mut self, left: &Left) -> bool {
        self.goal((left.clone(), None), &mut Vec::new())
    }

    /// The same of a part of the value.
    pub(super) fn prove_part(
        &mut self,
        step: &str,
        left: &Left,
        right: Id,
        why: &mut Reasons,
    ) -> bool {
        self.part(step, |prover| prover.prove(left, right, why))
    }

    pub(super) fn part<T>(&mut self, step: &str, look: impl FnOnce(&mut Self) -> T) -> T {
        self.goals.level += 1;
        self.path.push(step.to_owned());
        let found = look(self);
        self.path.pop();
        self.goals.level -= 1;
        found
    }

    fn goal(&mut self, goal: Goal, why: &mut Reasons) -> bool {
        if let Some(known) = self.goals.known.get(&goal) {
            why.extend(known.iter().flat_map(|reasons| reasons.iter().cloned()));
            return known.is_none();
        }
        if let Some((level, number)) = self.goals.open.get(&goal) {
            let smaller = self.goals.level > *level;
            if smaller {
                self.goals.lowest = self.goals.lowest.min(*number);
            }
            return smaller;
        }
        let size = goal.0.is.len() + goal.0.isnt.len() + goal.0.done.len();
        if self.goals.open.len() >= DEPTH || !self.spend_on(size) {
            self.exhausted = true;
            return false;
        }
        self.decide(goal, why)
    }

    fn decide(&mut self, goal: Goal, why: &mut Reasons) -> bool {
        let number = self.goals.open.len();
        self.goals
            .open
            .insert(goal.clone(), (self.goals.level, number));
        let before = std::mem::replace(&mut self.goals.lowest, usize::MAX);
        let hoped = self.goals.hoped.len();
        let mut reasons = Vec::new();
        let proven = match goal.1 {
            Some(right) => self.proven(&goal.0, right, &mut reasons),
            None => self.nothing(&goal.0),
        };
        self.goals.open.remove(&goal);
        let lowest = self.goals.lowest;
        self.goals.lowest = before.min(if proven { lowest } else { usize::MAX });
        if !proven {
            // What hoped for this one is open again.
            self.goals.hoped.truncate(hoped);
            self.goals
                .known
                .insert(goal, Some(Rc::new(reasons.clone())));
            why.extend(reasons);
        } else if lowest >= number {
            // It needs no other that is open, and so does what hoped for it.
            for (goal, _) in self.goals.hoped.split_off(hoped) {
                self.goals.known.insert(goal, None);
            }
            self.goals.known.insert(goal, None);
        } else {
            self.goals.hoped.push((goal, lowest));
        }
        proven
    }
}

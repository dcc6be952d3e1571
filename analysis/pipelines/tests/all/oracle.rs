//! The schedule beside another one that knows no counters: it looks at everything again after each event, as the rules say it.

use holdpoint_pipelines::{Flag, Graph, Node, Outcome, Reason, Role, RunState, State, Test};

/// A run as a list of states, found by looking at all nodes until nothing changes.
pub(crate) struct Oracle<'g> {
    graph: &'g Graph,
    pub states: Vec<State>,
    cancelled: bool,
    /// Matrices in which one has failed.
    stopped: Vec<bool>,
}

impl<'g> Oracle<'g> {
    pub(crate) fn new(graph: &'g Graph) -> Self {
        let mut oracle = Self {
            graph,
            states: vec![State::Waiting; graph.nodes.len()],
            cancelled: false,
            stopped: vec![false; graph.groups.len()],
        };
        oracle.look();
        oracle
    }

    pub(crate) fn begin(&mut self, node: u32) {
        assert_eq!(self.states[node as usize], State::Ready);
        self.states[node as usize] = State::Running;
    }

    pub(crate) fn settle(&mut self, at: u32, outcome: Outcome) {
        assert_eq!(self.states[at as usize], State::Running);
        self.states[at as usize] = State::Ended(outcome);
        let node = &self.graph.nodes[at as usize];
        if let Some(group) = node.group {
            let fast = self.graph.groups[group as usize].fail_fast;
            if fast && outcome == Outcome::Failed && !node.allow_failure {
                self.stopped[group as usize] = true;
            }
        }
        self.look();
    }

    pub(crate) fn cancel(&mut self) {
        if self
            .states
            .iter()
            .all(|state| matches!(state, State::Ended(_)))
        {
            return;
        }
        self.cancelled = true;
        self.look();
    }

    fn look(&mut self) {
        loop {
            let before = self.states.clone();
            for at in 0..self.states.len() {
                self.states[at] = self.judged(at);
            }
            self.admit();
            if self.states == before {
                return;
            }
        }
    }

    /// The matrix lets as many go as it has room for, the first ones first.
    fn admit(&mut self) {
        for group in &self.graph.groups {
            let limit = group.limit.map_or(usize::MAX, |limit| limit as usize);
            for member in &group.members {
                let busy =
                    |at: &&u32| matches!(self.states[**at as usize], State::Ready | State::Running);
                if self.states[*member as usize] == State::Held
                    && group.members.iter().filter(busy).count() < limit
                {
                    self.states[*member as usize] = State::Ready;
                }
            }
        }
    }

    fn judged(&self, at: usize) -> State {
        let node = &self.graph.nodes[at];
        let state = self.states[at];
        if let State::Ended(_) | State::Running = state {
            return state;
        }
        if node.group.is_some_and(|group| self.stopped[group as usize]) {
            // Whoever has not begun does not begin any more; one whose turn comes now may be kept by what guards it.
            return match self.all_ended(node) && state == State::Waiting {
                true => self.turn(node),
                false => State::Ended(Outcome::Skipped(Reason::FailFast)),
            };
        }
        match state {
            State::Ready | State::Held if self.cancelled && !node.outlives() => {
                State::Ended(Outcome::Skipped(Reason::Cancelled))
            }
            State::Waiting if self.all_ended(node) => self.turn(node),
            other => other,
        }
    }

    fn all_ended(&self, node: &Node) -> bool {
        node.after
            .iter()
            .all(|at| matches!(self.states[*at as usize], State::Ended(_)))
    }

    fn outcomes<'s>(&'s self, node: &'s Node) -> impl Iterator<Item = (&'s Node, Outcome)> + 's {
        node.after.iter().map(|at| match self.states[*at as usize] {
            State::Ended(outcome) => (&self.graph.nodes[*at as usize], outcome),
            other => panic!("{other:?} has not ended"),
        })
    }

    fn turn(&self, node: &Node) -> State {
        let well = |(before, outcome): &(&Node, Outcome)| match outcome {
            Outcome::Succeeded => true,
            Outcome::Failed => before.allow_failure,
            Outcome::Skipped(Reason::Condition) => !before.guards,
            _ => false,
        };
        if node.role == Role::End {
            return State::Ended(self.joined(node));
        }
        let bad: Vec<_> = self.outcomes(node).filter(|one| !well(one)).collect();
        let barred =
            bad.iter()
                .filter(|(before, _)| before.guards)
                .map(|(_, outcome)| match outcome {
                    Outcome::Failed => Reason::Before,
                    Outcome::Cancelled => Reason::Cancelled,
                    Outcome::Skipped(reason) => *reason,
                    Outcome::Succeeded => unreachable!("it went well"),
                });
        let weight = |reason: &Reason| match reason {
            Reason::Condition => 0,
            Reason::FailFast => 1,
            Reason::Before => 2,
            Reason::Cancelled => 3,
        };
        let skip = |reason| State::Ended(Outcome::Skipped(reason));
        if let Some(reason) = barred.max_by_key(weight) {
            return skip(reason);
        }
        if node.group.is_some_and(|group| self.stopped[group as usize]) {
            return skip(Reason::FailFast);
        }
        if self.cancelled && !node.outlives() {
            return skip(Reason::Cancelled);
        }
        let late = node.when.as_ref().is_some_and(Test::is_late);
        let holds = node.when.as_ref().is_none_or(|when| self.holds(when, &bad));
        if !late && !bad.is_empty() {
            let cancelled = |outcome: &Outcome| {
                matches!(
                    outcome,
                    Outcome::Cancelled | Outcome::Skipped(Reason::Cancelled)
                )
            };
            let only = bad.iter().all(|(_, outcome)| cancelled(outcome));
            return skip(if only {
                Reason::Cancelled
            } else {
                Reason::Before
            });
        }
        match (holds, node.role, node.group) {
            (false, _, _) => skip(Reason::Condition),
            (true, Role::Step, Some(_)) => State::Held,
            (true, Role::Step, None) => State::Ready,
            (true, _, _) => State::Ended(Outcome::Succeeded),
        }
    }

    fn holds(&self, when: &Test, bad: &[(&Node, Outcome)]) -> bool {
        let stopped = |outcome: &Outcome| {
            matches!(
                outcome,
                Outcome::Cancelled | Outcome::Skipped(Reason::Cancelled)
            )
        };
        let flag = |flag| match flag {
            Flag::Succeeded => bad.is_empty(),
            Flag::Failed => bad.iter().any(|(_, outcome)| !stopped(outcome)),
            Flag::Cancelled => self.cancelled || bad.iter().any(|(_, outcome)| stopped(outcome)),
            Flag::Always => true,
        };
        let outcome = |at: u32| match self.states[at as usize] {
            State::Ended(outcome) => outcome.word(),
            _ => "",
        };
        when.holds(&flag, &outcome)
    }

    fn joined(&self, node: &Node) -> Outcome {
        let all: Vec<_> = self.outcomes(node).collect();
        let failed = |(before, outcome): &(&Node, Outcome)| {
            *outcome == Outcome::Failed && !before.allow_failure
        };
        if all.iter().any(failed) {
            return Outcome::Failed;
        }
        let guard = all.iter().filter(|(before, outcome)| {
            before.guards && *outcome != Outcome::Succeeded && *outcome != Outcome::Failed
        });
        let guard = guard.map(|(_, outcome)| match outcome {
            Outcome::Skipped(reason) => *reason,
            _ => Reason::Cancelled,
        });
        if let Some(reason) = guard.max_by_key(|reason| {
            [
                Reason::Condition,
                Reason::FailFast,
                Reason::Before,
                Reason::Cancelled,
            ]
            .iter()
            .position(|one| one == reason)
        }) {
            return Outcome::Skipped(reason);
        }
        let others: Vec<_> = all
            .iter()
            .filter(|(before, _)| !before.guards)
            .map(|(_, outcome)| *outcome)
            .collect();
        let is = |wanted: Outcome| others.contains(&wanted);
        if is(Outcome::Cancelled) || is(Outcome::Skipped(Reason::Cancelled)) {
            return Outcome::Cancelled;
        }
        if is(Outcome::Skipped(Reason::Before)) || is(Outcome::Skipped(Reason::FailFast)) {
            return Outcome::Skipped(Reason::Before);
        }
        let idle = others
            .iter()
            .all(|outcome| *outcome == Outcome::Skipped(Reason::Condition));
        match idle && !others.is_empty() {
            true => Outcome::Skipped(Reason::Condition),
            false => Outcome::Succeeded,
        }
    }

    pub(crate) fn run(&self) -> RunState {
        let step = |at: usize| self.graph.nodes[at].role == Role::Step;
        let ended: Vec<_> = self
            .states
            .iter()
            .enumerate()
            .filter_map(|(at, state)| match state {
                State::Ended(outcome) => Some((at, *outcome)),
                _ => None,
            })
            .collect();
        if ended.len() < self.states.len() {
            return RunState::Running;
        }
        let failed = |(at, outcome): &(usize, Outcome)| {
            step(*at) && *outcome == Outcome::Failed && !self.graph.nodes[*at].allow_failure
        };
        if ended.iter().any(failed) {
            return RunState::Failed;
        }
        match self.cancelled
            || ended
                .iter()
                .any(|(at, outcome)| step(*at) && *outcome == Outcome::Cancelled)
        {
            true => RunState::Cancelled,
            false => RunState::Succeeded,
        }
    }
}

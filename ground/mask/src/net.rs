//! All that is sought, as one automaton (Aho and Corasick 1975).

use std::collections::HashMap;

use aho_corasick::Anchored;
use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::nfa::contiguous::NFA;
use zeroize::Zeroizing;

/// The automaton. It is not wiped: its states are spread over memory that is not its own alone.
pub(crate) struct Net(Option<Built>);

struct Built {
    states: NFA,
    start: StateID,
    /// Of each state, how many bytes of what is sought have been seen.
    depths: HashMap<StateID, usize>,
}

/// Where in it a stream is.
#[derive(Clone, Copy)]
pub(crate) struct State(Option<StateID>);

impl Net {
    /// Seeks all these, none of which is empty.
    pub(crate) fn new(sought: &[Zeroizing<Vec<u8>>]) -> Self {
        Self(Built::new(sought))
    }

    pub(crate) fn start(&self) -> State {
        State(self.0.as_ref().map(|built| built.start))
    }

    /// Goes on by a byte; how long the longest is that ends with it.
    pub(crate) fn step(&self, state: &mut State, byte: u8) -> Option<usize> {
        let (built, at) = (self.0.as_ref()?, state.0?);
        let next = built.states.next_state(Anchored::No, at, byte);
        state.0 = Some(next);
        built.states.is_match(next).then(|| built.longest(next))
    }

    /// How many of the last bytes may be the beginning of what is sought.
    pub(crate) fn depth(&self, state: &State) -> usize {
        let depth = |built: &Built| built.depths.get(&state.0?).copied();
        self.0.as_ref().and_then(depth).unwrap_or_default()
    }
}

impl Built {
    fn new(sought: &[Zeroizing<Vec<u8>>]) -> Option<Self> {
        let patterns = sought
            .iter()
            .map(|one| one.as_slice())
            .filter(|one| !one.is_empty());
        let patterns: Vec<&[u8]> = patterns.collect();
        if patterns.is_empty() {
            return None;
        }
        let states = NFA::builder().prefilter(false).build(&patterns).ok()?;
        let start = states.start_state(Anchored::No).ok()?;
        let mut depths = HashMap::new();
        for pattern in patterns {
            let mut at = start;
            for (before, byte) in pattern.iter().enumerate() {
                at = states.next_state(Anchored::No, at, *byte);
                depths.insert(at, before + 1);
            }
        }
        Some(Self {
            states,
            start,
            depths,
        })
    }

    fn longest(&self, state: StateID) -> usize {
        let all = 0..self.states.match_len(state);
        let lengths = all.map(|index| {
            self.states
                .pattern_len(self.states.match_pattern(state, index))
        });
        lengths.max().unwrap_or_default()
    }
}

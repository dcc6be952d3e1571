//! The format of a ledger: which programs can read it.
//!
//! | event | what it says |
//! |---|---|
//! | `ledger.format.raised` | from here on there may be events that programs of an earlier format do not know |
//!
//! A ledger has format 1 until it says otherwise. The raise comes right before the first entry that needs it, and
//! belongs to the organisation, which every program reads when it opens a ledger: so one that does not know the
//! format stops, rather than pass over what it cannot read and append to what it has not understood.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::{Evolve, Key, Kind, Meta};
use crate::{Fact, State};

/// The format of a ledger that names none.
pub const FIRST_FORMAT: u32 = 1;

/// The newest format that is known here.
pub const KNOWN_FORMAT: u32 = 2;

/// The ledger has a newer format from now on. Programs of every format read this one event, so its data never
/// grows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormatRaised {
    /// The format.
    pub format: u32,
}

impl Evolve for FormatRaised {
    fn subject(&self) -> Key {
        Key::new(Kind::Organisation, "organisation")
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state.format = state.format.max(self.format);
    }
}

/// The raise that must come before these events, if one must.
#[must_use]
pub fn raise(state: &State, facts: &[Fact]) -> Option<FormatRaised> {
    let format = facts.iter().map(Fact::format).max()?;
    (format > state.format()).then_some(FormatRaised { format })
}

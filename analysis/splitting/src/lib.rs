//! Tests over several machines: divided beforehand, or handed out while they run, and none of them lost.
//!
//! - A [`Suite`] is the set of collected tests: sorted, each once, with what each is thought to cost. Tests that were never
//!   timed are estimated, and say so.
//! - [`split`] divides a suite over shards so that the longest one is as short as it can be, and says how short that is.
//! - A [`Queue`] hands the tests out, longest first, to whoever asks; workers may be lost, retried or repeat themselves.
//!   [`prove`] says from the record alone whether every test came to exactly one end.
//!
//! All times are whole microseconds, so that every machine comes to the same answer. Nothing here reads a clock or a file.
//!
//! ```
//! use std::num::NonZeroU32;
//! use holdpoint_splitting::{Grain, Micros, Suite, Test, split};
//!
//! let timed = |id: &str, seconds: &str| Test::new(id, Micros::parse(seconds));
//! let suite = Suite::new(vec![timed("a", "3"), timed("b", "2.5"), timed("c", "1"), timed("d", "0.5")])?;
//! let two = NonZeroU32::new(2).ok_or("two")?;
//! let split = split(&suite, two, Grain::Test);
//! assert_eq!(split.makespan, split.bound.micros);
//! let first: Vec<_> = split.shards[0].tests.iter().map(|at| suite.tests()[*at].id.as_str()).collect();
//! assert_eq!(first, ["a", "d"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod list;
mod micros;
mod mistakes;
pub mod queue;
mod split;
mod suite;
mod timings;

pub use list::read_list;
pub use micros::Micros;
pub use queue::{Queue, prove};
pub use split::{Bound, Floor, Grain, Shard, Split, split};
pub use suite::{Basis, Digest, Planned, Suite, SuiteError, Test, Wrong, groups};
pub use timings::read_timings;

use holdpoint_findings::Rule;

/// What can be wrong with timings and lists of tests.
pub fn rules() -> impl Iterator<Item = &'static Rule> + Clone {
    mistakes::RULES.iter().copied()
}

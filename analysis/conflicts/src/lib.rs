//! Which changes get into each other's way: at the same time, in the same place, and in parts of which one depends on the other,
//! however far.
//!
//! - [`Graph`] says which part depends on which. Circles are allowed.
//! - A [`Change`] takes some parts of a place for a span of time; two [clash](Relation) if they share a part, or if a part of one
//!   depends on a part of the other, directly or through others.
//! - A [`Closing`] forbids changes at some times. One of some parts only also forbids changes to whatever these depend on.
//!
//! [`clashes`] and [`closed`] are for all changes of a plan at once; [`against`] and [`clear`] are for one that is to be planned.
//! [`Graph::path`] says why: the shortest chain of parts.
//!
//! Parts, places, changes and closings are numbers, in the order in which they are given. Nothing here reads a clock or a file.
//!
//! ```
//! use holdpoint_conflicts::{Change, Clash, Graph, Relation, clashes};
//! use holdpoint_schedule::Span;
//!
//! // 0 depends on 1, and 1 on 2.
//! let graph = Graph::new(3, [(0, 1), (1, 2)])?;
//! let span = |from: &str, to: &str| Span { from: from.parse().unwrap(), to: to.parse().unwrap() };
//! let night = span("2026-11-28T20:00Z", "2026-11-29T02:00Z");
//! let late = span("2026-11-29T01:00Z", "2026-11-29T03:00Z");
//! let changes = [
//!     Change { span: night, place: 0, parts: vec![0] },
//!     Change { span: late, place: 0, parts: vec![2] },
//! ];
//! let found = clashes(&graph, &changes)?;
//! assert_eq!(found, [Clash { change: 0, other: 1, relation: Relation::DependsOn }]);
//! assert_eq!(graph.path(&[0], &[2]), Some(vec![0, 1, 2]));
//! # Ok::<(), holdpoint_conflicts::Unknown>(())
//! ```

mod change;
mod clear;
mod closing;
mod graph;
mod one;
mod pairs;
mod rows;

pub use change::{Change, Clash, Closed, Closing, Relation, Unknown};
pub use clear::{Search, clear};
pub use closing::closed;
pub use graph::Graph;
pub use one::against;
pub use pairs::{clashes, for_each_clash};

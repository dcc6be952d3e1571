//! Coverage reports: read (LCOV, Cobertura), merged over shards, counted, compared.
//!
//! Merging is what a run that was not divided would have said: a line is covered if any shard covers it. It is associative and
//! commutative. Shards that disagree on which lines a file has were built from different things, and that is [told](Differing).
//!
//! LCOV is read as geninfo(1) and lcov 2 describe it, Cobertura as its document type `coverage-04` and the writers in use do.
//! Nothing here reads a clock or a file; whatever is wrong with a report is said at its line and column.
//!
//! ```
//! use std::sync::Arc;
//! use holdpoint_coverage::{Report, merge};
//! use holdpoint_findings::Source;
//!
//! let read = |text: &str| Report::read(&Arc::new(Source::new("lcov.info", text.as_bytes().to_vec())?));
//! let one = read("SF:a.rs\nDA:1,1\nDA:2,0\nend_of_record\n")?;
//! let two = read("SF:a.rs\nDA:1,0\nDA:2,4\nend_of_record\n")?;
//! let merged = merge(&[one, two]);
//! assert_eq!(merged.report.totals().lines_covered, 2);
//! assert!(merged.differing.is_empty());
//! # Ok::<(), holdpoint_findings::Unreadable>(())
//! ```

mod branches;
mod cobertura;
mod compare;
mod lcov;
mod merge;
mod mistakes;
mod report;
mod totals;

pub use branches::{Branches, Counted};
pub use compare::{Comparison, Lost, compare};
pub use merge::{Differing, Merged, merge};
pub use report::{File, Function, Line, Report};
pub use totals::Totals;

use holdpoint_findings::Rule;

/// What can be wrong with a report.
pub fn rules() -> impl Iterator<Item = &'static Rule> + Clone {
    mistakes::RULES.iter().copied()
}

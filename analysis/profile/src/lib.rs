//! Profiles of pipelines: what a run spent its time on, what its end hung on, and what it would have been with something changed.
//!
//! - [`read`] reads runs from traces (OTLP JSON with the semantic conventions for CI/CD), and from what GitHub, GitLab and Jenkins
//!   say of their jobs. [`write()`] writes a run as a trace.
//! - [`critical_path`], [`slack`], [`times`], [`items`] and [`parallelism`] say where the time of a [`Run`] went.
//! - A [`Simulation`] plays a run again: with a step that takes no time, more agents, quicker approvals. With nothing changed it
//!   gives exactly what was recorded.
//! - [`rank`] looks at many runs: what holds them up, whether that grows, and from which run on it is slower.
//! - [`waterfall`] draws a run as SVG.
//!
//! All times are integers, in nanoseconds. Nothing here reads a clock or a file, and the same input always gives the same.
//!
//! ```
//! use std::sync::Arc;
//! use holdpoint_findings::Source;
//! use holdpoint_profile::{Scenario, Simulation, critical_path, length, read};
//!
//! let jobs = br#"{"jobs": [
//!   {"run_id": 7, "id": 1, "name": "build", "started_at": "2026-11-28T20:00:00Z", "completed_at": "2026-11-28T20:04:00Z"},
//!   {"run_id": 7, "id": 2, "name": "test", "started_at": "2026-11-28T20:04:10Z", "completed_at": "2026-11-28T20:10:00Z"}
//! ]}"#;
//! let traces = read(&[Arc::new(Source::new("jobs.json", jobs.to_vec())?)])?;
//! let run = &traces.runs[0];
//! let path = critical_path(run);
//! assert_eq!(path.steps, [0, 1]);
//!
//! let scenario: Scenario = "test=50%".parse().map_err(|wrong| format!("{wrong:?}"))?;
//! let played = Simulation::new(run).play(&scenario);
//! assert_eq!((length::shown(run.length()), length::shown(played.length)), ("10m".to_owned(), "7m 5s".to_owned()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod draw;
pub mod length;
mod model;
mod names;
mod path;
mod rank;
mod read;
mod simulate;
mod slack;
mod times;
mod write;

pub use draw::{STYLE, Waterfall, waterfall};
pub use model::{Draft, Fault, Kind, Nanos, Outcome, Part, Run, Step};
pub use path::{Path, Stretch, critical_path};
pub use rank::{
    Bottleneck, FALSE_ALARMS_MILLIONTHS, LEVEL, Ranking, Regression, Shift, Subject, Trend, rank,
    shifts, trend,
};
pub use read::{Traces, read, rules};
pub use simulate::{Agents, Change, Misread, Played, Scenario, Simulation, Target, To};
pub use slack::slack;
pub use times::{Item, Parallelism, Times, items, parallelism, times};
pub use write::write;

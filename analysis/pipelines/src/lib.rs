//! Pipelines: their definition, the graph of steps that a run is, and which of them are ready.
//!
//! - [`Definition`] is what a file says under `pipelines` and `parts`, read with every mistake at its place.
//! - [`plan`] makes a [`Graph`] of it: matrices and parts unfolded into steps with ids that last, and what each step sees.
//! - [`Schedule`] says which steps are ready, and what becomes of the run, from the outcomes so far.
//! - [`draw`] shows a graph as text, Mermaid or SVG; as JSON it is what serde makes of it.
//! - [`schema`] adds to the JSON Schema of a file.
//!
//! Nothing here knows a clock, the network, or who runs the steps. The same definition always gives the same graph.
//!
//! ```
//! use std::sync::Arc;
//! use holdpoint_findings::Source;
//! use holdpoint_pipelines::{Change, Definition, Given, Outcome, RunState, Schedule, plan};
//!
//! let text = "
//! pipelines:
//!   shop:
//!     stages:
//!       - name: build
//!         steps:
//!           - {name: compile, run: make}
//!           - {name: test, run: make test, matrix: {os: [linux, macos]}}
//! ";
//! let source = Arc::new(Source::new("holdpoint.yaml", text.into())?);
//! let definition = Definition::of(&source)?;
//! let graph = plan(&definition, "shop", &Given::default())?;
//! let mut changes = Vec::new();
//! let mut schedule = Schedule::new(graph.flow(), &mut changes);
//! loop {
//!     let next = schedule.ready().next();
//!     let Some(step) = next else { break };
//!     schedule.begin(graph.flow(), step)?;
//!     schedule.settle(graph.flow(), step, Outcome::Succeeded, &mut changes)?;
//! }
//! assert_eq!(schedule.run(), RunState::Succeeded);
//! assert!(graph.find("build/test[os=linux]").is_some());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod alone;
mod definition;
pub mod draw;
mod expression;
mod flow;
mod link;
mod literal;
mod mistakes;
pub mod model;
mod plan;
mod schedule;
pub mod schema;
mod shape;

pub use alone::alone;
pub use definition::{Definition, SECTIONS};
pub use expression::{Condition, Datum, Flag, Outcomes, Template, Test, Type, Variable as Asked};
pub use flow::{Flow, Link};
pub use plan::{
    Carried, Given, Graph, Group, Node, REHEARSAL, Role, STEPS, Share, StagePlan, Supplied, Task,
    plan,
};
pub use schedule::{Change, Forecast, Outcome, Reason, RunState, Schedule, Span, State, Unmet};
pub use shape::{
    Axis, Brief, Count, Cpu, Digest, Duration, Label, Path, Percent, Port, Script, Size, Status,
    Variable, Word,
};

/// The rules of this crate: what can be wrong with a definition.
pub fn rules() -> impl Iterator<Item = &'static holdpoint_findings::Rule> + Clone {
    mistakes::RULES.iter().copied()
}

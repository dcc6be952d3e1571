//! From a definition and what a run is started with to a graph of concrete steps.

mod artifact;
mod back_out;
mod build;
mod carried;
mod collect;
mod given;
mod graph;
mod group;
mod name;
mod place;
mod shown;
mod task;
mod tests;
mod unfold;

pub use given::{Carried, Given, REHEARSAL};
pub use graph::{Graph, Group, Node, Role, StagePlan, Supplied, Task};
pub use tests::Share;

use crate::Definition;
use holdpoint_findings::Unreadable;

/// Steps of one run at most.
pub const STEPS: usize = 10_000;
/// Places of a graph at most: its steps, and where stages, parts and matrices begin and end.
const NODES: usize = 25_000;
/// Links between them at most.
const EDGES: usize = 250_000;
/// Parts within parts.
const DEPTH: usize = 20;

/// Plans a run of a pipeline.
///
/// The same definition and the same start give the same graph, whose steps have the ids that they have whatever other steps
/// there are: stage, step and combination, such as `build/test[os=linux]`.
///
/// # Errors
/// What is wrong with the start, or with the definition as it is started; each at its place in the definition.
pub fn plan(definition: &Definition, pipeline: &str, given: &Given) -> Result<Graph, Unreadable> {
    build::plan(definition, pipeline, given)
}

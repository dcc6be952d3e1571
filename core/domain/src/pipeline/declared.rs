//! Definitions of pipelines.

use std::sync::Arc;

use holdpoint_pipelines::{Definition, Given, plan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::planned::Mistakes;
use super::refusal::pipeline_wrong;
use crate::State;
use crate::kernel::{Digest, Evolve, Key, Kind, Meta, Refusal, name_type};

name_type!(
    /// The name of a pipeline.
    PipelineName, Kind::Pipeline
);

/// How long the definition of one pipeline is at most, in bytes, with the parts that it uses.
pub const DEFINITION: usize = 40 * 1024;

/// A pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pipeline {
    /// Its name.
    pub name: PipelineName,
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The repository that declares it, where its steps find their files; none for one without.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub repository: String,
    /// The sections `pipelines`, with this one alone, and `parts`, with those that it uses, as JSON.
    pub definition: String,
}

impl Pipeline {
    /// What its definition is recognised by.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(self.definition.as_bytes())
    }

    /// Whether it belongs to another repository than that one says.
    fn foreign(&self, other: &Self) -> bool {
        let known = !(self.repository.is_empty() || other.repository.is_empty());
        known && self.repository != other.repository
    }

    /// The definition, read.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn read(&self) -> Result<Definition, Mistakes> {
        let name = format!("pipeline {}", self.name);
        let bytes = self.definition.clone().into_bytes();
        let source = holdpoint_findings::Source::new(&name, bytes).map_err(Mistakes::from)?;
        Definition::of(&Arc::new(source)).map_err(Mistakes::from)
    }
}

/// What is wrong with one, if anything is: it has to be sound, and what it names has to exist.
pub(crate) fn problem(pipeline: &Pipeline, state: &State) -> Vec<Refusal> {
    if pipeline.definition.len() > DEFINITION {
        let why = format!("its definition is longer than {DEFINITION} bytes");
        return vec![pipeline_wrong(&pipeline.name, why)];
    }
    let before = state.pipelines.get(&pipeline.name);
    if let Some(other) = before.filter(|before| before.foreign(pipeline)) {
        let why = format!("`{}` declares a pipeline of that name", other.repository);
        return vec![pipeline_wrong(&pipeline.name, why)];
    }
    let planned = pipeline.read().and_then(|definition| {
        let graph = plan(&definition, pipeline.name.as_str(), &Given::example());
        graph.map_err(Mistakes::from)
    });
    let mistakes = match planned {
        Ok(graph) => super::planned::strangers(state, &graph),
        Err(mistakes) => mistakes,
    };
    let all = mistakes.0.into_iter();
    all.map(|why| pipeline_wrong(&pipeline.name, why)).collect()
}

/// A pipeline exists, or is otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PipelineDeclared {
    /// The pipeline from now on.
    pub pipeline: Pipeline,
}

/// A pipeline is no more; runs of it go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PipelineRetired {
    /// Which.
    pub pipeline: PipelineName,
}

impl Evolve for PipelineDeclared {
    fn subject(&self) -> Key {
        self.pipeline.name.key()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        let name = self.pipeline.name.clone();
        state
            .pipelines
            .insert(name, Arc::new(self.pipeline.clone()));
    }
}

impl Evolve for PipelineRetired {
    fn subject(&self) -> Key {
        self.pipeline.key()
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        state.pipelines.remove(&self.pipeline);
        state.errands.retire(&self.pipeline);
    }
}

//! `pipeline.list`.

use holdpoint_domain::pipeline::PipelineName;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::queries::Query;
use crate::{Reader, ServiceError};

/// The pipelines that are declared.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListPipelines {}

/// The pipelines, in order of name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Pipelines {
    /// The pipelines.
    pub pipelines: Vec<PipelineLine>,
}

/// A pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PipelineLine {
    /// Its name.
    pub pipeline: PipelineName,
    /// What people call it.
    pub title: String,
    /// The repository that declares it.
    pub repository: String,
    /// How many of its runs have not ended.
    pub open: usize,
    /// The sections `pipelines` and `parts` as they are kept, as JSON.
    pub definition: String,
}

impl Query for ListPipelines {
    const NAME: &'static str = "pipeline.list";
    type View = Pipelines;

    fn answer(&self, reader: &Reader<'_>) -> Result<Pipelines, ServiceError> {
        reader.ask(|state| {
            let open = |name: &PipelineName| {
                let runs = state.runs.iter();
                let own = runs.filter(|(_, run)| run.pipeline == *name && run.stage.open());
                own.count()
            };
            let all = state.pipelines.values().map(|one| PipelineLine {
                pipeline: one.name.clone(),
                title: one.title.clone(),
                repository: one.repository.clone(),
                open: open(&one.name),
                definition: one.definition.clone(),
            });
            Ok(Pipelines {
                pipelines: all.collect(),
            })
        })
    }
}

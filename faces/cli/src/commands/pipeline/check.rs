//! `holdpoint pipeline check`.

use std::path::PathBuf;

use clap::Args;
use holdpoint_pipelines::{Definition, Given, Graph, plan};
use serde::Serialize;

use super::file;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::output::{Human, Page};
use crate::session::Session;

/// Check the pipelines of a file: every mistake at its place.
///
/// Each pipeline is planned, too, with values made up for inputs that have no default: whatever runs can be is seen before one
/// does. Nothing is run, and no server is asked.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The file; `-` is standard input.
    #[arg(default_value = "holdpoint.yaml")]
    file: PathBuf,
}

impl Run for Check {
    fn run(self, session: &Session) -> Outcome {
        let definition = file::read(&self.file)?;
        let pipelines = definition
            .pipelines
            .keys()
            .map(|name| line(&definition, name.as_str()));
        let pipelines = pipelines.collect::<Result<Vec<_>, _>>()?;
        session.show(&Checked { pipelines })
    }
}

fn line(definition: &Definition, name: &str) -> Result<Line, Failure> {
    let graph = plan(definition, name, &Given::example()).map_err(|error| file::wrong(&error))?;
    Ok(Line::of(&graph))
}

/// Pipelines that are sound.
#[derive(Debug, Serialize)]
struct Checked {
    pipelines: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Line {
    name: String,
    title: String,
    stages: usize,
    /// Steps, combinations and parts counted.
    steps: usize,
    /// Secrets that its steps see.
    secrets: Vec<String>,
}

impl Line {
    fn of(graph: &Graph) -> Self {
        Self {
            name: graph.pipeline.clone(),
            title: graph.title.clone(),
            stages: graph.stages.len(),
            steps: graph.steps(),
            secrets: graph.secrets.keys().map(ToString::to_string).collect(),
        }
    }
}

impl Human for Checked {
    fn human(&self, page: &mut Page) {
        let row = |line: &Line| {
            let secrets = line.secrets.join(", ");
            vec![
                line.name.clone(),
                line.stages.to_string(),
                line.steps.to_string(),
                secrets,
                line.title.clone(),
            ]
        };
        let rows = self.pipelines.iter().map(row).collect();
        page.table(&["pipeline", "stages", "steps", "secrets", "title"], rows);
    }
}

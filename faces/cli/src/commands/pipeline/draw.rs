//! `holdpoint pipeline draw`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use holdpoint_pipelines::{Definition, Given, Graph, draw, plan};

use super::file;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::{self, Format};
use crate::session::Session;

/// Draw a pipeline before it runs: as text, as SVG, for Mermaid, or as the JSON of its graph.
///
/// Values are made up for inputs that are not given and have no default. A matrix with more than six combinations is drawn as
/// one. Nothing is run, and no server is asked.
#[derive(Debug, Args)]
pub(crate) struct Draw {
    /// The file; `-` is standard input.
    #[arg(default_value = "holdpoint.yaml")]
    file: PathBuf,
    /// The pipeline, if there are several.
    pipeline: Option<String>,
    /// An input of the run.
    #[arg(long, value_name = "NAME=VALUE")]
    input: Vec<String>,
    /// The branch of the commit that is run.
    #[arg(long)]
    branch: Option<String>,
    /// The tag of the commit that is run.
    #[arg(long)]
    tag: Option<String>,
    /// What starts it.
    #[arg(long, default_value = "manual")]
    event: String,
}

impl Run for Draw {
    fn run(self, session: &Session) -> Outcome {
        let definition = file::read(&self.file)?;
        let given = Given {
            inputs: inputs(&self.input)?,
            event: self.event,
            branch: self.branch.unwrap_or_default(),
            tag: self.tag.unwrap_or_default(),
            ..Given::example()
        };
        let name = match self.pipeline {
            Some(name) => name,
            None => only(&definition)?,
        };
        let graph = plan(&definition, &name, &given).map_err(|error| file::wrong(&error))?;
        output::write(&drawn(&graph, session.format())?)?;
        Ok(Exit::Go)
    }
}

fn drawn(graph: &Graph, format: Format) -> Result<String, Failure> {
    Ok(match format {
        Format::Json => {
            output::json(&serde_json::json!({"graph": graph, "digest": graph.digest()}))?
        }
        Format::Svg => draw::svg(graph),
        Format::Mermaid => draw::mermaid(graph),
        _ => draw::text(graph),
    })
}

/// The pipeline, if there is one alone.
fn only(definition: &Definition) -> Result<String, Failure> {
    let names: Vec<_> = definition
        .pipelines
        .keys()
        .map(ToString::to_string)
        .collect();
    match names.as_slice() {
        [only] => Ok(only.clone()),
        several => {
            let message = format!("there are {} pipelines, and one is needed", several.len());
            let failure = Failure::input("pipeline-which", message);
            Err(failure.help(format!(
                "name one of them after the file: {}",
                several.join(", ")
            )))
        }
    }
}

fn inputs(given: &[String]) -> Result<BTreeMap<String, String>, Failure> {
    let pair = |text: &String| match text.split_once('=') {
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        None => {
            let message = format!("`{text}` gives no value to an input");
            Err(Failure::input("pipeline-input-form", message).help("write `--input NAME=VALUE`"))
        }
    };
    given.iter().map(pair).collect()
}

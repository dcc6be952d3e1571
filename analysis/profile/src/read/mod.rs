//! Reading traces of pipelines: what they are is seen by what they hold.

mod assemble;
mod found;
mod github;
mod gitlab;
mod guess;
mod infer;
mod jenkins;
mod mend;
mod otlp;
mod rules;
mod said;
mod time;

use std::sync::Arc;

use holdpoint_findings::{Document, Finding, Source, Sources, Unreadable};

pub use rules::rules;

use crate::Run;
use rules::mistakes;
use said::{Said, Where};

/// What was read.
#[derive(Debug, Clone)]
pub struct Traces {
    /// The runs, in the order in which they began.
    pub runs: Vec<Run>,
    /// What has to be known of how they were read: clocks that differ, an order that was inferred, steps left out.
    pub remarks: Vec<Finding>,
}

/// Runs of pipelines, from files in any of these forms:
///
/// - OTLP JSON: `ExportTraceServiceRequest` or `TracesData`, one or one a line, with the semantic conventions for CI/CD. The spans of
///   a trace may be in several files.
/// - The jobs of runs of GitHub Actions: `GET /repos/{owner}/{repo}/actions/runs/{id}/jobs`, one page or several.
/// - The jobs of pipelines of GitLab: `GET /projects/{id}/pipelines/{id}/jobs`, with `needs` if somebody has added them.
/// - A run of a Jenkins pipeline: `GET /job/{name}/{number}/wfapi/describe`.
///
/// # Errors
/// Everything that is wrong with them, each at its place.
pub fn read(sources: &[Arc<Source>]) -> Result<Traces, Unreadable> {
    let (mut documents, mut said, mut known) = (Vec::new(), Said::default(), Sources::default());
    for source in sources {
        known.add(source);
        match Document::read_json_lines(source) {
            Ok(document) => documents.push(document),
            Err(error) => said.mistakes.extend(error.findings().iter().cloned()),
        }
    }
    let mut runs = of(&documents, &mut said);
    if !said.mistakes.is_empty() {
        return Err(Unreadable::new(said.mistakes, known));
    }
    runs.sort_by(|one, other| (one.started, &one.id).cmp(&(other.started, &other.id)));
    Ok(Traces {
        runs,
        remarks: said.remarks,
    })
}

fn of(documents: &[Document], said: &mut Said) -> Vec<Run> {
    let (mut spans, mut jobs, mut others, mut found) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for root in documents.iter().flat_map(Document::roots) {
        let root = Where::new(root, "");
        match kind(&root) {
            Ok(Form::Otlp) => spans.extend(otlp::spans(&root, said)),
            Ok(Form::Github) => jobs.extend(github::jobs(&root, said)),
            Ok(Form::Gitlab) => others.extend(root.all()),
            Ok(Form::Jenkins) => found.extend(jenkins::run(&root, said)),
            Err(what) => said.wrong(root.place(), &mistakes::FORMAT, &[("what", what)]),
        }
    }
    found.extend(otlp::runs(&spans, said));
    found.extend(github::runs(&jobs, said));
    found.extend(gitlab::runs(&others, said));
    let runs = found
        .into_iter()
        .filter_map(|run| assemble::assemble(run, said));
    let runs: Vec<Run> = runs.collect();
    if let (true, true, Some(first)) =
        (runs.is_empty(), said.mistakes.is_empty(), documents.first())
    {
        said.wrong(first.root().place(""), &mistakes::EMPTY, &[]);
    }
    runs
}

enum Form {
    Otlp,
    Github,
    Gitlab,
    Jenkins,
}

/// What a value is, or why it is nothing that is known.
fn kind(root: &Where<'_>) -> Result<Form, &'static str> {
    let has = |key: &str| root.value.get(key).is_some();
    let first = root.value.items().next();
    let each = |key: &str| first.is_some_and(|first| first.get(key).is_some());
    match root.value.is_list() {
        true if each("jobs") || each("run_id") => Ok(Form::Github),
        true if each("stage") || each("pipeline") => Ok(Form::Gitlab),
        true if first.is_none() => Err("the list is empty"),
        true => Err("it is a list, but neither of jobs of GitLab nor of pages of jobs of GitHub"),
        false if has("resourceSpans") => Ok(Form::Otlp),
        false if has("jobs") => Ok(Form::Github),
        false if has("stages") && has("startTimeMillis") => Ok(Form::Jenkins),
        false if has("resourceMetrics") || has("resourceLogs") => {
            Err("it holds metrics or logs, not spans")
        }
        false if has("message") => Err("it is an error that a server answered"),
        false if root.value.is_map() => {
            Err("none of `resourceSpans`, `jobs` and `stages` is there")
        }
        false => Err("it is neither a map nor a list"),
    }
}

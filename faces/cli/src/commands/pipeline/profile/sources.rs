//! Where runs are read: files, or the server.

use std::path::PathBuf;
use std::sync::Arc;

use holdpoint_findings::Source;
use holdpoint_service::queries::{ListRuns, Paging, TraceRun};

use crate::arguments::Past;
use crate::commands::check::options::{source, unreadable};
use crate::error::Failure;
use crate::session::Session;

/// Files as they are.
pub(super) fn files(paths: &[PathBuf]) -> Result<Vec<Arc<Source>>, Failure> {
    paths.iter().map(|path| source(path)).collect()
}

/// The newest runs that have ended, or the one that is named with those of its pipeline before it.
pub(super) fn runs(
    session: &Session,
    pipeline: Option<&str>,
    run: Option<&str>,
    most: u16,
) -> Result<Vec<Arc<Source>>, Failure> {
    let past = Past::default();
    let pipeline = pipeline.map(str::parse).transpose();
    let pipeline =
        pipeline.map_err(|error| Failure::input("trace-pipeline-unknown", format!("{error}")))?;
    let list = ListRuns {
        pipeline,
        release: None,
        paging: Paging {
            limit: most.into(),
            after: None,
        },
    };
    let found = session.asked(&list, &past)?.runs.into_iter();
    let mut ids: Vec<_> = found
        .filter(|one| !one.stage.open())
        .map(|one| one.run.to_string())
        .collect();
    if let Some(run) = run.filter(|run| !ids.iter().any(|id| id == run)) {
        ids.push(run.to_owned());
    }
    let mut sources = Vec::new();
    for run in ids {
        let trace = session.asked(&TraceRun { run: run.clone() }, &past)?.trace;
        let source = Source::new(&run, trace.to_string().into_bytes());
        sources.push(Arc::new(source.map_err(|error| unreadable(&error))?));
    }
    match sources.is_empty() {
        true => Err(Failure::input("trace-run-unknown", "no run has ended yet")
            .help("name files with `--trace`, or run a pipeline first")),
        false => Ok(sources),
    }
}

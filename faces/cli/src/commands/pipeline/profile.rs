//! `holdpoint pipeline profile`.

mod human;
mod many;
mod one;
mod pages;
mod pick;
mod sources;
mod what_if;

use std::path::PathBuf;

use clap::Args;
use holdpoint_findings::Finding;
use holdpoint_profile::{Waterfall, read, waterfall};
use serde::Serialize;

use crate::commands::check::options::unreadable;
use crate::commands::{Outcome, Run};
use crate::exit::Exit;
use crate::files;
use crate::session::Session;
pub(crate) use pages::PAGES;

/// Show what runs of a pipeline spent their time on, what would shorten them, and since when they are slower.
///
/// Without files it is about runs that the server knows. Files are OTLP JSON with the OpenTelemetry semantic conventions for CI/CD (a request, or one a line), the jobs of GitHub Actions
/// runs (`GET /repos/…/actions/runs/ID/jobs`), those of GitLab pipelines (`GET /projects/ID/pipelines/ID/jobs`), and runs of Jenkins
/// pipelines (`wfapi/describe`). Of several runs, the newest is shown, and all are ranked. Nothing is sent anywhere.
#[derive(Debug, Args)]
pub(crate) struct Profile {
    /// The files; `-` is standard input. Without them, runs of the server.
    #[arg(long = "trace", value_name = "FILE", num_args = 1..)]
    traces: Vec<PathBuf>,
    /// Show this run instead of the newest.
    #[arg(long, value_name = "ID")]
    run: Option<String>,
    /// Of several pipelines, the one that is meant; without it, that of the newest run.
    #[arg(long, value_name = "NAME")]
    pipeline: Option<String>,
    /// How many runs of the server are looked at, the newest first.
    #[arg(long, value_name = "RUNS", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=1000))]
    last: u16,
    /// What would have been: `STEP=0`, `STEP=50%`, `STEP=2m` (at most), `kind:approval=1h`, `agents=2x`, `agents:POOL=4`; several
    /// at once with commas between them. May be given several times, for one answer each.
    #[arg(long, value_name = "CHANGE")]
    what_if: Vec<String>,
    /// Draw the run as a waterfall into this SVG file; `-` writes it to standard output, and nothing else.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

/// All that is said.
#[derive(Debug, Serialize)]
struct View {
    pipeline: String,
    run: one::RunView,
    what_if: Vec<what_if::WhatIf>,
    runs: many::Runs,
    /// Pipelines whose runs are in the files, too.
    other_pipelines: Vec<String>,
    remarks: Vec<Remark>,
}

/// What has to be known of how the files were read.
#[derive(Debug, Serialize)]
struct Remark {
    rule: &'static str,
    level: String,
    message: String,
    place: holdpoint_findings::Place,
}

impl Run for Profile {
    fn run(self, session: &Session) -> Outcome {
        let (pipeline, run) = (self.pipeline.as_deref(), self.run.as_deref());
        let sources = match self.traces.as_slice() {
            [] => sources::runs(session, pipeline, run, self.last)?,
            paths => sources::files(paths)?,
        };
        let traces = read(&sources).map_err(|error| unreadable(&error))?;
        let picked = pick::pick(traces.runs, pipeline, run)?;
        let scenarios = what_if::scenarios(&self.what_if, &picked.runs)?;
        if let Some(path) = &self.svg {
            let drawn = waterfall(picked.shown(), &Waterfall::default());
            files::write(path, drawn.as_bytes())?;
            if path.as_os_str() == "-" {
                return Ok(Exit::Go);
            }
        }
        session.show(&View {
            pipeline: picked.shown().pipeline.clone(),
            run: one::RunView::of(picked.shown(), &session.zone),
            what_if: what_if::answers(&scenarios, &picked),
            runs: many::Runs::of(&picked.runs, &session.zone),
            other_pipelines: picked.others,
            remarks: traces.remarks.iter().map(remark).collect(),
        })
    }
}

fn remark(finding: &Finding) -> Remark {
    Remark {
        rule: finding.rule.id,
        level: finding.level.to_string(),
        message: finding.message.clone(),
        place: finding.place.clone(),
    }
}

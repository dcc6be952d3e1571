//! `holdpoint policy check`.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::excerpt;
use crate::commands::{Outcome, Run};
use crate::files;
use crate::output::{Human, Page};
use crate::session::Session;
use holdpoint_service::read_policies;

/// Check policies against the words that there are, and show every mistake in its place; asks no server.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The file; `-` is standard input.
    file: PathBuf,
}

impl Run for Check {
    fn run(self, session: &Session) -> Outcome {
        let (file, text) = (
            self.file.display().to_string(),
            files::read_text(&self.file)?,
        );
        let policies =
            read_policies(&text).map_err(|wrong| excerpt::wrong(&file, &text, &wrong))?;
        let doubts = excerpt::excerpts(&file, &text, policies.doubts());
        if !doubts.is_empty() {
            session.note(format!("hardly meant:\n{}", doubts.trim_end()));
        }
        let line = |listed: &holdpoint_cedar::Listed| Line {
            id: listed.saying.id.clone(),
            effect: if listed.permits { "permit" } else { "forbid" },
            advice: listed.saying.advice.clone(),
        };
        session.show(&Checked {
            policies: policies.listed().iter().map(line).collect(),
            doubts: policies
                .doubts()
                .iter()
                .map(|doubt| doubt.at(&text))
                .collect(),
        })
    }
}

/// Policies that are right.
#[derive(Debug, Serialize)]
struct Checked {
    policies: Vec<Line>,
    /// What is right, but hardly meant.
    doubts: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Line {
    id: String,
    effect: &'static str,
    advice: String,
}

impl Human for Checked {
    fn human(&self, page: &mut Page) {
        let row = |line: &Line| vec![line.id.clone(), line.effect.to_owned(), line.advice.clone()];
        let rows = self.policies.iter().map(row).collect();
        page.table(&["policy", "effect", "advice"], rows);
    }
}

//! `holdpoint import`.

mod releases;
mod undo;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use holdpoint_import::{ImportError, Imported, Limits, Mapping, Preview, Source, read};
use holdpoint_service::{PlanView, Receipt, Wanted};
use serde::Serialize;
use serde_json::json;

use crate::arguments::Write;
use crate::client::Client;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::files;
use crate::output::{self, Human, Page};
use crate::session::{Session, send};

/// What is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Units, teams and people.
    Organisation,
    /// Components and environments, with the units and teams that they name.
    Catalogue,
    /// Everything that the file has.
    All,
    /// Releases that went out before, from the tags of a git repository.
    Releases,
    /// Nothing: an earlier import is undone, `FILE` is its entries as `FIRST..LAST`.
    Undo,
}

/// Import an organisation, its catalogue or its past from elsewhere.
///
/// Units, teams, people, components and environments are read from CSV, XLSX, Backstage catalogue files and
/// ServiceNow CMDB exports, past releases from the tags of a git repository. What is imported can be undone.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// What to import.
    kind: Kind,
    /// The file; its content says what format it has. `-` is standard input.
    #[arg(required_if_eq_any = [
        ("kind", "organisation"), ("kind", "catalogue"), ("kind", "all"), ("kind", "undo"),
    ])]
    file: Option<PathBuf>,
    #[command(flatten)]
    tags: releases::Tags,
    /// Which column is what; guessed if nothing is said.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Write the mapping that would be used, to be edited, and import nothing.
    #[arg(long)]
    show_mapping: bool,
    #[command(flatten)]
    write: Write,
}

impl Run for Import {
    fn run(self, session: &Session) -> Outcome {
        let file = match (&self.file, self.kind) {
            (file, Kind::Releases) => {
                return releases::import(session, file.as_deref(), &self.tags, &self.write);
            }
            (Some(file), Kind::Undo) => return undo::undo(session, file, &self.write),
            (Some(file), _) => file,
            (None, _) => return Err(Failure::input("usage", "no file is named")),
        };
        let bytes = files::read(file)?;
        let name = file.display().to_string();
        let source = read(&name, &bytes, &Limits::default()).map_err(|error| failure(&error))?;
        let mapping = self.mapping(&source)?;
        if self.show_mapping {
            output::write(&mapping.to_yaml().map_err(|error| failure(&error))?)?;
            return Ok(Exit::Go);
        }
        let preview = source.preview(&mapping).map_err(|error| failure(&error))?;
        session.note(preview.to_string().trim_end());
        let client = session.client()?;
        self.import(session, &*client, preview)
    }
}

impl Import {
    fn mapping(&self, source: &Source) -> Result<Mapping, Failure> {
        match &self.mapping {
            Some(path) => Mapping::parse(&files::read_text(path)?).map_err(|error| failure(&error)),
            None => Ok(source.guess().mapping),
        }
    }

    fn import(&self, session: &Session, client: &dyn Client, preview: Preview) -> Outcome {
        let imported = self.chosen(preview.imported.clone());
        let wanted = Wanted::Import(Box::new(imported.clone()));
        let plan = client.plan(&wanted)?;
        let request = json!({
            "command": "organisation.apply",
            "arguments": { "import": imported }
        });
        let receipt = send(client, &self.write, request)?;
        let people = plan.people.iter().map(|one| one.handle.clone()).collect();
        session.show(&Report {
            people,
            plan,
            receipt,
            preview,
        })
    }

    fn chosen(&self, mut imported: Imported) -> Imported {
        match self.kind {
            Kind::Organisation => {
                imported.components.clear();
                imported.environments.clear();
            }
            Kind::Catalogue => imported.people.clear(),
            Kind::All | Kind::Releases | Kind::Undo => {}
        }
        imported
    }
}

/// A file that cannot be read is bad input.
fn failure(error: &ImportError) -> Failure {
    let mut failure = Failure::new(Exit::Usage, "import", error);
    if let Some(source) = std::error::Error::source(error) {
        failure = failure.because(source);
    }
    failure
}

/// What was imported.
#[derive(Debug, Serialize)]
struct Report {
    /// Handles of people who were not known before.
    people: Vec<String>,
    #[serde(flatten)]
    plan: PlanView,
    #[serde(flatten)]
    receipt: Receipt,
    preview: Preview,
}

impl Human for Report {
    fn human(&self, page: &mut Page) {
        page.block(self.plan.text.trim_end());
        self.plan
            .notes
            .iter()
            .for_each(|note| page.line(format!("note: {note}")));
        let PlanView { added, changed, .. } = &self.plan;
        let would = if self.receipt.dry_run {
            "would be "
        } else {
            ""
        };
        let people = self.people.len();
        page.line(format!(
            "{would}imported: {added} new, {changed} changed, {people} people added"
        ));
        let ends = self.receipt.events.first().zip(self.receipt.events.last());
        if let Some((first, last)) = ends.filter(|_| !self.receipt.dry_run) {
            let (first, last) = (first.position, last.position);
            page.line(format!(
                "undo it with: holdpoint import undo {first}..{last}"
            ));
        }
    }
}

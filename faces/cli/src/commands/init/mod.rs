//! `holdpoint init`.

pub(super) mod found;

use std::path::{Path, PathBuf};

use clap::Args;
use holdpoint_configuration::{Configuration, Source, write};
use serde::Serialize;

use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::{self, Human, Page};
use crate::present::counted;
use crate::session::Session;

/// Write a commented `holdpoint.yaml` for the repository at hand.
///
/// Components come from manifests of Cargo, npm, Go, Maven, Gradle and Python, owners from CODEOWNERS, and
/// environments are guessed; every guess says why.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The repository.
    #[arg(default_value = ".")]
    directory: PathBuf,
    /// The name of the organisation; the repository's if nothing is said.
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
    /// Write the file even if there is one.
    #[arg(long)]
    force: bool,
    /// Only show what would be written.
    #[arg(long)]
    dry_run: bool,
}

impl Run for Init {
    fn run(self, session: &Session) -> Outcome {
        let found = found::look(&self.directory, self.organisation.as_deref())?;
        let path = found.root.join("holdpoint.yaml");
        let text = write(&found.seed(&session.global.timezone));
        check(&text)?;
        if self.dry_run {
            output::write(&text)?;
            return Ok(Exit::Go);
        }
        if path.exists() && !self.force {
            let message = format!("there is a `{}` already", path.display());
            return Err(Failure::input("file-exists", message)
                .help("`--force` writes it anew, `--dry-run` only shows what would be written"));
        }
        std::fs::write(&path, text).map_err(|error| Failure::file("write", &path, &error))?;
        session.show(&Written::new(&path, &found))
    }
}

/// What is written has to be readable: a mistake here is one of this program.
fn check(text: &str) -> Result<(), Failure> {
    let none = |_: &str| Err("there are none yet".to_owned());
    let parsed = Configuration::parse(Source::new("holdpoint.yaml", text), &none);
    parsed.map(drop).map_err(|mistakes| {
        let mut failure =
            Failure::failed("internal", "what was found makes no valid configuration");
        failure.excerpt = Some(mistakes.human(false));
        failure
    })
}

/// What was written.
#[derive(Debug, Serialize)]
struct Written {
    file: String,
    components: Vec<String>,
    environments: Vec<String>,
    teams: Vec<String>,
    past_releases: usize,
    problems: Vec<String>,
}

impl Written {
    fn new(path: &Path, found: &found::Found) -> Self {
        let inventory = &found.inventory;
        Self {
            file: path.display().to_string(),
            components: found.components().map(|one| one.id.clone()).collect(),
            environments: inventory
                .environments
                .iter()
                .map(|one| one.name.clone())
                .collect(),
            teams: found.teams().into_iter().collect(),
            past_releases: found.past.releases.len(),
            problems: inventory.problems.iter().map(ToString::to_string).collect(),
        }
    }
}

impl Human for Written {
    fn human(&self, page: &mut Page) {
        page.line(format!("wrote {}", self.file));
        page.field("components", self.components.join(", "));
        page.field("environments", self.environments.join(", "));
        page.field("teams", self.teams.join(", "));
        page.field("past", counted(self.past_releases as u64, "release tag"));
        self.problems
            .iter()
            .for_each(|problem| page.field("look at", problem));
        page.gap();
        page.line("Read it, change what is wrong, then: holdpoint apply");
        if self.past_releases > 0 {
            page.line("Bring in what went out before: holdpoint import releases");
        }
    }
}

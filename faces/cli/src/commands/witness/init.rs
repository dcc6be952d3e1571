//! `holdpoint witness init`.

use clap::Args;
use holdpoint_ports::Randomness as _;
use serde::Serialize;

use super::place::{failure, place};
use crate::commands::{Outcome, Run};
use crate::data::SystemRandomness;
use crate::output::{Human, Page};
use crate::session::Session;

/// Begin a witness: make its key, and a register without logs.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Its name, under which others know its key: a host name and a path, such as `witness.example.org/w1`.
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Only say what would come of it.
    #[arg(long)]
    dry_run: bool,
}

impl Run for Init {
    fn run(self, session: &Session) -> Outcome {
        let place = place(session)?;
        let mut seed = [0; 32];
        SystemRandomness.fill(&mut seed);
        let made = match self.dry_run {
            true => place.rehearse(&self.name, &seed),
            false => place.create(&self.name, &seed),
        };
        let made = made.map_err(|error| failure(&error))?;
        session.show(&Begun {
            dry_run: self.dry_run,
            name: self.name,
            // The key of a rehearsal is no more than an example.
            key: (!self.dry_run).then(|| made.verifier_key().to_string()),
            key_file: place.key_file().display().to_string(),
            directory: place.directory().display().to_string(),
        })
    }
}

#[derive(Debug, Serialize)]
struct Begun {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    dry_run: bool,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    key_file: String,
    directory: String,
}

impl Human for Begun {
    fn human(&self, page: &mut Page) {
        let Some(key) = &self.key else {
            page.line(format!(
                "would be made: witness {}, with its key in {}",
                self.name, self.key_file
            ));
            return;
        };
        page.heading(format!("witness {}", self.name));
        page.field("key", key);
        page.field("kept in", &self.key_file);
        let data = &self.directory;
        page.line(format!(
            "Next: holdpoint witness add LOG-KEY --data {data}, then holdpoint witness serve --data {data}"
        ));
        page.line("Keep a copy of the key apart; never run two witnesses with one key.");
    }
}

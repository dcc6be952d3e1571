//! `holdpoint doctor`.

mod machine;
mod stores;

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::{Outcome, Run};
use crate::exit::Exit;
use crate::output::{Human, Page};
use crate::session::Session;

/// Find what is wrong with an installation, and say what to do.
///
/// It only reads, and may run while a server has the data directory open. The exit code is 2 when something is wrong; what is
/// only to be thought of leaves it 0. `holdpoint audit verify` looks at every entry besides.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Where backups go: is there one, and how old is it?
    #[arg(long, value_name = "DIR")]
    backup: Option<PathBuf>,
}

/// How grave it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Level {
    /// It does not work so, or will not for long.
    Error,
    /// It works, and somebody should think of it.
    Warning,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Finding {
    /// A stable name.
    rule: &'static str,
    level: Level,
    message: String,
    /// What to do.
    help: &'static str,
}

fn error(rule: &'static str, message: impl std::fmt::Display, help: &'static str) -> Finding {
    Finding {
        rule,
        level: Level::Error,
        message: message.to_string(),
        help,
    }
}

fn warning(rule: &'static str, message: impl std::fmt::Display, help: &'static str) -> Finding {
    Finding {
        level: Level::Warning,
        ..error(rule, message, help)
    }
}

impl Run for Doctor {
    fn run(self, session: &Session) -> Outcome {
        let place = session.data();
        if !crate::data::exists(&place)? {
            return Err(crate::data::missing(&place));
        }
        let mut findings = machine::check(&place);
        findings.extend(stores::check(session, &place));
        findings.extend(self.backup.iter().filter_map(|to| stores::backup(to)));
        let sound = findings.iter().all(|one| one.level != Level::Error);
        session.show(&Diagnosis {
            verdict: if sound { "go" } else { "no-go" },
            data: place.display().to_string(),
            findings,
        })?;
        Ok(if sound { Exit::Go } else { Exit::NoGo })
    }
}

/// What was found.
#[derive(Debug, Serialize)]
struct Diagnosis {
    verdict: &'static str,
    data: String,
    findings: Vec<Finding>,
}

impl Human for Diagnosis {
    fn human(&self, page: &mut Page) {
        if self.findings.is_empty() {
            return page.line(format!("nothing is wrong with {}", self.data));
        }
        for one in &self.findings {
            let level = match one.level {
                Level::Error => "error",
                Level::Warning => "warning",
            };
            page.line(format!("{level}[{}]: {}", one.rule, one.message));
            page.below(format!("help: {}", one.help));
        }
    }
}

//! `holdpoint witness show`.

use clap::Args;
use holdpoint_domain::Time;
use holdpoint_witness::LogRow;
use serde::Serialize;

use super::place::{failure, place};
use crate::commands::{Outcome, Run};
use crate::exit::Exit;
use crate::output::{Human, Page};
use crate::session::Session;

/// Show the witness's key, and the newest head of each log that it has cosigned. The exit code tells of forks.
#[derive(Debug, Args)]
pub(crate) struct Show {}

impl Run for Show {
    fn run(self, session: &Session) -> Outcome {
        let place = place(session)?;
        let key = place.cosigner().map_err(|error| failure(&error))?;
        let register = place.register().map_err(|error| failure(&error))?;
        let logs = register.logs().map_err(|error| failure(&error.into()))?;
        let forked = logs.iter().any(|log| !log.forks.is_empty());
        session.show(&Shown {
            name: key.verifier_key().name.clone(),
            key: key.verifier_key().to_string(),
            logs: logs.into_iter().map(Log::of).collect(),
        })?;
        Ok(if forked { Exit::NoGo } else { Exit::Go })
    }
}

#[derive(Debug, Serialize)]
struct Shown {
    name: String,
    key: String,
    logs: Vec<Log>,
}

#[derive(Debug, Serialize)]
struct Log {
    origin: String,
    keys: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cosigned: Option<Head>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    forks: Vec<Contradiction>,
}

#[derive(Debug, Serialize)]
struct Head {
    size: u64,
    root: String,
    time: Time,
    checkpoint: String,
}

/// Two checkpoints of one size, both signed by the log.
#[derive(Debug, Serialize)]
struct Contradiction {
    size: u64,
    time: Time,
    submitted: String,
    cosigned: String,
}

fn time(seconds: u64) -> Time {
    Time::from_millis(i64::try_from(seconds.saturating_mul(1_000)).unwrap_or(i64::MAX))
}

fn text(note: &[u8]) -> String {
    String::from_utf8_lossy(note).into_owned()
}

impl Log {
    fn of(row: LogRow) -> Self {
        let cosigned = row.cosigned.map(|head| Head {
            size: head.size,
            root: head.root.to_base64(),
            time: time(head.time),
            checkpoint: text(&head.note),
        });
        let forks = row.forks.iter().map(|fork| Contradiction {
            size: fork.size,
            time: time(fork.time),
            submitted: text(&fork.note),
            cosigned: text(&fork.cosigned),
        });
        Self {
            origin: row.origin,
            keys: row.keys.iter().map(ToString::to_string).collect(),
            cosigned,
            forks: forks.collect(),
        }
    }
}

impl Human for Shown {
    fn human(&self, page: &mut Page) {
        page.heading(format!("witness {}", self.name));
        page.field("key", &self.key);
        if self.logs.is_empty() {
            page.line("it knows no log yet: holdpoint witness add LOG-KEY --data DIR");
        }
        for log in &self.logs {
            page.heading(format!("log {}", log.origin));
            match &log.cosigned {
                Some(head) => {
                    page.field("size", head.size);
                    page.field("root", &head.root);
                    page.field("cosigned", page.time(head.time));
                }
                None => page.line("nothing cosigned yet"),
            }
            for fork in &log.forks {
                page.line(format!(
                    "FORK: another tree of size {} was submitted; both checkpoints are in `--format json`",
                    fork.size
                ));
            }
        }
    }
}

//! `holdpoint waiver`.

use clap::Args;
use holdpoint_domain::signing::Act;
use holdpoint_domain::waiver::WaiverId;
use holdpoint_service::queries::{ListWaivers, ShowStatement};
use serde_json::json;

use super::group::commands;
use super::{Outcome, Run};
use crate::arguments::{Part, Past, Write};
use crate::error::Failure;
use crate::requests::plain;
use crate::session::Session;
use crate::signing::{Signing, Stated};

commands! {
    /// Time-limited, approved exceptions to a criterion.
    WaiverCommand {
        Request(Request),
        Approve(Approve),
        Revoke(Revoke),
        List(List),
    }
}

/// Ask for an exception.
#[derive(Debug, Args)]
pub(crate) struct Request {
    /// For which release.
    release: String,
    /// In which environment.
    environment: String,
    /// From which criterion.
    criterion: String,
    /// Only from this finding of a check, by its fingerprint. May be given again.
    #[arg(long, value_name = "FINGERPRINT")]
    finding: Vec<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Until when, at most 90 days, such as `+14d`.
    #[arg(long, value_name = "TIME")]
    until: String,
    #[command(flatten)]
    write: Write,
}

impl Run for Request {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "waiver.request",
            "arguments": {
                "release": self.release,
                "environment": self.environment,
                "criterion": self.criterion,
                "findings": self.finding,
                "reason": plain(Some(&self.reason)),
                "ends": session.time(&self.until)?
            }
        });
        let said = format!("a waiver from `{}` is asked for", self.criterion);
        session.submit(&self.write, request, said)
    }
}

/// Grant an exception that somebody else has asked for.
#[derive(Debug, Args)]
pub(crate) struct Approve {
    /// Which waiver.
    waiver: String,
    #[command(flatten)]
    signing: Signing,
    #[command(flatten)]
    write: Write,
}

impl Run for Approve {
    fn run(self, session: &Session) -> Outcome {
        let stated = Stated {
            query: about(Act::Grant, &self.waiver)?,
            reason: None,
            command: "waiver.approve",
            arguments: json!({ "waiver": self.waiver }),
            said: format!("waiver `{}` is approved", self.waiver),
        };
        stated.submit(session, self.signing, &self.write)
    }
}

fn about(decision: Act, waiver: &str) -> Result<ShowStatement, Failure> {
    let id = WaiverId::new(waiver).map_err(|error| Failure::input("waiver-unknown", error))?;
    Ok(ShowStatement {
        decision,
        release: None,
        environment: None,
        waiver: Some(id),
        reason: None,
    })
}

/// Take an exception back, or turn a request down.
#[derive(Debug, Args)]
pub(crate) struct Revoke {
    /// Which waiver.
    waiver: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    signing: Signing,
    #[command(flatten)]
    write: Write,
}

impl Run for Revoke {
    fn run(self, session: &Session) -> Outcome {
        let stated = Stated {
            query: about(Act::Revoke, &self.waiver)?,
            reason: self.reason,
            command: "waiver.revoke",
            arguments: json!({ "waiver": self.waiver }),
            said: format!("waiver `{}` is revoked", self.waiver),
        };
        stated.submit(session, self.signing, &self.write)
    }
}

/// List waivers, the newest first.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only those of this release.
    #[arg(long, value_name = "NAME")]
    release: Option<String>,
    #[command(flatten)]
    part: Part,
    #[command(flatten)]
    past: Past,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        let release = self.release.map(|name| name.parse()).transpose();
        let release = release.map_err(|error| Failure::input("release-unknown", error))?;
        session.answer(
            &ListWaivers {
                release,
                paging: self.part.into(),
            },
            &self.past,
        )
    }
}

//! `holdpoint agent invite`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;
use holdpoint_domain::Digest;
use holdpoint_identity::{Pin, Secret};
use holdpoint_service::queries::ListAgents;
use serde_json::json;

use crate::arguments::Write;
use crate::client::ask;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::present::Done;
use crate::session::{Session, send};
use crate::{files, moment};

/// Invite a host: make an enrolment secret that counts once.
///
/// The ledger keeps its digest only. Bring it to the host in a file that its administrator alone may read.
#[derive(Debug, Args)]
pub(super) struct Invite {
    /// What the agent is called.
    agent: String,
    /// Labels by which it may be chosen.
    #[arg(long, value_name = "LABEL", value_delimiter = ',')]
    labels: Vec<String>,
    /// How long the secret counts, such as `1h` or `2d`.
    #[arg(long, value_name = "LENGTH", default_value = "1d")]
    expires: String,
    /// The file that the secret is written to; standard output if nothing is said.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    write: Write,
}

impl Run for Invite {
    fn run(self, session: &Session) -> Outcome {
        let client = session.client()?;
        let pin = ask(&*client, &ListAgents::default(), None)?.pin;
        let pin: Pin = pin
            .and_then(|pin| pin.parse().ok())
            .ok_or_else(not_listening)?;
        let lasts = moment::seconds(&self.expires)?;
        let expires = session.now().after(i64::from(lasts) * 1_000);
        let labels: BTreeSet<String> = self.labels.iter().cloned().collect();
        let mut random = [0; 32];
        getrandom::fill(&mut random)
            .map_err(|error| Failure::failed("random", format!("no randomness: {error}")))?;
        let seconds = expires.millis() / 1_000;
        let (secret, kept) = Secret::new(random, pin, seconds, labels.clone());
        let request = json!({
            "command": "agent.invite",
            "arguments": {
                "agent": self.agent,
                "labels": labels,
                "secret": Digest(kept.sha256),
                "expires": expires,
            }
        });
        let receipt = send(&*client, &self.write, request)?;
        let text = secret.text();
        match &self.output {
            Some(path) => files::write_private(path, text.as_bytes())?,
            None if !self.write.dry_run => {
                session.note("the enrolment secret, which is shown this once:");
                session.note(&*text);
            }
            None => {}
        }
        let said = format!("`{}` is invited until {}", self.agent, expires);
        session.show(&Done::new(said, receipt))
    }
}

fn not_listening() -> Failure {
    Failure::failed("agents-closed", "the server does not listen for agents")
        .help("start it with `holdpoint serve --agents ADDR`, and ask it with `--server`")
}

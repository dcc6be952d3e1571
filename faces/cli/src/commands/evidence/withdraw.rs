//! `holdpoint evidence withdraw`.

use clap::Args;
use holdpoint_domain::Digest;
use holdpoint_service::queries::ListEvidence;
use serde_json::json;

use crate::arguments::Write;
use crate::client::ask;
use crate::commands::release::create::send_all;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::present::Done;
use crate::requests::plain;
use crate::session::Session;

/// Take a piece of evidence back: gates do not count it any more. The document and its entry stay.
#[derive(Debug, Args)]
pub(crate) struct Withdraw {
    /// Which, as `holdpoint evidence list` shows it.
    evidence: String,
    /// The release that it is about, by any of its artifacts.
    #[arg(long, value_name = "NAME", required_unless_present = "subject")]
    release: Option<String>,
    /// The digest that it is about.
    #[arg(long, value_name = "DIGEST")]
    subject: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    write: Write,
}

impl Run for Withdraw {
    fn run(self, session: &Session) -> Outcome {
        let subject = self.subject.as_deref().map(str::parse::<Digest>);
        let subject = subject
            .transpose()
            .map_err(|error| Failure::input("digest-wrong", error))?;
        let client = session.client()?;
        let query = ListEvidence {
            release: self.release,
            subject,
        };
        let known = ask(&*client, &query, None)?.evidence;
        let requests: Vec<_> = known
            .iter()
            .filter(|one| one.evidence.as_str() == self.evidence)
            .map(|one| {
                json!({
                    "command": "evidence.withdraw",
                    "arguments": {
                        "evidence": one.evidence,
                        "subject": one.subject,
                        "reason": plain(self.reason.as_deref())
                    }
                })
            })
            .collect();
        if requests.is_empty() {
            let message = format!("there is no evidence `{}` there", self.evidence);
            return Err(Failure::input("evidence-unknown", message)
                .help("`holdpoint evidence list` shows what there is"));
        }
        let receipt = send_all(&*client, &self.write, requests)?;
        let said = format!("evidence `{}` is withdrawn", self.evidence);
        session.show(&Done::new(said, receipt))
    }
}

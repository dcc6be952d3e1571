//! `holdpoint approve` and `holdpoint reject`.

use clap::Args;
use holdpoint_domain::access::Role;
use holdpoint_domain::approval::Say;
use holdpoint_service::queries::ShowPayload;
use serde_json::json;

use super::{Outcome, Run};
use crate::arguments::Write;
use crate::error::Failure;
use crate::present::Done;
use crate::requests::{person, plain};
use crate::session::{Session, send};
use crate::signing::{Decided, Signing};

/// What both have in common.
#[derive(Debug, Args)]
pub(crate) struct Decision {
    /// Which release.
    release: String,
    /// In which role.
    #[arg(long = "as", value_name = "ROLE")]
    role: Role,
    /// Only for this environment.
    #[arg(long, value_name = "NAME")]
    environment: Option<String>,
    /// In the stead of this person, who has delegated it.
    #[arg(long, value_name = "PERSON")]
    on_behalf_of: Option<String>,
    /// The digest of the manifest that was looked at; the current one if none.
    #[arg(long, value_name = "DIGEST")]
    manifest: Option<String>,
    /// With what comment.
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,
    #[command(flatten)]
    signing: Signing,
    #[command(flatten)]
    write: Write,
}

impl Decision {
    fn decided(&self, say: Say) -> Result<Decided, Failure> {
        let wrong = |error: holdpoint_domain::NameError| Failure::input("usage", error);
        let environment = self.environment.as_deref().map(str::parse).transpose();
        Ok(Decided {
            query: ShowPayload {
                release: self.release.clone(),
                say,
                role: self.role,
                environment: environment.map_err(wrong)?,
                on_behalf_of: self.on_behalf_of.clone(),
                reason: None,
            },
            manifest: self.manifest.clone(),
            comment: self.comment.clone(),
        })
    }

    fn submit(self, session: &Session, say: Say, done: &str) -> Outcome {
        let client = session.client()?;
        let decided = self.decided(say)?;
        let rehearsed = self.write.dry_run;
        let signed = self.signing.sign(session, &*client, &decided, rehearsed)?;
        let request = json!({
            "command": "approval.decide",
            "arguments": {
                "release": self.release,
                "say": say,
                "role": self.role,
                "environment": self.environment,
                "on_behalf_of": self.on_behalf_of.as_deref().map(person),
                "manifest": self.manifest,
                "comment": plain(self.comment.as_deref()),
                "signature": signed.as_ref().map(|(signature, _)| signature)
            }
        });
        let mut said = format!("release `{}` is {done} as {}", self.release, self.role);
        if let Some((_, key)) = &signed {
            said.push_str(&format!(", signed with {key}"));
        }
        let receipt = send(&*client, &self.write, request)?;
        session.show(&Done::new(said, receipt))
    }
}

/// Approve a release, in a role.
#[derive(Debug, Args)]
pub(crate) struct Approve {
    #[command(flatten)]
    decision: Decision,
    /// Take back what you have said, as `holdpoint withdraw` does.
    #[arg(long, conflicts_with_all = ["environment", "on_behalf_of", "manifest", "comment", "sign_with", "unsigned"])]
    withdraw: bool,
}

impl Run for Approve {
    fn run(self, session: &Session) -> Outcome {
        if self.withdraw {
            let Decision {
                release,
                role,
                write,
                ..
            } = self.decision;
            let withdraw = Withdraw {
                release,
                role,
                write,
            };
            return withdraw.run(session);
        }
        self.decision.submit(session, Say::Approve, "approved")
    }
}

/// Reject a release, in a role: the gate says no-go.
#[derive(Debug, Args)]
pub(crate) struct Reject {
    #[command(flatten)]
    decision: Decision,
}

impl Run for Reject {
    fn run(self, session: &Session) -> Outcome {
        self.decision.submit(session, Say::Reject, "rejected")
    }
}

/// Take one's own approval or rejection back.
#[derive(Debug, Args)]
pub(crate) struct Withdraw {
    /// About which release.
    release: String,
    /// Given in which role.
    #[arg(long = "as", value_name = "ROLE")]
    role: Role,
    #[command(flatten)]
    write: Write,
}

impl Run for Withdraw {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "approval.withdraw",
            "arguments": { "release": self.release, "role": self.role }
        });
        let said = format!(
            "the decision about `{}` as {} is taken back",
            self.release, self.role
        );
        session.submit(&self.write, request, said)
    }
}

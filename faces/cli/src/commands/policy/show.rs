//! `holdpoint policy show`.

use clap::Args;
use holdpoint_domain::Digest;
use holdpoint_domain::access::policy::{DEFAULT, vocabulary};
use holdpoint_service::queries::ShowPolicy;
use serde::Serialize;

use crate::arguments::Past;
use crate::client::ask;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::output::{Human, Page};
use crate::session::Session;

/// Show the organisation's policies; where it has none, those that say what the roles say.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Those that say what the roles say, to begin with; asks no server.
    #[arg(long, conflicts_with_all = ["schema", "at"])]
    default: bool,
    /// The words that policies are written in, as a schema of Cedar; asks no server.
    #[arg(long, conflicts_with = "at")]
    schema: bool,
    #[command(flatten)]
    past: Past,
}

impl Run for Show {
    fn run(self, session: &Session) -> Outcome {
        let fixed = match (self.default, self.schema) {
            (true, _) => Some(DEFAULT.to_owned()),
            (_, true) => Some(vocabulary()),
            _ => None,
        };
        if let Some(text) = fixed {
            return session.show(&Shown { policy: None, text });
        }
        let (client, at) = (session.client()?, session.at(&self.past)?);
        let page = ask(&*client, &ShowPolicy::default(), at.as_deref())?;
        let Some(policy) = page.policy else {
            session.note("roles alone say who may do what, as these policies would");
            let text = DEFAULT.to_owned();
            return session.show(&Shown { policy: None, text });
        };
        let text = client.blob(&policy)?;
        let missing = || {
            Failure::failed(
                "policy-missing",
                format!("the text of `{policy}` is missing"),
            )
        };
        let text = String::from_utf8_lossy(&text.ok_or_else(missing)?).into_owned();
        if let Some(applied) = page.applied {
            let (by, time, position) = (applied.by, applied.time, applied.position);
            session.note(format!("applied by {by} at {time} (entry {position})"));
        }
        let policy = Some(policy);
        session.show(&Shown { policy, text })
    }
}

/// Policies.
#[derive(Debug, Serialize)]
struct Shown {
    /// The digest of those that count; none if roles alone say who may do what.
    policy: Option<Digest>,
    text: String,
}

impl Human for Shown {
    fn human(&self, page: &mut Page) {
        page.block(self.text.trim_end());
    }
}

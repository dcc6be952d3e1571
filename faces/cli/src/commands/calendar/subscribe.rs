//! `holdpoint calendar subscribe` and `unsubscribe`.

use clap::Args;
use holdpoint_service::AccountRequest;
use serde_json::{Value, json};

use crate::commands::person::account::{Account, rehearse};
use crate::commands::{Outcome, Run};
use crate::session::Session;

/// Take a secret address of your own, told once, at which Outlook, Google and others read calendars and nothing else.
#[derive(Debug, Args)]
pub(crate) struct Subscribe {
    /// Whose: your own handle.
    person: String,
    /// Only say whether it may be done.
    #[arg(long)]
    dry_run: bool,
}

impl Run for Subscribe {
    fn run(self, session: &Session) -> Outcome {
        if self.dry_run {
            let act = json!({ "issue-feed": {} });
            return rehearse(session, &self.person, &act, "an address is issued");
        }
        let person = self.person;
        let answer = session
            .client()?
            .account(AccountRequest::IssueFeed { person })?;
        let secret = answer.get("secret").and_then(Value::as_str);
        let path = format!("/calendars/{}/all.ics", secret.unwrap_or_default());
        let server = session.global.server.as_deref().unwrap_or_default();
        let url = format!("{}{path}", server.trim_end_matches('/'));
        session.show(&Account(json!({ "url": url })))
    }
}

/// Let the secret addresses of somebody's calendars count no more.
#[derive(Debug, Args)]
pub(crate) struct Unsubscribe {
    /// Whose.
    person: String,
    /// Only say whether it may be done.
    #[arg(long)]
    dry_run: bool,
}

impl Run for Unsubscribe {
    fn run(self, session: &Session) -> Outcome {
        if self.dry_run {
            let act = json!({ "revoke-feeds": {} });
            return rehearse(session, &self.person, &act, "the addresses are revoked");
        }
        let person = self.person;
        let answer = session
            .client()?
            .account(AccountRequest::RevokeFeeds { person })?;
        session.show(&Account(answer))
    }
}

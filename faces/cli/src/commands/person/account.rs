//! `holdpoint person enrol`, `redeem`, `token`, `revoke-tokens`, `map`, `link` and `unlink`: accounts, whose secrets only the vault
//! knows.

use clap::Args;
use holdpoint_service::{AccountRequest, Enrolment};
use serde::Serialize;
use serde_json::{Value, json};

use crate::arguments::Write;
use crate::commands::{Outcome, Run};
use crate::output::{Human, Page};
use crate::session::Session;

/// Let somebody in: a code that counts once. Give it to nobody but them; they redeem it themselves.
#[derive(Debug, Args)]
pub(crate) struct Enrol {
    /// Whom.
    person: String,
    /// For how many hours it counts, 168 at most.
    #[arg(long, value_name = "NUMBER", default_value_t = 24)]
    hours: u32,
    /// Only say whether it may be done.
    #[arg(long)]
    dry_run: bool,
}

impl Run for Enrol {
    fn run(self, session: &Session) -> Outcome {
        if self.dry_run {
            let expires = session.time(&format!("+{}h", self.hours))?;
            let act = json!({ "issue-enrolment": { "expires": expires } });
            return rehearse(session, &self.person, &act, "a code is issued");
        }
        let request = AccountRequest::IssueEnrolment {
            person: self.person,
            hours: Some(self.hours),
        };
        account(session, request)
    }
}

/// Redeem a code that an administrator gave you: your first API token, told once; it goes into `HOLDPOINT_TOKEN`.
#[derive(Debug, Args)]
pub(crate) struct Redeem {
    /// The code.
    code: String,
    /// What the token is for.
    #[arg(long, value_name = "TEXT", default_value = "command-line")]
    label: String,
}

impl Run for Redeem {
    fn run(self, session: &Session) -> Outcome {
        let (code, label) = (self.code, self.label);
        let answer = session.enrol(&Enrolment { code, label })?;
        session.show(&Account(answer))
    }
}

/// Issue a further API token of your own, told once; it goes into `HOLDPOINT_TOKEN`.
#[derive(Debug, Args)]
pub(crate) struct Token {
    /// Whose: your own handle.
    person: String,
    /// What it is for.
    #[arg(long, value_name = "TEXT", default_value = "command-line")]
    label: String,
    /// Until when it counts.
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// Only say whether it may be done.
    #[arg(long)]
    dry_run: bool,
}

impl Run for Token {
    fn run(self, session: &Session) -> Outcome {
        let until = self
            .until
            .as_deref()
            .map(|text| session.time(text))
            .transpose()?;
        if self.dry_run {
            let act = json!({ "issue-token": { "expires": until } });
            return rehearse(session, &self.person, &act, "a token is issued");
        }
        account(
            session,
            AccountRequest::IssueToken {
                person: self.person,
                label: self.label,
                expires_ms: until.map(holdpoint_domain::Time::millis),
            },
        )
    }
}

/// Revoke the tokens with a label.
#[derive(Debug, Args)]
pub(crate) struct RevokeTokens {
    /// Whose.
    person: String,
    /// What they were for.
    #[arg(long, value_name = "TEXT", default_value = "command-line")]
    label: String,
    /// Only say whether it may be done.
    #[arg(long)]
    dry_run: bool,
}

impl Run for RevokeTokens {
    fn run(self, session: &Session) -> Outcome {
        if self.dry_run {
            let act = json!({ "revoke-tokens": {} });
            return rehearse(session, &self.person, &act, "the tokens are revoked");
        }
        let (person, label) = (self.person, self.label);
        account(session, AccountRequest::RevokeTokens { person, label })
    }
}

/// Let an operating-system user of the machine with the data be this person. The ledger keeps who said so.
#[derive(Debug, Args)]
pub(crate) struct Map {
    /// Who.
    person: String,
    /// The user's name.
    user: String,
    /// Only say whether it may be done.
    #[arg(long)]
    dry_run: bool,
}

impl Run for Map {
    fn run(self, session: &Session) -> Outcome {
        if self.dry_run {
            let act = json!({ "map-user": { "user": { "plain": self.user } } });
            return rehearse(session, &self.person, &act, "the user is this person");
        }
        let (person, user) = (self.person, self.user);
        account(session, AccountRequest::MapSystemUser { person, user })
    }
}

/// Say as whom an identity provider knows this person: whoever logs in there as that is them from then on. People link
/// themselves under Settings, with proof.
#[derive(Debug, Args)]
pub(crate) struct Link {
    /// Who.
    person: String,
    /// Which provider, by its name under `directory` in the organisation's file.
    #[arg(long, value_name = "NAME")]
    provider: String,
    /// What the provider calls them: what stands in the claim that counts, `sub` most often.
    #[arg(long, value_name = "TEXT")]
    subject: String,
    /// Only say whether it may be done.
    #[arg(long)]
    dry_run: bool,
}

impl Run for Link {
    fn run(self, session: &Session) -> Outcome {
        if self.dry_run {
            let act = json!({ "link": { "provider": self.provider, "proven": false } });
            return rehearse(session, &self.person, &act, "the person is linked");
        }
        let (person, provider, subject) = (self.person, self.provider, self.subject);
        let request = AccountRequest::Link {
            person,
            provider,
            subject,
        };
        account(session, request)
    }
}

/// Have an identity provider know this person no more. Roles that its groups gave go, too.
#[derive(Debug, Args)]
pub(crate) struct Unlink {
    /// Who.
    person: String,
    /// Which provider, by its name under `directory` in the organisation's file.
    #[arg(long, value_name = "NAME")]
    provider: String,
    /// Only say whether it may be done.
    #[arg(long)]
    dry_run: bool,
}

impl Run for Unlink {
    fn run(self, session: &Session) -> Outcome {
        if self.dry_run {
            let act = json!({ "unlink": { "provider": self.provider } });
            return rehearse(session, &self.person, &act, "the person is linked no more");
        }
        let (person, provider) = (self.person, self.provider);
        account(session, AccountRequest::Unlink { person, provider })
    }
}

fn account(session: &Session, request: AccountRequest) -> Outcome {
    let answer = session.client()?.account(request)?;
    session.show(&Account(answer))
}

/// Says whether the ledger would take it; the vault is not asked, and no credential is made.
pub(crate) fn rehearse(session: &Session, person: &str, act: &Value, said: &str) -> Outcome {
    let request = json!({
        "command": "account.record",
        "arguments": { "person": { "handle": person }, "act": act }
    });
    session.submit(&Write::rehearsal(), request, said)
}

/// What the vault answered.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Account(pub(crate) Value);

impl Human for Account {
    /// The values alone, so that a token can be put into a variable.
    fn human(&self, page: &mut Page) {
        for value in self
            .0
            .as_object()
            .into_iter()
            .flat_map(|fields| fields.values())
        {
            match value.as_str() {
                Some(text) => page.line(text),
                None => page.line(value),
            }
        }
    }
}

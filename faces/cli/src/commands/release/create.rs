//! `holdpoint release create`.

use clap::Args;
use holdpoint_service::Receipt;
use holdpoint_service::queries::{ListTemplates, ShowRelease};
use serde_json::{Value, json};

use super::content::Content;
use crate::arguments::Write;
use crate::client::{Client, ask};
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::present::Done;
use crate::requests::plain;
use crate::session::{Session, send};

/// Create a release from commits and artifacts, from a template, or as an earlier one was.
#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Its name, such as `payments-2026.11`.
    release: String,
    /// What people call it.
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Copy all but approvals and evidence from a release or a template.
    #[arg(long, value_name = "RELEASE|TEMPLATE")]
    from: Option<String>,
    /// A component that goes out.
    #[arg(long = "component", value_name = "NAME")]
    components: Vec<String>,
    #[command(flatten)]
    content: Content,
    /// Submit it at once.
    #[arg(long)]
    submit: bool,
    #[command(flatten)]
    write: Write,
}

impl Run for Create {
    fn run(self, session: &Session) -> Outcome {
        let client = session.client()?;
        let request = self.request(&*client)?;
        let said = format!("release `{}` is created", self.release);
        // What would be refused is refused before anything is created.
        let known = self.known_components(&*client)?;
        let mut requests = vec![request];
        requests.extend(self.content.requests(session, &self.release, &known)?);
        if self.submit {
            let arguments = json!({ "release": self.release });
            requests.push(json!({ "command": "release.submit", "arguments": arguments }));
        }
        let receipt = send_all(&*client, &self.write, requests)?;
        session.show(&Done::new(said, receipt))
    }
}

impl Create {
    fn request(&self, client: &dyn Client) -> Result<Value, Failure> {
        let from = self
            .from
            .as_deref()
            .map(|name| origin(client, name))
            .transpose()?;
        Ok(json!({
            "command": "release.create",
            "arguments": {
                "release": self.release,
                "title": plain(self.title.as_deref()),
                "from": from,
                "components": self.components,
                "scope": self.content.scope()?
            }
        }))
    }

    fn known_components(&self, client: &dyn Client) -> Result<Vec<String>, Failure> {
        let mut known = self.components.clone();
        if let Some(name) = &self.from {
            known.extend(components_of(client, name)?);
        }
        known.sort();
        known.dedup();
        Ok(known)
    }
}

fn origin(client: &dyn Client, name: &str) -> Result<Value, Failure> {
    let templates = ask(client, &ListTemplates::default(), None)?.templates;
    let template = templates
        .iter()
        .any(|template| template.name.as_str() == name);
    Ok(match template {
        true => json!({ "template": name }),
        false => json!({ "release": name }),
    })
}

fn components_of(client: &dyn Client, name: &str) -> Result<Vec<String>, Failure> {
    let templates = ask(client, &ListTemplates::default(), None)?.templates;
    let found = templates
        .into_iter()
        .find(|template| template.name.as_str() == name);
    let components = match found {
        Some(template) => template.components,
        None => {
            ask(
                client,
                &ShowRelease {
                    release: name.to_owned(),
                },
                None,
            )?
            .components
        }
    };
    Ok(components.iter().map(ToString::to_string).collect())
}

/// Sends requests one after the other; their receipts become one. A key is told apart by a number.
pub(in crate::commands) fn send_all(
    client: &dyn Client,
    write: &Write,
    requests: Vec<Value>,
) -> Result<Receipt, Failure> {
    if write.dry_run {
        // Each is rehearsed on what the ones before would have made.
        let request = Value::Array(requests);
        return send(client, write, request);
    }
    let mut all: Option<Receipt> = None;
    for (number, request) in requests.into_iter().enumerate() {
        let key = write.key.as_ref().map(|key| format!("{key}/{number}"));
        let one = Write {
            key,
            dry_run: false,
        };
        let next = send(client, &one, request)?;
        all = Some(match all {
            None => next,
            Some(before) => joined(before, next),
        });
    }
    all.ok_or_else(|| Failure::input("usage", "nothing is asked for"))
}

fn joined(before: Receipt, next: Receipt) -> Receipt {
    Receipt {
        dry_run: before.dry_run || next.dry_run,
        repeated: before.repeated && next.repeated,
        events: [before.events, next.events].concat(),
        proofs: [before.proofs, next.proofs].concat(),
        checkpoint: if next.checkpoint.is_empty() {
            before.checkpoint
        } else {
            next.checkpoint
        },
    }
}

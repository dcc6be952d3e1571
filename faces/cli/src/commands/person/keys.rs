//! `holdpoint person keys`, `add-key` and `remove-key`: what people sign with.

use std::path::PathBuf;

use clap::Args;
use holdpoint_domain::signing::{Fingerprint, SshKey};
use holdpoint_service::ActorRef;
use holdpoint_service::queries::ListKeys;
use serde_json::json;

use crate::arguments::{Past, Write};
use crate::client::ask;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::files::read_text;
use crate::requests::{person, plain};
use crate::session::Session;

/// List the keys that people sign with.
#[derive(Debug, Args)]
pub(crate) struct Keys {
    /// Whose: handle, mail address or id; your own if nobody is named.
    person: Option<String>,
    /// Everybody's.
    #[arg(long, conflicts_with = "person")]
    all: bool,
    #[command(flatten)]
    past: Past,
}

impl Run for Keys {
    fn run(self, session: &Session) -> Outcome {
        let client = session.client()?;
        let person = match (self.person, self.all) {
            (None, false) => match client.me()? {
                ActorRef::Person(me) => Some(me.id.to_string()),
                ActorRef::Workload(_) | ActorRef::System => None,
            },
            (person, _) => person,
        };
        let at = session.at(&self.past)?;
        session.show(&ask(&*client, &ListKeys { person }, at.as_deref())?)
    }
}

/// Add a key of your own to sign with: the public half of an SSH key, also of one in a security key.
#[derive(Debug, Args)]
pub(crate) struct AddKey {
    /// The file that ends in `.pub`; `-` is standard input.
    file: PathBuf,
    /// What to call it.
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,
    #[command(flatten)]
    write: Write,
}

impl Run for AddKey {
    fn run(self, session: &Session) -> Outcome {
        let text = read_text(&self.file)?;
        let key = SshKey::try_from(text.trim().to_owned());
        let key = key.map_err(|why| {
            let message = format!("`{}` is no key to sign with: {why}", self.file.display());
            Failure::input("key-wrong", message)
                .help("`ssh-keygen -t ed25519` makes a key; give the file that ends in `.pub`")
        })?;
        let name = key.public().fingerprint();
        let request = json!({
            "command": "account.add-key",
            "arguments": { "key": { "ssh": key }, "label": plain(self.label.as_deref()) }
        });
        let said = format!("you sign with `{name}` from now on");
        session.submit(&self.write, request, said)
    }
}

/// Remove a key: what was signed with it counts no more where signatures are asked for.
#[derive(Debug, Args)]
pub(crate) struct RemoveKey {
    /// The key's fingerprint, as `holdpoint person keys` shows it.
    #[arg(value_name = "KEY")]
    fingerprint: Fingerprint,
    /// Whose; your own if nobody is named. Who may add people removes those of others.
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    #[command(flatten)]
    write: Write,
}

impl Run for RemoveKey {
    fn run(self, session: &Session) -> Outcome {
        let whose = self.person.as_deref().map(person);
        let request = json!({
            "command": "account.remove-key",
            "arguments": { "person": whose.unwrap_or_else(|| json!({ "me": true })), "key": self.fingerprint }
        });
        let said = format!("the key `{}` counts no more", self.fingerprint);
        session.submit(&self.write, request, said)
    }
}

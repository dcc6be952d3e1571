//! Signing what one decides, with the SSH key that one has added: in an agent, in a file or in a security key.
//!
//! OpenSSH does it (`ssh-keygen -Y sign`): it knows agents, passphrases and security keys, and asks for what it needs.

mod openssh;
mod statement;

pub(crate) use statement::Stated;

use std::path::PathBuf;

use clap::Args;
use holdpoint_domain::signing::{NAMESPACE, reason_digest};
use holdpoint_service::queries::{KeyView, PayloadView, ShowPayload};
use serde_json::{Value, json};

use crate::client::{Client, ask};
use crate::error::Failure;
use crate::requests::{person, plain};
use crate::session::Session;

/// How a decision is signed.
#[derive(Debug, Args)]
pub(crate) struct Signing {
    /// Sign with this SSH key: its file, private or public half. If nothing is said, a key that you have added and
    /// your agent has is used.
    #[arg(long, value_name = "FILE")]
    sign_with: Option<PathBuf>,
    /// Do not sign.
    #[arg(long, conflicts_with = "sign_with")]
    unsigned: bool,
}

/// What is decided.
#[derive(Debug)]
pub(crate) struct Decided {
    /// What is asked to be signed, but for the comment.
    pub(crate) query: ShowPayload,
    /// The manifest that was looked at.
    pub(crate) manifest: Option<String>,
    /// With what comment.
    pub(crate) comment: Option<String>,
}

/// A way to sign.
enum Pen {
    /// A key in a file.
    File(PathBuf),
    /// A key in the agent, by its public half.
    Agent(String),
}

impl Signing {
    /// The signature as a request has it, and the fingerprint of its key; nothing if it is not to be signed.
    pub(crate) fn sign(
        self,
        session: &Session,
        client: &dyn Client,
        decided: &Decided,
        rehearsed: bool,
    ) -> Result<Option<(Value, String)>, Failure> {
        if self.unsigned || (rehearsed && self.sign_with.is_none()) {
            return Ok(None);
        }
        let salt = decided.comment.as_ref().map(|_| salt());
        let query = decided.asked(salt.as_deref());
        let found = ask(client, &query, None)?;
        let Some(pen) = self.pen(session, &found.keys) else {
            return Ok(None);
        };
        check(&found, &query, decided.manifest.as_deref())?;
        let armoured = pen.sign(&found.text, NAMESPACE)?;
        let key = known(&armoured, &found.keys)?;
        let signature = json!({
            "payload": found.payload,
            "proof": { "ssh": armoured },
            "salt": plain(salt.as_deref())
        });
        Ok(Some((signature, key)))
    }
}

impl Signing {
    fn pen(self, session: &Session, keys: &[KeyView]) -> Option<Pen> {
        match self.sign_with {
            Some(file) => Some(Pen::File(file)),
            None => in_agent(session, keys),
        }
    }
}

impl Decided {
    /// What is asked to be signed, with the digest of the comment.
    fn asked(&self, salt: Option<&str>) -> ShowPayload {
        let comment = self.comment.as_deref().zip(salt);
        ShowPayload {
            reason: comment.map(|(comment, salt)| reason_digest(salt, comment)),
            ..self.query.clone()
        }
    }
}

impl Pen {
    fn sign(&self, text: &str, namespace: &str) -> Result<String, Failure> {
        match self {
            Self::File(file) => openssh::sign_with_file(file, text, namespace),
            Self::Agent(line) => openssh::sign_with_agent(line, text, namespace),
        }
    }
}

/// A key that was added and that the agent has; says why there is none, if one was added.
fn in_agent(session: &Session, keys: &[KeyView]) -> Option<Pen> {
    let lines: Vec<_> = keys.iter().filter_map(|key| key.line.as_deref()).collect();
    if lines.is_empty() {
        return None;
    }
    let held = openssh::agent_keys();
    let found = lines
        .iter()
        .find(|line| held.iter().any(|one| one == *line));
    if found.is_none() {
        session.note(
            "not signed: the agent has none of your keys; `--sign-with FILE` names one, `--unsigned` is silent",
        );
    }
    found.map(|line| Pen::Agent((*line).to_owned()))
}

/// That what is about to be signed is what was asked for, whatever the other side says.
fn check(found: &PayloadView, query: &ShowPayload, manifest: Option<&str>) -> Result<(), Failure> {
    let payload = &found.payload;
    let stead = query.on_behalf_of.as_deref().map(person);
    let named = stead.as_ref().and_then(Value::as_str);
    let same = payload.text() == found.text
        && payload.release.as_str() == query.release
        && payload.decision == query.say
        && payload.role == query.role
        && payload.environment == query.environment
        && payload.reason == query.reason
        && payload.on_behalf_of.is_some() == query.on_behalf_of.is_some()
        && named.is_none_or(|id| {
            payload
                .on_behalf_of
                .as_ref()
                .is_some_and(|it| it.as_str() == id)
        })
        && manifest.is_none_or(|seen| payload.manifest.to_string() == seen);
    if same {
        return Ok(());
    }
    Err(otherwise())
}

fn otherwise() -> Failure {
    let message = "what is to be signed is not what you have asked for";
    Failure::failed("payload", message).help(
        "look at the release again: it may have changed; if it has not, do not trust this server",
    )
}

fn known(armoured: &str, keys: &[KeyView]) -> Result<String, Failure> {
    let signature = holdpoint_domain::signing::SshSignature::try_from(armoured.to_owned());
    let signature = signature.map_err(|why| {
        Failure::failed("signing", format!("`ssh-keygen` wrote no signature: {why}"))
    })?;
    let name = signature.signature().key().fingerprint();
    match keys.iter().any(|key| key.key.as_str() == name) {
        true => Ok(name),
        false => Err(Failure::input(
            "key-unknown",
            format!("the key `{name}` is not among your keys"),
        )
        .help("add it with `holdpoint person add-key FILE.pub`, or sign with another")),
    }
}

/// 32 random bytes, so that nobody guesses a comment by its digest.
fn salt() -> String {
    use holdpoint_ports::Randomness as _;
    let mut bytes = [0; 32];
    crate::data::SystemRandomness.fill(&mut bytes);
    hex::encode(bytes)
}

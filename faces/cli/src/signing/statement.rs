//! Signing a go, a no-go, or a waiver.

use holdpoint_domain::signing::{STATEMENT_NAMESPACE, reason_digest};
use holdpoint_service::queries::{ShowStatement, StatementView};
use serde_json::{Value, json};

use super::{Signing, known, otherwise, salt};
use crate::arguments::Write;
use crate::client::{Client, ask};
use crate::commands::Outcome;
use crate::error::Failure;
use crate::present::Done;
use crate::requests::plain;
use crate::session::{Session, send};

/// What is decided.
pub(crate) struct Stated {
    /// What is asked to be signed, but for the reason.
    pub(crate) query: ShowStatement,
    /// Why.
    pub(crate) reason: Option<String>,
    /// The command, and its arguments but for reason and signature.
    pub(crate) command: &'static str,
    pub(crate) arguments: Value,
    /// What is said when it is done.
    pub(crate) said: String,
}

impl Stated {
    /// Has it done, signed as the options say.
    pub(crate) fn submit(mut self, session: &Session, signing: Signing, write: &Write) -> Outcome {
        let client = session.client()?;
        let signed = signing.sign_statement(session, &*client, &self, write.dry_run)?;
        let reason = self.reason.as_deref().map(|reason| plain(Some(reason)));
        let (signature, key) = signed.unzip();
        if let Some(arguments) = self.arguments.as_object_mut() {
            let more = [("reason", reason), ("signature", signature)];
            let more = more.into_iter();
            arguments.extend(more.filter_map(|(name, value)| Some((name.to_owned(), value?))));
        }
        if let Some(key) = key {
            self.said.push_str(&format!(", signed with {key}"));
        }
        let request = json!({ "command": self.command, "arguments": self.arguments });
        let receipt = send(&*client, write, request)?;
        session.show(&Done::new(self.said, receipt))
    }
}

impl Signing {
    fn sign_statement(
        self,
        session: &Session,
        client: &dyn Client,
        stated: &Stated,
        rehearsed: bool,
    ) -> Result<Option<(Value, String)>, Failure> {
        if self.unsigned || (rehearsed && self.sign_with.is_none()) {
            return Ok(None);
        }
        let salt = stated.reason.as_ref().map(|_| salt());
        let reason = stated.reason.as_deref().zip(salt.as_deref());
        let query = ShowStatement {
            reason: reason.map(|(reason, salt)| reason_digest(salt, reason)),
            ..stated.query.clone()
        };
        let found = ask(client, &query, None)?;
        let Some(pen) = self.pen(session, &found.keys) else {
            return Ok(None);
        };
        check(&found, &query)?;
        let armoured = pen.sign(&found.text, STATEMENT_NAMESPACE)?;
        let key = known(&armoured, &found.keys)?;
        let signature = json!({
            "payload": found.payload,
            "proof": { "ssh": armoured },
            "salt": plain(salt.as_deref())
        });
        Ok(Some((signature, key)))
    }
}

/// That what is about to be signed is what was asked for, whatever the other side says.
fn check(found: &StatementView, query: &ShowStatement) -> Result<(), Failure> {
    let payload = &found.payload;
    let waiver = payload.waiver.as_ref().map(|terms| &terms.waiver);
    let place = payload.environment.as_ref();
    let same = payload.text() == found.text
        && payload.decision == query.decision
        && payload.reason == query.reason
        && waiver == query.waiver.as_ref()
        && query.release.as_ref().is_none_or(|name| payload.release == *name)
        // A waiver says itself for which environment it is.
        && (waiver.is_some() || place == query.environment.as_ref());
    if same { Ok(()) } else { Err(otherwise()) }
}

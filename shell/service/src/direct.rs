//! Requests that need nothing but the engine: no vault, no blobs, no waiting.
//!
//! A server with many clients hands them to the engine without a thread for each, and gets the answer by a call.

use holdpoint_domain::Actor;
use holdpoint_engine::{Answer, Request};
use holdpoint_ledger::Hash;
use serde_json::Value;

use crate::{Receipt, Service, ServiceError, Submission, intake, receipt};

/// What the vault has its part in.
const IN_THE_VAULT: &[&str] = &[
    "person.erase",
    "person.deactivate",
    "person.reactivate",
    "directory.person",
];

/// What becomes of a submission.
#[derive(Debug)]
pub enum Way {
    /// The engine alone decides it.
    Engine(Request),
    /// It has to be [`submit`](Service::submit)ted, which may make the caller wait.
    Service(Submission),
}

impl Service {
    /// Which way a submission goes.
    ///
    /// # Errors
    /// When it is malformed.
    pub fn way(&self, actor: &Actor, submission: Submission) -> Result<Way, ServiceError> {
        let name = submission.request.get("command").and_then(Value::as_str);
        let direct = !submission.dry_run
            && !name.is_some_and(|name| IN_THE_VAULT.contains(&name))
            && intake::needs_nothing(&submission.request);
        if !direct {
            return Ok(Way::Service(submission));
        }
        let Submission { key, request, .. } = submission;
        let keyed = key.map(|key| (key, Hash::leaf(request.to_string().as_bytes())));
        let request = Request::new(actor.clone(), intake::command(self, actor, request)?);
        Ok(Way::Engine(match keyed {
            None => request,
            Some((key, body)) => request.keyed(key, body),
        }))
    }

    /// What somebody gets for the engine's answer to a direct request.
    ///
    /// # Errors
    /// The refusal, or when the proofs of an earlier answer cannot be read.
    pub fn receipt(&self, answer: Answer) -> Result<Receipt, ServiceError> {
        let answer = answer.done();
        let answer = answer.map_err(|refusal| self.names().refusal(refusal))?;
        receipt::of(&answer)
    }
}

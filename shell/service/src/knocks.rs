//! Facts about what changed nothing (log-ins that failed, exports): one of a kind within a span of time, so that
//! whoever knocks a thousand times a second fills no ledger.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use holdpoint_domain::Actor;
use holdpoint_domain::Command;
use holdpoint_domain::access::{Method, RefuseSession};
use holdpoint_domain::organisation::PersonId;
use holdpoint_engine::Request;
use holdpoint_ports::Credential;

use crate::{Service, ServiceError};

/// One fact of a kind within this many milliseconds.
const SPAN_MS: i64 = 10_000;

/// How many kinds are remembered.
const ROOM: usize = 10_000;

/// When each kind of fact was kept last.
#[derive(Default)]
pub(crate) struct Knocks(Mutex<HashMap<String, i64>>);

impl Knocks {
    /// Whether a fact of that kind is to be kept now.
    fn keeps(&self, kind: &str, now: i64) -> bool {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let recent = |at: i64| now.saturating_sub(at) < SPAN_MS;
        if last.get(kind).is_some_and(|at| recent(*at)) {
            return false;
        }
        if last.len() >= ROOM {
            last.retain(|_, at| recent(*at));
        }
        last.insert(kind.to_owned(), now);
        true
    }

    /// Nothing of that kind was kept, after all.
    fn forget(&self, kind: &str) {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.remove(kind);
    }
}

impl Service {
    /// Records a fact unless one of its kind was recorded just now.
    pub(crate) fn note(
        &self,
        actor: &Actor,
        kind: String,
        command: impl Into<Command>,
    ) -> Result<(), ServiceError> {
        if !self.knocks().keeps(&kind, self.now_ms()) {
            return Ok(());
        }
        let recorded = self.submit_note(actor, command.into());
        if recorded.is_err() {
            self.knocks().forget(&kind);
        }
        recorded
    }

    fn submit_note(&self, actor: &Actor, command: Command) -> Result<(), ServiceError> {
        let request = Request::new(actor.clone(), command);
        let answer = self.engine().submit(request)?.done();
        answer.map_err(|refusal| self.names().refusal(refusal))?;
        Ok(())
    }

    /// Records that somebody was not let in. Whatever goes wrong with that, they are not.
    pub(crate) fn note_refused(&self, method: Method, claimed: Option<&str>) {
        let found = claimed.and_then(|handle| self.vault().find(handle).ok().flatten());
        let person = found.and_then(|id| PersonId::new(id).ok());
        let claimed = person.as_ref().map(PersonId::as_str).unwrap_or_default();
        let kind = format!("refused {method:?} {claimed}");
        let _ = self.note(&Actor::System, kind, RefuseSession { person, method });
    }

    pub(crate) fn note_credential(&self, credential: &Credential) {
        match credential {
            Credential::Token(_) | Credential::Feed(_) => self.note_refused(Method::Token, None),
            Credential::SystemUser(_) => self.note_refused(Method::SystemUser, None),
            Credential::Password { handle, .. } => {
                self.note_refused(Method::Password, Some(handle));
            }
        }
    }
}

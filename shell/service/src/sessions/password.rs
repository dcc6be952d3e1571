//! Choosing a password.

use holdpoint_domain::Actor;
use holdpoint_domain::access::AccountAct;
use holdpoint_domain::organisation::PersonId;
use holdpoint_ports::Credential;

use crate::{Service, ServiceError};

/// How many characters a password has at least, where nothing else is asked for (NIST SP 800-63B-4, 3.1.1.2).
pub const SHORTEST_PASSWORD: usize = 15;

/// How many bytes it may have: more would only be more to hash.
const LONGEST_PASSWORD: usize = 1_024;

impl Service {
    /// Sets somebody's own password, and signs them out everywhere. Whoever has one already says it.
    ///
    /// # Errors
    /// When the new one is too short or too long, the current one is wrong or said wrongly too often, and when the
    /// vault fails.
    pub fn choose_password(
        &self,
        person: &PersonId,
        current: Option<&str>,
        new: &str,
    ) -> Result<(), ServiceError> {
        check(new)?;
        if self.sessions_kept().has_password(person.as_str())? {
            self.confirm(person, current.unwrap_or_default())?;
        }
        let actor = Actor::Person(person.clone());
        self.record(&actor, person, AccountAct::SetPassword {})?;
        self.vault().set_password(person.as_str(), new)?;
        self.end_all_sessions(person).map(drop)
    }

    fn confirm(&self, person: &PersonId, password: &str) -> Result<(), ServiceError> {
        let unknown = || ServiceError::HandleUnknown(person.to_string());
        let profile = self.names().profile(person).ok_or_else(unknown)?;
        let attempt = self
            .throttle()
            .begin(&profile.handle, None, self.now_ms())
            .map_err(|wait_ms| ServiceError::TooMany { wait_ms })?;
        self.authenticate(&Credential::Password {
            handle: profile.handle,
            password: password.to_owned(),
        })?;
        self.throttle().succeeded(&attempt);
        Ok(())
    }
}

pub(crate) fn check(new: &str) -> Result<(), ServiceError> {
    let wrong = |text: String| Err(ServiceError::Malformed(text));
    if new.chars().count() < SHORTEST_PASSWORD {
        return wrong(format!(
            "a password has at least {SHORTEST_PASSWORD} characters"
        ));
    }
    if new.len() > LONGEST_PASSWORD {
        return wrong(format!("a password has at most {LONGEST_PASSWORD} bytes"));
    }
    Ok(())
}

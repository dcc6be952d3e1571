//! People who are deactivated: what lets them in ends with them.

use holdpoint_domain::Command;
use holdpoint_domain::organisation::PersonId;
use holdpoint_engine::{At, View};

use crate::{Service, ServiceError};

impl Service {
    /// Whether the person acts now: who is known and does not, gets in nowhere.
    pub(crate) fn counts(&self, person: &PersonId) -> Result<bool, ServiceError> {
        let view = self.engine().view(At::Now)?;
        Ok(view.ask(|state| Ok(state.active(person)))?)
    }

    /// Ends all that lets somebody in whom the ledger says is deactivated: sessions, links and tokens.
    pub(crate) fn shut_out(&self, person: &PersonId) -> Result<(), ServiceError> {
        Ok(self.sessions_kept().end_all(person.as_str())?)
    }

    /// The same before somebody is reactivated: what a crash may have kept then must not let them in now.
    pub(crate) fn shut_out_before(&self, command: &Command) -> Result<(), ServiceError> {
        let person = match command {
            Command::ReactivatePerson(command) => &command.person,
            Command::ProvisionPerson(command) if command.active => &command.person,
            _ => return Ok(()),
        };
        let view = self.engine().view(At::Now)?;
        match view.ask(|state| Ok(state.member(person) && !state.active(person)))? {
            true => self.shut_out(person),
            false => Ok(()),
        }
    }

    /// Shuts everybody out who is deactivated.
    pub(crate) fn shut_out_all(&self, view: &View) -> Result<(), ServiceError> {
        let idle: Vec<PersonId> = view.ask(|state| {
            let people = state.people.iter();
            let idle = people.filter(|(_, one)| one.erased.is_none() && one.deactivated.is_some());
            Ok(idle.map(|(id, _)| id.clone()).collect())
        })?;
        idle.iter().try_for_each(|person| self.shut_out(person))
    }
}

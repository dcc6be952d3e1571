//! Whose inbox it is, and what they could do.

use holdpoint_domain::access::{self, Permission, Required, Target};
use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::{Actor, Command, Context, Decision, State, Time, decide};

use crate::{Reader, ServiceError};

/// A person with what they are asked about.
pub(super) struct Place<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) person: &'a PersonId,
    /// Those for whom they act, at this moment.
    pub(super) principals: Vec<PersonId>,
    pub(super) now: Time,
    actor: Actor,
}

impl<'a> Place<'a> {
    pub(super) fn of(reader: &'a Reader<'a>, person: &'a PersonId) -> Result<Self, ServiceError> {
        let now = reader.now();
        let principals = reader.ask(|state| {
            let lent = state.delegations.values();
            let counts =
                lent.filter(|one| one.to == *person && one.begins <= now && now < one.ends);
            Ok(counts.map(|one| one.from.clone()).collect())
        })?;
        Ok(Self {
            reader,
            person,
            principals,
            now,
            actor: Actor::Person(person.clone()),
        })
    }

    /// Whether they may confirm something about a release of these components.
    pub(super) fn may_confirm(&self, state: &State, parts: &[ComponentName]) -> bool {
        let targets = parts.iter().cloned().map(Target::Component);
        let needed = Required::on(Permission::Readiness, targets.collect());
        access::check(state, &self.actor, &needed, self.now).is_ok()
    }

    /// Whether they could have a command done as things stand, and it would change something.
    pub(super) fn could(&self, command: impl Into<Command>) -> Result<bool, ServiceError> {
        let command = command.into();
        self.reader.ask_rules(|state, rules| {
            let context = Context {
                actor: &self.actor,
                now: self.now,
                position: self.reader.view().size(),
                seed: 0,
                rules,
            };
            match decide(state, &command, &context) {
                Decision::Needs(need) => Err(need),
                Decision::Accepted(facts) => Ok(!facts.is_empty()),
                Decision::Refused(..) => Ok(false),
            }
        })
    }
}

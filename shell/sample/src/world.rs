//! The world that the story happens in: an engine, a clock, and people by handle.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_domain::access::{GrantRole, Role, Scope};
use holdpoint_domain::organisation::{AddPerson, Found, OrganisationName, PersonId, UnitName};
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::workload::{AdmitWorkload, RunId, Workload, WorkloadName};
use holdpoint_domain::{Actor, Command, Digest, Fact, Sealed, Time};
use holdpoint_engine::{Answer, At, Engine, Outcome, Request};
use holdpoint_ports::{Clock as _, ManualClock, Profile};

use crate::SampleError;
use crate::chance::Chance;
use crate::people::PEOPLE;

/// Everything that a chapter of the story needs.
pub(crate) struct World<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) clock: &'a ManualClock,
    pub(crate) chance: Chance,
    people: BTreeMap<&'static str, PersonId>,
    /// Whether the run of the workload was let in.
    admitted: bool,
}

const MINUTE: i64 = 60_000;

impl<'a> World<'a> {
    /// A world before its first day.
    pub(crate) fn new(engine: &'a Engine, clock: &'a ManualClock) -> Self {
        Self {
            engine,
            clock,
            chance: Chance::new(2026),
            people: BTreeMap::new(),
            admitted: false,
        }
    }

    /// Now.
    pub(crate) fn now(&self) -> Time {
        Time::from_millis(self.clock.now())
    }

    /// Lets between `low` and `high` minutes pass.
    pub(crate) fn pass(&mut self, low: u64, high: u64) {
        let minutes = i64::try_from(self.chance.between(low, high)).unwrap_or(0);
        self.clock.advance(minutes * MINUTE);
    }

    /// A person by handle.
    pub(crate) fn person(&self, handle: &str) -> Result<PersonId, SampleError> {
        self.people
            .get(handle)
            .cloned()
            .ok_or_else(|| SampleError::Missing(handle.to_owned()))
    }

    /// Has somebody ask for a command that must be accepted.
    pub(crate) fn ask(
        &mut self,
        handle: &str,
        command: impl Into<Command>,
    ) -> Result<Answer, SampleError> {
        let actor = match handle {
            "ci-payments" => self.workload(handle)?,
            handle => Actor::Person(self.person(handle)?),
        };
        self.clock.advance(1_000);
        self.submit(handle, actor, command.into())
    }

    /// A run of a workload, which is let in first: the ledger says so.
    fn workload(&mut self, name: &str) -> Result<Actor, SampleError> {
        let workload: WorkloadName = name.parse()?;
        let run = RunId::from_bits(Chance::new(901).bits());
        if !self.admitted {
            self.admitted = true;
            let claims = [
                ("project_path", "payments/release"),
                ("ref_protected", "true"),
            ];
            let claims = claims.map(|(name, text)| (name.to_owned(), text.to_owned()));
            self.carry_out(AdmitWorkload {
                workload: workload.clone(),
                run: run.clone(),
                subject: "project_path:payments/release:ref:refs/heads/main".to_owned(),
                called: Some("481516".to_owned()),
                claims: claims.into(),
                until: self.now().after(60 * MINUTE),
            })?;
        }
        Ok(Actor::Workload(Workload {
            name: workload,
            run,
        }))
    }

    /// Has Holdpoint itself ask for a command.
    pub(crate) fn carry_out(&mut self, command: impl Into<Command>) -> Result<Answer, SampleError> {
        self.submit("system", Actor::System, command.into())
    }

    fn submit(&self, who: &str, actor: Actor, command: Command) -> Result<Answer, SampleError> {
        let name = command.name();
        let answer = self.engine.submit(Request::new(actor, command))?;
        match &answer.outcome {
            Outcome::Accepted => Ok(answer),
            Outcome::Refused(refusal) => Err(SampleError::Refused {
                command: name,
                actor: who.to_owned(),
                refusal: Box::new(refusal.clone()),
            }),
        }
    }

    /// Has somebody try what they may not do: the refusal stands in the ledger.
    pub(crate) fn try_in_vain(
        &mut self,
        handle: &str,
        command: impl Into<Command>,
    ) -> Result<(), SampleError> {
        match self.ask(handle, command) {
            Err(SampleError::Refused { .. }) => Ok(()),
            Err(other) => Err(other),
            Ok(answer) => Err(SampleError::Accepted {
                command: answer
                    .events
                    .first()
                    .map_or("", |event| event.fact.event_type()),
                actor: handle.to_owned(),
            }),
        }
    }

    /// The releases that somebody had a say in, as the ledger knows.
    pub(crate) fn decided_by(
        &self,
        person: &PersonId,
    ) -> Result<BTreeSet<ReleaseName>, SampleError> {
        let view = self.engine.view(At::Now)?;
        let named = view.history(&person.key(), true, None, usize::MAX)?.entries;
        let decided = named.into_iter().filter_map(|entry| match entry.fact {
            Fact::ApprovalGiven(given) => Some(given.release),
            Fact::ApprovalRejected(rejected) => Some(rejected.release),
            _ => None,
        });
        Ok(decided.collect())
    }

    /// Keeps a document as a blob.
    pub(crate) fn keep(&self, bytes: &[u8]) -> Result<Digest, SampleError> {
        let (digest, _) = self.engine.blobs().put(&mut &*bytes)?;
        Ok(Digest(digest.0))
    }

    /// Seals what somebody wrote.
    pub(crate) fn seal(&self, handle: &str, text: &str) -> Result<Sealed, SampleError> {
        let person = self.person(handle)?;
        let sealed = self.engine.vault().seal(person.as_str(), text)?;
        Ok(Sealed {
            sealed: self.keep(&sealed.0)?,
        })
    }

    /// Founds the organisation, with `administrator` as the first person in it, and brings in everybody else.
    pub(crate) fn settle(&mut self, administrator: PersonId) -> Result<(), SampleError> {
        self.people.insert("administrator", administrator.clone());
        let name = OrganisationName::new("example-bank")?;
        self.ask(
            "administrator",
            Found {
                name,
                sample: true,
                administrator,
            },
        )?;
        for (number, someone) in (0..).zip(PEOPLE) {
            let id = PersonId::from_bits(Chance::new(number).bits());
            let profile = Profile {
                handle: someone.handle.to_owned(),
                name: someone.name.to_owned(),
                mail: Some(format!("{}@bank.example", someone.handle)),
            };
            self.engine.vault().add_person(id.as_str(), &profile)?;
            self.engine.profiles_changed();
            self.people.insert(someone.handle, id.clone());
            self.ask("administrator", AddPerson { person: id })?;
        }
        Ok(())
    }

    /// Gives everybody their roles.
    pub(crate) fn grant_roles(&mut self) -> Result<(), SampleError> {
        for someone in PEOPLE {
            for (role, place) in someone.roles {
                let scope = match *place {
                    "organisation" => Scope::Organisation,
                    unit => Scope::Unit(UnitName::new(unit)?),
                };
                let half_a_year = self.now().after(200 * 24 * 60 * MINUTE);
                let expires = (*role == Role::Auditor).then_some(half_a_year);
                let person = self.person(someone.handle)?;
                self.ask(
                    "administrator",
                    GrantRole {
                        person,
                        role: *role,
                        scope,
                        expires,
                    },
                )?;
            }
        }
        Ok(())
    }
}

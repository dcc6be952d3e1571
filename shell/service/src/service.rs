//! The service itself: an engine with the stores that belong to it.

mod reach;

use std::sync::{Arc, Mutex, OnceLock};

use holdpoint_domain::access::Permission;
use holdpoint_domain::organisation::{AddPerson, PersonId};
use holdpoint_domain::{Actor, Command, Fact};
use holdpoint_engine::{Answer, Engine, Request};
use holdpoint_ledger::Hash;
use holdpoint_ports::{
    BlobStore, Clock, PersonalStore, Presence, Randomness, Sessions, StepOutput, Vault,
};
use serde_json::Value;

pub use holdpoint_engine::At;

use crate::cosigning::Standings;
use crate::knocks::Knocks;
use crate::names::Known;
use crate::queries::{Query as _, ShowSettings};
use crate::sessions::Throttle;
use crate::sign_on::Here;
use crate::turns::Turns;
use crate::workloads::Runs;
use crate::{Names, Reader, Receipt, ServiceError, intake, queries, receipt, unnamed::Unnamed};
use crate::{present::Present, providers::Providers};

/// What a service is put together from.
pub struct Parts {
    /// The engine.
    pub engine: Engine,
    /// Its vault.
    pub vault: Arc<dyn Vault>,
    /// What belongs to people, which the vault keeps too.
    pub personal: Arc<dyn PersonalStore>,
    /// Who is signed in, which the vault keeps too.
    pub sessions: Arc<dyn Sessions>,
    /// Its blobs.
    pub blobs: Arc<dyn BlobStore>,
    /// Its clock.
    pub clock: Arc<dyn Clock>,
    /// Where fresh ids come from.
    pub randomness: Arc<dyn Randomness>,
}

/// What the faces call.
pub struct Service {
    parts: Parts,
    throttle: Throttle,
    turns: Turns,
    present: Present,
    knocks: Knocks,
    known: Known,
    standings: Standings,
    providers: Providers,
    runs: Runs,
    output: Option<Arc<dyn StepOutput>>,
    /// Who knows which agents are there.
    agents: Option<Arc<dyn Presence>>,
    pub(crate) unnamed: Unnamed,
    /// One change by the directory at a time.
    pub(crate) provisioning: Mutex<()>,
    pub(crate) here: OnceLock<Here>,
}

/// A request as it comes from outside.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The key under which it may be repeated.
    pub key: Option<String>,
    /// The JSON of a command, markers for people and texts included; of several in an array, to be rehearsed.
    pub request: Value,
    /// Whether only to say what would come of it.
    pub dry_run: bool,
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// The answer.
    pub view: Value,
    /// The newest entry that it has seen; none of an empty ledger.
    pub position: Option<u64>,
}

impl Service {
    /// The service of these parts.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self {
            parts,
            throttle: Throttle::default(),
            turns: Turns::default(),
            present: Present::default(),
            knocks: Knocks::default(),
            known: Known::default(),
            standings: Standings::default(),
            providers: Providers::default(),
            runs: Runs::default(),
            output: None,
            agents: None,
            unnamed: Unnamed::default(),
            provisioning: Mutex::default(),
            here: OnceLock::new(),
        }
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.parts.engine
    }

    /// The vault.
    #[must_use]
    pub fn vault(&self) -> &dyn Vault {
        &*self.parts.vault
    }

    /// The blobs.
    #[must_use]
    pub fn blobs(&self) -> &dyn BlobStore {
        &*self.parts.blobs
    }

    /// What belongs to people.
    pub(crate) fn personal_store(&self) -> &dyn PersonalStore {
        &*self.parts.personal
    }

    /// Who is signed in.
    pub(crate) fn sessions_kept(&self) -> &dyn Sessions {
        &*self.parts.sessions
    }

    /// Who has tried to sign in too often.
    pub(crate) fn throttle(&self) -> &Throttle {
        &self.throttle
    }

    /// What is kept beside the ledger.
    pub(crate) fn present(&self) -> &Present {
        &self.present
    }

    /// How it stands with witnesses.
    pub(crate) fn standings(&self) -> &Standings {
        &self.standings
    }

    /// What is known of identity providers.
    pub(crate) fn providers(&self) -> &Providers {
        &self.providers
    }

    /// Runs of workloads that were let in.
    pub(crate) fn runs(&self) -> &Runs {
        &self.runs
    }

    pub(crate) fn knocks(&self) -> &Knocks {
        &self.knocks
    }

    /// Names of people, and texts.
    #[must_use]
    pub fn names(&self) -> Names<'_> {
        self.known.as_of(self.parts.engine.names_revision());
        Names::new(self.vault(), self.blobs()).remembering(&self.known)
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.parts.clock.now()
    }

    /// Whether the ledger has an organisation.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn founded(&self) -> Result<bool, ServiceError> {
        let view = self.parts.engine.view(At::Now)?;
        Ok(view.ask(|state| Ok(state.organisation.is_some()))?)
    }

    /// Does what is asked for, or says what would come of it.
    ///
    /// # Errors
    /// When it is refused, malformed, or a store fails.
    pub fn submit(&self, actor: &Actor, submission: Submission) -> Result<Receipt, ServiceError> {
        let body = Hash::leaf(submission.request.to_string().as_bytes());
        if submission.dry_run {
            return self.rehearse(actor, submission.request);
        }
        let Some(key) = submission.key else {
            let command = intake::command(self, actor, submission.request)?;
            return self.done(Request::new(actor.clone(), command));
        };
        // One at a time under a key: what a request names may be gone once it was done.
        let _turn = self.turns.take(actor, &key);
        if let Some(answer) = self.parts.engine.earlier(actor, &key, body)? {
            return self.finished(answer);
        }
        let command = intake::command(self, actor, submission.request)?;
        self.done(Request::new(actor.clone(), command).keyed(key, body))
    }

    pub(crate) fn done(&self, mut request: Request) -> Result<Receipt, ServiceError> {
        request.command = self.with_decided(request.command)?;
        let erased = match &request.command {
            Command::ErasePerson(command) => vec![command.person.clone()],
            Command::Apply(command) => command.gone.clone(),
            _ => Vec::new(),
        };
        self.shut_out_before(&request.command)?;
        let actor = request.actor.clone();
        let answer = self.parts.engine.submit(request)?;
        if let Some(person) = actor.person() {
            self.present.acted(person);
        }
        if answer.accepted() {
            // Also when nothing changed: then the vault was not reached when the ledger said so.
            erased.iter().try_for_each(|person| self.forget(person))?;
        }
        self.finished(answer)
    }

    /// The receipt of an answer, after what the vault has to do for it, now or because it did not before.
    fn finished(&self, answer: Answer) -> Result<Receipt, ServiceError> {
        let answer = answer.done();
        let answer = answer.map_err(|refusal| self.names().refusal(refusal))?;
        for event in &answer.events {
            match &event.fact {
                Fact::PersonErased(event) => self.forget(&event.person)?,
                Fact::PersonDeactivated(event) => self.shut_out(&event.person)?,
                _ => {}
            }
        }
        receipt::of(&answer)
    }

    /// Answers a query by name, for somebody who may read.
    ///
    /// # Errors
    /// When there is no such query, its arguments are wrong, or the actor may not read.
    pub fn query(
        &self,
        actor: &Actor,
        name: &str,
        arguments: Value,
        at: At,
    ) -> Result<Value, ServiceError> {
        self.answer(actor, name, arguments, at)
            .map(|answered| answered.view)
    }

    /// The same, with the newest entry that the answer has seen.
    ///
    /// # Errors
    /// When there is no such query, its arguments are wrong, or the actor may not read.
    pub fn answer(
        &self,
        actor: &Actor,
        name: &str,
        arguments: Value,
        at: At,
    ) -> Result<Answered, ServiceError> {
        // What somebody has chosen is theirs, whatever their role.
        if name != ShowSettings::NAME || actor.person().is_none() {
            self.may(actor, Permission::Read)?;
        }
        let reader = self.reader_for(actor, at)?;
        Ok(Answered {
            position: reader.view.size().checked_sub(1),
            view: queries::answer(name, arguments, &reader)?,
        })
    }

    /// What questions are put to, as of a moment.
    ///
    /// # Errors
    /// When there is no such moment.
    pub fn reader(&self, at: At) -> Result<Reader<'_>, ServiceError> {
        Ok(Reader {
            service: self,
            view: self.parts.engine.view(at)?,
            names: self.names(),
            present: (at == At::Now).then_some(&self.present),
            personal: self.personal_store(),
            actor: None,
        })
    }

    /// The same for somebody, who may then ask about what is theirs: inbox, settings, views.
    ///
    /// # Errors
    /// When there is no such moment.
    pub fn reader_for(&self, actor: &Actor, at: At) -> Result<Reader<'_>, ServiceError> {
        let reader = self.reader(at)?;
        Ok(Reader {
            names: self.names_for(actor, &reader)?,
            actor: Some(actor.clone()),
            ..reader
        })
    }

    /// Whether the ledger knows the person.
    pub(crate) fn knows(&self, person: &PersonId) -> Result<bool, ServiceError> {
        let view = self.parts.engine.view(At::Now)?;
        Ok(view.ask(|state| Ok(state.people.contains_key(person)))?)
    }

    /// Adds a person whom the vault knows to the ledger, unless it knows them.
    pub(crate) fn admit(&self, person: &PersonId) -> Result<(), ServiceError> {
        if !self.knows(person)? {
            let command = AddPerson {
                person: person.clone(),
            };
            self.parts
                .engine
                .submit(Request::new(Actor::System, command))?
                .done()?;
        }
        Ok(())
    }

    /// The engine looks anew at the names that must not get into the ledger.
    pub(crate) fn profiles_changed(&self) {
        self.known.forget();
        self.parts.engine.profiles_changed();
    }

    pub(crate) fn fresh_person(&self) -> PersonId {
        PersonId::from_bits(self.fresh_bits())
    }

    /// 256 random bits as text, so that nobody guesses a comment by its digest.
    #[must_use]
    pub fn fresh_salt(&self) -> String {
        format!("{:032x}{:032x}", self.fresh_bits(), self.fresh_bits())
    }

    pub(crate) fn fresh_bits(&self) -> u128 {
        let mut bytes = [0; 16];
        self.parts.randomness.fill(&mut bytes);
        u128::from_be_bytes(bytes)
    }
}

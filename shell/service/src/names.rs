//! Names and texts that the vault keeps, for those who may read them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::workload::{RunId, WorkloadName};
use holdpoint_domain::{Actor, Reason, Refusal, Sealed};
use holdpoint_ports::{
    BlobDigest, BlobError, BlobStore, Profile, Retained, RetainedStore, SealedText, Vault,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ServiceError;

/// A person as people know them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct PersonRef {
    /// The opaque id.
    pub id: PersonId,
    /// The handle; none for somebody who was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
}

impl std::fmt::Display for PersonRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.handle.as_deref().unwrap_or(self.id.as_str()))
    }
}

/// A program that acts without anybody's credential, in one of its runs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct WorkloadRef {
    /// What the configuration calls it.
    pub name: WorkloadName,
    /// The run; the entries of `workload/NAME` say what its issuer calls it.
    pub run: RunId,
}

/// Who acted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ActorRef {
    /// A person.
    Person(PersonRef),
    /// A program.
    Workload(WorkloadRef),
    /// Holdpoint itself.
    System,
}

impl std::fmt::Display for ActorRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Person(person) => person.fmt(f),
            Self::Workload(workload) => write!(f, "workload/{}", workload.name),
            Self::System => f.write_str("holdpoint"),
        }
    }
}

/// What stands for a text that nobody can read any more.
const ERASED: &str = "(erased)";
/// What stands for a text that is there as far as anybody knows, and that the store of content does not give.
const UNREADABLE: &str = "(cannot be read)";

/// Profiles that were looked up, until one changes: a page names the same people many times.
#[derive(Default)]
pub(crate) struct Known {
    profiles: Mutex<BTreeMap<PersonId, Option<Profile>>>,
    /// Of people who were erased, for which release a text stays, by its digest.
    places: Mutex<BTreeMap<String, Arc<Places>>>,
    /// The revision of the vault that they are of.
    revision: AtomicU64,
}

type Places = BTreeMap<[u8; 32], String>;

/// For which release a text stays.
fn places(records: &[Retained]) -> Places {
    let of = |record: &Retained| {
        let release = record.release.clone();
        let texts = record.texts.iter();
        let each = texts.map(move |(digest, _)| (*digest, release.clone()));
        each.collect::<Vec<_>>()
    };
    records.iter().flat_map(of).collect()
}

/// How many are kept.
const MOST: usize = 4_096;

impl Known {
    fn of(&self, id: &PersonId, look: impl FnOnce() -> Option<Profile>) -> Option<Profile> {
        if let Some(found) = self.kept().get(id) {
            return found.clone();
        }
        let found = look();
        let mut kept = self.kept();
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(id.clone(), found.clone());
        found
    }

    /// Forgets what was looked up in another revision of the vault.
    pub(crate) fn as_of(&self, revision: u64) {
        if self.revision.swap(revision, Ordering::Relaxed) != revision {
            self.forget();
        }
    }

    /// Somebody is called otherwise, or was erased.
    pub(crate) fn forget(&self) {
        self.kept().clear();
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.clear();
    }

    /// Where the texts of somebody are that stay: their records are opened once, and not for each text.
    fn places(&self, person: &str, all: impl FnOnce() -> Vec<Retained>) -> Arc<Places> {
        let kept = || self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = kept().get(person) {
            return Arc::clone(found);
        }
        let found = Arc::new(places(&all()));
        kept().insert(person.to_owned(), Arc::clone(&found));
        found
    }

    fn kept(&self) -> MutexGuard<'_, BTreeMap<PersonId, Option<Profile>>> {
        self.profiles.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Looks up names and opens texts. What was erased is said to be, and is no error.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    vault: &'a dyn Vault,
    blobs: &'a dyn BlobStore,
    known: Option<&'a Known>,
    /// What stays of people who were erased, for those who may read it.
    retained: Option<&'a dyn RetainedStore>,
}

impl<'a> Names<'a> {
    /// Names and texts of these stores.
    #[must_use]
    pub fn new(vault: &'a dyn Vault, blobs: &'a dyn BlobStore) -> Self {
        Self {
            vault,
            blobs,
            known: None,
            retained: None,
        }
    }

    /// The same, which remember whom they have looked up.
    pub(crate) fn remembering(self, known: &'a Known) -> Self {
        Self {
            known: Some(known),
            ..self
        }
    }

    /// The same, for somebody who may read what stays of people who were erased.
    pub(crate) fn with_retained(self, retained: &'a dyn RetainedStore) -> Self {
        Self {
            retained: Some(retained),
            ..self
        }
    }

    /// A person with their handle.
    #[must_use]
    pub fn person(&self, id: &PersonId) -> PersonRef {
        let profile = self.profile(id);
        let handle = profile.map(|profile| profile.handle);
        PersonRef {
            id: id.clone(),
            handle: handle.or_else(|| Some(self.stays(id)?.handle)),
        }
    }

    /// The person of that handle, mail address or id.
    ///
    /// # Errors
    /// When the vault cannot be read.
    pub fn find(&self, text: &str) -> Result<Option<PersonId>, ServiceError> {
        if let Ok(id) = text.parse() {
            return Ok(Some(id));
        }
        let found = self.vault.find(text)?;
        Ok(found.and_then(|id| PersonId::new(id).ok()))
    }

    /// What the vault knows of a person; nothing of those who were erased.
    #[must_use]
    pub fn profile(&self, id: &PersonId) -> Option<Profile> {
        let look = || self.vault.profile(id.as_str()).ok().flatten();
        match self.known {
            Some(known) => known.of(id, look),
            None => look(),
        }
    }

    /// People in the order of their handles.
    #[must_use]
    pub fn people<'p>(&self, people: impl Iterator<Item = &'p PersonId>) -> Vec<PersonRef> {
        let mut named: Vec<_> = people.map(|person| self.person(person)).collect();
        named.sort_by(|a, b| a.handle.cmp(&b.handle).then_with(|| a.id.cmp(&b.id)));
        named
    }

    /// A refusal that calls people by their handles: the rules know them by opaque ids only.
    #[must_use]
    pub fn refusal(&self, mut refusal: Refusal) -> Refusal {
        refusal.message = self.called(&refusal.message);
        for reason in &mut refusal.reasons {
            *reason = self.reason(reason);
        }
        refusal
    }

    /// A reason that calls people by their handles.
    #[must_use]
    pub fn reason(&self, reason: &Reason) -> Reason {
        Reason {
            message: self.called(&reason.message),
            ..reason.clone()
        }
    }

    /// The text with handles for ids, which stand between backticks.
    fn called(&self, text: &str) -> String {
        let parts = text.split('`').map(|part| match part.parse::<PersonId>() {
            Ok(id) => self.person(&id).to_string(),
            Err(_) => part.to_owned(),
        });
        parts.collect::<Vec<_>>().join("`")
    }

    /// Who acted.
    #[must_use]
    pub fn actor(&self, actor: &Actor) -> ActorRef {
        match actor {
            Actor::Person(person) => ActorRef::Person(self.person(person)),
            Actor::Workload(workload) => ActorRef::Workload(WorkloadRef {
                name: workload.name.clone(),
                run: workload.run.clone(),
            }),
            Actor::System => ActorRef::System,
        }
    }

    /// A sealed text; says that it was erased if nobody can read it any more.
    #[must_use]
    pub fn text(&self, sealed: Option<&Sealed>) -> Option<String> {
        Some(match self.read(sealed?) {
            Ok(Some(text)) => text,
            Ok(None) => ERASED.to_owned(),
            Err(_) => UNREADABLE.to_owned(),
        })
    }

    /// A sealed text, if it can be read.
    pub(crate) fn open(&self, sealed: &Sealed) -> Option<String> {
        self.read(sealed).ok().flatten()
    }

    /// The same; an error is of the store, which may have it and not give it now.
    fn read(&self, sealed: &Sealed) -> Result<Option<String>, BlobError> {
        let Some(bytes) = self.blobs.get(&BlobDigest(sealed.sealed.0))? else {
            return Ok(None);
        };
        let text = SealedText(bytes);
        let stays = || self.reason_that_stays(text.person()?, sealed);
        Ok(self.vault.open(&text).ok().or_else(stays))
    }

    /// What stays of somebody who was erased.
    fn stays(&self, id: &PersonId) -> Option<Retained> {
        self.retained?.any_retained(id.as_str()).ok()?
    }

    fn reason_that_stays(&self, person: &str, sealed: &Sealed) -> Option<String> {
        let (store, digest) = (self.retained?, sealed.sealed.0);
        let all = || store.retained(person).unwrap_or_default();
        let places = match self.known {
            Some(known) => known.places(person, all),
            None => Arc::new(places(&all())),
        };
        let record = store.retained_for(person, places.get(&digest)?).ok()??;
        let mut texts = record.texts.into_iter();
        texts.find(|(one, _)| *one == digest).map(|(_, text)| text)
    }
}

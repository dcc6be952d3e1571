//! Erasing people: what has to stay goes under keys of its own, everything else is destroyed at once.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_domain::access::Permission;
use holdpoint_domain::organisation::{PersonId, RecordRestore};
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::{Actor, Command, Fact, Sealed};
use holdpoint_engine::{At, Request, View, sealed_texts};
use holdpoint_ports::{BlobDigest, Credential, Profile, Retained};

use crate::{Names, Reader, Receipt, Service, ServiceError};

/// The release that a decision is about, if the event is one.
fn decided(fact: &Fact) -> Option<&ReleaseName> {
    match fact {
        Fact::ApprovalGiven(event) => Some(&event.release),
        Fact::ApprovalRejected(event) => Some(&event.release),
        Fact::ApprovalWithdrawn(event) => Some(&event.release),
        Fact::WaiverRequested(event) => Some(&event.release),
        Fact::WaiverApproved(event) => Some(&event.release),
        Fact::WaiverRevoked(event) => Some(&event.release),
        Fact::ReleaseDecided(event) => Some(&event.release),
        _ => None,
    }
}

impl Service {
    /// A command that erases people, with the releases that they had a say in: the ledger knows, whoever asks does not say.
    pub(crate) fn with_decided(&self, mut command: Command) -> Result<Command, ServiceError> {
        match &mut command {
            Command::ErasePerson(erase) => erase.decided = self.decided_by_now(&erase.person)?,
            Command::Apply(apply) => {
                apply.decided.clear();
                for person in &apply.gone {
                    let decided = self.decided_by_now(person)?;
                    if !decided.is_empty() {
                        apply.decided.insert(person.clone(), decided);
                    }
                }
            }
            _ => {}
        }
        Ok(command)
    }

    fn decided_by_now(&self, person: &PersonId) -> Result<BTreeSet<ReleaseName>, ServiceError> {
        self.decided_by(&self.engine().view(At::Now)?, person)
    }

    /// The releases that somebody had a say in, as of a view, also by entries that do not name them.
    pub(crate) fn decided_by(
        &self,
        view: &View,
        person: &PersonId,
    ) -> Result<BTreeSet<ReleaseName>, ServiceError> {
        let history = view.history(&person.key(), true, None, usize::MAX)?;
        let facts = history.entries.iter().map(|entry| &entry.fact);
        let named = facts.filter_map(decided).cloned();
        let unnamed = self.unnamed.decided_by(view, person)?;
        Ok(named.chain(unnamed).collect())
    }

    /// Records that a backup was restored although entries are lost, or may be: who did it, if the ledger knows them, and why.
    ///
    /// # Errors
    /// When a store fails.
    pub fn record_restore(
        &self,
        credential: Option<&Credential>,
        (known, size): (Option<u64>, u64),
        reason: &str,
    ) -> Result<Receipt, ServiceError> {
        let actor = match credential {
            Some(credential) => self.recognise(credential)?,
            None => None,
        };
        let person = actor.and_then(|actor| actor.person().cloned());
        let seal = |person: &PersonId| -> Result<Sealed, ServiceError> {
            let sealed = self.vault().seal(person.as_str(), reason)?;
            let (digest, _) = self.blobs().put(&mut &*sealed.0)?;
            Ok(Sealed {
                sealed: holdpoint_domain::Digest(digest.0),
            })
        };
        let command = RecordRestore {
            known,
            size,
            reason: person.as_ref().map(seal).transpose()?,
            person,
        };
        self.done(Request::new(Actor::System, command))
    }

    /// Destroys what the vault has of somebody whom the ledger says is erased, but for what the ledger says has to stay.
    pub(crate) fn forget(&self, person: &PersonId) -> Result<(), ServiceError> {
        let view = self.engine().view(At::Now)?;
        let releases: Vec<ReleaseName> = view.ask(|state| {
            let retained = state.retained(person).map(|(name, _)| name.clone());
            Ok(retained.collect())
        })?;
        // Without a profile it was done before.
        if let Some(profile) = self.vault().profile(person.as_str())? {
            let records = self.what_stays(&view, person, releases, &profile)?;
            self.personal_store().retain(&records)?;
        }
        self.vault().erase(person.as_str())?;
        self.profiles_changed();
        Ok(())
    }

    /// Who somebody was, and what they gave as reasons, by release.
    fn what_stays(
        &self,
        view: &View,
        person: &PersonId,
        releases: Vec<ReleaseName>,
        profile: &Profile,
    ) -> Result<Vec<Retained>, ServiceError> {
        let keys: Vec<_> = releases.iter().map(ReleaseName::key).collect();
        let mut given: BTreeMap<ReleaseName, Vec<BlobDigest>> = releases
            .into_iter()
            .map(|name| (name, Vec::new()))
            .collect();
        for entry in view.naming(&keys, person.as_str())? {
            let own = entry.meta.actor.person() == Some(person);
            let release = decided(&entry.fact).filter(|_| own);
            if let Some(texts) = release.and_then(|release| given.get_mut(release)) {
                texts.extend(sealed_texts(&entry.fact));
            }
        }
        let names = self.names();
        let text = |digest: BlobDigest| {
            let sealed = Sealed {
                sealed: holdpoint_domain::Digest(digest.0),
            };
            Some((digest.0, names.open(&sealed)?))
        };
        let record = |(release, texts): (ReleaseName, Vec<BlobDigest>)| Retained {
            person: person.to_string(),
            release: release.to_string(),
            handle: profile.handle.clone(),
            name: profile.name.clone(),
            texts: texts.into_iter().filter_map(text).collect(),
        };
        Ok(given.into_iter().map(record).collect())
    }

    /// Does in the vault what the ledger says is to be done there and a crash may have kept from it: destroys what stays no
    /// more, erases who is erased, and shuts out who is deactivated. Says how much there was to destroy.
    ///
    /// # Errors
    /// When a store fails.
    pub fn tidy_vault(&self) -> Result<usize, ServiceError> {
        let view = self.engine().view(At::Now)?;
        let mut done = 0;
        let erased: Vec<PersonId> = view.ask(|state| {
            let people = state.people.iter();
            let erased = people.filter(|(_, person)| person.erased.is_some());
            Ok(erased.map(|(id, _)| id.clone()).collect())
        })?;
        for person in &erased {
            if self.vault().profile(person.as_str())?.is_some() {
                self.forget(person)?;
                done += 1;
            }
        }
        self.shut_out_all(&view)?;
        let kept = self.personal_store().all_retained()?;
        let gone = view.ask(|state| {
            let stays = |(person, release): &&(String, String)| {
                let (Ok(person), Ok(release)) = (person.parse(), release.parse::<ReleaseName>())
                else {
                    return false;
                };
                let found = state.people.get::<PersonId>(&person);
                found.is_some_and(|found| found.retained.contains_key(&release))
            };
            Ok(kept.iter().filter(|one| !stays(one)).collect::<Vec<_>>())
        })?;
        for (person, release) in gone {
            self.personal_store().forget_retained(person, release)?;
            done += 1;
        }
        Ok(done)
    }

    /// Names as somebody may read them.
    pub(crate) fn names_for(
        &self,
        actor: &Actor,
        reader: &Reader<'_>,
    ) -> Result<Names<'_>, ServiceError> {
        let any = reader.ask(|state| {
            let mut people = state.people.values();
            Ok(people.any(|person| !person.retained.is_empty()))
        })?;
        Ok(
            match any && self.may(actor, Permission::ReadRetained).is_ok() {
                true => self.names().with_retained(self.personal_store()),
                false => self.names(),
            },
        )
    }
}

//! That somebody is who a provider knows, and that they are it no more.

use std::collections::BTreeSet;

use holdpoint_domain::Actor;
use holdpoint_domain::access::{AccountAct, Permission};
use holdpoint_domain::organisation::PersonId;
use holdpoint_ports::{Elsewhere, PersonalKind, PersonalThing, VaultError};
use holdpoint_tokens::Claims;

use super::{Counterpart, SignOnError};
use crate::{Service, ServiceError};

/// How it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// They have logged in there.
    LoggedIn,
    /// An administrator says so.
    Said,
}

impl Service {
    /// From now on the person is who is called that there.
    pub(super) fn link(
        &self,
        actor: &Actor,
        person: &PersonId,
        elsewhere: Elsewhere<'_>,
        proof: Proof,
    ) -> Result<(), SignOnError> {
        let id = person.as_str();
        match self.sessions_kept().identified(elsewhere)? {
            Some(owner) if owner == id => return Ok(()),
            Some(_) => return Err(SignOnError::Taken),
            None => {}
        }
        let act = AccountAct::Link {
            provider: elsewhere.place.to_owned(),
            proven: proof == Proof::LoggedIn,
        };
        self.record(actor, person, act)?;
        // Only one at a time: who was linked before is nobody's any more.
        self.forget_elsewhere(person, elsewhere.place)?;
        self.call(person, elsewhere)
    }

    /// By the log-out tokens of the provider somebody is known by `sub`, whatever claim counts here.
    pub(super) fn remember_subject(
        &self,
        there: &Counterpart,
        person: &PersonId,
        claims: &Claims,
    ) -> Result<(), SignOnError> {
        let provider = &there.provider;
        let (place, subject) = (subjects_of(&provider.issuer), claims.subject()?);
        let elsewhere = Elsewhere {
            place: &place,
            name: subject,
        };
        let known = self.sessions_kept().identified(elsewhere)?;
        match known {
            _ if provider.subject == "sub" => Ok(()),
            Some(owner) if owner == person.as_str() => Ok(()),
            Some(_) => Err(SignOnError::Taken),
            None => {
                self.forget_elsewhere(person, &place)?;
                self.call(person, elsewhere)
            }
        }
    }

    fn call(&self, person: &PersonId, elsewhere: Elsewhere<'_>) -> Result<(), SignOnError> {
        let id = person.as_str();
        match self.sessions_kept().identify(id, elsewhere) {
            Err(VaultError::Taken(_)) => return Err(SignOnError::Taken),
            linked => linked?,
        }
        let thing = PersonalThing {
            name: elsewhere.place.to_owned(),
            text: elsewhere.name.to_owned(),
        };
        let kind = PersonalKind::Elsewhere;
        Ok(self.personal_store().keep_personal(id, kind, &thing)?)
    }

    /// The person is nobody there any more; says whether they were somebody.
    fn forget_elsewhere(&self, person: &PersonId, place: &str) -> Result<bool, ServiceError> {
        let (id, kind) = (person.as_str(), PersonalKind::Elsewhere);
        let Some(name) = self.personal_store().personal(id, kind, place)? else {
            return Ok(false);
        };
        let elsewhere = Elsewhere { place, name: &name };
        self.sessions_kept().unidentify(elsewhere)?;
        Ok(self.personal_store().forget_personal(id, kind, place)?)
    }

    /// The issuers that know the person.
    ///
    /// # Errors
    /// When the vault fails.
    pub fn known_by(&self, person: &PersonId) -> Result<Vec<String>, ServiceError> {
        let kept = self
            .personal_store()
            .personal_all(person.as_str(), PersonalKind::Elsewhere)?;
        let issuers = kept.into_iter().map(|thing| thing.name);
        Ok(issuers.filter(|name| !name.ends_with(SUBJECTS)).collect())
    }

    /// An administrator says as whom a provider knows the person.
    pub(crate) fn link_said(
        &self,
        actor: &Actor,
        person: &PersonId,
        provider: &str,
        subject: &str,
    ) -> Result<(), ServiceError> {
        // Nobody looks by this who is known there, and nobody says it of themselves without proof.
        self.may(actor, Permission::AddPerson)?;
        let place = self.issuer_of(provider)?;
        if subject.trim().is_empty() || subject.len() > 1_024 {
            let why = "a subject has 1 to 1024 bytes".to_owned();
            return Err(ServiceError::Malformed(why));
        }
        let elsewhere = Elsewhere {
            place: &place,
            name: subject.trim(),
        };
        match self.link(actor, person, elsewhere, Proof::Said) {
            Err(SignOnError::Service(error)) => Err(error),
            Err(SignOnError::Taken) => Err(ServiceError::Malformed(format!(
                "somebody else here is known at `{provider}` as that person"
            ))),
            Err(other) => Err(ServiceError::Internal(other.to_string())),
            Ok(()) => Ok(()),
        }
    }

    /// A provider knows the person no more: roles that it gave go, too. Says whether it did.
    pub(crate) fn unlink(
        &self,
        actor: &Actor,
        person: &PersonId,
        provider: &str,
    ) -> Result<bool, ServiceError> {
        let place = self.issuer_of(provider)?;
        let act = AccountAct::Unlink {
            provider: place.clone(),
        };
        let (id, kind) = (person.as_str(), PersonalKind::Elsewhere);
        let known = self.personal_store().personal(id, kind, &place)?.is_some();
        if !known {
            if actor.person() != Some(person) {
                self.may(actor, Permission::AddPerson)?;
            }
            return Ok(false);
        }
        self.record(actor, person, act)?;
        self.forget_elsewhere(person, &place)?;
        self.forget_elsewhere(person, &subjects_of(&place))?;
        self.map_groups(person, BTreeSet::new(), &place)?;
        Ok(true)
    }

    fn issuer_of(&self, provider: &str) -> Result<String, ServiceError> {
        let directory = self.directory()?;
        let found = directory.provider(provider).map(|one| one.issuer.clone());
        found.ok_or_else(|| {
            let known: Vec<_> = directory
                .providers
                .iter()
                .map(|one| one.name.as_str())
                .collect();
            ServiceError::Malformed(match known.as_slice() {
                [] => "the organisation's file names no identity provider".to_owned(),
                known => format!(
                    "there is no identity provider `{provider}`, but `{}`",
                    known.join("`, `")
                ),
            })
        })
    }
}

/// What stands behind an issuer where people are called by `sub` there.
const SUBJECTS: &str = " sub";

/// Where somebody is called by `sub`, if that is not what counts.
pub(super) fn subjects_of(issuer: &str) -> String {
    format!("{issuer}{SUBJECTS}")
}

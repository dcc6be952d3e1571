//! Users: people, but for those who are the directory themselves.

use std::collections::BTreeMap;

use holdpoint_domain::access::Role;
use holdpoint_domain::directory::ProvisionPerson;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::{Command, State, Time};
use holdpoint_engine::Request;
use holdpoint_ports::{Profile, VaultError};
use serde_json::Value;

use super::answer::with_meta;
use super::person::{KEPT, KIND, Kept, Standing, profile, shown, unsaid};
use super::{Desk, ScimFailure, taken, text};
use crate::{At, ServiceError};

/// How many handles are tried for somebody new.
const TRIES: u32 = 1_000;

impl Desk<'_> {
    /// All users, in order of id.
    pub(super) fn all_users(&self) -> Result<Vec<Value>, ScimFailure> {
        let service = self.service;
        let mut kept: BTreeMap<String, Kept> = BTreeMap::new();
        for (person, thing) in service.personal_store().personal_everywhere(KIND)? {
            if let Some(found) = Kept::read(&thing.text).filter(|_| thing.name == KEPT) {
                kept.insert(person, found);
            }
        }
        let mut profiles: BTreeMap<String, Profile> =
            service.vault().people()?.into_iter().collect();
        let users = self.standings()?.into_iter().filter_map(|standing| {
            let id = standing.person.as_str();
            let (profile, kept) = (profiles.remove(id)?, kept.remove(id));
            self.resource(&standing, &profile, kept)
        });
        Ok(users.collect())
    }

    /// The user of that id.
    pub(super) fn user(&self, id: &str) -> Result<Option<Value>, ScimFailure> {
        let Ok(person) = PersonId::new(id) else {
            return Ok(None);
        };
        let standing = self.ask(|state| standing(state, &person, self.now()))?;
        let profile = self.service.vault().profile(id)?;
        let (Some(standing), Some(profile)) = (standing, profile) else {
            return Ok(None);
        };
        Ok(self.resource(&standing, &profile, self.kept(id)?))
    }

    fn resource(
        &self,
        standing: &Standing,
        profile: &Profile,
        kept: Option<Kept>,
    ) -> Option<Value> {
        if kept.as_ref().is_some_and(|kept| kept.withdrawn) {
            return None;
        }
        let base = &self.request.base;
        let id = standing.person.as_str();
        let changed = kept.as_ref().map(|kept| Time::from_millis(kept.changed));
        let said = kept.map_or_else(|| unsaid(profile), |kept| kept.said);
        let times = (standing.added, changed.unwrap_or(standing.added));
        let location = format!("{base}{}/{id}", holdpoint_scim::USER.endpoint);
        let resource = shown(said, standing, base);
        Some(with_meta(resource, holdpoint_scim::USER, &location, times))
    }

    fn kept(&self, id: &str) -> Result<Option<Kept>, ScimFailure> {
        let thing = self.service.personal_store().personal(id, KIND, KEPT)?;
        Ok(thing.and_then(|text| Kept::read(&text)))
    }

    pub(super) fn now(&self) -> Time {
        Time::from_millis(self.service.now_ms())
    }

    fn standings(&self) -> Result<Vec<Standing>, ScimFailure> {
        let now = self.now();
        self.ask(|state| {
            let people = state.people.keys();
            people
                .filter_map(|person| standing(state, person, now))
                .collect()
        })
    }

    pub(super) fn ask<T>(&self, of: impl Fn(&State) -> T) -> Result<T, ScimFailure> {
        let view = self.service.engine().view(At::Now);
        let view = view.map_err(ServiceError::from)?;
        Ok(view
            .ask(|state| Ok(of(state)))
            .map_err(ServiceError::from)?)
    }

    /// Does what is asked for, in the name of whoever asks.
    pub(super) fn submit(&self, command: impl Into<Command>) -> Result<(), ScimFailure> {
        self.service
            .done(Request::new(self.actor.clone(), command))?;
        Ok(())
    }

    /// Who is called that in the directory, or was until it took them back; with whether it did.
    fn called(&self, user_name: &str) -> Result<Option<(String, bool)>, ScimFailure> {
        let wanted = user_name.to_lowercase();
        for (person, thing) in self.service.personal_store().personal_everywhere(KIND)? {
            let kept = Kept::read(&thing.text).filter(|_| thing.name == KEPT);
            let Some(kept) = kept else { continue };
            let name = text(&kept.said, "userName").unwrap_or_default();
            if name.to_lowercase() == wanted {
                return Ok(Some((person, kept.withdrawn)));
            }
        }
        // Who is known here and whom the directory has said nothing of.
        let found = self.service.vault().find(&wanted)?;
        let unsaid = match &found {
            Some(id) => self.kept(id)?.is_none(),
            None => false,
        };
        Ok(found.filter(|_| unsaid).map(|id| (id, false)))
    }

    pub(super) fn make_user(&self, sent: &Value) -> Result<String, ScimFailure> {
        let user_name = text(sent, "userName").unwrap_or_default();
        match self.called(user_name)? {
            Some((_, false)) => Err(taken(user_name)),
            // They come back, and are who they were.
            Some((id, true)) => {
                let back = with_default(sent);
                self.set_user(&id, &back)?;
                Ok(id)
            }
            None => self.make_person(&with_default(sent)),
        }
    }

    fn make_person(&self, sent: &Value) -> Result<String, ScimFailure> {
        let service = self.service;
        let wanted = profile(sent, None);
        let person = match self.unfinished(&wanted)? {
            Some(person) => person,
            None => {
                let person = service.fresh_person();
                self.add(person.as_str(), wanted)?;
                service.profiles_changed();
                person
            }
        };
        let id = person.as_str().to_owned();
        self.keep(&id, sent, false)?;
        let provision = ProvisionPerson {
            person,
            active: active(sent).unwrap_or(true),
        };
        if let Err(refused) = self.submit(provision) {
            service.vault().erase(&id)?;
            service.profiles_changed();
            return Err(refused);
        }
        Ok(id)
    }

    /// Whom the vault knows by that mail address and the ledger does not: a request did not finish.
    fn unfinished(&self, wanted: &Profile) -> Result<Option<PersonId>, ScimFailure> {
        let Some(mail) = &wanted.mail else {
            return Ok(None);
        };
        let Some(owner) = self.service.vault().find(mail)? else {
            return Ok(None);
        };
        let owner =
            PersonId::new(owner).map_err(|error| ServiceError::Internal(error.to_string()))?;
        match self.service.knows(&owner)? {
            true => Err(taken(mail)),
            false => Ok(Some(owner)),
        }
    }

    fn add(&self, id: &str, wanted: Profile) -> Result<(), ScimFailure> {
        let base = wanted.handle.clone();
        for number in 1..TRIES {
            let handle = match number {
                1 => base.clone(),
                _ => format!("{base}-{number}"),
            };
            let profile = Profile {
                handle,
                ..wanted.clone()
            };
            match self.service.vault().add_person(id, &profile) {
                Err(VaultError::Taken(what)) if what == profile.handle => {}
                added => return Ok(added?),
            }
        }
        Err(taken(&base))
    }

    fn keep(&self, id: &str, said: &Value, withdrawn: bool) -> Result<(), ScimFailure> {
        let mut said = said.clone();
        if let Some(said) = said.as_object_mut() {
            // What this side says.
            for name in ["schemas", "id", "meta", "groups", "active"] {
                said.remove(name);
            }
        }
        let kept = Kept {
            said,
            changed: self.service.now_ms(),
            withdrawn,
        };
        let store = self.service.personal_store();
        Ok(store.keep_personal(id, KIND, &kept.thing())?)
    }

    pub(super) fn set_user(&self, id: &str, wanted: &Value) -> Result<(), ScimFailure> {
        let user_name = text(wanted, "userName").unwrap_or_default();
        let other = self.called(user_name)?.filter(|(other, _)| other != id);
        if other.is_some() {
            return Err(taken(user_name));
        }
        if let Some(active) = active(wanted) {
            self.stand(id, active)?;
        }
        let vault = self.service.vault();
        if let Some(old) = vault.profile(id)? {
            let new = profile(wanted, Some(old.handle.clone()));
            if new != old {
                vault.set_profile(id, &new)?;
                self.service.profiles_changed();
            }
        }
        self.keep(id, wanted, false)
    }

    fn stand(&self, id: &str, active: bool) -> Result<(), ScimFailure> {
        let person = PersonId::new(id);
        let person = person.map_err(|error| ServiceError::Internal(error.to_string()))?;
        self.submit(ProvisionPerson { person, active })
    }

    /// The directory takes somebody back: they are deactivated, and are no user any more.
    pub(super) fn withdraw_user(&self, id: &str) -> Result<(), ScimFailure> {
        self.stand(id, false)?;
        let said = match self.kept(id)? {
            Some(kept) => kept.said,
            None => {
                let profile = self.service.vault().profile(id)?;
                profile.map(|profile| unsaid(&profile)).unwrap_or_default()
            }
        };
        self.keep(id, &said, true)
    }
}

/// Somebody new acts, unless it is said that they do not.
fn with_default(sent: &Value) -> Value {
    let mut sent = sent.clone();
    if let Some(sent) = sent.as_object_mut() {
        sent.entry("active").or_insert(Value::Bool(true));
    }
    sent
}

fn active(resource: &Value) -> Option<bool> {
    resource.get("active").and_then(Value::as_bool)
}

/// What stands in the ledger of somebody; nothing of who was erased, and of the directory itself.
fn standing(state: &State, person: &PersonId, now: Time) -> Option<Standing> {
    let found = state.people.get(person).filter(|_| state.member(person))?;
    let mut grants = state.grants_of(person);
    if grants.any(|grant| grant.role == Role::Provisioner && grant.active(now)) {
        return None;
    }
    let groups = state.groups.values();
    let groups = groups.filter(|group| group.members.contains(person));
    Some(Standing {
        person: person.clone(),
        added: found.added,
        active: state.active(person),
        groups: groups
            .map(|group| (group.id.to_string(), group.name.clone()))
            .collect(),
    })
}

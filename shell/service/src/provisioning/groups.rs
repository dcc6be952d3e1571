//! Groups: aggregates of the ledger, from which roles follow.

use std::collections::BTreeSet;

use holdpoint_domain::directory::{DropGroup, Group, GroupId, ProvisionGroup};
use holdpoint_domain::organisation::PersonId;
use holdpoint_scim::{GROUP_SCHEMA, ScimType};
use serde_json::{Value, json};

use super::answer::with_meta;
use super::{Desk, ScimFailure, text};
use crate::ServiceError;

impl Desk<'_> {
    /// All groups, in order of id.
    pub(super) fn all_groups(&self) -> Result<Vec<Value>, ScimFailure> {
        let groups: Vec<Group> = self.ask(|state| state.groups.values().cloned().collect())?;
        groups.iter().map(|group| self.shown_group(group)).collect()
    }

    /// The group of that id.
    pub(super) fn group(&self, id: &str) -> Result<Option<Value>, ScimFailure> {
        let group = self.known_group(id)?;
        group.map(|group| self.shown_group(&group)).transpose()
    }

    fn known_group(&self, id: &str) -> Result<Option<Group>, ScimFailure> {
        let Ok(id) = GroupId::new(id) else {
            return Ok(None);
        };
        self.ask(|state| state.groups.get(&id).cloned())
    }

    fn shown_group(&self, group: &Group) -> Result<Value, ScimFailure> {
        let members = self.ask(|state| {
            let there = group.members.iter().filter(|person| state.member(person));
            there.cloned().collect::<Vec<PersonId>>()
        })?;
        let base = &self.request.base;
        let members = members.iter().map(|person| {
            json!({ "value": person, "$ref": format!("{base}/Users/{person}"), "type": "User" })
        });
        let mut resource = json!({
            "schemas": [GROUP_SCHEMA],
            "id": group.id,
            "displayName": group.name,
        });
        let members: Vec<_> = members.collect();
        if let Some(more) = resource.as_object_mut() {
            if !members.is_empty() {
                more.insert("members".to_owned(), members.into());
            }
            if let Some(external) = &group.external {
                more.insert("externalId".to_owned(), external.clone().into());
            }
        }
        let location = format!("{base}/Groups/{}", group.id);
        let times = (group.created, group.changed);
        Ok(with_meta(resource, holdpoint_scim::GROUP, &location, times))
    }

    pub(super) fn make_group(&self, sent: &Value) -> Result<String, ScimFailure> {
        let group = GroupId::from_bits(self.service.fresh_bits());
        let id = group.to_string();
        self.put_group(group, sent, None)?;
        Ok(id)
    }

    pub(super) fn set_group(&self, id: &str, wanted: &Value) -> Result<(), ScimFailure> {
        match self.known_group(id)? {
            Some(group) => self.put_group(group.id, wanted, Some(group.revision)),
            None => Ok(()),
        }
    }

    fn put_group(
        &self,
        group: GroupId,
        wanted: &Value,
        seen: Option<u64>,
    ) -> Result<(), ScimFailure> {
        self.submit(ProvisionGroup {
            group,
            name: text(wanted, "displayName").unwrap_or_default().to_owned(),
            external: text(wanted, "externalId").map(str::to_owned),
            members: self.members(wanted)?,
            seen,
        })
    }

    /// Who is in it: users, each once.
    fn members(&self, wanted: &Value) -> Result<BTreeSet<PersonId>, ScimFailure> {
        let members = wanted.get("members").and_then(Value::as_array);
        let mut people = BTreeSet::new();
        for member in members.into_iter().flatten() {
            let value = text(member, "value").unwrap_or_default();
            match PersonId::new(value) {
                Ok(person) if self.service.knows(&person)? => people.insert(person),
                _ => {
                    let why = format!("`{value}` is no user, and groups have users in them only");
                    return Err(ScimFailure::new(400, Some(ScimType::InvalidValue), why));
                }
            };
        }
        Ok(people)
    }

    pub(super) fn drop_group(&self, id: &str) -> Result<(), ScimFailure> {
        let group = GroupId::new(id);
        let group = group.map_err(|error| ServiceError::Internal(error.to_string()))?;
        self.submit(DropGroup { group })
    }
}

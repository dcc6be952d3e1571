//! SCIM: the organisation's directory says by itself who there is, who acts, and who is in which groups.
//!
//! A user is a person. What the directory says of them beyond name, handle and mail address is kept in the vault under their
//! key, so that erasing reaches it. A group is an aggregate of the ledger that names people by their ids; roles follow from it.
//! Whoever asks bears a token of somebody in the role `provisioner`, which lets nobody do anything else.

mod answer;
mod groups;
mod person;
mod users;

use std::sync::PoisonError;

use holdpoint_domain::Actor;
use holdpoint_domain::access::Permission;
use holdpoint_scim::{GROUP, Kind, Page, ScimType, View};
use serde_json::Value;

pub use answer::{ScimAnswer, ScimFailure};

use crate::Service;
use answer::{Answered, tagged};

/// What is done with resources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScimMethod {
    /// One is shown, or all of them are listed.
    Get,
    /// One is made.
    Post,
    /// One is replaced.
    Put,
    /// One is changed.
    Patch,
    /// One is taken away.
    Delete,
    /// Those of a kind are listed, as the body says, or those of every kind.
    Search {
        /// Whether of every kind.
        everything: bool,
    },
}

/// A request as it comes from outside.
#[derive(Debug, Clone)]
pub struct ScimRequest {
    /// Users or groups.
    pub kind: &'static Kind,
    /// What is done.
    pub method: ScimMethod,
    /// With which one.
    pub id: Option<String>,
    /// What stands after the question mark, in order.
    pub query: Vec<(String, String)>,
    /// What was sent.
    pub body: Value,
    /// The versions that it has to have, as `If-Match` says.
    pub if_match: Option<String>,
    /// The versions that need not be sent again, as `If-None-Match` says.
    pub if_none_match: Option<String>,
    /// The address under which all of it is, such as `https://holdpoint.example.org/scim/v2`.
    pub base: String,
}

impl ScimRequest {
    fn asked(&self, name: &str) -> Option<&str> {
        let mut all = self.query.iter();
        let found = all.find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    fn address(&self, id: &str) -> String {
        format!("{}{}/{id}", self.base, self.kind.endpoint)
    }
}

/// Who asks, and for what.
struct Desk<'a> {
    service: &'a Service,
    actor: &'a Actor,
    request: &'a ScimRequest,
}

impl Service {
    /// Answers what the directory asks.
    ///
    /// # Errors
    /// With the status, and what is wrong in the words of the standard.
    pub fn scim(&self, actor: &Actor, request: &ScimRequest) -> Result<ScimAnswer, ScimFailure> {
        self.may(actor, Permission::Provision)
            .map_err(ScimFailure::forbidden)?;
        let desk = Desk {
            service: self,
            actor,
            request,
        };
        // One change at a time: what it goes on from is what it finds.
        let turn = || self.provisioning.lock();
        let turn = || turn().unwrap_or_else(PoisonError::into_inner);
        let looks = matches!(request.method, ScimMethod::Get | ScimMethod::Search { .. });
        let _turn = (!looks).then(turn);
        match request.method {
            ScimMethod::Get => desk.shown(),
            ScimMethod::Post => desk.made(),
            ScimMethod::Put | ScimMethod::Patch => desk.changed(),
            ScimMethod::Delete => desk.gone(),
            ScimMethod::Search { everything } => desk.searched(everything),
        }
    }
}

impl Desk<'_> {
    fn groups(&self) -> bool {
        self.request.kind.name == GROUP.name
    }

    fn view(&self) -> Result<View, ScimFailure> {
        let asked = |name| self.request.asked(name);
        Ok(View::parse(
            asked("attributes"),
            asked("excludedAttributes"),
        )?)
    }

    fn shown(&self) -> Result<ScimAnswer, ScimFailure> {
        let kind = self.request.kind;
        if self.request.id.is_none() {
            let page = Page::parse(kind, |name| self.request.asked(name))?;
            return Ok(ScimAnswer::of(page.of(self.all(kind)?)));
        }
        let (view, found) = (self.view()?, self.found()?);
        let known = self.request.if_none_match.as_deref();
        if known.is_some_and(|known| tagged(known, &found.version)) {
            return Ok(ScimAnswer::same(found.version));
        }
        Ok(ScimAnswer::showing(found, kind, &view))
    }

    /// All resources of a kind.
    fn all(&self, kind: &'static Kind) -> Result<Vec<(&'static Kind, Value)>, ScimFailure> {
        let all = match kind.name == GROUP.name {
            true => self.all_groups()?,
            false => self.all_users()?,
        };
        Ok(all.into_iter().map(|one| (kind, one)).collect())
    }

    /// What is asked for stands in the body.
    fn searched(&self, everything: bool) -> Result<ScimAnswer, ScimFailure> {
        let asked = asked_by(&self.request.body);
        let asked = |name: &str| {
            let mut all = asked.iter();
            let found = all.find(|(key, _)| key.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.as_str())
        };
        let page = Page::parse(self.request.kind, asked)?;
        let mut all = self.all(self.request.kind)?;
        if everything {
            all.extend(self.all(GROUP)?);
        }
        Ok(ScimAnswer::of(page.of(all)))
    }

    fn made(&self) -> Result<ScimAnswer, ScimFailure> {
        let view = self.view()?;
        let sent = self.request.kind.accept(&self.request.body)?;
        let id = match self.groups() {
            true => self.make_group(&sent)?,
            false => self.make_user(&sent)?,
        };
        let made = ScimAnswer::showing(self.found_by(&id)?, self.request.kind, &view);
        Ok(ScimAnswer {
            status: 201,
            ..made
        })
    }

    fn changed(&self) -> Result<ScimAnswer, ScimFailure> {
        let (kind, view) = (self.request.kind, self.view()?);
        let found = self.matching()?;
        let wanted = match self.request.method {
            ScimMethod::Put => kind.accept(&self.request.body)?,
            _ => {
                let patch = holdpoint_scim::Patch::parse(&self.request.body)?;
                patch.apply(kind, &found.resource)?
            }
        };
        match self.groups() {
            true => self.set_group(&found.id, &wanted)?,
            false => self.set_user(&found.id, &wanted)?,
        }
        Ok(ScimAnswer::showing(self.found_by(&found.id)?, kind, &view))
    }

    fn gone(&self) -> Result<ScimAnswer, ScimFailure> {
        let found = self.matching()?;
        match self.groups() {
            true => self.drop_group(&found.id)?,
            false => self.withdraw_user(&found.id)?,
        }
        Ok(ScimAnswer::nothing())
    }

    /// What the request is about, if it is as whoever asks has seen it.
    fn matching(&self) -> Result<Answered, ScimFailure> {
        let found = self.found()?;
        let wanted = self.request.if_match.as_deref();
        match wanted.is_none_or(|wanted| tagged(wanted, &found.version)) {
            true => Ok(found),
            false => Err(ScimFailure::new(
                412,
                None,
                format!("it is at version `{}` now", found.version),
            )),
        }
    }

    fn found(&self) -> Result<Answered, ScimFailure> {
        let id = self.request.id.as_deref().unwrap_or_default();
        self.found_by(id)
    }

    fn found_by(&self, id: &str) -> Result<Answered, ScimFailure> {
        let found = match self.groups() {
            true => self.group(id)?,
            false => self.user(id)?,
        };
        let absent = || {
            let what = self.request.kind.name;
            ScimFailure::new(404, None, format!("there is no {what} `{id}`"))
        };
        let resource = found.ok_or_else(absent)?;
        let version = resource.pointer("/meta/version").and_then(Value::as_str);
        Ok(Answered {
            id: id.to_owned(),
            location: self.request.address(id),
            version: version.unwrap_or_default().to_owned(),
            resource,
        })
    }
}

/// The members of a body as what stands after question marks: lists with commas.
fn asked_by(body: &Value) -> Vec<(String, String)> {
    let written = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Array(all) => {
            let texts = all.iter().filter_map(Value::as_str);
            texts.collect::<Vec<_>>().join(",")
        }
        other => other.to_string(),
    };
    let members = body.as_object().into_iter().flatten();
    let said = members.filter(|(_, value)| !value.is_null());
    said.map(|(name, value)| (name.clone(), written(value)))
        .collect()
}

/// The text of an attribute.
fn text<'a>(resource: &'a Value, name: &str) -> Option<&'a str> {
    let text = resource.get(name).and_then(Value::as_str)?.trim();
    Some(text).filter(|text| !text.is_empty())
}

/// What another one has.
fn taken(what: &str) -> ScimFailure {
    let detail = format!("`{what}` belongs to another one");
    ScimFailure::new(409, Some(ScimType::Uniqueness), detail)
}

//! Enrolments: who let whom in, how the code was redeemed, and how long that keeps the two apart.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::State;
use crate::kernel::{Evolve, Key, Kind, Meta, Time};
use crate::organisation::PersonId;

/// How somebody came who redeemed a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Door {
    /// On the server's machine, with the data directory in hand.
    Directory,
    /// On the server's machine, through its socket.
    Socket,
    /// Over the network, by a program.
    Network,
    /// With a browser.
    Browser,
}

/// Somebody was given an enrolment: whoever presents it first is let in as that person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentIssued {
    /// Whose account.
    pub person: PersonId,
    /// Until when it counts.
    pub expires: Time,
}

/// An enrolment was presented, and counts no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Enrolled {
    /// Whose account.
    pub person: PersonId,
    /// Who gave them enrolments of late; nobody if Holdpoint itself did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issuers: Vec<PersonId>,
    /// How it was presented.
    pub door: Door,
    /// As whom the machine's user who presented it is known, if that is somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_as: Option<PersonId>,
}

/// The organisation's identity provider knows somebody as that person: whoever logs in there as them is them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Linked {
    /// Whose account.
    pub person: PersonId,
    /// Which provider: its issuer.
    pub provider: String,
    /// Whether whoever links it has logged in there; else an administrator says so.
    pub proven: bool,
}

/// Who gave somebody an enrolment, and how long the two are taken for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Issuer {
    pub(crate) person: PersonId,
    pub(crate) until: Time,
}

/// At least this long, in milliseconds, however short the enrolment counts: a day.
const APART_MS: i64 = 24 * 3_600_000;

impl Evolve for EnrolmentIssued {
    fn subject(&self) -> Key {
        Key::new(Kind::Account, self.person.as_str())
    }

    fn references(&self) -> Vec<Key> {
        vec![self.person.key()]
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        let until = self.expires.max(meta.time.after(APART_MS));
        let_in(state, meta, &self.person, until);
    }
}

impl Evolve for Linked {
    fn subject(&self) -> Key {
        Key::new(Kind::Account, self.person.as_str())
    }

    fn references(&self) -> Vec<Key> {
        vec![self.person.key()]
    }

    /// Who says of somebody else as whom the provider knows them, could have named themselves.
    fn apply(&self, state: &mut State, meta: &Meta) {
        let_in(state, meta, &self.person, meta.time.after(APART_MS));
    }
}

/// Somebody lets the person in: until then the two are taken for one, unless it is one.
fn let_in(state: &mut State, meta: &Meta, person: &PersonId, until: Time) {
    let found = state.issuers.get(person);
    let mut issuers = found.cloned().unwrap_or_default();
    issuers.retain(|issuer| issuer.until > meta.time);
    if let Some(by) = meta.actor.person().filter(|by| *by != person) {
        issuers.push(Issuer {
            person: by.clone(),
            until,
        });
    }
    if issuers.is_empty() {
        state.issuers.remove(person);
    } else {
        state.issuers.insert(person.clone(), issuers);
    }
}

impl Evolve for Enrolled {
    fn subject(&self) -> Key {
        Key::new(Kind::Account, self.person.as_str())
    }

    fn references(&self) -> Vec<Key> {
        let others = self.issuers.iter().chain(&self.known_as);
        let people = [&self.person].into_iter().chain(others);
        people.map(PersonId::key).collect()
    }

    fn apply(&self, _: &mut State, _: &Meta) {}
}

/// Who gave the person an enrolment of late, each once.
pub(crate) fn issuers(state: &State, person: &PersonId, now: Time) -> Vec<PersonId> {
    let found = state.issuers.get(person).into_iter().flatten();
    let recent = found.filter(|issuer| issuer.until > now);
    let mut people: Vec<_> = recent.map(|issuer| issuer.person.clone()).collect();
    people.sort();
    people.dedup();
    people
}

/// Whether one of them gave the other an enrolment of late: they may be the same hand.
pub(crate) fn one_hand(state: &State, one: &PersonId, other: &PersonId, now: Time) -> bool {
    let gave = |from: &PersonId, to: &PersonId| issuers(state, to, now).contains(from);
    gave(one, other) || gave(other, one)
}

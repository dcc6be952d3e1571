//! Signatures over decisions: each must be by a key that was the person's then, over exactly what its entry says, and
//! over a tree that this ledger had.

use std::collections::BTreeMap;

use holdpoint_domain::Fact;
use holdpoint_domain::approval::{Given, Rejected, Say};
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::signing::{Fingerprint, Proof, Seen, Signed, SignedStatement, SigningKey};
use holdpoint_ledger::Hash;
use holdpoint_ledger::log::SourceTiles;
use holdpoint_ledger::source::TileSource;
use holdpoint_ledger::tile::TileNodes;
use holdpoint_ledger::tree::root_of;
use serde::Serialize;

use super::inspect::{Fault, Problem};
use super::statements::stated;
use crate::entry::Recorded;

/// How many signatures over decisions were verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct SignatureCount {
    /// Those that hold.
    pub sound: u64,
    /// Those that do not.
    pub wrong: u64,
}

/// What happened to a key: it came with a person, or it was removed.
type Change = (u64, Option<(PersonId, SigningKey)>);

/// Keys and signed decisions, as entries have them.
#[derive(Debug, Default)]
pub(super) struct Hands {
    keys: BTreeMap<Fingerprint, Vec<Change>>,
    signed: Vec<Said>,
}

/// A signed decision.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) position: u64,
    pub(super) person: PersonId,
    pub(super) signed: Text,
    /// The first field in which the payload says otherwise than the entry.
    pub(super) otherwise: Option<&'static str>,
}

/// What was signed, with its signature.
#[derive(Debug)]
pub(super) enum Text {
    Approval(Box<Signed>),
    Statement(Box<SignedStatement>),
}

impl Text {
    fn proof(&self) -> &Proof {
        match self {
            Self::Approval(signed) => &signed.proof,
            Self::Statement(signed) => &signed.proof,
        }
    }

    fn verify(&self, key: &SigningKey) -> Result<(), String> {
        match self {
            Self::Approval(signed) => signed.verify(key).map(drop),
            Self::Statement(signed) => signed.verify(key).map(drop),
        }
    }

    fn seen(&self) -> &Seen {
        match self {
            Self::Approval(signed) => &signed.payload.seen,
            Self::Statement(signed) => &signed.payload.seen,
        }
    }
}

impl Hands {
    /// Keeps what an entry says of keys, and signed decisions.
    pub(super) fn note(&mut self, entry: &Recorded) {
        let position = entry.meta.position;
        match &entry.fact {
            Fact::KeyAdded(event) => {
                let added = Some((event.person.clone(), event.key.clone()));
                let changes = self.keys.entry(event.key.fingerprint()).or_default();
                changes.push((position, added));
            }
            Fact::KeyRemoved(event) => {
                let changes = self.keys.entry(event.key.clone()).or_default();
                changes.push((position, None));
            }
            Fact::ApprovalGiven(event) => self.decided(entry, event),
            Fact::ApprovalRejected(event) => self.decided(entry, &given(event)),
            fact => self.signed.extend(stated(entry, fact)),
        }
    }

    fn decided(&mut self, entry: &Recorded, event: &Given) {
        let Some(signed) = &event.signature else {
            return;
        };
        let say = match entry.fact {
            Fact::ApprovalGiven(_) => Say::Approve,
            _ => Say::Reject,
        };
        let by_themselves = entry.meta.actor.person() == Some(&event.person);
        self.signed.push(Said {
            position: entry.meta.position,
            person: event.person.clone(),
            signed: Text::Approval(signed.clone()),
            otherwise: otherwise(event, say, signed, by_themselves),
        });
    }

    /// Takes over what stands later in the ledger.
    pub(super) fn merge(&mut self, later: Self) {
        for (key, changes) in later.keys {
            self.keys.entry(key).or_default().extend(changes);
        }
        self.signed.extend(later.signed);
    }

    /// Verifies every signature, over the ledger of this size.
    pub(super) fn check(
        &self,
        source: &dyn TileSource,
        size: u64,
    ) -> (SignatureCount, Vec<Problem>) {
        let nodes = TileNodes::new(SourceTiles(source), size);
        self.check_by(&|size| {
            let root = root_of(&nodes, size);
            root.map_err(|error| format!("the tree cannot be read: {error}"))
        })
    }

    fn check_by(&self, root_at: &RootAt<'_>) -> (SignatureCount, Vec<Problem>) {
        let mut count = SignatureCount::default();
        let mut problems = Vec::new();
        for said in &self.signed {
            match self.verify(said, root_at) {
                Ok(()) => count.sound += 1,
                Err(why) => {
                    count.wrong += 1;
                    problems.push(Problem::new(Fault::Signature, said.position, why));
                }
            }
        }
        (count, problems)
    }

    fn verify(&self, said: &Said, root_at: &RootAt<'_>) -> Result<(), String> {
        if let Some(field) = said.otherwise {
            return Err(format!(
                "what was signed has another `{field}` than the entry"
            ));
        }
        let name = said.signed.proof().key();
        let key = self.key_at(&name, said.position);
        let (person, key) = key.ok_or_else(|| format!("the key `{name}` was nobody's then"))?;
        if *person != said.person {
            return Err(format!("the key `{name}` was somebody else's then"));
        }
        let verified = said.signed.verify(key);
        verified.map_err(|why| format!("the signature does not hold: {why}"))?;
        seen(said, root_at)
    }

    /// Whose a key was just before a position.
    fn key_at(&self, name: &Fingerprint, position: u64) -> Option<&(PersonId, SigningKey)> {
        let changes = self.keys.get(name)?;
        let earlier = changes.partition_point(|(at, _)| *at < position);
        let (_, found) = changes.get(earlier.checked_sub(1)?)?;
        found.as_ref()
    }
}

/// The root of the tree over the first entries.
type RootAt<'a> = dyn Fn(u64) -> Result<Hash, String> + 'a;

/// Whether the tree that was seen is one of this ledger, from before the decision.
fn seen(said: &Said, root_at: &RootAt<'_>) -> Result<(), String> {
    let seen = said.signed.seen();
    if seen.size > said.position {
        return Err(format!("it says to have seen {} entries", seen.size));
    }
    match root_at(seen.size)?.0 == seen.root.0 {
        true => Ok(()),
        false => Err(format!(
            "it says that the ledger had another tree at {} entries: what came before was changed",
            seen.size
        )),
    }
}

/// A rejection has the same fields.
fn given(event: &Rejected) -> Given {
    let event = event.clone();
    Given {
        release: event.release,
        person: event.person,
        on_behalf_of: event.on_behalf_of,
        scope: event.scope,
        role: event.role,
        environment: event.environment,
        manifest: event.manifest,
        comment: event.comment,
        signature: event.signature,
    }
}

fn otherwise(
    event: &Given,
    say: Say,
    signed: &Signed,
    by_themselves: bool,
) -> Option<&'static str> {
    let payload = &signed.payload;
    let same = [
        ("decision", payload.decision == say),
        ("release", payload.release == event.release),
        ("manifest", payload.manifest == event.manifest),
        ("person", payload.person == event.person && by_themselves),
        ("on_behalf_of", payload.on_behalf_of == event.on_behalf_of),
        ("role", payload.role == event.role),
        ("environment", payload.environment == event.environment),
        (
            "reason",
            payload.reason.is_some() == event.comment.is_some(),
        ),
    ];
    same.iter().find(|(_, same)| !same).map(|(field, _)| *field)
}

#[cfg(test)]
mod tests;

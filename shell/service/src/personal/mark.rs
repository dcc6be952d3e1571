//! What somebody has seen of their inbox.

use std::collections::BTreeMap;

use holdpoint_domain::organisation::PersonId;
use holdpoint_ports::{PersonalKind, PersonalStore, PersonalThing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ServiceError;

/// How much of something in the inbox somebody has seen.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Seen {
    /// Nothing: it is new.
    New,
    /// It was read.
    Read,
    /// It is done with, and shown no more.
    Done,
}

/// How many marks are kept: the ones of what is no longer in the inbox go first.
const MOST: usize = 1_000;

/// The longest name of something in the inbox.
const LONGEST: usize = 400;

/// The marks of a person.
pub(crate) struct Marks(BTreeMap<String, Seen>);

impl Marks {
    pub(crate) fn of(store: &dyn PersonalStore, person: &PersonId) -> Result<Self, ServiceError> {
        let kept = store.personal_all(person.as_str(), PersonalKind::Mark)?;
        let read = |thing: PersonalThing| Some((thing.name, word(&thing.text)?));
        Ok(Self(kept.into_iter().filter_map(read).collect()))
    }

    /// How much of it was seen.
    pub(crate) fn seen(&self, item: &str) -> Seen {
        self.0.get(item).copied().unwrap_or(Seen::New)
    }
}

fn word(text: &str) -> Option<Seen> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}

/// Keeps how much of some things was seen.
pub(super) fn keep(
    store: &dyn PersonalStore,
    person: &PersonId,
    items: &[String],
    seen: Seen,
) -> Result<(), ServiceError> {
    if let Some(item) = items.iter().find(|item| item.len() > LONGEST) {
        let why = format!(
            "`{}…` is nothing in an inbox",
            item.chars().take(40).collect::<String>()
        );
        return Err(ServiceError::Malformed(why));
    }
    if items.len() > MOST {
        let why = format!("at most {MOST} things are marked at once");
        return Err(ServiceError::Malformed(why));
    }
    for item in items {
        if seen == Seen::New {
            store.forget_personal(person.as_str(), PersonalKind::Mark, item)?;
        } else {
            let thing = PersonalThing {
                name: item.clone(),
                text: if seen == Seen::Read { "read" } else { "done" }.to_owned(),
            };
            store.keep_personal(person.as_str(), PersonalKind::Mark, &thing)?;
        }
    }
    Ok(())
}

/// Forgets marks of what is no longer in the inbox, once there are many.
pub(super) fn tidy(
    store: &dyn PersonalStore,
    person: &PersonId,
    standing: impl Fn(&str) -> bool,
) -> Result<(), ServiceError> {
    let kept = store.personal_all(person.as_str(), PersonalKind::Mark)?;
    if kept.len() <= MOST {
        return Ok(());
    }
    for thing in kept.iter().filter(|thing| !standing(&thing.name)) {
        store.forget_personal(person.as_str(), PersonalKind::Mark, &thing.name)?;
    }
    Ok(())
}

//! A letter, as the vault keeps it.

use holdpoint_domain::Time;
use holdpoint_ports::{Delivery, PersonalKind, PersonalThing};
use serde::{Deserialize, Serialize};

use crate::{Service, ServiceError};

const MINUTE: i64 = 60_000;

/// How long after each try that was refused for now the next one is. Mail servers that see a sender for the first
/// time refuse for some minutes; others are down for hours.
const PAUSES: [i64; 5] = [2, 10, 30, 120, 360];

/// How many letters of a person the vault remembers: a day of hourly ones.
const REMEMBERED: usize = 26;

/// How far a letter has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Progress {
    /// There was nothing to tell.
    Nothing,
    /// It is claimed, and may be on its way.
    Sending,
    /// It was taken.
    Delivered,
    /// It was not taken, and is tried again.
    Later,
    /// It was not taken.
    Failed,
    /// Nobody knows.
    Unknown,
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Position of the intent of its round; none where there was nothing to tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) intent: Option<u64>,
    pub(super) progress: Progress,
    /// How often it was tried before.
    #[serde(default)]
    pub(super) tries: usize,
    /// When it is tried again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) again: Option<Time>,
}

impl Kept {
    /// That there was nothing to tell.
    pub(super) fn nothing() -> Self {
        Self {
            intent: None,
            progress: Progress::Nothing,
            tries: 0,
            again: None,
        }
    }

    /// The claim of a letter that is about to go out.
    pub(super) fn claim(intent: u64, tries: usize) -> Self {
        Self {
            intent: Some(intent),
            progress: Progress::Sending,
            tries,
            again: None,
        }
    }

    /// What became of it.
    pub(super) fn ended(mut self, delivery: &Delivery, now: Time) -> Self {
        self.progress = match delivery {
            Delivery::Delivered => Progress::Delivered,
            Delivery::Failed(_) => Progress::Failed,
            Delivery::Unknown(_) => Progress::Unknown,
            Delivery::Later(_) => match PAUSES.get(self.tries) {
                Some(pause) => {
                    self.again = Some(now.after(pause * MINUTE));
                    Progress::Later
                }
                None => Progress::Failed,
            },
        };
        self.tries += 1;
        self
    }

    /// How often it was tried, if it is to be tried again now.
    pub(super) fn waits(&self, now: Time) -> Option<usize> {
        let again = self.again.filter(|_| self.progress == Progress::Later);
        again.filter(|again| *again <= now).map(|_| self.tries)
    }

    /// Whether whoever it is for was told, or may have been, or need not be.
    fn told(&self) -> bool {
        match self.progress {
            Progress::Nothing | Progress::Sending | Progress::Delivered | Progress::Unknown => true,
            Progress::Later | Progress::Failed => false,
        }
    }

    pub(super) fn thing(&self, slot: &str) -> PersonalThing {
        PersonalThing {
            name: slot.to_owned(),
            // Plain fields always have a JSON form.
            text: serde_json::to_string(self).unwrap_or_default(),
        }
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

impl Service {
    /// Keeps a letter, and forgets all of a person but the newest: names are moments, and sort as these do.
    pub(super) fn keep_letter(
        &self,
        person: &str,
        slot: &str,
        kept: &Kept,
    ) -> Result<(), ServiceError> {
        let store = self.personal_store();
        store.keep_personal(person, PersonalKind::Letter, &kept.thing(slot))?;
        let letters = store.personal_all(person, PersonalKind::Letter)?;
        for old in letters.iter().rev().skip(REMEMBERED) {
            store.forget_personal(person, PersonalKind::Letter, &old.name)?;
        }
        Ok(())
    }

    /// Up to which moment somebody was told what waits, if that is known.
    pub(super) fn told_until(&self, person: &str) -> Result<Option<Time>, ServiceError> {
        let letters = self
            .personal_store()
            .personal_all(person, PersonalKind::Letter)?;
        let told = |thing: &&PersonalThing| Kept::read(&thing.text).is_some_and(|kept| kept.told());
        let newest = letters.iter().rev().find(told);
        Ok(newest.and_then(|thing| thing.name.parse().ok()))
    }
}

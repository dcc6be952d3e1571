//! What has happened to a waiver.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Waiver, WaiverId};
use crate::State;
use crate::environment::EnvironmentName;
use crate::kernel::{Evolve, Key, Meta, Opening, Sealed, Time};
use crate::organisation::PersonId;
use crate::release::ReleaseName;
use crate::signing::SignedStatement;

/// Somebody has asked for an exception.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Requested {
    /// Which waiver.
    pub waiver: WaiverId,
    /// For which release.
    pub release: ReleaseName,
    /// In which environment.
    pub environment: EnvironmentName,
    /// From which criterion.
    pub criterion: String,
    /// From these findings of it only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<String>,
    /// Why.
    pub reason: Sealed,
    /// Who asks.
    pub person: PersonId,
    /// Until when.
    pub ends: Time,
}

impl Evolve for Requested {
    fn subject(&self) -> Key {
        self.waiver.key()
    }

    fn references(&self) -> Vec<Key> {
        vec![
            self.release.key(),
            self.environment.key(),
            self.person.key(),
        ]
    }

    fn opening(&self) -> Option<Opening> {
        Some(Opening::Opened)
    }

    fn format(&self) -> u32 {
        // At first a waiver was from all of a criterion.
        match self.findings.is_empty() {
            true => crate::format::FIRST_FORMAT,
            false => 2,
        }
    }

    fn apply(&self, state: &mut State, meta: &Meta) {
        let waiver = Waiver {
            id: self.waiver.clone(),
            release: self.release.clone(),
            environment: self.environment.clone(),
            criterion: self.criterion.clone(),
            findings: self.findings.clone(),
            reason: self.reason.clone(),
            requested_by: self.person.clone(),
            requested: meta.time,
            ends: self.ends,
            approved_by: None,
            ended: false,
        };
        state.waivers.insert(self.waiver.key(), waiver);
    }
}

/// Somebody has granted it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Approved {
    /// Which waiver.
    pub waiver: WaiverId,
    /// For which release.
    pub release: ReleaseName,
    /// Who.
    pub person: PersonId,
    /// The signature over it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Box<SignedStatement>>,
}

impl Evolve for Approved {
    fn subject(&self) -> Key {
        self.waiver.key()
    }

    fn references(&self) -> Vec<Key> {
        vec![self.release.key(), self.person.key()]
    }

    fn format(&self) -> u32 {
        // At first nobody signed.
        match &self.signature {
            None => crate::format::FIRST_FORMAT,
            Some(_) => 2,
        }
    }

    fn apply(&self, state: &mut State, _: &Meta) {
        if let Some(waiver) = state.waivers.get_mut(&self.waiver.key()) {
            waiver.approved_by = Some(self.person.clone());
        }
    }
}

macro_rules! ended {
    ($type:ty, |$event:ident| $names:expr, $format:expr) => {
        impl Evolve for $type {
            fn subject(&self) -> Key {
                self.waiver.key()
            }

            fn references(&self) -> Vec<Key> {
                let $event = self;
                $names.chain([self.release.key()]).collect()
            }

            fn format(&self) -> u32 {
                let $event = self;
                $format
            }

            fn opening(&self) -> Option<Opening> {
                Some(Opening::Closed)
            }

            fn apply(&self, state: &mut State, _: &Meta) {
                if let Some(waiver) = state.waivers.get_mut(&self.waiver.key()) {
                    waiver.ended = true;
                }
            }
        }
    };
}

/// Somebody has taken it back, or turned the request down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Revoked {
    /// Which waiver.
    pub waiver: WaiverId,
    /// For which release.
    pub release: ReleaseName,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
    /// Who; at first only the entry's actor told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// The signature over it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Box<SignedStatement>>,
}

ended!(
    Revoked,
    |event| event.person.iter().map(PersonId::key),
    match event.person.is_some() || event.signature.is_some() {
        true => 2,
        false => crate::format::FIRST_FORMAT,
    }
);

/// Its end has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expired {
    /// Which waiver.
    pub waiver: WaiverId,
    /// For which release.
    pub release: ReleaseName,
}

ended!(
    Expired,
    |_event| std::iter::empty(),
    crate::format::FIRST_FORMAT
);

//! Policies that come along with what is asked: on who may do what, and those that criteria name.

use std::cell::RefCell;

use holdpoint_domain::access::policy::Authorisation;
use holdpoint_domain::declaration::Change;
use holdpoint_domain::organisation::Settings;
use holdpoint_domain::{Digest, KnownPolicies, State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Wanted, parse};
use crate::{Service, ServiceError};

/// Policies on who may do what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WantedPolicies {
    /// These, in Cedar.
    Text(String),
    /// None any more: roles alone say.
    Roles(bool),
}

impl Service {
    /// Keeps the policies that come along, so that whoever judges by them finds them.
    pub(crate) fn keep_policies(&self, wanted: &Wanted) -> Result<(), ServiceError> {
        match wanted {
            Wanted::Configuration(file) => {
                let files = parse(file)?.policies.into_iter();
                for policy in files.filter(|one| one.kept) {
                    self.blobs().put(&mut policy.text.as_slice())?;
                }
            }
            Wanted::Policies(WantedPolicies::Text(text)) => {
                self.blobs().put(&mut text.as_bytes())?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Reads policies on who may do what that come along and are not kept.
    pub(crate) fn note_policies(
        &self,
        wanted: &Wanted,
        noted: &RefCell<KnownPolicies>,
    ) -> Result<(), ServiceError> {
        let texts: Vec<_> = match wanted {
            Wanted::Configuration(file) => {
                let of_cedar = |path: &str| path.ends_with(".cedar");
                let files = parse(file)?.policies.into_iter();
                let cedar = files.filter(|one| of_cedar(&one.path)).map(|one| one.text);
                cedar
                    .map(|text| String::from_utf8_lossy(&text).into_owned())
                    .collect()
            }
            Wanted::Policies(WantedPolicies::Text(text)) => vec![text.clone()],
            _ => Vec::new(),
        };
        for text in texts {
            let digest = Digest::of(text.as_bytes());
            let read = self.engine().read_policies(&text)?;
            if let Some(loaded) = read.get(&digest) {
                noted.replace_with(|known| known.with(digest, loaded.clone()));
            }
        }
        Ok(())
    }
}

/// The settings with these policies.
pub(super) fn ruled_by(policies: &WantedPolicies, state: &State) -> Change {
    let organisation = state.organisation.as_ref();
    let settings = organisation.map(|found| found.settings.clone());
    let authorisation = match policies {
        WantedPolicies::Text(text) => Some(Authorisation::new(Digest::of(text.as_bytes()))),
        WantedPolicies::Roles(_) => None,
    };
    Change::Settings(Settings {
        authorisation,
        ..settings.unwrap_or_default()
    })
}

//! Values of secrets, fetched when a step begins.

use std::collections::BTreeMap;
use std::path::Path;

use holdpoint_domain::Effect;
use holdpoint_domain::pipeline::SecretPlace;
use holdpoint_engine::Task;
use holdpoint_secrets::{Keepers, Mistake, Provider, Reference, Secret};

use crate::settings::{Settings, SettingsError};

/// Whoever keeps values of secrets, and tokens of other systems.
pub(crate) struct Values {
    secrets: Keepers,
    tokens: Keepers,
}

impl Values {
    pub(crate) fn open(settings: &Settings) -> Result<Self, SettingsError> {
        let wrong = |mistakes: Vec<Mistake>| {
            let lines = mistakes.iter().map(ToString::to_string);
            SettingsError::new(settings, lines.collect())
        };
        Ok(Self {
            secrets: Keepers::open(settings.secrets()).map_err(wrong)?,
            tokens: Keepers::open(settings.tokens()).map_err(wrong)?,
        })
    }

    /// The secrets that a step sees, by variable.
    ///
    /// # Errors
    /// Which cannot be had, and why: all of them.
    pub(crate) fn of(&self, task: &Task) -> Result<BTreeMap<String, String>, String> {
        let Effect::RunPipelineStep { needs, .. } = &task.effect else {
            return Ok(BTreeMap::new());
        };
        let (mut values, mut wrong) = (BTreeMap::new(), Vec::new());
        for (variable, place) in &needs.secrets {
            match self.text(place) {
                Ok(value) => drop(values.insert(variable.clone(), value)),
                Err(why) => wrong.push(format!("{variable}: {why}")),
            }
        }
        match wrong.is_empty() {
            true => Ok(values),
            false => Err(wrong.join("\n")),
        }
    }

    /// The value of a secret that is text.
    pub(crate) fn text(&self, place: &SecretPlace) -> Result<String, String> {
        let reference = reference(place);
        let secret = self
            .secrets
            .fetch(&reference)
            .map_err(|why| why.to_string())?;
        let text = secret.text().map(str::to_owned);
        text.ok_or_else(|| format!("the secret {reference} is no text, which a variable has to be"))
    }

    /// The token in a file.
    pub(crate) fn token(&self, file: &Path) -> Result<Secret, String> {
        let reference = Reference::File { path: file.into() };
        self.tokens.fetch(&reference).map_err(|why| why.to_string())
    }
}

fn reference(place: &SecretPlace) -> Reference {
    match place.clone() {
        SecretPlace::File { path } => Reference::File { path: path.into() },
        SecretPlace::Environment { variable } => Reference::Environment { variable },
        SecretPlace::Vault {
            path,
            field,
            version,
        } => Reference::Vault {
            path,
            field,
            version,
        },
        SecretPlace::Store {
            provider,
            name,
            version,
        } => Reference::Store {
            provider: match provider.as_str() {
                "google" => Provider::Google,
                "azure" => Provider::Azure,
                _ => Provider::Aws,
            },
            name,
            version,
        },
    }
}

//! The secret stores of the clouds.

mod aws;
mod azure;
mod bearer;
mod google;

use std::sync::Arc;

use crate::reference::Provider;
use crate::settings::Settings;
use crate::why::Trouble;
use crate::wire::{Whom, Wire};
use holdpoint_mask::Secret;

/// All of them.
pub(crate) struct Clouds {
    aws: aws::Aws,
    google: google::Google,
    azure: azure::Azure,
}

/// What each of them needs.
pub(super) struct Ground {
    settings: Arc<Settings>,
    /// To keepers.
    wire: Wire,
    /// To metadata services.
    near: Wire,
}

impl Clouds {
    pub(crate) fn new(settings: Arc<Settings>) -> Self {
        let ground = Arc::new(Ground {
            wire: Wire::new(Whom::Keeper(None), settings.rest),
            near: Wire::new(Whom::Metadata, settings.rest),
            settings,
        });
        Self {
            aws: aws::Aws::new(Arc::clone(&ground)),
            google: google::Google::new(Arc::clone(&ground)),
            azure: azure::Azure::new(ground),
        }
    }

    pub(crate) fn fetch(
        &self,
        provider: Provider,
        name: &str,
        version: Option<&str>,
    ) -> Result<Secret, Trouble> {
        match provider {
            Provider::Aws => self.aws.fetch(name, version),
            Provider::Google => self.google.fetch(name, version),
            Provider::Azure => self.azure.fetch(name, version),
        }
    }
}

/// A secret that has bytes.
fn secret(bytes: Vec<u8>) -> Result<Secret, Trouble> {
    match bytes.is_empty() {
        true => Err(Trouble::Empty),
        false => Ok(Secret::new(bytes)),
    }
}

//! All keepers of secrets that are set up.

use std::fmt;
use std::sync::Arc;

use crate::apart::apart;
use crate::cache::Cache;
use crate::cloud::Clouds;
use crate::environment;
use crate::files;
use crate::reference::Reference;
use crate::settings::{Mistake, Settings};
use crate::vault::Vault;
use crate::why::{Trouble, Why};
use holdpoint_mask::Secret;

/// All keepers of secrets that are set up.
pub struct Keepers {
    settings: Arc<Settings>,
    vault: Option<Vault>,
    clouds: Clouds,
    cache: Cache,
}

impl Keepers {
    /// Makes ready what the settings say; nobody is asked for anything yet.
    ///
    /// # Errors
    /// All that is wrong with the settings.
    pub fn open(settings: Settings) -> Result<Self, Vec<Mistake>> {
        let mistakes = settings.mistakes();
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let settings = Arc::new(settings);
        Ok(Self {
            vault: settings
                .vault
                .is_some()
                .then(|| Vault::new(Arc::clone(&settings))),
            clouds: Clouds::new(Arc::clone(&settings)),
            cache: Cache::new(settings.keep, Arc::clone(&settings.clock)),
            settings,
        })
    }

    /// The value of a secret: of late, or from its keeper. It waits for the answer, some seconds at most; several that ask for the same
    /// at once wait for one.
    ///
    /// # Errors
    /// When it cannot be had. The error names the reference, and never what a keeper said.
    pub fn fetch(&self, reference: &Reference) -> Result<Secret, Why> {
        let outcome = self.cache.get(reference, || self.ask(reference));
        outcome.map_err(|trouble| Why {
            reference: reference.clone(),
            trouble,
        })
    }

    /// Forgets all values: whoever asks next has them from their keepers.
    pub fn forget(&self) {
        self.cache.clear();
    }

    fn ask(&self, reference: &Reference) -> Result<Secret, Trouble> {
        match reference {
            Reference::File { path } => files::fetch(&self.settings.folders, path),
            Reference::Environment { variable } => environment::fetch(&self.settings, variable),
            Reference::Vault {
                path,
                field,
                version,
            } => {
                let vault = self.vault.as_ref().ok_or(Trouble::Unconfigured)?;
                apart(|| vault.fetch(path, field, version.as_deref()))
                    .unwrap_or(Err(Trouble::Broken))
            }
            Reference::Store {
                provider,
                name,
                version,
            } => {
                if !self.settings.stores.contains(provider) {
                    return Err(Trouble::Unconfigured);
                }
                apart(|| self.clouds.fetch(*provider, name, version.as_deref()))
                    .unwrap_or(Err(Trouble::Broken))
            }
        }
    }
}

impl fmt::Debug for Keepers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Keepers").field(&self.settings).finish()
    }
}

//! What a service reaches outside: identity providers, agents on other hosts, and what steps write while they run.

use std::sync::Arc;

use holdpoint_ports::{Presence, ProviderClient, StepOutput};

use super::Service;
use crate::providers::Providers;

impl Service {
    /// The same, which reaches identity providers by this client.
    #[must_use]
    pub fn reaching(self, client: Arc<dyn ProviderClient>) -> Self {
        Self {
            providers: Providers::reached_by(client),
            ..self
        }
    }

    /// The same, which shows what steps write while they run.
    #[must_use]
    pub fn showing(self, output: Arc<dyn StepOutput>) -> Self {
        Self {
            output: Some(output),
            ..self
        }
    }

    /// The same, which knows which agents are there.
    #[must_use]
    pub fn meeting(self, agents: Arc<dyn Presence>) -> Self {
        Self {
            agents: Some(agents),
            ..self
        }
    }

    /// Which agents are there; none if that is not known here.
    pub(crate) fn agents(&self) -> Option<&dyn Presence> {
        self.agents.as_deref()
    }

    /// What a step that runs here has written.
    pub(crate) fn written(&self, key: u64, offset: u64, most: u64) -> Option<Vec<u8>> {
        self.output.as_ref()?.written(key, offset, most)
    }
}

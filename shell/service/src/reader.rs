//! What a question is put to: the state at one position, with names.

use std::sync::Arc;

use holdpoint_domain::{Need, Rules, State, Time};
use holdpoint_engine::View;

use crate::{Names, ServiceError};

/// The organisation as of one position of the ledger, and what the vault knows about its people now.
pub struct Reader<'a> {
    pub(crate) view: View,
    pub(crate) names: Names<'a>,
    pub(crate) rules: Arc<dyn Rules + Send + Sync>,
}

impl<'a> Reader<'a> {
    /// What the state answers; aggregates that are not in memory are brought there.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn ask<T>(&self, question: impl Fn(&State) -> Result<T, Need>) -> Result<T, ServiceError> {
        Ok(self.view.ask(question)?)
    }

    /// Names of people, and texts.
    #[must_use]
    pub fn names(&self) -> Names<'a> {
        self.names
    }

    /// The view of the engine.
    #[must_use]
    pub fn view(&self) -> &View {
        &self.view
    }

    /// As of when.
    #[must_use]
    pub fn now(&self) -> Time {
        self.view.now()
    }
}

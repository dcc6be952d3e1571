//! What a question is put to: the state at one position, with names.

use holdpoint_domain::{Need, RuleAnswers, State, Time};
use holdpoint_engine::View;

use crate::{Names, ServiceError};

/// The organisation as of one position of the ledger, and what the vault knows about its people now.
pub struct Reader<'a> {
    pub(crate) view: View,
    pub(crate) names: Names<'a>,
}

impl<'a> Reader<'a> {
    /// What the state answers; aggregates that are not in memory are brought there.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn ask<T>(&self, question: impl Fn(&State) -> Result<T, Need>) -> Result<T, ServiceError> {
        Ok(self.view.ask(question)?)
    }

    /// The same, where custom rules have a say.
    ///
    /// # Errors
    /// As [`Reader::ask`]; also when a rule gives no verdict.
    pub fn ask_rules<T>(
        &self,
        question: impl Fn(&State, &RuleAnswers) -> Result<T, Need>,
    ) -> Result<T, ServiceError> {
        Ok(self.view.ask_rules(question)?)
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

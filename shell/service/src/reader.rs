//! What a question is put to: the state at one position, with names.

use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::{
    Actor, Command, Context, Decision, Need, Refusal, RuleAnswers, State, Time, decide,
    decide_as_if_signed,
};
use holdpoint_engine::View;
use holdpoint_ports::PersonalStore;

use crate::present::Present;
use crate::{Names, Service, ServiceError};

/// The organisation as of one position of the ledger, and what the vault knows about its people now.
pub struct Reader<'a> {
    pub(crate) service: &'a Service,
    pub(crate) view: View,
    pub(crate) names: Names<'a>,
    /// What is kept for a reader of the present.
    pub(crate) present: Option<&'a Present>,
    pub(crate) personal: &'a dyn PersonalStore,
    /// Who asks, for questions about what is theirs.
    pub(crate) actor: Option<Actor>,
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

    /// The person who asks.
    ///
    /// # Errors
    /// When nobody does: the reader was not made for somebody.
    pub fn person(&self) -> Result<&PersonId, ServiceError> {
        crate::personal::person(self.actor.as_ref().unwrap_or(&Actor::System))
    }

    /// The result of a check in a document that is kept.
    ///
    /// # Errors
    /// When it is gone, or is none.
    pub fn result_of_check(
        &self,
        document: &holdpoint_domain::Digest,
    ) -> Result<holdpoint_findings::kept::Kept, ServiceError> {
        crate::queries::kept(self, document)
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

    /// Whether somebody could have a command done as things stand; the refusal says why not. Nothing is done.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn could(
        &self,
        actor: &Actor,
        command: &Command,
    ) -> Result<Result<(), Refusal>, ServiceError> {
        self.would(actor, command, decide)
    }

    /// The same, as far as policies are concerned with a signature, which the command does not carry.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn could_signed(
        &self,
        actor: &Actor,
        command: &Command,
    ) -> Result<Result<(), Refusal>, ServiceError> {
        self.would(actor, command, decide_as_if_signed)
    }

    fn would(
        &self,
        actor: &Actor,
        command: &Command,
        decide: impl Fn(&State, &Command, &Context<'_>) -> Decision,
    ) -> Result<Result<(), Refusal>, ServiceError> {
        let (now, position) = (self.view.now(), self.view.size());
        let decision = self.ask_rules(|state, rules| {
            let context = Context {
                actor,
                now,
                position,
                seed: 0,
                rules,
            };
            match decide(state, command, &context) {
                Decision::Needs(need) => Err(need),
                decision => Ok(decision),
            }
        })?;
        Ok(match decision {
            Decision::Refused(refusal, _) => Err(self.names.refusal(refusal)),
            Decision::Accepted(_) | Decision::Needs(_) => Ok(()),
        })
    }
}

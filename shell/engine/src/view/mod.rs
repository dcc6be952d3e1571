//! Questions as of a moment.

mod at;
mod history;
mod list;
mod past;

use std::sync::{Arc, Mutex, PoisonError};

use holdpoint_domain::{KnownPolicies, Need, RuleAnswers, State, Time};

use crate::lookups::Lookups;
use crate::shared::Shared;
use crate::{EngineError, fold, rules};

pub use at::At;
pub use history::Page;
pub use list::Listed;
pub(crate) use past::Past;

/// The organisation as of one moment: nothing that came later is seen.
pub struct View {
    shared: Arc<Shared>,
    size: u64,
    now: Time,
    /// With what was loaded for earlier questions; none until the first.
    state: Mutex<Option<State>>,
    /// The same, but without what is open, for questions that name what they are about.
    named: Mutex<Option<State>>,
}

impl View {
    pub(crate) fn open(shared: Arc<Shared>, at: At) -> Result<Self, EngineError> {
        let (size, now, state) = at::resolve(&shared, at)?;
        Ok(Self {
            shared,
            size,
            now,
            state: Mutex::new(state),
            named: Mutex::default(),
        })
    }

    /// The same moment, for somebody else; what either of them loads stays their own.
    #[must_use]
    pub fn share(&self) -> Self {
        let copy = |place: &Mutex<Option<State>>| {
            let state = place.lock().unwrap_or_else(PoisonError::into_inner);
            Mutex::new(state.clone())
        };
        Self {
            shared: Arc::clone(&self.shared),
            size: self.size,
            now: self.now,
            state: copy(&self.state),
            named: copy(&self.named),
        }
    }

    /// How many entries are seen.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// What `now` is at that moment: the clock for a view of the present, else the time asked for, or that
    /// of the newest entry that is seen.
    #[must_use]
    pub fn now(&self) -> Time {
        self.now
    }

    /// Answers a question about the state, loading the aggregates that it turns out to need.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn ask<T>(&self, question: impl Fn(&State) -> Result<T, Need>) -> Result<T, EngineError> {
        let fold = || Past::full(&self.shared, self.size);
        self.answer(&self.state, fold, |state, _| question(state))
    }

    /// Answers a question that custom rules have a say in: they are asked as it turns out to need them.
    ///
    /// # Errors
    /// As [`View::ask`]; also when a rule gives no verdict.
    pub fn ask_rules<T>(
        &self,
        question: impl Fn(&State, &RuleAnswers) -> Result<T, Need>,
    ) -> Result<T, EngineError> {
        let fold = || Past::full(&self.shared, self.size);
        self.answer(&self.state, fold, question)
    }

    /// Answers a question about aggregates that it names, as [`View::ask`] does, but sooner for a moment long
    /// ago: what is open is not in memory unless it is asked for by name. A question that goes through all
    /// releases or deployments must not be asked so: it would miss some.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn ask_by_name<T>(
        &self,
        question: impl Fn(&State) -> Result<T, Need>,
    ) -> Result<T, EngineError> {
        let full = self
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_some();
        if full || Past::kept(&self.shared, self.size).is_some() {
            return self.ask(question);
        }
        let fold = || past::without_open(&*self.shared.readers.lend(), self.size);
        self.answer(&self.named, fold, |state, _| question(state))
    }

    fn answer<T>(
        &self,
        place: &Mutex<Option<State>>,
        fold: impl Fn() -> Result<State, EngineError>,
        question: impl Fn(&State, &RuleAnswers) -> Result<T, Need>,
    ) -> Result<T, EngineError> {
        let known = place.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut state = match known {
            Some(state) => state,
            None => fold()?,
        };
        let mut lookups = Lookups::default();
        let mut answers = RuleAnswers::default();
        answers.know(KnownPolicies::clone(&self.shared.policies.load()));
        answers.set_witnessed(self.shared.witnessed());
        let answer = loop {
            match question(&state, &answers) {
                Ok(answer) => break answer,
                Err(Need::Rule(question)) if answers.get(&question).is_some() => {
                    let key = question.policy.to_string();
                    return Err(EngineError::Unanswerable { key });
                }
                Err(Need::Rule(question)) => rules::ask(&mut answers, &self.shared, *question)?,
                Err(Need::Policies(policy)) if answers.policies().get(&policy).is_some() => {
                    let key = policy.to_string();
                    return Err(EngineError::Unanswerable { key });
                }
                Err(Need::Policies(policy)) => answers.know(rules::read(&self.shared, policy)?),
                Err(Need::Aggregates(keys)) => {
                    lookups.note(&keys)?;
                    let reader = self.shared.readers.lend();
                    let folded = fold::aggregates(&*reader, &keys, self.size)?;
                    keys.iter().for_each(|key| state.adopt(key, &folded));
                }
            }
        };
        *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(state);
        Ok(answer)
    }
}

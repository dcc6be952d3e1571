//! What steps ask while they run.

use std::sync::Arc;

use holdpoint_agent::{AgentError, MAIL, Mail, Step};
use holdpoint_domain::Effect;
use holdpoint_domain::pipeline::Work;
use holdpoint_engine::Task;

use crate::Hands;

/// Who answers what steps ask, if that is not the ledger of this machine.
pub trait Desk: Send + Sync {
    /// The answer; none if it could not be had now: then it is asked for again.
    fn answer(&self, task: &Task, question: &[u8]) -> Option<Vec<u8>>;
}

/// The mail of a step, and the number of the message that comes next.
pub(crate) struct Letter {
    mail: Mail,
    next: u64,
}

/// Whether the step asks anything.
fn asks(task: &Task) -> bool {
    let Effect::RunPipelineStep { work, .. } = &task.effect else {
        return false;
    };
    matches!(work, Work::Tests(_))
}

impl Hands {
    /// The same for an agent: what steps ask is asked there.
    #[must_use]
    pub fn asking(self, desk: Arc<dyn Desk>) -> Self {
        let desk = Some(desk);
        Self { desk, ..self }
    }

    /// Gives a step that asks the place where it does.
    pub(crate) fn with_mail(&self, task: &Task, step: &mut Step) -> Result<(), AgentError> {
        if asks(task) {
            let mail = self.agent.with_mail(task.position)?;
            let folder = mail.folder().display().to_string();
            step.environment.insert(MAIL.to_owned(), folder);
        }
        Ok(())
    }

    /// What a step asks, from what nobody has answered yet.
    pub(crate) fn letters(&self, task: &Task) -> Option<Letter> {
        let mail = asks(task).then(|| self.agent.mail(task.position))?;
        let next = (1..).find(|number| !mail.is_answered(*number))?;
        Some(Letter { mail, next })
    }

    /// Answers what was asked; whether anything was.
    pub(crate) fn mind(&self, task: &Task, letter: &mut Option<Letter>) -> bool {
        let Some(Letter { mail, next }) = letter else {
            return false;
        };
        let question = match mail.asked(*next) {
            Ok(Some(question)) => question,
            Ok(None) => return false,
            // It is answered as something that cannot be read.
            Err(error) => error.to_string().into_bytes(),
        };
        let answer = match &self.desk {
            Some(desk) => desk.answer(task, &question),
            None => Some(holdpoint_tester::answered(task, &*self.blobs, &question)),
        };
        let answered = answer.is_some_and(|answer| mail.answer(*next, &answer).is_ok());
        *next += u64::from(answered);
        answered
    }
}

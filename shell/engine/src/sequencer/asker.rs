//! Custom rules that a decision needs are asked on threads of their own: nobody else waits for them.

use std::sync::mpsc::{Sender, sync_channel};
use std::sync::{Arc, Weak};

use holdpoint_domain::RuleQuestion;

use super::{Submission, Work};
use crate::EngineError;
use crate::shared::Shared;

/// Asks rules, and submits the command again with the answer.
pub(crate) struct Asker {
    pub(crate) shared: Arc<Shared>,
    /// Where commands are submitted, as long as anybody can.
    pub(crate) sequencer: Weak<Sender<Work>>,
}

impl Asker {
    pub(super) fn ask(&self, submission: Submission, question: RuleQuestion) {
        let (shared, sequencer) = (Arc::clone(&self.shared), Weak::clone(&self.sequencer));
        // The submission is handed over when the thread is there: without it somebody would wait for ever.
        let (sender, receiver) = sync_channel(1);
        let started = std::thread::Builder::new()
            .name("rule".into())
            .spawn(move || {
                if let Ok((submission, question)) = receiver.recv() {
                    answered(&shared, &sequencer, submission, question);
                }
            });
        match started {
            Ok(_) => drop(sender.send((submission, question))),
            Err(error) => {
                let reason = error.to_string();
                (submission.reply)(Err(EngineError::NoVerdict { reason }));
            }
        }
    }
}

fn answered(
    shared: &Shared,
    sequencer: &Weak<Sender<Work>>,
    mut submission: Submission,
    question: RuleQuestion,
) {
    if let Err(error) = submission.rules.ask(shared, question) {
        return (submission.reply)(Err(error));
    }
    let work = Work::Submit(vec![submission]);
    let refused = match sequencer.upgrade() {
        Some(sequencer) => sequencer.send(work).err().map(|error| error.0),
        None => Some(work),
    };
    if let Some(Work::Submit(submissions)) = refused {
        for submission in submissions {
            (submission.reply)(Err(EngineError::Closed));
        }
    }
}

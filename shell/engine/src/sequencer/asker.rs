//! Custom rules that a decision needs are asked, and policies read, on threads of their own: nobody else waits.

use std::sync::mpsc::{Sender, sync_channel};
use std::sync::{Arc, Weak};

use super::{Submission, Work};
use crate::EngineError;
use crate::rules::Unknown;
use crate::shared::Shared;

/// Asks rules and reads policies, and submits the command again with what came of it.
pub(crate) struct Asker {
    pub(crate) shared: Arc<Shared>,
    /// Where commands are submitted, as long as anybody can.
    pub(crate) sequencer: Weak<Sender<Work>>,
}

impl Asker {
    pub(super) fn ask(&self, submission: Submission, unknown: Unknown) {
        let (shared, sequencer) = (Arc::clone(&self.shared), Weak::clone(&self.sequencer));
        // The submission is handed over when the thread is there: without it somebody would wait for ever.
        let (sender, receiver) = sync_channel(1);
        let started = std::thread::Builder::new()
            .name("rule".into())
            .spawn(move || {
                if let Ok((submission, unknown)) = receiver.recv() {
                    answered(&shared, &sequencer, submission, unknown);
                }
            });
        match started {
            Ok(_) => drop(sender.send((submission, unknown))),
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
    unknown: Unknown,
) {
    if let Err(error) = submission.rules.look_up(shared, unknown) {
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

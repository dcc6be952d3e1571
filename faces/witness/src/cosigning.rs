//! The thread that checks, keeps and cosigns.
//!
//! Submissions that wait are taken together: one transaction, one fsync. Each is judged by what the ones before it
//! in the same round have left.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use arc_swap::ArcSwap;
use holdpoint_ledger::checkpoint::SignedCheckpoint;
use holdpoint_ledger::cosignature::Cosigner;
use holdpoint_ledger::note::{Signature, Signer as _};
use holdpoint_ledger::witness::{Declined, Held, Submission};
use holdpoint_ports::Clock;
use tokio::sync::oneshot;

use crate::known::KnownLogs;
use crate::register::Round;
use crate::{Cosigned, Fork, Register, RegisterError};

/// Submissions in one transaction.
const MOST: usize = 512;

/// How often the thread looks whether the logs that are known have changed.
const LOOK: Duration = Duration::from_secs(1);

/// What a submission is answered.
pub(crate) type Answer = Result<Signature, NotCosigned>;

/// Why there is no cosignature.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotCosigned {
    /// By the rule.
    #[error(transparent)]
    Declined(#[from] Declined),
    /// Because it could not be kept.
    #[error("the witness cannot keep what it cosigns")]
    Failed,
}

/// A submission whose checkpoint a key of its log signed.
pub(crate) struct Work {
    pub(crate) signed: SignedCheckpoint,
    pub(crate) submission: Submission,
    pub(crate) reply: oneshot::Sender<Answer>,
}

/// The handle on the thread; it ends when the last one is gone.
#[derive(Clone)]
pub(crate) struct Cosigning {
    work: Sender<Work>,
    pub(crate) known: Arc<ArcSwap<KnownLogs>>,
}

impl Cosigning {
    pub(crate) fn start(
        register: Register,
        cosigner: Cosigner,
        clock: Arc<dyn Clock>,
    ) -> Result<(Self, JoinHandle<()>), RegisterError> {
        let known = Arc::new(ArcSwap::from_pointee(KnownLogs::of(&register)?));
        let (sender, work) = channel();
        let seen = register.changed()?;
        let bench = Bench {
            register,
            cosigner,
            clock,
            known: Arc::clone(&known),
            seen,
        };
        let thread = std::thread::Builder::new().name("cosigning".into());
        let thread = thread.spawn(move || bench.run(&work)).map_err(|error| {
            RegisterError::Damaged(format!("no thread can be started: {error}"))
        })?;
        let work = sender;
        Ok((Self { work, known }, thread))
    }

    /// Hands a submission over; whether anybody is there to take it.
    pub(crate) fn submit(&self, work: Work) -> bool {
        self.work.send(work).is_ok()
    }
}

/// What the thread works with.
struct Bench {
    register: Register,
    cosigner: Cosigner,
    clock: Arc<dyn Clock>,
    known: Arc<ArcSwap<KnownLogs>>,
    /// As of when the logs were read.
    seen: i64,
}

impl Bench {
    fn run(mut self, work: &Receiver<Work>) {
        loop {
            match work.recv_timeout(LOOK) {
                Ok(first) => {
                    let more = work.try_iter().take(MOST - 1);
                    let all = std::iter::once(first).chain(more).collect();
                    self.answer(all);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            self.look();
        }
    }

    /// Reads the logs again if another program has written. If that fails, the ones before stay known.
    fn look(&mut self) {
        let Ok(now) = self.register.changed() else {
            return;
        };
        if now == self.seen {
            return;
        }
        if let Ok(known) = KnownLogs::of(&self.register) {
            self.known.store(Arc::new(known));
            self.seen = now;
        }
    }

    fn answer(&mut self, works: Vec<Work>) {
        let seconds = u64::try_from(self.clock.now() / 1_000).unwrap_or_default();
        let decided = decide(&mut self.register, &self.cosigner, seconds, &works);
        match decided {
            Ok(answers) => {
                for (work, answer) in works.into_iter().zip(answers) {
                    // Whoever asked may be gone.
                    let _ = work.reply.send(answer);
                }
            }
            Err(_) => {
                for work in works {
                    let _ = work.reply.send(Err(NotCosigned::Failed));
                }
            }
        }
    }
}

/// The answers, when all that they rest on is durable.
fn decide(
    register: &mut Register,
    cosigner: &Cosigner,
    seconds: u64,
    works: &[Work],
) -> Result<Vec<Answer>, RegisterError> {
    let round = register.round()?;
    let mut answers = Vec::with_capacity(works.len());
    for work in works {
        answers.push(cosign(&round, cosigner, seconds, work)?);
    }
    round.commit()?;
    Ok(answers)
}

fn cosign(
    round: &Round<'_>,
    cosigner: &Cosigner,
    seconds: u64,
    work: &Work,
) -> Result<Answer, RegisterError> {
    let Work {
        signed, submission, ..
    } = work;
    let origin = &signed.checkpoint.origin;
    let before = round.cosigned(origin)?;
    let held = before.as_ref().map_or_else(Held::default, Cosigned::held);
    let now = match held.advance(submission.old, &submission.proof, &signed.checkpoint) {
        Ok(now) => now,
        Err(declined) => {
            if let (Declined::Forked { size }, Some(before)) = (&declined, before) {
                let fork = Fork {
                    size: *size,
                    time: seconds,
                    note: signed.note.note().to_bytes(),
                    cosigned: before.note,
                };
                round.keep_fork(origin, &fork)?;
            }
            return Ok(Err(declined.into()));
        }
    };
    let signer = cosigner.at(seconds);
    let Ok(bytes) = signer.sign(signed.note.text()) else {
        return Ok(Err(NotCosigned::Failed));
    };
    let signature = Signature {
        name: signer.name().to_owned(),
        id: signer.id(),
        bytes,
    };
    let mut note = signed.note.note().clone();
    note.push(signature.clone());
    let head = Cosigned {
        size: now.size,
        root: now.root,
        time: seconds,
        note: note.to_bytes(),
    };
    round.keep(origin, &head)?;
    Ok(Ok(signature))
}

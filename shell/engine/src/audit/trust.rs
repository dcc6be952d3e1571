//! What somebody who verifies knows from elsewhere, and need not believe of what is verified.

use holdpoint_ledger::checkpoint::Checkpoint;
use holdpoint_ledger::log::LogIdentity;
use holdpoint_ledger::policy::TrustPolicy;
use serde::Serialize;

use super::inspect::{Fault, Problem};

/// The path of the newest cosigned checkpoint in a bundle.
pub(super) const WITNESSED: &str = "witnessed";

/// What is known from elsewhere.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// The log's public key, as a verifier key.
    pub key: Option<String>,
    /// Whose signatures and cosignatures are believed: then every checkpoint that is known has to have enough.
    pub policy: Option<TrustPolicy>,
    /// Checkpoints that the log issued before, as notes: it must extend each of them.
    pub known: Vec<Vec<u8>>,
}

/// Up to where enough witnesses have cosigned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WitnessedUpTo {
    /// Number of entries below it.
    pub size: u64,
    /// The witnesses, as the policy calls them.
    pub by: Vec<String>,
}

/// What came of reading the checkpoints that are known.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) checkpoints: Vec<Checkpoint>,
    pub(super) witnessed: Option<WitnessedUpTo>,
    pub(super) problems: Vec<Problem>,
}

impl Trust {
    /// The key of a log with this name: the one that was given, or that of the policy.
    pub(super) fn key_of(&self, origin: &str) -> Option<String> {
        let listed = || {
            let mut logs = self.policy.iter().flat_map(TrustPolicy::logs);
            logs.find(|log| log.key.name == origin)
                .map(|log| log.key.to_string())
        };
        self.key.clone().or_else(listed)
    }

    /// Reads the checkpoints that are known, and the one that came with what is verified.
    pub(super) fn read(&self, log: &LogIdentity, enclosed: Option<Vec<u8>>) -> Known {
        let mut known = Known::default();
        for (note, at) in self.known.iter().zip(1..) {
            self.take(
                &mut known,
                log,
                note,
                &format!("checkpoint {at}, which is known,"),
            );
        }
        if let Some(note) = enclosed {
            self.take(&mut known, log, &note, "the cosigned checkpoint");
        }
        if self.policy.is_some() && known.witnessed.is_none() && known.problems.is_empty() {
            let message = "no checkpoint is there that enough witnesses have cosigned";
            known
                .problems
                .push(Problem::new(Fault::Witness, None, message.to_owned()));
        }
        known
    }

    fn take(&self, known: &mut Known, log: &LogIdentity, note: &[u8], what: &str) {
        let read = match &self.policy {
            None => log.open(note).map(|signed| signed.checkpoint),
            Some(policy) => policy.open(note).map(|opened| {
                let named = opened
                    .by
                    .iter()
                    .filter_map(|(at, _)| policy.witnesses().get(*at));
                let by: Vec<_> = named.map(|witness| witness.name.clone()).collect();
                let size = opened.signed.checkpoint.size;
                if !opened.enough {
                    let message = format!(
                        "{what} of size {size} is cosigned by too few: {}",
                        listed(&by)
                    );
                    known
                        .problems
                        .push(Problem::new(Fault::Witness, None, message));
                } else if known
                    .witnessed
                    .as_ref()
                    .is_none_or(|newest| newest.size < size)
                {
                    known.witnessed = Some(WitnessedUpTo { size, by });
                }
                opened.signed.checkpoint
            }),
        };
        match read {
            Ok(checkpoint) if checkpoint.origin == log.origin() => {
                known.checkpoints.push(checkpoint)
            }
            Ok(other) => {
                let message = format!("{what} is of log `{}`", other.origin);
                known
                    .problems
                    .push(Problem::new(Fault::Witness, None, message));
            }
            Err(error) => {
                let message = format!("{what} cannot be believed: {error}");
                known
                    .problems
                    .push(Problem::new(Fault::Witness, None, message));
            }
        }
    }
}

fn listed(names: &[String]) -> String {
    match names {
        [] => "nobody".to_owned(),
        names => names.join(", "),
    }
}

//! One round: every witness that is due is asked about the newest checkpoint.

use std::sync::{Arc, PoisonError};

use holdpoint_engine::{Horizon, Published};
use holdpoint_ledger::note::{Note, Signature};
use holdpoint_ledger::policy::{PolicyWitness, TrustPolicy};
use holdpoint_ports::{WitnessClient, WitnessedStore};

use super::ask::{Trouble, ask};
use crate::Service;

/// What came of a round.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gathered {
    /// Whether everything that is signed is witnessed, or nobody is believed to.
    pub complete: bool,
    /// What went wrong, for whoever runs the server.
    pub problems: Vec<String>,
}

impl Service {
    /// Takes up what was cosigned before the program was started.
    ///
    /// # Errors
    /// Says so if the ledger contradicts it: it was put back to an older state, or is another one.
    pub fn recall_witnessed(&self, kept: &dyn WitnessedStore) -> Result<(), String> {
        let note = kept.newest().map_err(|error| error.to_string())?;
        let Some(note) = note else { return Ok(()) };
        match self.engine().cosigned(&note) {
            Err(error) if error.contradicts() => Err(error.to_string()),
            // Of witnesses who are believed no more, or not readable: the next round brings another.
            _ => Ok(()),
        }
    }

    /// Asks the witnesses that are due. It may take as long as the slowest of them, and must not be called twice at
    /// once.
    pub fn gather_cosignatures(
        &self,
        client: &dyn WitnessClient,
        kept: &dyn WitnessedStore,
    ) -> Gathered {
        let Some(policy) = self.engine().trust_policy() else {
            return Gathered {
                complete: true,
                ..Gathered::default()
            };
        };
        let head = self.engine().published();
        let all = |horizon: &Arc<Horizon>| horizon.size >= head.size();
        if head.size() == 0 || self.engine().horizon().as_ref().is_some_and(all) {
            return Gathered {
                complete: true,
                ..Gathered::default()
            };
        }
        let mut problems = self.asked(client, &head, &policy);
        let horizon = self.horizon(kept, &mut problems);
        Gathered {
            complete: horizon.as_ref().is_some_and(all),
            problems,
        }
    }

    /// Asks them all at once, and notes what they answer.
    fn asked(
        &self,
        client: &dyn WitnessClient,
        head: &Published,
        policy: &TrustPolicy,
    ) -> Vec<String> {
        let (now, standings) = (self.now_ms(), self.standings());
        let mut note = self.cosigned_so_far(head);
        let signed = |witness: &&PolicyWitness| {
            let mut found = note.iter().flat_map(Note::signatures);
            found.any(|one| one.is_of(&witness.key))
        };
        let due = policy
            .witnesses()
            .iter()
            .filter(|witness| !signed(witness) && standings.due(&witness.key.to_string(), now));
        let due: Vec<&PolicyWitness> = due.collect();
        let answers = std::thread::scope(|scope| {
            let asked = due.iter().map(|witness| {
                let believed = standings.of(&witness.key.to_string()).size;
                scope.spawn(move || ask(client, self.engine(), head, witness, believed))
            });
            let asked: Vec<_> = asked.collect();
            let joined = asked.into_iter().map(|one| {
                one.join().unwrap_or_else(|_| {
                    Err(Trouble {
                        size: None,
                        problem: "asking it failed".into(),
                    })
                })
            });
            joined.collect::<Vec<Result<Signature, Trouble>>>()
        });
        let mut problems = Vec::new();
        for (witness, answer) in due.into_iter().zip(answers) {
            let key = witness.key.to_string();
            match answer {
                Ok(signature) => {
                    standings.cosigned(&key, head.size(), self.now_ms());
                    if let Some(note) = &mut note {
                        note.push(signature);
                    }
                }
                Err(Trouble { size, problem }) => {
                    problems.push(format!("witness `{}`: {problem}", witness.name));
                    standings.failed(&key, size, problem, self.now_ms());
                }
            }
        }
        *standings
            .note
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = note;
        problems
    }

    /// The checkpoint of the head with the cosignatures that it has already.
    fn cosigned_so_far(&self, head: &Published) -> Option<Note> {
        let fresh = Note::parse(head.checkpoint()).ok();
        let kept = self.standings().note.lock();
        let kept = kept.unwrap_or_else(PoisonError::into_inner).clone();
        let text = |note: &Note| note.unverified_text().to_owned();
        kept.filter(|kept| Some(text(kept)) == fresh.as_ref().map(text))
            .or(fresh)
    }

    /// The horizon, if enough have cosigned; it is durable before it counts.
    fn horizon(
        &self,
        kept: &dyn WitnessedStore,
        problems: &mut Vec<String>,
    ) -> Option<Arc<Horizon>> {
        let note = self.standings().note.lock();
        let note = note.unwrap_or_else(PoisonError::into_inner).clone()?;
        let bytes = note.to_bytes();
        match self.engine().cosigned(&bytes) {
            Ok(horizon) => {
                let horizon = horizon?;
                if let Err(error) = kept.keep(&horizon.note) {
                    problems.push(format!("what was cosigned cannot be kept: {error}"));
                }
                Some(horizon)
            }
            Err(error) => {
                problems.push(error.to_string());
                None
            }
        }
    }

    /// How it stands with the witness that has this verifier key.
    #[must_use]
    pub fn witness_standing(&self, key: &str) -> super::Standing {
        self.standings().of(key)
    }
}

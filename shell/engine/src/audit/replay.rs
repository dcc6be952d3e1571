//! Replaying the ledger: every verdict that was kept is judged again, from the state before it.

use std::collections::BTreeSet;

use holdpoint_domain::gate;
use holdpoint_domain::{Fact, Key, Need, State, evolve};
use serde::Serialize;

use super::Progress;
use crate::lookups::Lookups;
use crate::recency::Recency;
use crate::{Engine, EngineError, Recorded, fold, rules};

/// Entries that are read in one go.
const CHUNK: u64 = 4_096;

/// A verdict that does not come out as it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Position of its entry.
    pub position: u64,
    /// As it was kept, in canonical JSON.
    pub recorded: String,
    /// As it comes out now.
    pub replayed: String,
}

/// What a replay found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[must_use]
pub struct ReplayReport {
    /// Whether every verdict came out the same, byte for byte.
    pub same: bool,
    /// Entries that were folded.
    pub entries: u64,
    /// Verdicts that were judged again.
    pub verdicts: u64,
    /// Those that came out differently.
    pub differences: Vec<Difference>,
}

/// Folds the whole ledger from its first entry, and judges every verdict in it again.
///
/// # Errors
/// When the ledger cannot be read.
pub fn replay(engine: &Engine, progress: &Progress<'_>) -> Result<ReplayReport, EngineError> {
    let size = engine.published().size();
    let mut replay = Replay::new(engine);
    for first in (0..size).step_by(usize::try_from(CHUNK).unwrap_or(1)) {
        let end = size.min(first + CHUNK);
        for recorded in chunk(engine, first, end)? {
            replay.step(&recorded)?;
        }
        progress(end, size);
    }
    let mut report = replay.report;
    report.entries = size;
    report.same = report.differences.is_empty();
    Ok(report)
}

fn chunk(engine: &Engine, first: u64, end: u64) -> Result<Vec<Recorded>, EngineError> {
    let mut entries = Vec::new();
    engine.visit(first..end, &mut |position, bytes| {
        entries.push(fold::recorded(position, bytes)?);
        Ok(())
    })?;
    Ok(entries)
}

struct Replay<'a> {
    engine: &'a Engine,
    state: State,
    recency: Recency,
    report: ReplayReport,
}

impl<'a> Replay<'a> {
    fn new(engine: &'a Engine) -> Self {
        Self {
            engine,
            state: State::default(),
            recency: Recency::default(),
            report: ReplayReport::default(),
        }
    }

    fn step(&mut self, recorded: &Recorded) -> Result<(), EngineError> {
        let position = recorded.meta.position;
        if let Fact::GateJudged(judged) = &recorded.fact {
            self.judge_again(position, judged)?;
        }
        let subject = recorded.fact.subject();
        // What is finished may have left memory: its next event needs it back.
        if !self.recency.knows(&subject) && !self.state.open(&subject) {
            self.load(&BTreeSet::from([subject.clone()]), position)?;
        }
        evolve(&mut self.state, &recorded.fact, &recorded.meta);
        self.used(vec![subject]);
        Ok(())
    }

    fn judge_again(&mut self, position: u64, judged: &gate::Judged) -> Result<(), EngineError> {
        let shared = &self.engine.shared;
        let mut answers = gate::answers(judged);
        let mut lookups = Lookups::default();
        let difference = loop {
            match gate::replay(&self.state, judged, &answers) {
                Ok(difference) => break difference,
                Err(Need::Rule(question)) => {
                    if let Err(error) = rules::ask(&mut answers, shared, *question) {
                        break Some(gate::Mismatch {
                            recorded: serde_json::to_string(&judged.verdict).unwrap_or_default(),
                            replayed: error.to_string(),
                        });
                    }
                }
                // A gate asks no policies.
                Err(Need::Policies(policy)) => {
                    let key = policy.to_string();
                    return Err(EngineError::Unanswerable { key });
                }
                Err(Need::Aggregates(keys)) => {
                    lookups.note(&keys)?;
                    self.load(&keys, position)?;
                    self.used(keys.into_iter().collect());
                }
            }
        };
        self.report.verdicts += 1;
        self.report
            .differences
            .extend(difference.map(|found| Difference {
                position,
                recorded: found.recorded,
                replayed: found.replayed,
            }));
        Ok(())
    }

    fn load(&mut self, keys: &BTreeSet<Key>, below: u64) -> Result<(), EngineError> {
        let folded = fold::aggregates(&*self.engine.shared.readers.lend(), keys, below)?;
        keys.iter().for_each(|key| self.state.adopt(key, &folded));
        Ok(())
    }

    fn used(&mut self, keys: Vec<Key>) {
        self.recency.touch(keys, &mut self.state);
    }
}

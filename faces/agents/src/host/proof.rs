//! What the ledger intends, found out by the agent itself: entries are proven, folded, and asked.

use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::pipeline::{Run, RunStage, Work};
use holdpoint_domain::{Effect, Fact, Key, State, effect, evolve};
use holdpoint_engine::entry::decode;
use holdpoint_ledger::Hash;
use holdpoint_ledger::checkpoint::Checkpoint;
use holdpoint_ledger::tree::verify_inclusion;
use holdpoint_pipelines::Outcome;

use crate::Asked;
use crate::order::{Order, Proven, hashes};

/// A step that the ledger intends.
#[derive(Debug, Clone)]
pub(super) struct Intended {
    pub(super) effect: Effect,
    pub(super) pipeline: String,
    pub(super) gates: Vec<String>,
}

/// Finds out what the ledger of that checkpoint intends at the position of the order.
pub(super) fn intended(order: &Order, checkpoint: &Checkpoint) -> Result<Intended, String> {
    let (intent, before) = order.entries.split_last().ok_or("it has no entries")?;
    let mut state = State::default();
    let mut subject = None;
    let mut next = 0;
    for proven in before {
        next = ordered(proven, next)?;
        fold(&mut state, proven, checkpoint, &mut subject)?;
    }
    ordered(intent, next)?;
    if intent.position != order.position {
        return Err("its last entry is not the intent of the step".to_owned());
    }
    let key = subject.clone().ok_or("its run never began")?;
    its_turn(&state, &key, intent)?;
    fold(&mut state, intent, checkpoint, &mut subject)?;
    let effect = effect(&state, order.position);
    let effect = effect.ok_or("the ledger intends nothing at this position")?;
    let run = state.runs.peek(&key).ok_or("its run never began")?;
    Ok(Intended {
        effect,
        pipeline: run.pipeline.to_string(),
        gates: passed(run),
    })
}

/// Entries come in order, each once.
fn ordered(proven: &Proven, next: u64) -> Result<u64, String> {
    match proven.position >= next {
        true => Ok(proven.position.saturating_add(1)),
        false => Err("its entries are out of order".to_owned()),
    }
}

/// Takes an entry into the state, once it is sure that it stands in the ledger, and is about the same run as those before.
fn fold(
    state: &mut State,
    proven: &Proven,
    checkpoint: &Checkpoint,
    subject: &mut Option<Key>,
) -> Result<(), String> {
    let wrong = |why: String| format!("entry {}: {why}", proven.position);
    let hashes = hashes(&proven.hashes).ok_or_else(|| wrong("its proof is unreadable".into()))?;
    let leaf = Hash::leaf(proven.entry.as_bytes());
    let (size, root) = (checkpoint.size, &checkpoint.root);
    verify_inclusion(proven.position, size, &leaf, &hashes, root)
        .map_err(|error| wrong(format!("it is not in the ledger: {error}")))?;
    let recorded = decode(proven.position, proven.entry.as_bytes());
    let recorded = recorded.map_err(|error| wrong(error.to_string()))?;
    let key = recorded.fact.subject();
    if *subject.get_or_insert_with(|| key.clone()) != key {
        return Err(wrong("it is about something else".to_owned()));
    }
    evolve(state, &recorded.fact, &recorded.meta);
    Ok(())
}

/// Whether what comes before lets the step begin: what it comes after has ended as it should, gates and approvals included.
fn its_turn(state: &State, key: &Key, intent: &Proven) -> Result<(), String> {
    let recorded = decode(intent.position, intent.entry.as_bytes());
    let recorded = recorded.map_err(|error| error.to_string())?;
    let Fact::RunStepRequested(requested) = recorded.fact else {
        return Err("its last entry intends no step".to_owned());
    };
    let run = state.runs.peek(key).ok_or("its run never began")?;
    if run.stage != RunStage::Running {
        return Err(format!("its run is {}", run.stage));
    }
    let again = run.attempts.contains_key(&requested.place);
    let ready = || {
        let mut schedule = (**run.schedule.as_ref()?).clone();
        schedule.begin(&run.planned.flow, requested.place).ok()
    };
    match again || ready().is_some() {
        true => Ok(()),
        false => Err(format!("it is not the turn of `{}`", requested.step)),
    }
}

/// Environments whose gates the run has passed.
fn passed(run: &Run) -> Vec<String> {
    let ended = run.ended.iter();
    let good = ended.filter(|(_, end)| end.outcome == Outcome::Succeeded);
    let gates = good.filter_map(|(place, _)| match run.work(*place)? {
        Work::Gate(gate) if gate.enforced => Some(gate.environment.clone()),
        _ => None,
    });
    gates
        .map(|name: EnvironmentName| name.to_string())
        .collect()
}

impl Intended {
    /// What the administrator of the host is asked.
    pub(super) fn asked(&self) -> Option<Asked<'_>> {
        let Effect::RunPipelineStep {
            step, work, source, ..
        } = &self.effect
        else {
            return None;
        };
        let script = match work {
            Work::Run(script) => script.script.as_str(),
            Work::Tests(tests) => tests.setup.as_str(),
            Work::Check(_) => "",
            _ => return None,
        };
        Some(Asked {
            pipeline: &self.pipeline,
            step,
            repository: source.as_ref().map(|(repository, _)| repository.as_str()),
            script,
            gates: &self.gates,
        })
    }
}

#[cfg(test)]
mod tests;

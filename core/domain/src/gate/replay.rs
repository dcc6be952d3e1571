//! Judging a kept verdict again.

use serde_json::Value;

use super::{Inputs, Judged, Verdict, judge};
use crate::kernel::{Halt, Need, Rules};
use crate::{State, release};

/// A verdict that does not come out as it was kept.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Mismatch {
    /// As it was kept, in canonical JSON.
    pub recorded: String,
    /// As it comes out now; why it cannot be judged, if so.
    pub replayed: String,
}

/// Judges a verdict again, from the state before its entry; nothing if it comes out the same, byte for byte.
///
/// # Errors
/// When something that it was judged from is not in memory.
pub fn replay(state: &State, judged: &Judged, rules: &dyn Rules) -> Result<Option<Mismatch>, Need> {
    let recorded = text(&judged.verdict);
    let replayed = match again(state, &judged.verdict, rules) {
        Ok(verdict) => text(&verdict),
        Err(Halt::Missing(need)) => return Err(need),
        Err(Halt::Refused(refusal, _)) => refusal.message,
    };
    Ok((recorded != replayed).then_some(Mismatch { recorded, replayed }))
}

fn again(state: &State, kept: &Verdict, rules: &dyn Rules) -> Result<Verdict, Halt> {
    let release = release::found(state, &kept.release)?;
    let unknown = || crate::environment::environment_unknown(&kept.environment);
    let place = state
        .environments
        .get(&kept.environment)
        .ok_or_else(unknown)?;
    let inputs = Inputs {
        now: kept.now,
        position: kept.position,
        rules,
    };
    Ok(judge(state, place, release, &inputs)?.bounded())
}

fn text(verdict: &Verdict) -> String {
    serde_json::to_value(verdict)
        .unwrap_or(Value::Null)
        .to_string()
}

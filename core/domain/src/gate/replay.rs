//! Judging a kept verdict again.

use super::judge::judge_by;
use super::semantics::{self, Semantics};
use super::{Ask, Finding, Inputs, Judged, Line, SEMANTICS, Verdict, lines};
use crate::kernel::{Halt, Need, RuleAnswers, canonical};
use crate::{State, release};

/// A verdict that does not come out as it was kept.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Mismatch {
    /// As it was kept, in canonical JSON.
    pub recorded: String,
    /// As it comes out now; why it cannot be judged, if so.
    pub replayed: String,
}

/// What custom rules have to be told so that they answer as they did for a kept verdict; the answers are added
/// as [`replay`] needs them.
#[must_use]
pub fn answers(judged: &Judged) -> RuleAnswers {
    let mut answers = match judged.verdict.rules_now {
        Some(now) => RuleAnswers::as_of(now),
        None => RuleAnswers::default(),
    };
    answers.set_witnessed(judged.verdict.witnessed.unwrap_or_default());
    answers
}

/// Judges a verdict again, from the state before its entry; nothing if it comes out the same, byte for byte.
///
/// # Errors
/// When something that it was judged from has to be looked up first: an aggregate, or what a custom rule says.
pub fn replay(
    state: &State,
    judged: &Judged,
    rules: &RuleAnswers,
) -> Result<Option<Mismatch>, Need> {
    replay_by(semantics::ALL, state, judged, rules)
}

/// The same, with these versions of what criteria mean.
pub(super) fn replay_by(
    known: &[Semantics],
    state: &State,
    judged: &Judged,
    rules: &RuleAnswers,
) -> Result<Option<Mismatch>, Need> {
    let recorded = text(&judged.verdict);
    let version = judged.verdict.semantics;
    let Some(semantics) = known.iter().find(|known| known.version == version) else {
        let replayed = unknown(version);
        return Ok(Some(Mismatch { recorded, replayed }));
    };
    let replayed = match again(semantics, state, &judged.verdict, rules) {
        Ok(verdict) => text(&verdict),
        Err(Halt::Missing(need)) => return Err(need),
        Err(Halt::Refused(refusal, _)) => refusal.message,
    };
    Ok((recorded != replayed).then_some(Mismatch { recorded, replayed }))
}

fn unknown(version: u32) -> String {
    format!(
        "it was judged by version {version} of the semantics, and this program knows versions 1 to {SEMANTICS}: use a newer version of it"
    )
}

fn again(
    semantics: &Semantics,
    state: &State,
    kept: &Verdict,
    rules: &RuleAnswers,
) -> Result<Verdict, Halt> {
    let release = release::found(state, &kept.release)?;
    let unknown = || crate::environment::environment_unknown(&kept.environment);
    let place = state
        .environments
        .get(&kept.environment)
        .ok_or_else(unknown)?;
    let mut rules = rules.clone();
    for line in lines(state, place, release) {
        believe(kept, &line, &mut rules);
    }
    let inputs = Inputs {
        now: kept.now,
        position: kept.position,
        rules: &rules,
    };
    Ok(judge_by(semantics, state, place, release, &inputs)?.bounded())
}

/// How a reason begins and what it says where a rule was stopped by the clock. Verdicts kept it once; nobody can
/// say whether it would happen again, so it is taken as it stands.
const STOPPED: (&str, &str) = ("could not be evaluated: ", "the policy was stopped after ");

fn believe(kept: &Verdict, line: &Line, rules: &mut RuleAnswers) {
    let Ask::Rego { policy, .. } = &line.criterion.ask else {
        return;
    };
    let same =
        |found: &&Finding| found.criterion == line.criterion.name && found.source == line.source;
    let reasons = kept.criteria.iter().filter(same);
    for reason in reasons.flat_map(|found| &found.reasons) {
        let why = reason.message.split_once(STOPPED.0).map(|(_, why)| why);
        if let Some(why) = why.filter(|why| why.starts_with(STOPPED.1) && why.contains(" ms")) {
            rules.believe(*policy, why.to_owned());
        }
    }
}

fn text(verdict: &Verdict) -> String {
    canonical(verdict)
}

//! Asking a gate.

use super::lines::{lines, lines_at};
use super::semantics::{self, Semantics};
use super::{Ask, Criterion, Finding, Outcome, Verdict, Wait, bounded, refusal};
use crate::State;
use crate::environment::{Environment, Level};
use crate::kernel::{Context, Digest, Need, Reason, RuleAnswers, Time};
use crate::release::{Release, Stage};
use crate::waiver;

/// What a judgement knows besides the state.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// As of when.
    pub now: Time,
    /// From the entries before this position.
    pub position: u64,
    /// What custom rules have answered.
    pub rules: &'a RuleAnswers,
}

impl<'a> From<&Context<'a>> for Inputs<'a> {
    fn from(context: &Context<'a>) -> Self {
        Self {
            now: context.now,
            position: context.position,
            rules: context.rules,
        }
    }
}

/// A line of a gate with where it comes from.
#[derive(Debug, Clone)]
pub struct Line {
    /// The line.
    pub criterion: Criterion,
    /// The environment or component, as `kind/name`.
    pub source: String,
}

/// What asking a line brought: reasons and waits.
pub(super) struct Asked<'a> {
    pub(super) state: &'a State,
    pub(super) place: &'a Environment,
    pub(super) release: &'a Release,
    pub(super) manifest: Digest,
    pub(super) inputs: &'a Inputs<'a>,
}

/// What came of a line.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) against: Vec<Reason>,
    pub(super) open: Vec<(Reason, Wait)>,
    /// What is worth saying whatever comes of it.
    pub(super) notes: Vec<Reason>,
}

impl Answer {
    pub(super) fn met() -> Self {
        Self::default()
    }

    pub(super) fn refuse(reason: Reason) -> Self {
        Self {
            against: vec![reason],
            ..Self::default()
        }
    }

    pub(super) fn wait(reason: Reason, wait: Wait) -> Self {
        Self {
            open: vec![(reason, wait)],
            ..Self::default()
        }
    }

    fn outcome(&self) -> Outcome {
        match (self.against.is_empty(), self.open.is_empty()) {
            (false, _) => Outcome::NoGo,
            (true, false) => Outcome::Hold,
            (true, true) => Outcome::Go,
        }
    }
}

/// The digest of what a gate asks of a release, but for what gates ask by themselves: nobody signs the calendar.
#[must_use]
pub fn criteria(state: &State, place: &Environment, release: &Release) -> Digest {
    of_lines(&lines(state, place, release))
}

fn of_lines(lines: &[Line]) -> Digest {
    let declared = lines.iter().map(|line| &line.criterion);
    let declared = declared.filter(|criterion| !criterion.ask.standing());
    Digest::of_value(&declared.collect::<Vec<_>>())
}

/// Whether a release may go to an environment: a pure function of the state and the inputs.
///
/// # Errors
/// When evidence about an artifact is not in memory, or a custom rule has not been asked.
pub fn judge(
    state: &State,
    place: &Environment,
    release: &Release,
    inputs: &Inputs<'_>,
) -> Result<Verdict, Need> {
    let newest = semantics::NEWEST.standing;
    let lines = lines_at(newest, state, place, release, inputs.now);
    judge_lines(
        &semantics::needed(&lines),
        state,
        place,
        release,
        inputs,
        &lines,
    )
}

/// The same, by a version of what criteria mean.
pub(super) fn judge_by(
    semantics: &Semantics,
    state: &State,
    place: &Environment,
    release: &Release,
    inputs: &Inputs<'_>,
) -> Result<Verdict, Need> {
    let lines = lines_at(semantics.standing, state, place, release, inputs.now);
    judge_lines(semantics, state, place, release, inputs, &lines)
}

fn judge_lines(
    semantics: &Semantics,
    state: &State,
    place: &Environment,
    release: &Release,
    inputs: &Inputs<'_>,
    lines: &[Line],
) -> Result<Verdict, Need> {
    let manifest = release.manifest();
    let asked = Asked {
        state,
        place,
        release,
        manifest,
        inputs,
    };
    let mut criteria: Vec<_> = standing(&asked).into_iter().collect();
    let standing = criteria.len();
    criteria.extend(Need::gather(
        lines.iter().map(|line| finding(semantics, &asked, line)),
    )?);
    let verdict = criteria
        .iter()
        .map(|line| line.outcome)
        .max()
        .unwrap_or(Outcome::Go);
    Ok(Verdict {
        release: release.name.clone(),
        manifest,
        environment: place.name.clone(),
        verdict,
        level: place.level,
        passes: passes(place, verdict, &criteria, standing, lines),
        criteria,
        position: inputs.position,
        now: inputs.now,
        rules_now: rules_now(lines, inputs),
        witnessed: witnessed(lines, inputs),
        policy: of_lines(lines),
        semantics: semantics.version,
    })
}

/// When custom rules were asked, if the gate has any and it was before the verdict.
fn rules_now(lines: &[Line], inputs: &Inputs<'_>) -> Option<Time> {
    let custom = |line: &Line| matches!(line.criterion.ask, Ask::Rego { .. });
    let asked = inputs.rules.now().filter(|asked| *asked != inputs.now);
    asked.filter(|_| lines.iter().any(custom))
}

/// How many entries were cosigned, if the gate asks for that.
fn witnessed(lines: &[Line], inputs: &Inputs<'_>) -> Option<u64> {
    let asks = |line: &Line| matches!(line.criterion.ask, Ask::Witnessed {});
    lines.iter().any(asks).then(|| inputs.rules.witnessed())
}

/// Below `enforce` a verdict does not stop; approvals for a protected environment and the stage always do.
fn passes(
    place: &Environment,
    verdict: Outcome,
    found: &[Finding],
    standing: usize,
    lines: &[Line],
) -> bool {
    let enforced =
        |line: &Line| place.protected && matches!(line.criterion.ask, Ask::Approvals { .. });
    // Findings stand in the order of the lines that they are of, after what is said of the stage.
    let always = std::iter::repeat_n(true, standing).chain(lines.iter().map(enforced));
    match place.level {
        Level::Enforce => verdict == Outcome::Go,
        Level::Warn | Level::Observe => found
            .iter()
            .zip(always)
            .all(|(finding, enforced)| !enforced || finding.outcome == Outcome::Go),
    }
}

/// Whether the release stands where it can be judged at all; nothing if so.
fn standing(asked: &Asked<'_>) -> Option<Finding> {
    let release = asked.release;
    let answer = match release.stage {
        Stage::Submitted => return None,
        // A draft may be tried out where nothing is protected.
        Stage::Draft if !asked.place.protected => return None,
        Stage::Draft => Answer::wait(
            refusal::not_submitted(&release.name),
            Wait::Submission {
                release: release.name.clone(),
            },
        ),
        Stage::Stopped | Stage::Cancelled | Stage::Closed | Stage::Imported => {
            Answer::refuse(refusal::out_of_play(&release.name, release.stage))
        }
    };
    Some(report("stage", &release.name.key().to_string(), answer))
}

fn finding(semantics: &Semantics, asked: &Asked<'_>, line: &Line) -> Result<Finding, Need> {
    let criterion = &line.criterion;
    let answer = (semantics.ask)(asked, line)?;
    let found = report(&criterion.name, &line.source, answer);
    Ok(match waived(asked, criterion, &found) {
        Some(waiver) => Finding {
            outcome: Outcome::Go,
            waiver: Some(waiver),
            waits: Vec::new(),
            ..found
        },
        None => found,
    })
}

/// The waiver that stands in for a line that is not met. Approvals for a protected environment have none.
fn waived(asked: &Asked<'_>, line: &Criterion, found: &Finding) -> Option<waiver::WaiverId> {
    let people = asked.place.protected && matches!(line.ask, Ask::Approvals { .. });
    if found.outcome == Outcome::Go || !line.waivable || people {
        return None;
    }
    let (release, place) = (&asked.release.name, &asked.place.name);
    waiver::standing_in(asked.state, release, place, &line.name, asked.inputs.now)
}

/// How many reasons or waits a line has at most.
const MOST: usize = 20;

fn report(criterion: &str, source: &str, answer: Answer) -> Finding {
    let outcome = answer.outcome();
    let (open, waits): (Vec<_>, Vec<_>) = answer.open.into_iter().unzip();
    let all = answer.against.into_iter().chain(open).chain(answer.notes);
    let mut reasons: Vec<_> = all.map(bounded::clip).collect();
    bounded::cut(&mut reasons, MOST);
    Finding {
        criterion: criterion.to_owned(),
        source: source.to_owned(),
        outcome,
        waiver: None,
        reasons,
        waits: waits.into_iter().take(MOST).collect(),
    }
}

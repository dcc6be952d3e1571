//! Tests that steps share.

use holdpoint_service::ServiceError;
use holdpoint_service::queries::{RunPage, ShowTests, TestState, TestView};

use super::words::RunWords;
use crate::desk::Desk;
use crate::icon::Icon;
use crate::mark::{Mark, Tone};

/// How many tests are shown.
const SHOWN: usize = 500;

/// The tests of a step.
pub(super) struct Tests {
    pub(super) step: String,
    /// How many have ended how.
    pub(super) said: String,
    /// What their set is recognised by.
    pub(super) digest: String,
    pub(super) rows: Vec<Row>,
    /// How many are left out.
    pub(super) more: usize,
}

/// A test.
pub(super) struct Row {
    pub(super) test: String,
    pub(super) mark: Mark,
    /// How often it was run, if more than once.
    pub(super) again: Option<String>,
    pub(super) took: String,
}

/// The tests of the step that the address names.
pub(super) fn tests(
    desk: &Desk<'_>,
    t: RunWords,
    page: &RunPage,
) -> Result<Option<Tests>, ServiceError> {
    let Some(step) = desk.visit.query.get("tests") else {
        return Ok(None);
    };
    let mut known = page.stages.iter().flat_map(|stage| &stage.steps);
    let listed = |one: &&holdpoint_service::queries::RunStepView| {
        one.kind == "tests" && one.step == format!("{step}/collect") && one.ended.is_some()
    };
    if !known.any(|one| listed(&one)) {
        return Ok(None);
    }
    let asked = ShowTests {
        run: page.line.run.to_string(),
        step: step.to_owned(),
    };
    let found = match desk.ask(&asked) {
        // What lists them has failed.
        Err(ServiceError::Arguments { .. }) => return Ok(None),
        found => found?,
    };
    let tally = &found.tally;
    Ok(Some(Tests {
        step: found.step.clone(),
        said: said(t, tally),
        digest: tally.set.to_string(),
        more: found.tests.len().saturating_sub(SHOWN),
        rows: found
            .tests
            .iter()
            .take(SHOWN)
            .map(|one| row(t, one))
            .collect(),
    }))
}

/// How many tests have ended how.
pub(super) fn said(t: RunWords, tally: &holdpoint_domain::pipeline::TestTally) -> String {
    let parts = [
        (tally.failed, t.tests_failed(tally.failed)),
        (tally.lost, t.tests_lost(tally.lost)),
        (tally.flaky, t.tests_flaky(tally.flaky)),
        (tally.skipped, t.tests_skipped(tally.skipped)),
        (tally.passed, t.tests_passed(tally.passed)),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<_> = parts.map(|(_, said)| said).collect();
    format!("{}: {}", t.tests_of(tally.listed), parts.join(", "))
}

fn row(t: RunWords, one: &TestView) -> Row {
    let (tone, icon, word) = match one.state {
        TestState::Failed => (Tone::Bad, Icon::Cross, t.failed()),
        TestState::Lost => (Tone::Bad, Icon::Cross, t.lost()),
        TestState::Open => (Tone::Live, Icon::Clock, t.not_ended()),
        TestState::Again => (Tone::Wait, Icon::Undo, t.passed_again()),
        TestState::Passed => (Tone::Good, Icon::Check, t.passed()),
        TestState::Skipped => (Tone::Quiet, Icon::Journey, t.skipped()),
    };
    Row {
        test: one.test.clone(),
        mark: Mark::new(tone, icon, word),
        again: (one.runs > 1).then(|| t.times(one.runs)),
        took: one.micros.map(|micros| took(t, micros)).unwrap_or_default(),
    }
}

fn took(t: RunWords, micros: u64) -> String {
    match micros / 1_000 {
        millis @ ..10_000 => t.millis(millis),
        millis => t.seconds(millis / 1_000),
    }
}

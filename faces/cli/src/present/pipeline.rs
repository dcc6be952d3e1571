//! Pipelines and their runs, for people.

use holdpoint_service::queries::{
    ComparedEnd, Comparison, Pipelines, RunLine, RunPage, RunStepView, Runs, StepLog, StepState,
    TestsPage, WaitsFor,
};

use holdpoint_domain::pipeline::TestTally;

use super::more;
use crate::output::{Human, Page};

impl Human for Pipelines {
    fn human(&self, page: &mut Page) {
        let rows = self.pipelines.iter().map(|one| {
            vec![
                one.pipeline.to_string(),
                one.title.clone(),
                one.repository.clone(),
                one.open.to_string(),
            ]
        });
        let rows = rows.collect();
        page.table(&["pipeline", "title", "repository", "under way"], rows);
    }
}

impl Human for Runs {
    fn human(&self, page: &mut Page) {
        let rows = self.runs.iter().map(|one| {
            vec![
                one.run.to_string(),
                one.pipeline.to_string(),
                carried(one),
                one.stage.to_string(),
                format!("{} of {}", one.ended, one.steps),
                page.time(one.started),
                one.by.to_string(),
            ]
        });
        let rows = rows.collect();
        let headings = [
            "run", "pipeline", "release", "stage", "steps", "started", "by",
        ];
        page.table(&headings, rows);
        more(page, self.next);
    }
}

impl Human for RunPage {
    fn human(&self, page: &mut Page) {
        let line = &self.line;
        page.heading(&line.run);
        page.field("pipeline", &line.pipeline);
        page.field("release", carried(line));
        if let Some(of) = &line.cutover {
            let what = if of.rehearsal {
                "rehearsal of"
            } else {
                "cutover"
            };
            page.field(what, &of.cutover);
        }
        page.field("stage", line.stage);
        page.field("reference", &line.reference);
        page.field("commit", &line.commit);
        for (name, value) in &self.given.inputs {
            page.field("input", format!("{name} = {value}"));
        }
        let started = page.time(line.started);
        page.field("started", format!("{started} by {}", line.by));
        page.field(
            "ended",
            line.settled.map(|time| page.time(time)).unwrap_or_default(),
        );
        page.field(
            "repeats",
            self.repeats
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        );
        page.field("cancelled", self.reason.clone().unwrap_or_default());
        for stage in &self.stages {
            page.heading(&stage.name);
            for step in &stage.steps {
                page.field(&short(&stage.name, &step.step), state_of_step(step));
            }
        }
    }
}

/// The releases that a run carries.
fn carried(line: &RunLine) -> String {
    let all = line.release.iter().chain(&line.releases);
    let all: Vec<_> = all.map(ToString::to_string).collect();
    all.join(", ")
}

/// The id of a step within its stage.
fn short(stage: &str, step: &str) -> String {
    step.strip_prefix(stage)
        .map_or(step, |rest| rest.trim_start_matches(['/', ':']))
        .to_owned()
}

/// Where a step stands, in a few words.
pub(crate) fn state_of_step(step: &RunStepView) -> String {
    let mut text = match (&step.waits_for, step.state) {
        (Some(what), StepState::Running) => waits_for(what),
        _ => step.state.to_string(),
    };
    if step.attempt > 1 {
        text += &format!(", attempt {}", step.attempt);
    }
    if let Some(code) = step.exit_code.filter(|code| *code != 0) {
        text += &format!(", exit code {code}");
    }
    if let Some(tally) = &step.tests {
        text += &format!(", {}", said(tally));
    }
    if !step.why.is_empty() {
        text += &format!(" ({})", step.why);
    }
    text
}

fn waits_for(what: &WaitsFor) -> String {
    match what {
        WaitsFor::Gate(environment) => format!("waits for the gate of `{environment}`"),
        WaitsFor::Roles(roles) => {
            let roles: Vec<_> = roles.iter().map(ToString::to_string).collect();
            format!("waits for approval by {}", roles.join(" and "))
        }
        WaitsFor::Owner(owner) => format!("waits for {owner}"),
        WaitsFor::Confirmation(owner) => format!("waits for a second person of {owner}"),
        WaitsFor::Deployment(id) => format!("waits for deployment `{id}`"),
        WaitsFor::Time => "waits for its time".to_owned(),
    }
}

impl Human for TestsPage {
    fn human(&self, page: &mut Page) {
        page.heading(&self.step);
        page.field("tests", said(&self.tally));
        page.field("set", self.tally.set);
        let rows = self.tests.iter().map(|one| {
            vec![
                one.test.clone(),
                one.state.to_string(),
                one.runs.to_string(),
                one.micros.map(seconds).unwrap_or_default(),
            ]
        });
        let rows = rows.collect();
        page.table(&["test", "state", "runs", "took"], rows);
    }
}

fn seconds(micros: u64) -> String {
    let millis = micros / 1_000;
    format!("{}.{:03} s", millis / 1_000, millis % 1_000)
}

/// How many tests have ended how, in a few words.
fn said(tally: &TestTally) -> String {
    let parts = [
        (tally.passed, "passed"),
        (tally.failed, "failed"),
        (tally.skipped, "skipped"),
        (tally.lost, "lost"),
        (tally.flaky, "of those passed after a failure"),
    ];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<_> = parts
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    format!("{}: {}", tally.listed, parts.join(", "))
}

impl Human for Comparison {
    fn human(&self, page: &mut Page) {
        page.field("run", format!("{} {}", self.run.run, self.run.stage));
        page.field("with", format!("{} {}", self.with.run, self.with.stage));
        page.field("longer", self.longer_ms.map(longer).unwrap_or_default());
        if !self.same_graph {
            page.field("graph", "they have different graphs");
        }
        page.gap();
        let rows = self.steps.iter().map(|step| {
            vec![
                step.step.clone(),
                compared(step.run.as_ref()),
                compared(step.with.as_ref()),
                step.longer_ms.map(longer).unwrap_or_default(),
            ]
        });
        let rows = rows.collect();
        page.table(&["step", "run", "with", "longer"], rows);
    }
}

fn compared(end: Option<&ComparedEnd>) -> String {
    let Some(end) = end else {
        return "not there".to_owned();
    };
    match end.took_ms {
        Some(took) => format!("{} {}", end.state, millis(took)),
        None => end.state.to_string(),
    }
}

fn millis(millis: i64) -> String {
    format!("{}.{:03} s", millis / 1_000, millis % 1_000)
}

fn longer(by: i64) -> String {
    let sign = if by < 0 { "-" } else { "+" };
    format!("{sign}{}", millis(by.abs()))
}

impl Human for StepLog {
    fn human(&self, page: &mut Page) {
        let lines = self.lines.iter().map(|line| match line.at {
            Some(at) => format!("{at} {}", line.text),
            None => line.text.clone(),
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        if !text.is_empty() {
            page.block(&format!("{text}\n"));
        }
    }
}

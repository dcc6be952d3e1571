//! Cutovers, for people.

use holdpoint_service::queries::{
    CutoverLine, CutoverPage, Cutovers, SpanView, StepState, TaskView,
};

use crate::output::{Human, Page};

impl Human for Cutovers {
    fn human(&self, page: &mut Page) {
        if self.cutovers.is_empty() {
            page.line("no cutover is planned; `holdpoint cutover plan NAME --pipeline NAME --release NAME --at TIME` plans one");
            return;
        }
        let rows = self.cutovers.iter().map(|one| {
            vec![
                one.cutover.to_string(),
                one.stage.to_string(),
                releases(one),
                page.time(one.begins),
                one.end.map(|time| page.clock(time)).unwrap_or_default(),
                one.late_seconds.map(late).unwrap_or_default(),
                format!("{} of {}", one.done, one.of),
                one.rehearsed.to_string(),
            ]
        });
        let rows = rows.collect();
        let headings = [
            "cutover",
            "stage",
            "releases",
            "begins",
            "ends",
            "late",
            "tasks",
            "rehearsals",
        ];
        page.table(&headings, rows);
    }
}

fn releases(line: &CutoverLine) -> String {
    let names: Vec<_> = line.releases.iter().map(ToString::to_string).collect();
    names.join(", ")
}

/// How much later, or earlier, in minutes.
fn late(seconds: i64) -> String {
    match seconds {
        -59..=59 => "on time".to_owned(),
        60.. => format!("{} late", length(seconds)),
        _ => format!("{} early", length(-seconds)),
    }
}

fn length(seconds: i64) -> String {
    match seconds / 60 {
        minutes @ ..180 => format!("{minutes} min"),
        minutes @ 180..2_880 => format!("{} h", minutes / 60),
        minutes => format!("{} days", minutes / 1_440),
    }
}

impl Human for CutoverPage {
    fn human(&self, page: &mut Page) {
        let line = &self.line;
        page.heading(&line.cutover);
        page.field("stage", line.stage);
        page.field("pipeline", &line.pipeline);
        page.field("releases", releases(line));
        let begins = page.time(line.begins);
        page.field("begins", begins);
        let times = [("planned end", line.planned_end), ("end", line.end)];
        for (label, time) in times {
            let time = time.map(|time| page.time(time)).unwrap_or_default();
            page.field(label, time);
        }
        page.field("", line.late_seconds.map(late).unwrap_or_default());
        let run = self.shown.as_ref().map(ToString::to_string);
        let label = if self.rehearsal { "rehearsal" } else { "run" };
        page.field(label, run.unwrap_or_default());
        page.field("abandoned", self.reason.clone().unwrap_or_default());
        for problem in &self.problems {
            page.field("problem", problem);
        }
        untimed(self, page);
        listed(self, page);
        rehearsed(self, page);
    }
}

/// What the forecast does not know.
fn untimed(of: &CutoverPage, page: &mut Page) {
    let unknown = of.tasks.iter().filter(|task| !task.timed);
    let names: Vec<_> = unknown.map(|task| task.task.as_str()).take(5).collect();
    if !names.is_empty() {
        let names = names.join(", ");
        page.field(
            "no time",
            format!("nobody has said how long these take: {names}"),
        );
    }
}

fn listed(of: &CutoverPage, page: &mut Page) {
    let shown = { of.tasks.iter() }.filter(|task| !task.undoes || task.began.is_some());
    let rows: Vec<_> = shown.map(|task| row(page, task)).collect();
    if !rows.is_empty() {
        page.gap();
        page.table(&["task", "by", "planned", "is", "stands"], rows);
    }
}

fn rehearsed(of: &CutoverPage, page: &mut Page) {
    if of.rehearsals.is_empty() {
        return;
    }
    page.heading("Rehearsals");
    let rows = of.rehearsals.iter().map(|one| {
        let took = one
            .took_seconds
            .map(|seconds| format!("{} min", seconds / 60));
        vec![
            one.run.to_string(),
            page.time(one.started),
            one.stage.to_string(),
            took.unwrap_or_default(),
        ]
    });
    let rows = rows.collect();
    page.table(&["run", "started", "stage", "took"], rows);
}

fn row(page: &Page, task: &TaskView) -> Vec<String> {
    let clock = |span: SpanView| format!("{}-{}", page.clock(span.from), page.clock(span.until));
    let is = match (task.began, task.ended, task.forecast) {
        (Some(from), Some(until), _) => clock(SpanView { from, until }),
        (Some(_), None, Some(span)) | (None, None, Some(span)) => format!("~{}", clock(span)),
        _ => String::new(),
    };
    let who = task
        .owner
        .clone()
        .unwrap_or_else(|| match task.about.as_str() {
            "" => task.kind.clone(),
            about => format!("{} {about}", task.kind),
        });
    vec![
        format!("{}{}", task.task, if task.critical { " *" } else { "" }),
        who,
        task.planned.map(clock).unwrap_or_default(),
        is,
        match task.state {
            StepState::Waiting => String::new(),
            state => state.to_string(),
        },
    ]
}

//! What forms ask for.

use serde_json::{Value, json};

use crate::desk::Desk;
use crate::visit::Fields;

/// What was typed, if anything was.
fn typed<'f>(form: &'f Fields, field: &str) -> Option<&'f str> {
    form.get(field)
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

/// A cutover to be planned. A time is one on the clock of the reader.
pub(super) fn plan(desk: &Desk<'_>, form: &Fields) -> Value {
    let begins = typed(form, "begins").unwrap_or_default();
    let begins = desk.reading.of_field(begins).map(|time| time.to_string());
    json!({
        "command": "cutover.plan",
        "arguments": {
            "cutover": typed(form, "cutover").unwrap_or_default(),
            "night": {
                "pipeline": form.get("pipeline").unwrap_or_default(),
                "releases": form.all("releases").collect::<Vec<_>>(),
                "begins": begins.unwrap_or_default(),
            },
        },
    })
}

/// Whether a form is about one of its runs.
pub(super) fn of_run(form: &Fields) -> bool {
    matches!(form.get("act"), Some("approve" | "reject" | "stop"))
}

/// The code of the sentence that says that it was done.
pub(super) fn done(form: &Fields) -> &'static str {
    match form.get("act") {
        Some("start" | "rehearse") => "run-started",
        Some("abandon") => "cutover-abandoned",
        Some("stop") => "run-cancelled",
        Some("reject") => "step-rejected",
        _ => "step-approved",
    }
}

/// The request that a form about a cutover stands for.
pub(super) fn act(cutover: &str, form: &Fields) -> Value {
    let said = typed(form, "comment").map(|text| json!({"plain": text}));
    let run = form.get("run");
    match form.get("act") {
        Some("start") => json!({
            "command": "cutover.start",
            "arguments": { "cutover": cutover, "early": form.get("early").is_some() },
        }),
        Some("rehearse") => json!({
            "command": "cutover.rehearse",
            "arguments": { "cutover": cutover },
        }),
        Some("abandon") => json!({
            "command": "cutover.abandon",
            "arguments": { "cutover": cutover, "reason": said },
        }),
        Some("stop") => json!({
            "command": "pipeline.cancel",
            "arguments": { "run": run, "reason": said },
        }),
        act => json!({
            "command": "pipeline.decide",
            "arguments": {
                "run": run,
                "step": form.get("step"),
                "approved": act != Some("reject"),
                "comment": said,
            },
        }),
    }
}

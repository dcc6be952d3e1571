//! What forms ask for.

use serde_json::{Value, json};

use crate::visit::Fields;

/// What was typed, if anything was.
fn typed<'f>(form: &'f Fields, field: &str) -> Option<&'f str> {
    form.get(field).filter(|text| !text.trim().is_empty())
}

/// A run to be started.
pub(super) fn start(form: &Fields) -> Value {
    let given = |field| typed(form, field).unwrap_or_default();
    json!({
        "command": "pipeline.run",
        "arguments": {
            "pipeline": form.get("pipeline"),
            "release": typed(form, "release"),
            "given": {"branch": given("branch"), "commit": given("commit")},
        },
    })
}

/// The code of the sentence that says that it was done.
pub(super) fn done(form: &Fields) -> &'static str {
    match form.get("act") {
        Some("cancel") => "run-cancelled",
        Some("retry" | "retry-all") => "run-started",
        Some("reject") => "step-rejected",
        _ => "step-approved",
    }
}

/// The request that a form about a run stands for.
pub(super) fn act(run: &str, form: &Fields) -> Value {
    let said = typed(form, "comment").map(|text| json!({"plain": text}));
    match form.get("act") {
        Some("cancel") => json!({
            "command": "pipeline.cancel",
            "arguments": { "run": run, "reason": said },
        }),
        Some(act @ ("retry" | "retry-all")) => json!({
            "command": "pipeline.retry",
            "arguments": { "run": run, "all": act == "retry-all" },
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

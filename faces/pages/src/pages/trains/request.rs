//! What a form asks for.

use serde_json::{Value, json};

use crate::visit::Fields;

/// The code of the sentence that says that it was done.
pub(super) fn done(form: &Fields) -> &'static str {
    match form.get("act") {
        Some("off") => "train-off",
        _ => "train-aboard",
    }
}

/// The request that a form stands for. What it does not name is for the rules to miss.
pub(super) fn request(train: &str, form: &Fields) -> Value {
    let (release, environment) = (form.get("release"), form.get("environment"));
    match form.get("act") {
        Some("off") => json!({
            "command": "release.unplan",
            "arguments": { "release": release, "environment": environment },
        }),
        _ => json!({
            "command": "release.plan",
            "arguments": {
                "release": release,
                "environment": environment,
                "train": train,
                "from": form.get("from").filter(|from| !from.is_empty()),
            },
        }),
    }
}

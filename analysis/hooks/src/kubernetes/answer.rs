//! What is answered.

use serde_json::{Map, Value, json};

use crate::words::{cut, line};

/// Characters of one warning that are surely shown.
const WARNING: usize = 256;
/// Characters of all warnings together that are.
const WARNINGS: usize = 4_096;
/// Characters of a message, or of an annotation of the audit log.
const MESSAGE: usize = 2_048;
/// The annotation of the audit log; the API server puts the name of the webhook before it.
pub const AUDIT: &str = "would-have-stopped";

/// How serious a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// What it is against does not happen.
    Enforce,
    /// It happens, and whoever does it is warned.
    Warn,
    /// It happens, and the audit log of the cluster says what would have stopped it.
    Observe,
}

/// What is answered to one request.
#[derive(Debug, Clone, Copy)]
pub struct Response<'a> {
    /// The `uid` of the request.
    pub uid: &'a str,
    /// How serious the rule is.
    pub mode: Mode,
    /// Why it should not happen, in a line each; nothing if it may.
    pub against: &'a [String],
    /// What else whoever does it should know, in a line each.
    pub warnings: &'a [String],
}

/// The answer as an `AdmissionReview`. What is longer than the API server shows is cut.
#[must_use]
pub fn answer(response: &Response<'_>) -> Value {
    let Response {
        uid,
        mode,
        against,
        warnings,
    } = *response;
    let denied = mode == Mode::Enforce && !against.is_empty();
    let said = match mode {
        Mode::Warn => against,
        Mode::Enforce | Mode::Observe => &[],
    };
    let mut fields = Map::new();
    fields.insert("uid".to_owned(), uid.into());
    fields.insert("allowed".to_owned(), (!denied).into());
    if denied {
        let status = json!({ "code": 403, "message": message(against) });
        fields.insert("status".to_owned(), status);
    }
    let warnings = shown(said.iter().chain(warnings));
    if !warnings.is_empty() {
        fields.insert("warnings".to_owned(), warnings.into());
    }
    if mode != Mode::Enforce && !against.is_empty() {
        let audit = json!({ AUDIT: message(against) });
        fields.insert("auditAnnotations".to_owned(), audit);
    }
    json!({ "apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "response": fields })
}

fn message(reasons: &[String]) -> String {
    let lines: Vec<_> = reasons.iter().map(|reason| line(reason)).collect();
    cut(&lines.join("; "), MESSAGE)
}

/// Warnings travel in headers: each on one line, and all together not endless.
fn shown<'a>(all: impl Iterator<Item = &'a String>) -> Vec<String> {
    let lines = all.map(|warning| cut(&line(warning), WARNING));
    let mut left = WARNINGS;
    let fits = lines.take_while(|warning| {
        let length = warning.chars().count();
        let fits = length <= left;
        left = left.saturating_sub(length);
        fits
    });
    fits.collect()
}

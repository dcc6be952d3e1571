//! What went wrong, in one line that a terminal and a log can show.

use serde_json::Value;

/// Letters of what a system says that are repeated.
const LONGEST: usize = 300;

/// An error with what lies behind it.
pub(super) fn of(error: &dyn std::error::Error) -> String {
    let mut words = vec![error.to_string()];
    let mut next = error.source();
    while let Some(source) = next {
        words.push(source.to_string());
        next = source.source();
    }
    line(&words.join(": "))
}

/// What a body says: a message in JSON, or its text unless it is a page.
pub(super) fn in_body(body: &str) -> String {
    let Ok(Value::Object(map)) = serde_json::from_str(body) else {
        return match body.trim_start().starts_with('<') {
            true => page(body),
            false => line(body),
        };
    };
    let words = ["message", "error", "error_description", "errors"].iter();
    let words = words
        .filter_map(|key| map.get(*key))
        .map(|value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
    line(&words.collect::<Vec<_>>().join(" "))
}

/// The title of a page.
fn page(body: &str) -> String {
    let after = body.split_once("<title>").map(|(_, after)| after);
    let title = after.and_then(|after| after.split_once("</title>"));
    title.map(|(title, _)| line(title)).unwrap_or_default()
}

/// On one line, without what moves a cursor, and not endless.
pub(super) fn line(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let plain: String = plain.take(LONGEST).collect();
    plain.trim().to_owned()
}

//! What went wrong, in one line that a terminal and a log can show.

use serde_json::Value;

/// Letters of what a forge says that are repeated.
const LONGEST: usize = 300;

/// The error with what lies behind it. An address may have more in it than is anybody's business, and is left out.
pub(super) fn of(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text = format!("{text}: {source}");
        next = source.source();
    }
    line(&text)
}

/// What a body says: all three have `message`, some with `errors` or an object.
pub(super) fn in_body(body: &str) -> String {
    let parsed: Option<Value> = serde_json::from_str(body).ok();
    let said = parsed.and_then(|value| {
        let message = value.get("message").or_else(|| value.get("error"))?;
        let more = value.get("errors").filter(|errors| !errors.is_null());
        let words = |value: &Value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        Some(match more {
            Some(more) => format!("{} {}", words(message), words(more)),
            None => words(message),
        })
    });
    line(&said.unwrap_or_else(|| body.to_owned()))
}

/// On one line, without what moves a cursor, and not endless.
pub(super) fn line(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let plain: String = plain.take(LONGEST).collect();
    plain.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::in_body;

    #[test]
    fn what_a_forge_says_is_one_line() {
        let body = r#"{"message":"Validation Failed","errors":[{"code":"custom"}]}"#;
        assert_eq!(in_body(body), r#"Validation Failed [{"code":"custom"}]"#);
        assert_eq!(
            in_body(r#"{"error":"insufficient_scope"}"#),
            "insufficient_scope"
        );
        assert_eq!(
            in_body("<html>\u{1b}[2J\nbad gateway"),
            "<html> [2J bad gateway"
        );
        assert_eq!(in_body(&"a".repeat(1000)).len(), 300);
    }
}

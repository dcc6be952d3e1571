//! Lines.

use std::borrow::Cow;
use std::fmt::Write as _;

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::{Field, Level};

/// For people: what is usual stands by itself, what is not begins with its level.
pub(crate) fn text(level: Level, message: &str, fields: &[(&str, Field<'_>)]) -> String {
    let mut line = String::new();
    if level < Level::Notice {
        // Writing to a string does not fail.
        let _ = write!(line, "{}: ", level.as_str());
    }
    line.push_str(&without_addresses(message));
    for (name, field) in fields {
        let _ = write!(line, " {name}={field}");
    }
    // A line is one, whatever a message has in it.
    line.replace(['\n', '\r'], " ") + "\n"
}

/// For programs: an object.
pub(crate) fn json(
    level: Level,
    event: &str,
    message: &str,
    fields: &[(&str, Field<'_>)],
) -> String {
    let mut object = Map::new();
    let now = format!("{:.3}", Timestamp::now());
    object.insert("time".to_owned(), now.into());
    object.insert("level".to_owned(), level.as_str().into());
    object.insert("event".to_owned(), event.into());
    let message = without_addresses(message);
    object.insert("message".to_owned(), message.into());
    for (name, field) in fields {
        object.insert((*name).to_owned(), (*field).into());
    }
    Value::Object(object).to_string() + "\n"
}

/// A mail server repeats the address that it does not know: whose it is stands in no log.
fn without_addresses(message: &str) -> Cow<'_, str> {
    if !message.contains('@') {
        return message.into();
    }
    let words = message.split(' ').map(|word| match word.contains('@') {
        true => "(address)",
        false => word,
    });
    words.collect::<Vec<_>>().join(" ").into()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{json, text};
    use crate::Level;

    #[test]
    fn nobodys_address_is_in_a_line() {
        let said = "mail: 550 <rita@example.org>: no such user";
        for line in [
            text(Level::Warn, said, &[]),
            json(Level::Warn, "post", said, &[]),
        ] {
            assert!(line.contains("mail: 550 (address) no such user"), "{line}");
        }
    }

    #[test]
    fn a_line_is_one_line() {
        let fields = [
            ("route", "release.show".into()),
            ("why", "two words".into()),
        ];
        let line = text(Level::Warn, "it\nfailed", &fields);
        assert_eq!(
            line,
            "warn: it failed route=release.show why=\"two words\"\n"
        );
        assert_eq!(text(Level::Notice, "listening", &[]), "listening\n");
        let line = json(
            Level::Info,
            "request",
            "GET \"a\"\nb",
            &[("status", 200_u16.into())],
        );
        assert_eq!(line.matches('\n').count(), 1);
        let read: Value = serde_json::from_str(&line).unwrap_or_default();
        assert_eq!(read["level"], "info");
        assert_eq!(read["event"], "request");
        assert_eq!(read["message"], "GET \"a\"\nb");
        assert_eq!(read["status"], 200);
        let time = read["time"].as_str().unwrap_or_default();
        assert!(time.ends_with('Z') && time.len() == 24, "{time}");
    }
}

//! A pipeline taken out of its file, with the parts that it uses: all that has to be kept of a file to plan runs of it.

use std::collections::BTreeSet;

use holdpoint_findings::{Document, Value};

/// The definition of one pipeline and the parts that it uses, as JSON that reads as the file does; nothing if the file has
/// no such pipeline. Two files that say the same of it give the same text, whatever else they say and however they are laid out.
#[must_use]
pub fn alone(document: &Document, pipeline: &str) -> Option<String> {
    let root = document.root();
    let own = root.get("pipelines")?.field(pipeline)?;
    let parts = root.get("parts");
    let mut used = BTreeSet::new();
    let mut open = vec![own.value];
    while let Some(value) = open.pop() {
        for name in uses(value) {
            if used.insert(name) {
                open.extend(parts.and_then(|parts| parts.get(name)));
            }
        }
    }
    let mut text = "{\"pipelines\":{".to_owned();
    field(&mut text, pipeline, own.value);
    text.push('}');
    let kept = parts.into_iter().flat_map(Value::fields);
    let kept: Vec<_> = kept.filter(|part| used.contains(part.key)).collect();
    if !kept.is_empty() {
        text.push_str(",\"parts\":{");
        for (at, part) in kept.iter().enumerate() {
            comma(&mut text, at);
            field(&mut text, part.key, part.value);
        }
        text.push('}');
    }
    text.push('}');
    Some(text)
}

/// Names of parts that are used anywhere in a value.
fn uses<'a>(value: Value<'a>) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        open.extend(value.items());
        for field in value.fields() {
            if field.key == "use" {
                found.extend(field.value.text());
            }
            open.push(field.value);
        }
    }
    found
}

fn comma(text: &mut String, at: usize) {
    if at > 0 {
        text.push(',');
    }
}

fn field(text: &mut String, key: &str, value: Value<'_>) {
    text.push_str(&quoted(key));
    text.push(':');
    write(text, value);
}

/// In the order of the file, which is that of matrices and steps.
fn write(text: &mut String, value: Value<'_>) {
    if value.is_map() {
        text.push('{');
        for (at, one) in value.fields().enumerate() {
            comma(text, at);
            field(text, one.key, one.value);
        }
        text.push('}');
    } else if value.is_list() {
        text.push('[');
        for (at, item) in value.items().enumerate() {
            comma(text, at);
            write(text, item);
        }
        text.push(']');
    } else {
        text.push_str(&scalar(value));
    }
}

/// Numbers stay as they are written: `1.10` is no `1.1` where it is the name of a version.
fn scalar(value: Value<'_>) -> String {
    match (value.bool(), value.number(), value.written()) {
        (Some(truth), ..) => truth.to_string(),
        (_, Some(_), Some(written)) if whole(written) => written.to_owned(),
        (_, _, Some(written)) => quoted(written),
        _ => "null".to_owned(),
    }
}

/// Whether it is a number that JSON writes the same way.
fn whole(written: &str) -> bool {
    let digits = written.strip_prefix('-').unwrap_or(written);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain && (digits == "0" || !digits.starts_with('0'))
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

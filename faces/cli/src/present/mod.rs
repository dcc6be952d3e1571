//! How views are shown to people.

mod access;
mod catalogue;
mod conversation;
mod deployment;
mod done;
mod entries;
mod environment;
mod evidence;
mod gate;
mod inbox;
mod organisation;
mod person;
mod readiness;
mod release;
#[cfg(test)]
mod tests;
mod waiver;

pub(crate) use access::delegations;
pub(crate) use done::Done;

/// Things by name, in one line.
fn list<T: std::fmt::Display>(items: &[T]) -> String {
    let items: Vec<_> = items.iter().map(ToString::to_string).collect();
    items.join(", ")
}

/// How a list says that there is more.
fn more(page: &mut crate::output::Page, next: Option<u64>) {
    if let Some(next) = next {
        page.line(format!("more with `--after {next}`"));
    }
}

/// A name as serde writes it, for people.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

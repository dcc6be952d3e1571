//! How views are shown to people.

mod access;
mod agent;
mod catalogue;
mod check;
mod contract;
mod conversation;
mod cutover;
mod deployment;
mod done;
mod entries;
mod environment;
mod evidence;
mod gate;
mod inbox;
mod organisation;
mod person;
mod pipeline;
mod readiness;
mod release;
#[cfg(test)]
mod tests;
mod train;
mod waiver;
mod window;

pub(crate) use access::delegations;
pub(crate) use done::Done;
pub(crate) use pipeline::state_of_step;

/// Things by name, in one line.
pub(crate) fn list<T: std::fmt::Display>(items: &[T]) -> String {
    let items: Vec<_> = items.iter().map(ToString::to_string).collect();
    items.join(", ")
}

/// How many names of a list a column shows.
const SHOWN: usize = 3;

/// The first of them, for a column of a table.
fn short<T: std::fmt::Display>(items: &[T]) -> String {
    let first = list(items.get(..SHOWN).unwrap_or(items));
    match items.len().saturating_sub(SHOWN) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

/// `1 commit`, `2 commits`.
pub(crate) fn counted(count: impl Into<u64>, what: &str) -> String {
    match count.into() {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    }
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

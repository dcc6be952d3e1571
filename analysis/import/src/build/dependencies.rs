//! Rows that say which component needs which.

use super::Build;
use super::record::Record;
use crate::Field;
use crate::table::Value;

/// Relations as their first half is called: who needs whom.
const FORWARD: [&str; 12] = [
    "depends on",
    "uses",
    "runs on",
    "hosted on",
    "receives data from",
    "consumes",
    "connects to",
    "requires",
    "needs",
    "calls",
    "reads from",
    "subscribes to",
];
const BACKWARD: [&str; 8] = [
    "used by",
    "is used by",
    "runs",
    "hosts",
    "sends data to",
    "provides",
    "consumed by",
    "required by",
];

/// Which end of a relation needs the other.
#[derive(Debug, PartialEq, Eq)]
enum Direction {
    Forward,
    Backward,
    None,
}

pub(super) fn add(build: &mut Build, record: &Record<'_>) {
    let (Some(one), Some(other)) = (record.value(Field::Name), record.value(Field::Needed)) else {
        build.skip(
            record,
            &record.any_text(),
            "it does not name two components",
        );
        return;
    };
    let relation = record.text(Field::Kind);
    let (from, to) = match direction(relation.as_deref()) {
        Direction::Forward => (one, other),
        Direction::Backward => (other, one),
        Direction::None => {
            let relation = relation.unwrap_or_default();
            let what = format!("{} → {}", one.text, other.text);
            build.skip(
                record,
                &what,
                format!("`{relation}` does not mean that one needs the other"),
            );
            return;
        }
    };
    let (Some(from), Some(to)) = (find(build, record, from), find(build, record, to)) else {
        return;
    };
    let at = build.named.get(&from).copied();
    let needs = at.and_then(|at| build.imported.components.get_mut(at));
    if let Some(component) = needs.filter(|_| from != to) {
        component.depends_on.push(to);
        build.count(&record.place());
    }
}

fn find(build: &mut Build, record: &Record<'_>, value: &Value) -> Option<String> {
    let found = build.components.find(value).map(str::to_owned);
    if found.is_none() {
        let what = value.text.clone();
        build.skip(
            record,
            &what,
            format!("`{what}` is not among the components"),
        );
    }
    found
}

/// `Depends on::Used by` is told from the parent's side first.
fn direction(relation: Option<&str>) -> Direction {
    let Some(relation) = relation else {
        return Direction::Forward;
    };
    let first = relation
        .split("::")
        .next()
        .unwrap_or(relation)
        .trim()
        .to_lowercase();
    if FORWARD.contains(&first.as_str()) {
        Direction::Forward
    } else if BACKWARD.contains(&first.as_str()) {
        Direction::Backward
    } else {
        Direction::None
    }
}

#[cfg(test)]
mod tests {
    use super::{Direction, direction};

    #[test]
    fn relations_are_read_from_the_side_of_the_parent() {
        assert_eq!(direction(None), Direction::Forward);
        assert_eq!(direction(Some("Depends on::Used by")), Direction::Forward);
        assert_eq!(direction(Some("Used by::Depends on")), Direction::Backward);
        assert_eq!(direction(Some("Contains::Contained by")), Direction::None);
    }
}

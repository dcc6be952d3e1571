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

/// Types that every ServiceNow has, for exports without display values.
const TYPES: [(&str, &str); 5] = [
    ("1a9cb166f1571100a92eb60da2bce5c5", "depends on"),
    ("41008aa6ef32010098d5925495c0fb94", "consumes"),
    ("55c95bf6c0a8010e0118ec7056ebc54d", "contains"),
    ("5f985e0ec0a8010e00a9714f2a172815", "hosted on"),
    ("60bc4e22c0a8010e01f074cbe6bd73c3", "runs on"),
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
    let known = TYPES.iter().find(|(id, _)| *id == first);
    let first = known.map_or(first.as_str(), |(_, name)| name);
    if FORWARD.contains(&first) {
        Direction::Forward
    } else if BACKWARD.contains(&first) {
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
        assert_eq!(
            direction(Some("1a9cb166f1571100a92eb60da2bce5c5")),
            Direction::Forward
        );
    }
}

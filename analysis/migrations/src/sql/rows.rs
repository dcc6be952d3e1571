//! Statements about rows.

use super::cursor::Cursor;
use super::model::{Kind, Update};

/// What ends the list of what is set.
const AFTER: &[&str] = &["WHERE", "FROM", "RETURNING", "LIMIT", "ORDER"];

/// From after UPDATE.
pub(super) fn update(cursor: &mut Cursor<'_>) -> Kind {
    let _ = cursor.eat("LOW_PRIORITY");
    let _ = cursor.eat("IGNORE");
    let _ = cursor.eat("ONLY");
    let mut update = Update {
        table: cursor.name().unwrap_or_default(),
        ..Update::default()
    };
    if !cursor.find("SET") {
        return Kind::Update(update);
    }
    while !cursor.done() && !cursor.is_any(AFTER) {
        set(cursor, &mut update.columns);
    }
    if cursor.find("WHERE") {
        update.condition = Some(cursor.rest());
    }
    Kind::Update(update)
}

/// One column, or several in brackets, with its value.
fn set(cursor: &mut Cursor<'_>, columns: &mut Vec<String>) {
    if cursor.is_sign(b'(') {
        columns.extend(cursor.parts());
    } else if let Some(name) = cursor.name() {
        columns.push(name.name);
    }
    while !cursor.done() && !cursor.is_sign(b',') && !cursor.is_any(AFTER) {
        cursor.step();
    }
    let _ = cursor.eat_sign(b',');
}

/// From after DELETE.
pub(super) fn delete(cursor: &mut Cursor<'_>) -> Kind {
    let _ = cursor.find("FROM");
    let _ = cursor.eat("ONLY");
    let table = cursor.name().unwrap_or_default();
    Kind::Delete {
        table,
        condition: cursor.find("WHERE"),
    }
}

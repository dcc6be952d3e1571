//! Statements about rows.

use super::cursor::Cursor;
use super::model::{Kind, Update};

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
    while !cursor.done() && !cursor.is_any(&["WHERE", "FROM", "RETURNING", "LIMIT", "ORDER"]) {
        if cursor.is_sign(b'(') {
            update.columns.extend(cursor.parts());
        } else if let Some(name) = cursor.name() {
            update.columns.push(name.name);
        }
        while !cursor.done()
            && !cursor.is_sign(b',')
            && !cursor.is_any(&["WHERE", "FROM", "RETURNING", "LIMIT", "ORDER"])
        {
            cursor.step();
        }
        let _ = cursor.eat_sign(b',');
    }
    if cursor.find("WHERE") {
        update.condition = Some(cursor.rest());
    }
    Kind::Update(update)
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

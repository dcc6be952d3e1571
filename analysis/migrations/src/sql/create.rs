//! CREATE.

use super::column::column;
use super::constraint::{constraint, index};
use super::cursor::Cursor;
use super::model::{Index, Kind, NewTable};

/// From after CREATE.
pub(super) fn create(cursor: &mut Cursor<'_>) -> Kind {
    let _ = cursor.eat("OR REPLACE");
    let mut temporary = false;
    loop {
        if cursor.eat("TEMPORARY") || cursor.eat("TEMP") {
            temporary = true;
        } else if !["GLOBAL", "LOCAL", "UNLOGGED", "RECURSIVE", "FOREIGN"]
            .iter()
            .any(|word| cursor.eat(word))
        {
            break;
        }
    }
    if cursor.eat("TABLE") {
        return table(cursor, temporary);
    }
    if cursor.eat("SCHEMA") || cursor.eat("DATABASE") {
        let _ = cursor.eat("IF NOT EXISTS");
        return Kind::CreateSchema(cursor.ident().unwrap_or_default());
    }
    if cursor.is_any(&["UNIQUE", "INDEX", "FULLTEXT", "SPATIAL"]) {
        return Kind::CreateIndex(new_index(cursor));
    }
    if view_follows(cursor) && cursor.find("VIEW") {
        let _ = cursor.eat("IF NOT EXISTS");
        let name = cursor.name().unwrap_or_default();
        return Kind::CreateView {
            name,
            text: cursor.rest(),
        };
    }
    Kind::Other(format!("create {}", cursor.word()))
}

/// MySQL has ALGORITHM, DEFINER and SQL SECURITY before it.
fn view_follows(cursor: &Cursor<'_>) -> bool {
    cursor.is_any(&["VIEW", "MATERIALIZED", "ALGORITHM", "SQL"])
        || (cursor.is("DEFINER") && (0..12).any(|ahead| cursor.is_at(ahead, "VIEW")))
}

fn table(cursor: &mut Cursor<'_>, temporary: bool) -> Kind {
    let if_not_exists = cursor.eat("IF NOT EXISTS");
    let name = cursor.name().unwrap_or_default();
    let mut table = NewTable {
        name,
        temporary,
        if_not_exists,
        ..NewTable::default()
    };
    if cursor.eat_sign(b'(') {
        while !cursor.done() && !cursor.is_sign(b')') {
            element(cursor, &mut table);
            cursor.reach_comma();
            let _ = cursor.eat_sign(b',');
        }
        let _ = cursor.eat_sign(b')');
    }
    while !cursor.done() {
        table.filled |= cursor.is_any(&["AS", "SELECT"]);
        cursor.step();
    }
    Kind::CreateTable(table)
}

fn element(cursor: &mut Cursor<'_>, table: &mut NewTable) {
    if cursor.is("LIKE") {
        return;
    }
    if cursor.is_any(&["INDEX", "KEY", "FULLTEXT", "SPATIAL"]) {
        table.indexes.extend(index(cursor, &table.name.clone()));
    } else if cursor.is_any(&[
        "CONSTRAINT",
        "PRIMARY",
        "UNIQUE",
        "CHECK",
        "FOREIGN",
        "EXCLUDE",
    ]) {
        table.constraints.extend(constraint(cursor));
    } else {
        table.columns.extend(column(cursor));
    }
}

fn new_index(cursor: &mut Cursor<'_>) -> Index {
    let mut index = Index {
        unique: cursor.eat("UNIQUE"),
        special: cursor.eat("FULLTEXT") || cursor.eat("SPATIAL"),
        ..Index::default()
    };
    let _ = cursor.eat("INDEX");
    index.concurrently = cursor.eat("CONCURRENTLY");
    let _ = cursor.eat("IF NOT EXISTS");
    if !cursor.is("ON") {
        index.name = cursor.name().map(|name| name.name);
    }
    if cursor.find("ON") {
        let _ = cursor.eat("ONLY");
        index.table = cursor.name().unwrap_or_default();
    }
    if cursor.eat("USING") {
        cursor.step();
    }
    index.parts = cursor.parts();
    (index.algorithm, index.lock) = cursor.how();
    index
}

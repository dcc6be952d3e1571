//! What is dropped.

use super::{Pass, Said};
use crate::Dialect;
use crate::opinion::Opinion;
use crate::sql::model::{Action, Change, Generated, Kind, Name, Statement};

pub(super) fn column(pass: &Pass<'_>, table: &Name, action: &Action, said: &mut Said) {
    let Change::DropColumn(column) = &action.change else {
        return;
    };
    let held = pass.catalogue.column(table, column);
    let computed = held.is_some_and(|held| held.generated == Some(Generated::Virtual));
    let passing = pass.spans.has_column(table, column);
    let mut opinion = Opinion::new(
        "migration-column-dropped",
        action.span,
        format!("{table}.{column}"),
    )
    .word("table", table.to_string())
    .word("column", column.clone())
    .alias(if pass.is(Dialect::Sqlite) {
        &[]
    } else {
        &["strong_migrations:remove_column"]
    });
    if !computed && !passing {
        opinion = opinion.alias(&["atlas:DS103"]);
    }
    said.push(opinion);
}

pub(super) fn things(pass: &Pass<'_>, statement: &Statement, said: &mut Said) {
    match &statement.kind {
        Kind::DropTable { names, .. } => {
            for name in names {
                table(pass, statement, name, said);
            }
        }
        Kind::DropSchema(names) => {
            for name in names {
                if !pass.spans.schema_before(pass.at, name) {
                    let opinion =
                        Opinion::new("migration-schema-dropped", statement.span, name.clone());
                    said.push(opinion.word("name", name.clone()).alias(&["atlas:DS101"]));
                }
            }
        }
        _ => {}
    }
}

fn table(pass: &Pass<'_>, statement: &Statement, name: &Name, said: &mut Said) {
    let mut aliases = Vec::new();
    let schema = name.schema.as_ref();
    let gone = schema.is_some_and(|schema| pass.spans.schema_goes(schema));
    let anew = pass.spans.made_after(pass.at, name);
    if !gone && (!pass.spans.is_new(name) || anew) && !rebuilds(pass, name) {
        aliases.push("atlas:DS102");
    }
    if anew && !pass.is(Dialect::Sqlite) {
        aliases.push("strong_migrations:create_table");
    }
    if !aliases.is_empty() {
        let opinion = Opinion::new("migration-table-dropped", statement.span, name.to_string());
        said.push(opinion.word("table", name.to_string()).alias(&aliases));
    }
}

/// SQLite changes a table by making a new one, copying, dropping the old one and renaming.
pub(super) fn rebuilds(pass: &Pass<'_>, name: &Name) -> bool {
    if !pass.is(Dialect::Sqlite) {
        return false;
    }
    let after = pass.statements.iter().skip(pass.at + 1);
    let mut renamed = after.filter_map(|statement| match &statement.kind {
        Kind::AlterTable { table, actions } => match actions.as_slice() {
            [
                Action {
                    change: Change::RenameTable(to),
                    ..
                },
            ] if to.name == name.name => Some(table),
            _ => None,
        },
        _ => None,
    });
    renamed.any(|from| pass.spans.is_new(from))
}

//! Columns that must have a value from now on.

use super::{Pass, Said};
use crate::Dialect;
use crate::opinion::Opinion;
use crate::sql::model::{Action, Change, Column, Kind, Name, NewTable, Statement};

pub(super) fn set(pass: &Pass<'_>, table: &Name, action: &Action, said: &mut Said) {
    let (column, to) = match &action.change {
        Change::NotNull { column, set: true } => (column, None),
        Change::Redefine { column, to } if to.not_null => (column, Some(to)),
        _ => return,
    };
    let held = pass.catalogue.column(table, column);
    if held.is_some_and(|held| !held.null) && to.is_some() {
        return;
    }
    let mut opinion = Opinion::new(
        "migration-column-not-null-set",
        action.span,
        format!("{table}.{column}"),
    )
    .word("table", table.to_string())
    .word("column", column.clone())
    .about(table.key());
    opinion = opinion.alias(reads_rows(pass, table, column));
    if may_be_null(pass, table, column, to) {
        opinion = opinion.alias(&["atlas:MF104"]);
    }
    if !opinion.aliases.is_empty() {
        said.push(opinion);
    }
}

/// What it is called where every row is read, or changed without being asked.
fn reads_rows(pass: &Pass<'_>, table: &Name, column: &str) -> &'static [&'static str] {
    let checked = || { pass.catalogue.table(table) }.is_some_and(|table| table.never_null(column));
    match pass.dialect {
        Dialect::Postgres if !checked() => &[
            "strong_migrations:change_column_null_postgresql",
            "strong_migrations:change_column_null",
        ],
        Dialect::Mysql | Dialect::Mariadb if lax(pass) => &[
            "strong_migrations:change_column_null_mysql",
            "strong_migrations:change_column_null",
        ],
        _ => &[],
    }
}

/// MySQL outside of its strict mode puts in a value of its own.
fn lax(pass: &Pass<'_>) -> bool {
    { pass.catalogue.setting("sql_mode") }
        .is_some_and(|mode| !mode.to_ascii_uppercase().contains("STRICT"))
}

fn may_be_null(pass: &Pass<'_>, table: &Name, column: &str, to: Option<&Column>) -> bool {
    let held = pass.catalogue.column(table, column);
    // Of a column that is redefined without being known, nothing says that it was nullable.
    let nullable = held.map_or(to.is_none() || pass.dialect.is_mysql(), |held| {
        held.null && !held.checked
    });
    nullable && !pass.spans.is_new(table) && !pass.spans.filled_before(pass.at, table, column)
}

/// SQLite: a table that is made anew, with a column that was nullable and has no default.
pub(super) fn rebuilt(pass: &Pass<'_>, new: &NewTable, said: &mut Said) {
    if !pass.is(Dialect::Sqlite) {
        return;
    }
    let rename = pass
        .statements
        .iter()
        .skip(pass.at + 1)
        .find_map(|statement| renamed(statement, &new.name));
    let Some(to) = rename else { return };
    let Some(old) = pass.catalogue.table(to) else {
        return;
    };
    for column in &new.columns {
        let was = old.columns.get(&column.name).is_some_and(|held| held.null);
        let filled = pass.spans.filled_before(pass.at, to, &column.name);
        if was && column.not_null && !column.primary && column.default.is_none() && !filled {
            let subject = format!("{to}.{}", column.name);
            let opinion = Opinion::new("migration-not-null-rebuilt", column.span, subject)
                .word("table", to.to_string())
                .word("column", column.name.clone());
            said.push(opinion.alias(&["atlas:LT101"]));
        }
    }
}

/// What a statement makes the name of a table, if it does.
fn renamed<'a>(statement: &'a Statement, from: &Name) -> Option<&'a Name> {
    let Kind::AlterTable { table, actions } = &statement.kind else {
        return None;
    };
    let mut names = actions.iter().filter_map(|action| match &action.change {
        Change::RenameTable(to) => Some(to),
        _ => None,
    });
    names.next().filter(|_| table.key() == from.key())
}

//! Columns that must have a value from now on.

use super::{Pass, Said};
use crate::Dialect;
use crate::opinion::Opinion;
use crate::sql::model::{Action, Change, Column, Name};

pub(super) fn set(
    pass: &Pass<'_>,
    table: &Name,
    actions: &[Action],
    action: &Action,
    said: &mut Said,
) {
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
    if retyped(actions, column) && !pass.is(Dialect::Sqlite) {
        opinion = opinion.alias(&["strong_migrations:change_column_with_not_null"]);
    }
    if filled(pass, table, column) {
        opinion = opinion
            .alias(&["strong_migrations:change_column_null"])
            .note("fill the column in batches, in a migration before this one and in no transaction; then set NOT NULL");
    }
    if may_be_null(pass, table, column, to) {
        opinion = opinion.alias(&["atlas:MF104"]);
    }
    if !opinion.aliases.is_empty() {
        said.push(opinion);
    }
}

/// Whether the same statement gives the column a type.
fn retyped(actions: &[Action], column: &str) -> bool {
    { actions.iter() }.any(
        |action| matches!(&action.change, Change::Type { column: named, .. } if named == column),
    )
}

/// Whether all rows get their values in the same migration: one statement, and its locks, for a whole table.
fn filled(pass: &Pass<'_>, table: &Name, column: &str) -> bool {
    !pass.is(Dialect::Sqlite)
        && !pass.spans.is_new(table)
        && !pass.spans.has_column(table, column)
        && pass.spans.filled_before(pass.at, table, column)
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

//! Tables of SQLite that are made anew: a new one, the rows, the old one dropped, the new one renamed.

use super::{Pass, Said};
use crate::Dialect;
use crate::catalogue::Table;
use crate::opinion::Opinion;
use crate::sql::model::{Change, Column, Generated, Kind, Name, NewTable, Statement};

/// What differs between the table that is made here and the one whose name it gets.
pub(super) fn made(pass: &Pass<'_>, new: &NewTable, said: &mut Said) {
    if !pass.is(Dialect::Sqlite) {
        return;
    }
    let mut after = pass.statements.iter().skip(pass.at + 1);
    let Some(to) = after.find_map(|statement| renamed(statement, &new.name)) else {
        return;
    };
    let Some(old) = pass.catalogue.table(to) else {
        return;
    };
    said.extend(
        new.columns
            .iter()
            .filter_map(|column| demanding(pass, to, old, column)),
    );
    // Of a table that is made from a query the columns are not known.
    if !new.filled {
        lost(pass, to, old, new, said);
    }
}

fn about(
    rule: &'static str,
    table: &Name,
    column: &str,
    span: holdpoint_findings::Span,
) -> Opinion {
    Opinion::new(rule, span, format!("{table}.{column}"))
        .word("table", table.to_string())
        .word("column", column)
}

/// A column that must not be null, and was or was not there.
fn demanding(pass: &Pass<'_>, table: &Name, old: &Table, column: &Column) -> Option<Opinion> {
    if !column.not_null || column.primary || column.default.is_some() || column.generated.is_some()
    {
        return None;
    }
    match old.columns.get(&column.name) {
        None => {
            let opinion = about(
                "migration-column-required",
                table,
                &column.name,
                column.span,
            );
            Some(opinion.alias(&["atlas:MF103"]))
        }
        Some(held) if held.null && !pass.spans.filled_before(pass.at, table, &column.name) => {
            let opinion = about(
                "migration-not-null-rebuilt",
                table,
                &column.name,
                column.span,
            );
            Some(opinion.alias(&["atlas:LT101"]))
        }
        Some(_) => None,
    }
}

/// Columns that are not there any more, with all that was in them.
fn lost(pass: &Pass<'_>, table: &Name, old: &Table, new: &NewTable, said: &mut Said) {
    let Some(statement) = pass.statements.get(pass.at) else {
        return;
    };
    for (name, held) in &old.columns {
        let kept = new.columns.iter().any(|column| column.name == *name);
        if !kept && held.generated != Some(Generated::Virtual) {
            let opinion = about("migration-column-dropped", table, name, statement.span);
            said.push(opinion.alias(&["atlas:DS103"]));
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

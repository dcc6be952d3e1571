//! What is renamed.

use super::{Pass, Said};
use crate::Dialect;
use crate::opinion::Opinion;
use crate::sql::model::{Action, Change, Kind, Name, Statement};

pub(super) fn within(pass: &Pass<'_>, table: &Name, action: &Action, said: &mut Said) {
    match &action.change {
        Change::RenameColumn(from, _) => column(pass, table, from, action, said),
        Change::Redefine { column: from, to } if *from != to.name => {
            column(pass, table, from, action, said)
        }
        Change::RenameTable(to) => said.extend(renamed(pass, table, to, action.span)),
        _ => {}
    }
}

fn column(pass: &Pass<'_>, table: &Name, from: &str, action: &Action, said: &mut Said) {
    let mut opinion = Opinion::new(
        "migration-column-renamed",
        action.span,
        format!("{table}.{from}"),
    )
    .word("table", table.to_string())
    .word("column", from);
    if !pass.is(Dialect::Sqlite) {
        opinion = opinion.alias(&["strong_migrations:rename_column"]);
    }
    if !pass.spans.is_new(table) && !pass.spans.added_back(pass.at, from) {
        opinion = opinion.alias(&["atlas:BC102"]);
    }
    if !opinion.aliases.is_empty() {
        said.push(opinion);
    }
}

fn renamed(
    pass: &Pass<'_>,
    from: &Name,
    to: &Name,
    span: holdpoint_findings::Span,
) -> Option<Opinion> {
    let mut opinion = Opinion::new("migration-table-renamed", span, from.to_string())
        .word("table", from.to_string());
    if !pass.is(Dialect::Sqlite) {
        opinion = opinion.alias(&["strong_migrations:rename_table"]);
    }
    if !pass.spans.is_new(from) && !pass.spans.view_after(pass.at, from, to) {
        opinion = opinion.alias(&["atlas:BC101"]);
    }
    Some(opinion).filter(|opinion| !opinion.aliases.is_empty())
}

pub(super) fn things(pass: &Pass<'_>, statement: &Statement, said: &mut Said) {
    match &statement.kind {
        Kind::RenameTables(pairs) => {
            said.extend(
                pairs
                    .iter()
                    .filter_map(|(from, to)| renamed(pass, from, to, statement.span)),
            );
        }
        Kind::RenameSchema(name) => {
            said.push(
                named("migration-schema-renamed", statement, name)
                    .alias(&["strong_migrations:rename_schema"]),
            );
        }
        Kind::RenameEnumValue(name) => {
            let opinion = named("migration-enum-value-renamed", statement, &name.to_string());
            said.push(opinion.alias(&["strong_migrations:rename_enum_value"]));
        }
        _ => {}
    }
}

fn named(rule: &'static str, statement: &Statement, name: &str) -> Opinion {
    Opinion::new(rule, statement.span, name).word("name", name)
}

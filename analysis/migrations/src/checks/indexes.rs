//! Indexes.

use holdpoint_findings::Span;

use super::{Pass, Said};
use crate::Dialect;
use crate::opinion::Opinion;
use crate::options::Version;
use crate::sql::model::{Action, Change, Index, Kind, Name, Statement};

fn about(rule: &'static str, table: &Name, span: Span) -> Opinion {
    Opinion::new(rule, span, table.to_string())
        .word("table", table.to_string())
        .about(table.key())
}

pub(super) fn create(pass: &Pass<'_>, index: &Index, span: Span, said: &mut Said) {
    let table = &index.table;
    let new = pass.spans.is_new(table);
    if pass.is(Dialect::Postgres) {
        if !index.concurrently && !new {
            let opinion = about("migration-index-blocks-writes", table, span)
                .alias(&["strong_migrations:add_index"]);
            let newly = index
                .parts
                .iter()
                .any(|column| pass.spans.has_column(table, column));
            said.push(match newly {
                true => opinion.alias(&["strong_migrations:add_reference"]),
                false => opinion,
            });
        }
        if index.concurrently
            && pass.version >= Version(14, 0, 1)
            && pass.version < Version(14, 4, 0)
        {
            said.push(
                about("migration-index-corruption", table, span)
                    .alias(&["strong_migrations:add_index_corruption"]),
            );
        }
    }
    wide(pass, index, span, said);
    if index.unique {
        unique(pass, table, &index.parts, span, said);
    }
    options(
        pass,
        table,
        (index.algorithm.as_deref(), index.lock.as_deref()),
        span,
        said,
    );
}

fn wide(pass: &Pass<'_>, index: &Index, span: Span, said: &mut Said) {
    if index.parts.len() > 3 && !index.unique && !index.special && !pass.is(Dialect::Sqlite) {
        let opinion = about("migration-index-wide", &index.table, span);
        said.push(
            opinion
                .word("count", index.parts.len().to_string())
                .alias(&["strong_migrations:add_index_columns"]),
        );
    }
}

/// Rows that are alike are in the way of what must be unique.
pub(super) fn unique(pass: &Pass<'_>, table: &Name, parts: &[String], span: Span, said: &mut Said) {
    if pass.spans.is_new(table) || replaces(pass, table, parts) {
        return;
    }
    let old: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !pass.spans.has_column(table, part))
        .collect();
    // An expression is made of columns that are there.
    if old.is_empty() || old.iter().all(|part| part.contains('(')) {
        return;
    }
    let opinion = about("migration-unique-may-fail", table, span).word("columns", old.join("`, `"));
    said.push(
        Opinion {
            tables: Vec::new(),
            ..opinion
        }
        .alias(&["atlas:MF101"]),
    );
}

/// Whether a unique index that said as much or more is dropped in the same migration.
fn replaces(pass: &Pass<'_>, table: &Name, parts: &[String]) -> bool {
    let key = table.key();
    pass.spans.unique_dropped.iter().any(|(of, columns)| {
        let kept = |part: &String| columns.contains(part) || pass.spans.has_column(table, part);
        *of == key && columns.len() <= parts.len() && parts.iter().all(kept)
    })
}

pub(super) fn drop(pass: &Pass<'_>, statement: &Statement, said: &mut Said) {
    let Kind::DropIndex {
        name,
        concurrently,
        table,
        lock,
        algorithm,
    } = &statement.kind
    else {
        return;
    };
    if pass.is(Dialect::Postgres) && !concurrently {
        let owner = pass.catalogue.owner(&name.name);
        if owner.is_some_and(|owner| pass.spans.made.contains(owner)) {
            return;
        }
        let opinion = Opinion::new(
            "migration-index-drop-blocks",
            statement.span,
            name.to_string(),
        );
        let opinion = opinion
            .word("name", name.to_string())
            .alias(&["strong_migrations:remove_index"]);
        said.push(match owner {
            Some(owner) => opinion.about(owner),
            None => opinion,
        });
    }
    if let Some(table) = table {
        options(
            pass,
            table,
            (algorithm.as_deref(), lock.as_deref()),
            statement.span,
            said,
        );
    }
}

/// What ALTER TABLE does to indexes.
pub(super) fn altered(
    pass: &Pass<'_>,
    table: &Name,
    action: &Action,
    actions: &[Action],
    said: &mut Said,
) {
    match &action.change {
        Change::AddIndex(index) => {
            wide(pass, index, action.span, said);
            if index.unique {
                strict(pass, index, action, actions, said);
            }
        }
        Change::Option { name, value } if name == "algorithm" => {
            options(pass, table, (Some(value), None), action.span, said);
        }
        Change::Option { name, value } if name == "lock" => {
            options(pass, table, (None, Some(value)), action.span, said);
        }
        _ => {}
    }
}

/// A unique index, which may take the place of one that was not.
fn strict(pass: &Pass<'_>, index: &Index, action: &Action, actions: &[Action], said: &mut Said) {
    let table = &index.table;
    let drops = |action: &Action| match (&action.change, &index.name) {
        (Change::DropIndex(dropped), Some(name)) => dropped == name,
        _ => false,
    };
    if !actions.iter().any(drops) {
        return unique(pass, table, &index.parts, action.span, said);
    }
    let name = index.name.clone().unwrap_or_default();
    if pass.spans.index_before(pass.at, table, &name) {
        return;
    }
    let known = pass
        .catalogue
        .table(table)
        .and_then(|table| table.indexes.get(&name));
    if known.is_none_or(|known| !known.unique) {
        let opinion = Opinion::new(
            "migration-index-made-unique",
            action.span,
            table.to_string(),
        );
        let opinion = opinion.word("table", table.to_string()).word("name", name);
        said.push(opinion.alias(&["atlas:MF102"]));
    }
}

/// ALGORITHM and LOCK, as MySQL has them.
fn options(
    pass: &Pass<'_>,
    table: &Name,
    (algorithm, lock): (Option<&str>, Option<&str>),
    span: Span,
    said: &mut Said,
) {
    if !pass.dialect.is_mysql() || pass.spans.is_new(table) {
        return;
    }
    if algorithm == Some("copy") {
        said.push(
            about("migration-algorithm-copy", table, span)
                .alias(&["strong_migrations:copy_algorithm"]),
        );
    }
    let blocks = match lock {
        Some("shared") => "writes",
        Some("exclusive") => "reads and writes",
        _ => return,
    };
    let opinion =
        about("migration-lock-option", table, span).alias(&["strong_migrations:lock_option"]);
    let word = lock.unwrap_or_default().to_ascii_uppercase();
    said.push(opinion.word("what", word).word("blocks", blocks));
}

/// PostgreSQL refuses it within a transaction, also where it is the only statement of its file.
pub(super) fn concurrently(pass: &Pass<'_>, statement: &Statement, said: &mut Said) {
    let (concurrently, subject) = match &statement.kind {
        Kind::CreateIndex(index) => (index.concurrently, index.table.to_string()),
        Kind::DropIndex {
            name, concurrently, ..
        } => (*concurrently, name.to_string()),
        _ => return,
    };
    if pass.open && concurrently && pass.is(Dialect::Postgres) {
        let opinion = Opinion::new(
            "migration-concurrently-in-transaction",
            statement.span,
            subject,
        );
        said.push(opinion.word("where", within(pass.wrapped)));
    }
}

/// Whose transaction it is.
pub(crate) fn within(wrapped: bool) -> &'static str {
    match wrapped {
        true => "its runner opens one for the file",
        false => "the file opens one",
    }
}

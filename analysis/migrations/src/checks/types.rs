//! Types that change.

use holdpoint_findings::Level;

use super::{Pass, Said};
use crate::Dialect;
use crate::catalogue::{Held, Table, mentions};
use crate::opinion::Opinion;
use crate::sql::model::{Action, Change, Demand, Name, Type};

pub(super) fn changed(pass: &Pass<'_>, table: &Name, action: &Action, said: &mut Said) {
    let (column, ty, not_null) = match &action.change {
        Change::Type { column, ty } => (column, ty, false),
        Change::Redefine { column, to } => (column, &to.ty, to.not_null),
        Change::Default { column, .. } => return said.extend(default(pass, table, column, action)),
        _ => return,
    };
    let opinion = about("migration-column-type-changed", table, column, action).about(table.key());
    let known = pass.catalogue.table(table);
    let Some((known, held)) = known.and_then(|table| Some((table, table.columns.get(column)?)))
    else {
        let how = format!(
            " to `{}`; what it was is not known, so it is taken for a rewrite",
            shown(ty)
        );
        return said.push(
            opinion
                .word("how", how)
                .alias(&["strong_migrations:change_column"]),
        );
    };
    if matches!(action.change, Change::Redefine { .. }) && same(&held.ty, ty) {
        return;
    }
    let how = format!(" from `{}` to `{}`", shown(&held.ty), shown(ty));
    if is_safe(pass, known, held, column, ty) {
        said.extend(harmless(
            pass,
            known,
            held,
            column,
            not_null,
            opinion.word("how", how),
        ));
    } else {
        let opinion = opinion.word("how", format!("{how}, so the table is rewritten"));
        said.push(opinion.alias(&["strong_migrations:change_column"]));
    }
}

fn default(pass: &Pass<'_>, table: &Name, column: &str, action: &Action) -> Option<Opinion> {
    let opinion = about("migration-default-changed", table, column, action);
    let known = !pass.spans.has_column(table, column);
    known.then(|| opinion.alias(&["strong_migrations:change_column_default"]))
}

/// Whether the rows stay as they are.
fn is_safe(pass: &Pass<'_>, table: &Table, held: &Held, column: &str, ty: &Type) -> bool {
    match pass.dialect {
        Dialect::Postgres => postgres_safe(pass, table, column, &held.ty, ty),
        Dialect::Mysql | Dialect::Mariadb => mysql_safe(held, ty),
        Dialect::Sqlite => false,
    }
}

fn about(rule: &'static str, table: &Name, column: &str, action: &Action) -> Opinion {
    Opinion::new(rule, action.span, format!("{table}.{column}"))
        .word("table", table.to_string())
        .word("column", column)
}

/// A change that reads no rows, unless something else does.
fn harmless(
    pass: &Pass<'_>,
    table: &Table,
    held: &Held,
    column: &str,
    not_null: bool,
    opinion: Opinion,
) -> Option<Opinion> {
    if held.null && not_null {
        return Some(opinion.alias(&["strong_migrations:change_column_with_not_null"]));
    }
    if !pass.is(Dialect::Postgres) {
        return None;
    }
    let checks = table.constraints.values().any(|bound| match &bound.demand {
        Demand::Check(text) => mentions(text, column),
        _ => false,
    });
    Some(match checks {
        true => opinion
            .alias(&["strong_migrations:change_column_constraint"])
            .note("drop the check constraints of the column first, and add them again `NOT VALID`"),
        false => opinion
            .level(Level::Info)
            .note("the rows stay as they are, so the lock is short"),
    })
}

fn shown(ty: &Type) -> String {
    let arguments = match ty.arguments.is_empty() {
        true => String::new(),
        false => format!("({})", ty.arguments.join(", ")),
    };
    format!("{}{arguments}{}", ty.name, if ty.array { "[]" } else { "" })
}

/// The one name of a type that has several.
pub(crate) fn canonical(ty: &str) -> &str {
    match ty {
        "varchar" | "character varying" | "char varying" => "varchar",
        "numeric" | "decimal" | "dec" => "numeric",
        "int" | "integer" | "int4" => "int",
        "int8" | "bigint" => "bigint",
        "int2" | "smallint" => "smallint",
        "timestamp" | "datetime" => "timestamp",
        "bool" | "boolean" => "bool",
        "character" | "char" | "bpchar" => "char",
        other => other,
    }
}

fn same(a: &Type, b: &Type) -> bool {
    canonical(&a.name) == canonical(&b.name) && a.arguments == b.arguments && a.array == b.array
}

/// Whether PostgreSQL leaves the rows as they are.
fn postgres_safe(pass: &Pass<'_>, table: &Table, column: &str, from: &Type, to: &Type) -> bool {
    if from.array != to.array {
        return false;
    }
    let indexed = || table.indexed(column);
    let precision = |ty: &Type| ty.number(0).unwrap_or(6);
    let grows = precision(to) >= precision(from);
    match (canonical(&from.name), canonical(&to.name)) {
        ("varchar", "varchar") => to
            .number(0)
            .is_none_or(|limit| from.number(0).is_some_and(|old| limit >= old)),
        ("text", "varchar") => to.arguments.is_empty(),
        ("citext", "varchar") => to.arguments.is_empty() && !indexed(),
        ("varchar" | "text", "text") => true,
        ("citext", "text") | ("varchar" | "text", "citext") => !indexed(),
        ("citext", "citext") => true,
        ("numeric", "numeric") => {
            let scale = |ty: &Type| ty.number(1).unwrap_or(0);
            let wider = to
                .number(0)
                .is_some_and(|new| from.number(0).is_some_and(|old| new >= old));
            to.arguments.is_empty() || (wider && scale(to) == scale(from))
        }
        ("timestamp", "timestamp")
        | ("timestamptz", "timestamptz")
        | ("time", "time")
        | ("interval", "interval")
        | ("timetz", "timetz") => grows,
        ("timestamp", "timestamptz") | ("timestamptz", "timestamp") => {
            let utc = |zone: &str| zone.eq_ignore_ascii_case("utc") || zone == "0";
            grows && pass.catalogue.setting("timezone").is_some_and(utc)
        }
        ("varbit" | "bit varying", "varbit" | "bit varying") => to
            .number(0)
            .is_none_or(|limit| from.number(0).is_some_and(|old| limit >= old)),
        ("cidr", "inet") => true,
        _ => same(from, to),
    }
}

/// Whether the length of a text still fits into the bytes that say how long it is.
fn mysql_safe(held: &Held, to: &Type) -> bool {
    if canonical(&held.ty.name) != "varchar" || canonical(&to.name) != "varchar" {
        return false;
    }
    let (Some(old), Some(new)) = (held.ty.number(0), to.number(0)) else {
        return false;
    };
    let bytes = match held.charset.as_deref() {
        Some("latin1" | "ascii" | "binary") => 1,
        Some("utf8" | "utf8mb3") => 3,
        _ => 4,
    };
    let threshold = 255 / bytes;
    new >= old && (new <= threshold || old > threshold)
}

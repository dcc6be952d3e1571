//! Columns that are added.

use super::{Pass, Said};
use crate::Dialect;
use crate::opinion::Opinion;
use crate::sql::model::{Action, Change, Column, Generated, Name, NewTable};

pub(super) fn added(pass: &Pass<'_>, table: &Name, action: &Action, said: &mut Said) {
    let Change::AddColumn(column) = &action.change else {
        return;
    };
    let span = action.span;
    let opinion = |rule| {
        Opinion::new(rule, span, format!("{table}.{}", column.name))
            .word("table", table.to_string())
            .word("column", column.name.clone())
            .about(table.key())
    };
    if column.ty.name == "json" && pass.is(Dialect::Postgres) && !column.ty.array {
        said.push(opinion("migration-column-json").alias(&["strong_migrations:add_column_json"]));
    }
    if column.generated == Some(Generated::Stored) {
        said.push(
            opinion("migration-column-generated-stored")
                .alias(&["strong_migrations:add_column_generated_stored"]),
        );
    }
    if column.counts || column.identity {
        said.push(
            opinion("migration-column-auto-incrementing")
                .alias(&["strong_migrations:add_column_auto_incrementing"]),
        );
    }
    if column
        .default
        .as_deref()
        .is_some_and(|default| computed(pass.dialect, default))
        && pass.dialect.is_mysql()
    {
        said.push(opinion("migration-column-default-rewrites").alias(&[
            "strong_migrations:add_column_default",
            "strong_migrations:add_column_default_callable",
        ]));
    }
    if pass.dialect.is_mysql() && column.references.is_some() {
        said.push(ignored(table, column));
    }
    required(pass, table, column, &opinion, said);
}

/// An expression, not a literal. MySQL takes the time of the statement as one, too.
pub(crate) fn computed(dialect: Dialect, default: &str) -> bool {
    let default = default.trim();
    let literal = default.starts_with(['\'', '"', '-', '+'])
        || default.starts_with(|letter: char| letter.is_ascii_digit());
    let word = default.to_ascii_lowercase();
    let plain = matches!(word.as_str(), "null" | "true" | "false");
    let now =
        dialect.is_mysql() && (word.starts_with("current_timestamp") || word.starts_with("now"));
    !literal && !plain && !now && !default.is_empty() && default.contains('(')
}

/// NOT NULL without a value for the rows that are there.
fn required(
    pass: &Pass<'_>,
    table: &Name,
    column: &Column,
    opinion: &impl Fn(&'static str) -> Opinion,
    said: &mut Said,
) {
    let valued =
        column.default.is_some() || column.generated.is_some() || column.counts || column.identity;
    if !column.not_null || valued || pass.spans.is_new(table) {
        return;
    }
    if !pass.dialect.is_mysql() {
        said.push(opinion("migration-column-required").alias(&["atlas:MF103"]));
        return;
    }
    match silent(pass, column) {
        Some(value)
            if pass
                .spans
                .filled_after(pass.at, table, &column.name, &value) => {}
        Some(value) => {
            let opinion = opinion("migration-rows-changed-silently").alias(&["atlas:MY101"]);
            said.push(opinion.word("value", format!("`{value}`")));
        }
        None if fails(&column.ty.name, pass.dialect) => {
            said.push(opinion("migration-column-required").alias(&["atlas:MF103"]));
        }
        None => {}
    }
}

const SPATIAL: &[&str] = &[
    "geometry",
    "point",
    "linestring",
    "polygon",
    "multipoint",
    "multilinestring",
    "multipolygon",
    "geometrycollection",
];

fn fails(ty: &str, dialect: Dialect) -> bool {
    dialect == Dialect::Mysql && (matches!(ty, "date" | "datetime") || SPATIAL.contains(&ty))
}

/// What MySQL puts into a column of which nothing is said.
fn silent(pass: &Pass<'_>, column: &Column) -> Option<String> {
    let maria = pass.is(Dialect::Mariadb);
    let ty = column.ty.name.split(' ').next().unwrap_or_default();
    let value = match ty {
        "bit" | "bool" | "boolean" | "tinyint" | "smallint" | "mediumint" | "int" | "integer"
        | "bigint" | "decimal" | "numeric" | "dec" | "fixed" | "float" | "double" | "real"
        | "binary" | "varbinary" | "blob" | "tinyblob" | "mediumblob" | "longblob" => {
            "0".to_owned()
        }
        "varchar" | "char" | "character" | "nvarchar" | "nchar" | "set" => "\"\"".to_owned(),
        "text" | "tinytext" | "mediumtext" | "longtext" | "json" if maria => "\"\"".to_owned(),
        "enum" => column
            .ty
            .arguments
            .first()
            .map(|text| text.replace('\'', "\""))?,
        "date" | "datetime" if maria => "00:00:00".to_owned(),
        "year" => "0000".to_owned(),
        "time" => "00:00:00".to_owned(),
        "timestamp" => "0000-00-00 00:00:00".to_owned(),
        ty if maria && SPATIAL.contains(&ty) => "\"\"".to_owned(),
        _ => return None,
    };
    Some(value)
}

/// References beside columns, which MySQL forgets. MariaDB does not, from 10.5 on, but its peers warn all the same.
pub(super) fn references(pass: &Pass<'_>, table: &NewTable, said: &mut Said) {
    if pass.dialect.is_mysql() {
        let named = table
            .columns
            .iter()
            .filter(|column| column.references.is_some());
        said.extend(named.map(|column| ignored(&table.name, column)));
    }
}

fn ignored(table: &Name, column: &Column) -> Opinion {
    Opinion::new(
        "migration-inline-reference-ignored",
        column.span,
        format!("{table}.{}", column.name),
    )
    .word("table", table.to_string())
    .word("column", column.name.clone())
    .alias(&["atlas:MY102"])
}

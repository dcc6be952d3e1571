//! What SQLite does not do, and what it does besides.

use super::{Pass, Said, drops};
use crate::opinion::Opinion;
use crate::options::Version;
use crate::sql::model::{Change, Column, Generated, Kind, Name, Statement};

pub(super) fn statement(pass: &Pass<'_>, statement: &Statement, said: &mut Said) {
    match &statement.kind {
        Kind::AlterTable { table, actions } => {
            said.extend(actions.iter().filter_map(|action| {
                let why = refused(pass, table, &action.change)?;
                let opinion =
                    Opinion::new("migration-sqlite-refused", action.span, table.to_string());
                Some(opinion.word("why", why))
            }));
        }
        Kind::Set { name, .. } if name == "foreign_keys" && pass.open => {
            said.push(Opinion::new(
                "migration-sqlite-pragma-unheard",
                statement.span,
                "foreign_keys",
            ));
        }
        Kind::DropTable { names, .. } => {
            for name in names
                .iter()
                .filter(|name| drops::rebuilds(pass, name) && keys_may_be_on(pass))
            {
                let opinion = Opinion::new(
                    "migration-sqlite-rebuild-cascades",
                    statement.span,
                    name.to_string(),
                );
                said.push(opinion.word("table", name.to_string()));
            }
        }
        _ => {}
    }
}

/// They are off by default, but most programs turn them on.
fn keys_may_be_on(pass: &Pass<'_>) -> bool {
    let value = pass.catalogue.setting("foreign_keys").unwrap_or("on");
    !["off", "0", "false", "no"].contains(&value.to_ascii_lowercase().as_str())
}

fn refused(pass: &Pass<'_>, table: &Name, change: &Change) -> Option<&'static str> {
    match change {
        Change::AddColumn(column) => added(column),
        Change::DropColumn(column) => dropped(pass, table, column),
        Change::RenameColumn(..) if pass.version < Version(3, 25, 0) => {
            Some("columns are renamed from 3.25 on")
        }
        Change::Type { .. }
        | Change::NotNull { .. }
        | Change::Default { .. }
        | Change::Redefine { .. } => Some("a column cannot be changed"),
        Change::Add(_) | Change::Drop { .. } | Change::Validate(_) => {
            Some("constraints are part of CREATE TABLE alone")
        }
        Change::AddIndex(_) | Change::DropIndex(_) => Some("indexes have statements of their own"),
        _ => None,
    }
}

fn added(column: &Column) -> Option<&'static str> {
    let default = column.default.as_deref().map(str::trim);
    let moving =
        |text: &str| text.starts_with('(') || text.to_ascii_lowercase().starts_with("current_");
    if column.primary {
        Some("a primary key cannot be added")
    } else if column.unique {
        Some("a unique column cannot be added")
    } else if default.is_some_and(moving) {
        Some("the default of a column that is added must be constant")
    } else if column.generated == Some(Generated::Stored) {
        Some("a stored column cannot be added")
    } else if column.references.is_some()
        && default.is_some_and(|text| !text.eq_ignore_ascii_case("null"))
    {
        Some("a column that refers to another table must have no default but NULL")
    } else {
        None
    }
}

fn dropped(pass: &Pass<'_>, table: &Name, column: &str) -> Option<&'static str> {
    if pass.version < Version(3, 35, 0) {
        return Some("columns are dropped from 3.35 on");
    }
    let known = pass.catalogue.table(table)?;
    let bound = known
        .constraints
        .values()
        .any(|bound| bound.columns.iter().any(|name| name == column));
    if known.columns.get(column).is_some_and(|held| held.primary) || bound {
        Some("the column is part of a key or constraint")
    } else if known.indexed(column) {
        Some("the column is in an index: drop that first")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::added;
    use crate::sql::model::Column;

    #[test]
    fn a_plain_column_can_be_added() {
        assert_eq!(added(&Column::default()), None);
        let plain = |default: &str| Column {
            default: Some(default.to_owned()),
            ..Column::default()
        };
        assert_eq!(added(&plain("'x'")), None);
        assert!(added(&plain("(1 + 1)")).is_some() && added(&plain("CURRENT_TIMESTAMP")).is_some());
    }
}

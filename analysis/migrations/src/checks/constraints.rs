//! Constraints that are added, validated and dropped.

use super::{Pass, Said};
use crate::Dialect;
use crate::opinion::Opinion;
use crate::sql::model::{Action, Change, Constraint, Demand, Dropped, Name};

pub(super) fn changed(
    pass: &Pass<'_>,
    table: &Name,
    action: &Action,
    actions: &[Action],
    said: &mut Said,
) {
    match &action.change {
        Change::Add(constraint) => added(pass, table, action, constraint, said),
        Change::AddColumn(column) if pass.is(Dialect::Postgres) => {
            if let Some(other) = &column.references {
                said.push(foreign(pass, table, other, action).alias(&[
                    "strong_migrations:add_foreign_key",
                    "strong_migrations:add_reference",
                ]));
            }
        }
        Change::Validate(name) if pass.locked && pass.is(Dialect::Postgres) => {
            said.push(validated(pass, table, action, name));
        }
        Change::Drop { kind, name } => dropped(pass, table, action, actions, (*kind, name), said),
        _ => {}
    }
}

fn about(rule: &'static str, table: &Name, action: &Action) -> Opinion {
    Opinion::new(rule, action.span, table.to_string())
        .word("table", table.to_string())
        .about(table.key())
}

fn foreign(pass: &Pass<'_>, table: &Name, other: &Name, action: &Action) -> Opinion {
    let opinion = about("migration-foreign-key-blocks", table, action).about(other.key());
    match pass.dialect {
        Dialect::Postgres => opinion,
        _ => opinion.note(
            "add it when few write; `SET SESSION foreign_key_checks = 0` adds it without reading rows, if all of them are known to be right",
        ),
    }
}

fn added(pass: &Pass<'_>, table: &Name, action: &Action, constraint: &Constraint, said: &mut Said) {
    let postgres = pass.is(Dialect::Postgres);
    if constraint.demand == Demand::Unique && !(postgres && constraint.using_index) {
        super::indexes::unique(pass, table, &constraint.columns, action.span, said);
    }
    said.extend(match pass.dialect {
        Dialect::Postgres => in_postgres(pass, table, action, constraint),
        Dialect::Mysql | Dialect::Mariadb => in_mysql(pass, table, action, constraint),
        Dialect::Sqlite => None,
    });
}

fn in_postgres(
    pass: &Pass<'_>,
    table: &Name,
    action: &Action,
    constraint: &Constraint,
) -> Option<Opinion> {
    let new = pass.spans.is_new(table);
    match &constraint.demand {
        Demand::Foreign { table: other } if !constraint.not_valid => {
            let opinion =
                foreign(pass, table, other, action).alias(&["strong_migrations:add_foreign_key"]);
            Some(referring(pass, table, constraint, opinion))
        }
        Demand::Check(_) if !constraint.not_valid && !new => {
            let opinion = about("migration-constraint-validated-at-once", table, action);
            Some(opinion.alias(&["strong_migrations:add_check_constraint"]))
        }
        Demand::Unique if !constraint.using_index && !new => {
            let opinion = about("migration-unique-constraint-added", table, action);
            Some(opinion.alias(&["strong_migrations:add_unique_constraint"]))
        }
        Demand::Exclude if !new => {
            let opinion = about("migration-exclusion-constraint-added", table, action);
            Some(opinion.alias(&["strong_migrations:add_exclusion_constraint"]))
        }
        _ => None,
    }
}

/// A foreign key of a column that is as new is a reference.
fn referring(pass: &Pass<'_>, table: &Name, constraint: &Constraint, opinion: Opinion) -> Opinion {
    let added = |column: &String| pass.spans.has_column(table, column);
    match constraint.columns.iter().any(added) && !pass.spans.is_new(table) {
        true => opinion.alias(&["strong_migrations:add_reference"]),
        false => opinion,
    }
}

fn in_mysql(
    pass: &Pass<'_>,
    table: &Name,
    action: &Action,
    constraint: &Constraint,
) -> Option<Opinion> {
    let unread = || pass.catalogue.setting("foreign_key_checks") == Some("0");
    match &constraint.demand {
        Demand::Foreign { table: other } if !unread() => {
            let opinion = foreign(pass, table, other, action).alias(&[
                "strong_migrations:add_foreign_key",
                "strong_migrations:add_foreign_key_mysql",
            ]);
            Some(referring(pass, table, constraint, opinion))
        }
        Demand::Check(_) if !pass.spans.is_new(table) && !constraint.not_enforced => {
            Some(about("migration-check-blocks", table, action).alias(&[
                "strong_migrations:add_check_constraint_mysql",
                "strong_migrations:add_check_constraint",
            ]))
        }
        _ => None,
    }
}

/// A constraint that is checked while others wait for this transaction.
fn validated(pass: &Pass<'_>, table: &Name, action: &Action, name: &str) -> Opinion {
    let opinion = Opinion::new(
        "migration-constraint-validated-under-lock",
        action.span,
        table.to_string(),
    );
    let opinion = opinion.word("name", name).about(table.key());
    let bound = pass
        .catalogue
        .table(table)
        .and_then(|table| table.constraints.get(name));
    opinion.alias(
        match bound.map(|bound| matches!(bound.demand, Demand::Foreign { .. })) {
            Some(true) => &["strong_migrations:validate_foreign_key"],
            Some(false) => &["strong_migrations:validate_check_constraint"],
            None => &[
                "strong_migrations:validate_foreign_key",
                "strong_migrations:validate_check_constraint",
            ],
        },
    )
}

/// A foreign key that goes without its columns.
fn dropped(
    pass: &Pass<'_>,
    table: &Name,
    action: &Action,
    actions: &[Action],
    (kind, name): (Dropped, &String),
    said: &mut Said,
) {
    let bound = pass
        .catalogue
        .table(table)
        .and_then(|table| table.constraints.get(name));
    let foreign = match (kind, bound) {
        (Dropped::Foreign, _) => true,
        (Dropped::Constraint, Some(bound)) => matches!(bound.demand, Demand::Foreign { .. }),
        // Nothing is known of it but its name.
        (Dropped::Constraint, None) => {
            name.ends_with("_fkey") || name.starts_with("fk_") || name.ends_with("_fk")
        }
        _ => false,
    };
    if !foreign || pass.spans.has_key(table, name) {
        return;
    }
    let goes = |column: &String| {
        actions.iter().any(
            |action| matches!(&action.change, Change::DropColumn(dropped) if dropped == column),
        )
    };
    if !bound.is_some_and(|bound| bound.columns.iter().any(goes)) {
        let opinion =
            about("migration-foreign-key-dropped", table, action).word("name", name.clone());
        said.push(opinion.alias(&["atlas:CD101"]));
    }
}

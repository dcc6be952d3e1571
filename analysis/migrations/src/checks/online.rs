//! What MySQL and MariaDB do without stopping writers, by their versions, and what ends a transaction.

use super::{Pass, Said};
use crate::Dialect;
use crate::opinion::Opinion;
use crate::options::Version;
use crate::sql::model::{
    Action, Change, Column, Demand, Dropped, Generated, Kind, Name, Statement,
};

pub(super) fn statement(pass: &Pass<'_>, statement: &Statement, said: &mut Said) {
    commits(pass, statement, said);
    match &statement.kind {
        Kind::AlterTable { table, actions } if !pass.spans.is_new(table) => {
            for action in actions {
                said.extend(copied(table, action, actions));
            }
            refused(pass, table, actions, said);
        }
        Kind::CreateIndex(index) if index.special && !pass.spans.is_new(&index.table) => {
            said.push(special(&index.table, statement.span));
        }
        _ => {}
    }
}

/// Every change of the schema commits.
fn commits(pass: &Pass<'_>, statement: &Statement, said: &mut Said) {
    let changes = match &statement.kind {
        Kind::CreateTable(table) => !table.temporary,
        Kind::AlterTable { .. }
        | Kind::DropTable { .. }
        | Kind::RenameTables(_)
        | Kind::CreateIndex(_) => true,
        Kind::DropIndex { .. } | Kind::CreateView { .. } => true,
        _ => false,
    };
    // What the runner opens is ended by the first change, which is what most migrations consist of.
    if changes && pass.open && !pass.wrapped {
        said.push(Opinion::new(
            "migration-commits-itself",
            statement.span,
            subject(statement),
        ));
    }
}

fn subject(statement: &Statement) -> String {
    match &statement.kind {
        Kind::AlterTable { table, .. } => table.to_string(),
        Kind::CreateTable(table) => table.name.to_string(),
        Kind::CreateIndex(index) => index.table.to_string(),
        Kind::DropTable { names, .. } => names
            .iter()
            .map(Name::to_string)
            .collect::<Vec<_>>()
            .join(", "),
        _ => "transaction".to_owned(),
    }
}

fn special(table: &Name, span: holdpoint_findings::Span) -> Opinion {
    Opinion::new("migration-special-index-blocks", span, table.to_string())
        .word("table", table.to_string())
        .word("what", "full-text or spatial")
        .about(table.key())
}

/// What copies the table in every version.
fn copied(table: &Name, action: &Action, actions: &[Action]) -> Option<Opinion> {
    let keyed = || {
        actions.iter().any(|action| match &action.change {
            Change::Add(constraint) => constraint.demand == Demand::Primary,
            Change::AddColumn(column) => column.primary,
            _ => false,
        })
    };
    let why = match &action.change {
        Change::Drop {
            kind: Dropped::Primary,
            ..
        } if !keyed() => " because its primary key goes",
        Change::Option { name, .. } if name == "convert to" => " into another character set",
        Change::Option { name, .. } if name == "engine" => " into another engine",
        Change::Option { name, .. } if name == "order by" => " in another order",
        Change::AddIndex(index) if index.special => return Some(special(table, action.span)),
        _ => return None,
    };
    let opinion = Opinion::new("migration-table-copied", action.span, table.to_string());
    Some(
        opinion
            .word("table", table.to_string())
            .word("why", why)
            .about(table.key()),
    )
}

/// ALGORITHM=INSTANT where it cannot be had.
fn refused(pass: &Pass<'_>, table: &Name, actions: &[Action], said: &mut Said) {
    let asks = |action: &&Action| matches!(&action.change, Change::Option { name, value } if name == "algorithm" && value == "instant");
    let Some(asked) = actions.iter().find(asks) else {
        return;
    };
    if let Some(why) = actions
        .iter()
        .find_map(|action| never_instant(pass, table, &action.change))
    {
        let opinion = Opinion::new("migration-algorithm-refused", asked.span, table.to_string());
        said.push(opinion.word("why", why));
    }
}

/// Why a change takes more than an instant.
fn never_instant(pass: &Pass<'_>, table: &Name, change: &Change) -> Option<&'static str> {
    let maria = pass.is(Dialect::Mariadb);
    let drops = Version(
        if maria { 10 } else { 8 },
        if maria { 4 } else { 0 },
        if maria { 0 } else { 29 },
    );
    match change {
        Change::AddColumn(column) => added(pass, column),
        Change::DropColumn(_) if pass.version < drops => {
            Some("columns are dropped in an instant from a later version on")
        }
        Change::AddIndex(_) => Some("an index has to be built"),
        Change::Add(constraint) => match constraint.demand {
            Demand::Check(_) if maria => None,
            _ => Some("every row is read"),
        },
        Change::Drop {
            kind: Dropped::Primary,
            ..
        } => Some("the table is copied"),
        Change::Redefine { column, to } => {
            let held = pass.catalogue.column(table, column)?;
            (held.ty != to.ty).then_some("the type changes")
        }
        Change::Option { name, .. }
            if name == "engine" || name == "convert to" || name == "force" =>
        {
            Some("the table is rebuilt")
        }
        _ => None,
    }
}

fn added(pass: &Pass<'_>, column: &Column) -> Option<&'static str> {
    let (first, placed) = match pass.dialect {
        Dialect::Mariadb => (Version(10, 3, 2), Version(10, 4, 0)),
        _ => (Version(8, 0, 12), Version(8, 0, 29)),
    };
    if pass.version < first {
        Some("columns are added in an instant from a later version on")
    } else if column.placed && pass.version < placed {
        Some("FIRST and AFTER need a later version")
    } else if column.counts || column.primary {
        Some("every row gets a number")
    } else if column.generated == Some(Generated::Stored) {
        Some("every row gets a value")
    } else {
        None
    }
}

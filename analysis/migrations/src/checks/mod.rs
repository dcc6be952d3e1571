//! What is judged by what the history says of the database: everything that needs more than the statement itself.

mod columns;
mod constraints;
mod drops;
mod indexes;
mod nulls;
mod online;
mod rebuilds;
mod renames;
mod rows;
mod sqlite;
mod types;

use crate::Dialect;
pub(crate) use indexes::within;

use crate::catalogue::Catalogue;
use crate::opinion::Opinion;
use crate::options::Version;
use crate::spans::Spans;
use crate::sql::model::{Action, Kind, Name, Statement};

/// A statement with all that is known before it.
#[derive(Clone, Copy)]
pub(crate) struct Pass<'a> {
    pub(crate) dialect: Dialect,
    pub(crate) version: Version,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) spans: &'a Spans,
    pub(crate) statements: &'a [Statement],
    pub(crate) at: usize,
    /// A transaction is open.
    pub(crate) open: bool,
    /// It is the runner's.
    pub(crate) wrapped: bool,
    /// It holds a lock that blocks writes.
    pub(crate) locked: bool,
}

impl Pass<'_> {
    fn is(&self, dialect: Dialect) -> bool {
        self.dialect == dialect
    }
}

/// Where opinions go.
pub(crate) type Said = Vec<Opinion>;

/// All that is to be said of a statement.
pub(crate) fn judge(pass: &Pass<'_>, statement: &Statement, said: &mut Said) {
    indexes::concurrently(pass, statement, said);
    match pass.dialect {
        Dialect::Mysql | Dialect::Mariadb => online::statement(pass, statement, said),
        Dialect::Sqlite => sqlite::statement(pass, statement, said),
        Dialect::Postgres => {}
    }
    match &statement.kind {
        Kind::AlterTable { table, actions } => {
            for action in actions {
                alter(pass, table, actions, action, said);
            }
        }
        Kind::CreateIndex(index) => indexes::create(pass, index, statement.span, said),
        Kind::DropIndex { .. } => indexes::drop(pass, statement, said),
        Kind::DropTable { .. } | Kind::DropSchema(_) | Kind::DropDatabase => {
            drops::things(pass, statement, said);
        }
        Kind::RenameTables(_) | Kind::RenameSchema(_) | Kind::RenameEnumValue(_) => {
            renames::things(pass, statement, said);
        }
        Kind::CreateTable(table) => {
            columns::references(pass, table, said);
            rebuilds::made(pass, table, said);
        }
        Kind::Do(_) => rows::block(statement, said),
        _ => {}
    }
}

fn alter(pass: &Pass<'_>, table: &Name, actions: &[Action], action: &Action, said: &mut Said) {
    columns::added(pass, table, action, said);
    constraints::changed(pass, table, action, actions, said);
    drops::column(pass, table, action, said);
    indexes::altered(pass, table, action, actions, said);
    nulls::set(pass, table, actions, action, said);
    renames::within(pass, table, action, said);
    types::changed(pass, table, action, said);
}

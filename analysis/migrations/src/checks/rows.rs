//! What is done to rows, and what cannot be looked into.

use super::Said;
use crate::opinion::Opinion;
use crate::sql::model::Statement;

pub(super) fn block(statement: &Statement, said: &mut Said) {
    let opinion = Opinion::new("migration-not-inspectable", statement.span, "DO");
    said.push(opinion.alias(&["strong_migrations:execute"]));
}

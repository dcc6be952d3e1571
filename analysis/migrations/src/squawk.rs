//! PostgreSQL by squawk's grammar and rules, under our names.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use holdpoint_findings::{Level, Span};
use squawk_linter::{Linter, Rule, Violation};
use squawk_syntax::SourceFile;

use crate::migration::Migration;
use crate::opinion::Opinion;
use crate::options::Version;
use crate::rules::{self, row_of};
use crate::sql::model::{Action, Change, Generated, Kind, Statement};

/// Which of our rules is meant by one of squawk's, and its alias.
static NAMES: LazyLock<HashMap<&'static str, (&'static str, &'static str)>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for rule in rules::rules() {
        for alias in rule.aliases {
            if let Some(name) = alias.strip_prefix("squawk:") {
                names.entry(name).or_insert((rule.id, *alias));
            }
        }
    }
    names
});

fn asked(all_rules: bool) -> Vec<Rule> {
    let wanted = |id: &str| row_of(id).is_some_and(|row| all_rules || !row.quiet);
    let named = NAMES.iter().filter(|(_, (id, _))| wanted(id));
    let mut rules: Vec<Rule> = named
        .filter_map(|(name, _)| Rule::try_from(*name).ok())
        .collect();
    rules.push(Rule::UnusedIgnore);
    rules
}

/// What squawk finds, and what it cannot read.
fn lint(
    migration: &Migration,
    version: Version,
    all_rules: bool,
) -> (Vec<Violation>, Vec<(Span, String)>) {
    let text = migration.text.as_str();
    let parse = SourceFile::parse(text);
    let mut linter = Linter::from(asked(all_rules));
    linter.settings.assume_in_transaction = migration.wrapped;
    if let Ok(version) = version.to_string().parse() {
        linter.settings.pg_version = version;
    }
    let mut errors = Vec::new();
    for error in parse.errors() {
        let span = between(error.range().start(), error.range().end());
        errors.push((span, error.message().to_owned()));
    }
    // Of what could not be read as a whole, only that is said.
    match errors.is_empty() {
        true => (linter.lint(&parse, text), errors),
        false => (Vec::new(), errors),
    }
}

/// What squawk says of a migration, each with the statement that it is about; nothing if it cannot read it.
pub(crate) fn opinions(
    migration: &Migration,
    version: Version,
    all_rules: bool,
) -> Option<Vec<(usize, Opinion)>> {
    // A mistake of the reader is no reason to fall; what it said so far cannot be trusted.
    let lint = AssertUnwindSafe(|| lint(migration, version, all_rules));
    let (found, errors) = catch_unwind(lint).ok()?;
    let found = found
        .iter()
        .filter_map(|violation| opinion(migration, violation));
    let errors = errors.into_iter().map(|(span, message)| {
        let opinion =
            Opinion::new("migration-syntax", span, excerpt(migration, span)).word("what", message);
        (
            migration.statement_at(span.start),
            opinion.alias(&["squawk:syntax-error"]),
        )
    });
    Some(found.chain(errors).collect())
}

fn between(start: impl Into<usize>, end: impl Into<usize>) -> Span {
    Span::new(start.into(), end.into())
}

/// A piece of the text, not too long.
fn excerpt(migration: &Migration, span: Span) -> String {
    const LONG: usize = 60;
    let text = migration.written(span);
    let words: Vec<&str> = text.split_whitespace().take(12).collect();
    let text = words.join(" ").replace('`', "'");
    match text.char_indices().nth(LONG) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}

fn opinion(migration: &Migration, violation: &Violation) -> Option<(usize, Opinion)> {
    let name = violation.code.to_string();
    let (mut rule, alias) = *NAMES.get(name.as_str())?;
    let span = between(violation.text_range.start(), violation.text_range.end());
    let at = migration.statement_at(span.start);
    let statement = migration.statements.get(at);
    let action = statement.and_then(|statement| action_at(statement, span.start));
    let more = also(violation, action, &mut rule);
    let what = excerpt(migration, span);
    let table = statement.and_then(table_of);
    let (column, named) = action.map_or((None, None), names_of);
    let subject = match (&table, &column) {
        (Some(table), Some(column)) => format!("{table}.{column}"),
        (Some(table), None) => table.clone(),
        _ => what.clone(),
    };
    let opinion = Opinion::new(rule, span, subject)
        .word("table", table.clone().unwrap_or_else(|| what.clone()))
        .word("column", column.unwrap_or_else(|| what.clone()))
        .word("name", named.unwrap_or_else(|| what.clone()))
        .word("why", robust(&violation.message))
        .word("where", crate::checks::within(migration.wrapped))
        .word("how", "")
        .word("what", what)
        .alias(&[alias])
        .alias(more);
    let opinion = match rule == "migration-column-default-rewrites" && action.is_some_and(computed)
    {
        true => opinion
            .level(Level::Info)
            .note("nothing: it is worked out when it is read"),
        false => opinion,
    };
    let tables = statement.map(tables_of).unwrap_or_default();
    Some((at, tables.into_iter().fold(opinion, Opinion::about)))
}

/// Whether what is added is a column that takes no room.
fn computed(action: &Action) -> bool {
    matches!(&action.change, Change::AddColumn(column) if column.generated == Some(Generated::Virtual))
}

/// What others call the same, and which of our rules is meant if that depends on more than squawk's.
fn also(
    violation: &Violation,
    action: Option<&Action>,
    rule: &mut &'static str,
) -> &'static [&'static str] {
    match (violation.code, action.map(|action| &action.change)) {
        (Rule::AddingFieldWithDefault, Some(Change::AddColumn(column)))
            if column.generated == Some(Generated::Stored) =>
        {
            *rule = "migration-column-generated-stored";
            &[]
        }
        // What is worked out when it is read leaves the rows alone.
        (Rule::AddingFieldWithDefault, Some(Change::AddColumn(column)))
            if column.generated == Some(Generated::Virtual) =>
        {
            &[]
        }
        (Rule::AddingFieldWithDefault, Some(Change::AddColumn(_))) => &[
            "strong_migrations:add_column_default",
            "strong_migrations:add_column_default_callable",
        ],
        // Those have rules of their own.
        (Rule::RenamingObject, _) if violation.message.contains("a schema") => {
            *rule = "migration-schema-renamed";
            &[]
        }
        (Rule::RenamingObject, _) if violation.message.contains("a type value") => {
            *rule = "migration-enum-value-renamed";
            &[]
        }
        (Rule::RequireLockTimeout | Rule::RequireStatementTimeout, _) => {
            &["squawk:require-timeout-settings"]
        }
        _ => &[],
    }
}

/// Why a statement cannot be run again.
fn robust(message: &str) -> &'static str {
    if message.contains("IF NOT EXISTS") {
        "the statement cannot be run twice: `IF NOT EXISTS` is missing"
    } else if message.contains("IF EXISTS") {
        "the statement cannot be run twice: `IF EXISTS` is missing"
    } else {
        "the statement cannot be run twice, and it is in no transaction"
    }
}

/// The part of ALTER TABLE in which a place is.
pub(crate) fn action_at(statement: &Statement, at: u32) -> Option<&Action> {
    match &statement.kind {
        Kind::AlterTable { actions, .. } => actions
            .iter()
            .find(|action| action.span.start <= at && at < action.span.end),
        _ => None,
    }
}

fn table_of(statement: &Statement) -> Option<String> {
    tables_of(statement).into_iter().next()
}

/// The tables whose locks matter.
fn tables_of(statement: &Statement) -> Vec<String> {
    match &statement.kind {
        Kind::AlterTable { table, actions } => {
            let mut tables = vec![table.key()];
            tables.extend(actions.iter().filter_map(|action| match &action.change {
                Change::AddColumn(column) => {
                    column.references.as_ref().map(crate::sql::model::Name::key)
                }
                Change::Add(constraint) => match &constraint.demand {
                    crate::sql::model::Demand::Foreign { table } => Some(table.key()),
                    _ => None,
                },
                _ => None,
            }));
            tables
        }
        Kind::CreateTable(table) => vec![table.name.key()],
        Kind::CreateIndex(index) => vec![index.table.key()],
        Kind::DropTable { names, .. } => names.iter().map(crate::sql::model::Name::key).collect(),
        Kind::Update(update) => vec![update.table.key()],
        Kind::Delete { table, .. } | Kind::Insert(table) | Kind::Lock(table) => vec![table.key()],
        _ => Vec::new(),
    }
}

/// The column and the constraint or index that a change names.
fn names_of(action: &Action) -> (Option<String>, Option<String>) {
    match &action.change {
        Change::AddColumn(column) => (Some(column.name.clone()), None),
        Change::DropColumn(column)
        | Change::RenameColumn(column, _)
        | Change::Type { column, .. }
        | Change::NotNull { column, .. }
        | Change::Default { column, .. }
        | Change::Redefine { column, .. } => (Some(column.clone()), None),
        Change::Add(constraint) => (None, constraint.name.clone()),
        Change::Drop { name, .. } | Change::Validate(name) | Change::DropIndex(name) => {
            (None, Some(name.clone()))
        }
        _ => (None, None),
    }
}

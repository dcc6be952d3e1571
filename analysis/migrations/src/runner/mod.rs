//! Runners: which parts of which files run, in which order, and within which transaction.

mod markers;
mod names;
mod order;
mod rollback;
mod text;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use holdpoint_findings::{Finding, Place, Source, Unreadable};

use crate::Dialect;
use crate::migration::{Key, Migration};
use crate::options::Options;
use crate::rules::row_of;
use crate::sql::model::Kind;
pub(crate) use markers::directive;
pub(crate) use names::Named;

/// A program that runs migrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Runner {
    /// `V1__name.sql`, `U1__name.sql`, `R__name.sql`.
    Flyway,
    /// `--liquibase formatted sql`.
    Liquibase,
    /// `1_name.sql`, or `1_name.up.sql` and `1_name.down.sql`; each in a transaction.
    Sqlx,
    /// `1_name.up.sql` and `1_name.down.sql`; each sent as a whole.
    GolangMigrate,
    /// `1_name/up.sql` and `1_name/down.sql`.
    Diesel,
    /// `1_name/migration.sql`.
    Prisma,
    /// SQL that `alembic upgrade --sql` wrote, with its own transactions.
    Alembic,
    /// `structure.sql`, of what is there already.
    Rails,
    /// `-- +goose Up`.
    Goose,
    /// `-- migrate:up`.
    Dbmate,
    /// Files that run as they are.
    Plain,
}

impl Runner {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Flyway,
        Self::Liquibase,
        Self::Sqlx,
        Self::GolangMigrate,
        Self::Diesel,
        Self::Prisma,
        Self::Alembic,
        Self::Rails,
        Self::Goose,
        Self::Dbmate,
        Self::Plain,
    ];

    /// Its word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Flyway => "flyway",
            Self::Liquibase => "liquibase",
            Self::Sqlx => "sqlx",
            Self::GolangMigrate => "golang-migrate",
            Self::Diesel => "diesel",
            Self::Prisma => "prisma",
            Self::Alembic => "alembic",
            Self::Rails => "rails",
            Self::Goose => "goose",
            Self::Dbmate => "dbmate",
            Self::Plain => "plain",
        }
    }
}

impl fmt::Display for Runner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a part of a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Up,
    Down,
    /// Runs again whenever it changes, after all others.
    Again,
    /// What is there already.
    Base,
}

/// What a file says about itself.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) source: Arc<Source>,
    pub(crate) named: Named,
    pub(crate) runner: Runner,
    pub(crate) way: Way,
    /// What runs, everything else blank.
    pub(crate) text: String,
    /// Which of several in one file.
    pub(crate) label: String,
    /// It asks to run outside of a transaction.
    pub(crate) bare: bool,
    /// Its rollback stands beside it.
    pub(crate) undone: bool,
}

impl Part {
    /// What it shares with its way back.
    pub(crate) fn key(&self) -> Key {
        let inside = matches!(
            self.runner,
            Runner::Goose | Runner::Dbmate | Runner::Liquibase
        );
        let file = if inside {
            self.source.name().to_string()
        } else {
            self.named.stem.clone()
        };
        (
            self.named.folder.clone(),
            self.named.version.clone(),
            file,
            self.label.clone(),
        )
    }
}

/// A history as it runs.
#[derive(Debug)]
pub(crate) struct Planned {
    pub(crate) dialect: Dialect,
    pub(crate) migrations: Vec<Migration>,
    /// Ways back, in no order.
    pub(crate) downs: Vec<Migration>,
    pub(crate) findings: Vec<Finding>,
}

/// Makes a history of files.
///
/// # Errors
/// If one of them cannot be read as SQL at all.
pub(crate) fn plan(files: &[Arc<Source>], options: &Options) -> Result<Planned, Unreadable> {
    let beside: HashMap<Arc<str>, &str> = files
        .iter()
        .map(|file| (file.name(), file.text()))
        .collect();
    let sql: Vec<&Arc<Source>> = files.iter().filter(|file| is_sql(&file.name())).collect();
    let dialect = dialect(&sql, &beside, options);
    let base = sql.iter().filter(|file| options.is_base(&file.name()));
    let rest = sql.iter().filter(|file| !options.is_base(&file.name()));
    let mut parts: Vec<Part> = Vec::new();
    for file in base {
        parts.push(text::whole(file, Way::Base, Runner::Plain, dialect));
    }
    let ups = rest.clone().any(|file| !names::is_down(&file.name()));
    for file in rest {
        parts.extend(text::parts(file, &beside, dialect, options.runner, ups));
    }
    let mut findings = order::judge(&parts);
    findings.extend(rollback::judge(&parts));
    let (again, rest): (Vec<Part>, Vec<Part>) =
        parts.into_iter().partition(|part| part.way == Way::Again);
    let (downs, ups): (Vec<Part>, Vec<Part>) =
        rest.into_iter().partition(|part| part.way == Way::Down);
    let read = |part| migration(part, dialect, options);
    let migrations = ups
        .into_iter()
        .chain(again)
        .map(read)
        .collect::<Result<_, _>>()?;
    let downs = downs.into_iter().map(read).collect::<Result<_, _>>()?;
    Ok(Planned {
        dialect,
        migrations,
        downs,
        findings,
    })
}

/// What stands beside migrations: settings of runners.
fn is_sql(name: &str) -> bool {
    ![".conf", ".toml"].iter().any(|end| name.ends_with(end))
}

fn dialect(files: &[&Arc<Source>], beside: &HashMap<Arc<str>, &str>, options: &Options) -> Dialect {
    let provider = beside
        .iter()
        .filter(|(name, _)| name.ends_with("migration_lock.toml"));
    let mut said =
        provider.filter_map(
            |(_, text)| match markers::value(text, "provider")?.as_str() {
                "mysql" => Some(Dialect::Mysql),
                "sqlite" => Some(Dialect::Sqlite),
                "postgresql" => Some(Dialect::Postgres),
                _ => None,
            },
        );
    let guess = || {
        let guesses = files.iter().map(|file| Dialect::guess(file.text()));
        { guesses }.find(|dialect| *dialect != Dialect::Postgres)
    };
    options
        .dialect
        .or_else(|| said.next())
        .or_else(guess)
        .unwrap_or(Dialect::Postgres)
}

fn migration(part: Part, dialect: Dialect, options: &Options) -> Result<Migration, Unreadable> {
    let mut migration = Migration::read(&part.source, part.text.clone(), dialect, false)?;
    migration.base = part.way == Way::Base;
    migration.key = part.key();
    migration.label.clone_from(&part.label);
    migration.wrapped = !migration.base
        && !part.bare
        && match part.runner {
            // What is sent as a whole runs as a whole, but one statement is only itself.
            Runner::GolangMigrate | Runner::Prisma if dialect == Dialect::Postgres => {
                options.in_transaction || migration.statements.len() > 1
            }
            // It looks at the statements, and leaves the transaction away if all of them want that.
            Runner::Flyway => !migration
                .statements
                .iter()
                .all(|statement| alone(&statement.kind)),
            Runner::Sqlx | Runner::Diesel | Runner::Goose | Runner::Dbmate | Runner::Liquibase => {
                true
            }
            Runner::Rails => false,
            Runner::GolangMigrate | Runner::Prisma | Runner::Alembic | Runner::Plain => {
                options.in_transaction
            }
        };
    Ok(migration)
}

/// A statement that must not run within a transaction.
fn alone(kind: &Kind) -> bool {
    match kind {
        Kind::CreateIndex(index) => index.concurrently,
        Kind::DropIndex { concurrently, .. } => *concurrently,
        Kind::Other(word) => word == "vacuum",
        _ => false,
    }
}

/// A finding about a file as a whole, or a part of it.
fn finding(id: &str, part: &Part, subject: &str, words: &[(&str, &str)]) -> Option<Finding> {
    let row = row_of(id)?;
    let at = part
        .text
        .find(|letter: char| !letter.is_whitespace())
        .unwrap_or(0);
    let line = part.source.position(u32::try_from(at).unwrap_or(0)).line;
    let place = Place {
        line,
        ..Place::whole(part.source.name())
    };
    Some(Finding::new(&row.rule, place, subject, words))
}

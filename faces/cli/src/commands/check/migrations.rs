//! `holdpoint check migrations`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use holdpoint_migrations::{Dialect, Options, Runner, Version, check, order};

use super::options::{CheckOptions, unreadable};
use super::ordered::Ordered;
use super::{history, rehearse};
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::session::Session;

/// Check migrations of a database: who has to wait, what is lost, which programs break.
#[derive(Debug, Args)]
pub(crate) struct Migrations {
    /// Files and folders of SQL, as one history in this order; `-` is standard input, `REVISION:PATH` what a git revision has.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Whose SQL it is; by what is written if nothing is said.
    #[arg(long, value_enum)]
    dialect: Option<Whose>,
    /// Of which version the database is; PostgreSQL 15, MySQL 8.0, MariaDB 10.11, SQLite 3.40 if nothing is said.
    #[arg(long, value_name = "N")]
    database_version: Option<Version>,
    /// Which program runs them; by the names of files and what is written in them if nothing is said.
    #[arg(long, value_enum)]
    runner: Option<Program>,
    /// What is there already, such as a dump of the schema or `origin/main:db/migrations`: its tables are known and in use, and nothing in it is judged.
    #[arg(long, value_name = "PATH")]
    baseline: Vec<PathBuf>,
    /// The runner wraps each file in one transaction.
    #[arg(long)]
    in_transaction: bool,
    /// Rules that are off by default, too.
    #[arg(long)]
    all_rules: bool,
    /// Try it out on a PostgreSQL server, in a database that is made for it and dropped afterwards: up, down, up.
    #[arg(long, value_name = "URL")]
    rehearse: Option<String>,
    /// Write in which order they can run, with what each needs, instead of what is found.
    #[arg(long, conflicts_with = "rehearse")]
    order: bool,
    #[command(flatten)]
    check: CheckOptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Whose {
    /// PostgreSQL.
    Postgres,
    /// MySQL.
    Mysql,
    /// MariaDB.
    Mariadb,
    /// SQLite.
    Sqlite,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Program {
    /// Flyway.
    Flyway,
    /// Liquibase, formatted SQL.
    Liquibase,
    /// sqlx.
    Sqlx,
    /// golang-migrate.
    GolangMigrate,
    /// Diesel.
    Diesel,
    /// Prisma.
    Prisma,
    /// SQL that Alembic wrote.
    Alembic,
    /// Rails.
    Rails,
    /// goose.
    Goose,
    /// dbmate.
    Dbmate,
    /// Files run as they are.
    Plain,
}

impl From<Program> for Runner {
    fn from(program: Program) -> Self {
        match program {
            Program::Flyway => Self::Flyway,
            Program::Liquibase => Self::Liquibase,
            Program::Sqlx => Self::Sqlx,
            Program::GolangMigrate => Self::GolangMigrate,
            Program::Diesel => Self::Diesel,
            Program::Prisma => Self::Prisma,
            Program::Alembic => Self::Alembic,
            Program::Rails => Self::Rails,
            Program::Goose => Self::Goose,
            Program::Dbmate => Self::Dbmate,
            Program::Plain => Self::Plain,
        }
    }
}

impl From<Whose> for Dialect {
    fn from(whose: Whose) -> Self {
        match whose {
            Whose::Postgres => Self::Postgres,
            Whose::Mysql => Self::Mysql,
            Whose::Mariadb => Self::Mariadb,
            Whose::Sqlite => Self::Sqlite,
        }
    }
}

impl Run for Migrations {
    fn run(self, session: &Session) -> Outcome {
        let steps = self.check.steps(session);
        steps.at("reading migrations");
        let mut files = history::read(&self.baseline)?;
        let options = Options {
            runner: self.runner.map(Runner::from),
            base: files.iter().map(|file| file.name().to_string()).collect(),
            dialect: self.dialect.map(Dialect::from),
            version: self.database_version,
            in_transaction: self.in_transaction,
            all_rules: self.all_rules,
        };
        files.extend(history::read(&self.paths)?);
        if self.order {
            let order = order(&files, &options).map_err(|error| unreadable(&error))?;
            let whole = order.cycles.is_empty();
            drop(steps);
            session.show(&Ordered::from(order))?;
            return Ok(if whole { Exit::Go } else { Exit::NoGo });
        }
        steps.at(&format!("checking {} files", files.len()));
        let checked = check(&files, &options).map_err(|error| unreadable(&error))?;
        let mut report = self.check.report("migrations");
        files.iter().for_each(|file| report.add_source(file));
        report.hold = checked.incomplete;
        { checked.findings.into_iter() }.for_each(|finding| report.add(finding));
        if let Some(url) = &self.rehearse {
            if checked.dialect != Dialect::Postgres {
                let message = format!(
                    "what is written for `{}` cannot be rehearsed on PostgreSQL",
                    checked.dialect
                );
                return Err(Failure::input("rehearsal-dialect", message)
                    .help("leave `--rehearse` away, or say `--dialect postgres`"));
            }
            rehearse::play(url, &files, &options, &mut report, &steps)?;
        }
        drop(steps);
        self.check.finish(session, report)
    }
}

//! A history of migrations, checked.

use std::sync::Arc;

use holdpoint_findings::{Finding, Level, Source, Unreadable};

use crate::catalogue::Catalogue;
use crate::checks::{Pass, judge};
use crate::ignore::Ignored;
use crate::migration::Migration;
use crate::opinion::Opinion;
use crate::options::{Options, Version};
use crate::rules::{Kind as About, Row, row_of, under};
use crate::runner::plan;
use crate::spans::Spans;
use crate::sql::model::{Change, Kind, Statement};
use crate::squawk::action_at;
use crate::{Dialect, graph, squawk};

/// Findings that are kept; whoever breaks more has enough to read.
const FINDINGS: usize = 100_000;

/// What a check says.
#[derive(Debug)]
pub struct Checked {
    /// Whose SQL it was taken for.
    pub dialect: Dialect,
    /// Everything that was found, in no order.
    pub findings: Vec<Finding>,
    /// Why there may be more, if so.
    pub incomplete: Option<String>,
}

impl Checked {
    fn of(dialect: Dialect) -> Self {
        Self {
            dialect,
            findings: Vec::new(),
            incomplete: None,
        }
    }
}

/// A history that is gone through.
pub(crate) struct Walk<'a> {
    pub(crate) migrations: &'a [Migration],
    pub(crate) dialect: Dialect,
    version: Version,
    all_rules: bool,
    catalogue: Catalogue,
    checked: Checked,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(migrations: &'a [Migration], dialect: Dialect, options: &Options) -> Self {
        Self {
            migrations,
            dialect,
            version: options.version(dialect),
            all_rules: options.all_rules,
            catalogue: Catalogue::default(),
            checked: Checked::of(dialect),
        }
    }

    /// Goes through all of it.
    pub(crate) fn run(mut self) -> Checked {
        for (number, migration) in self.migrations.iter().enumerate() {
            self.migration(number, migration);
        }
        self.checked
    }

    fn migration(&mut self, number: usize, migration: &Migration) {
        if migration.base {
            return { migration.statements.iter() }
                .for_each(|statement| self.catalogue.apply(statement, None));
        }
        let theirs = match self.dialect {
            Dialect::Postgres => self.theirs(migration),
            _ => Vec::new(),
        };
        let mut theirs = theirs.into_iter().peekable();
        let spans = Spans::of(&migration.statements, &self.catalogue);
        let ignored = Ignored::of(migration);
        let mut transaction = Transaction::of(migration);
        for (at, statement) in migration.statements.iter().enumerate() {
            let own = self.own(migration, at, statement, &spans, &transaction);
            let known = std::iter::from_fn(|| theirs.next_if(|(of, _)| *of <= at));
            for (opinion, also) in join(statement, own, known.map(|(_, opinion)| opinion).collect())
            {
                self.say(migration, &ignored, at, &opinion, also);
            }
            self.catalogue.apply(statement, Some(number));
            transaction.after(statement);
        }
        for (at, opinion) in theirs {
            self.say(migration, &ignored, at, &opinion, true);
        }
    }

    /// What is to be said of a statement by what is known before it.
    fn own(
        &self,
        migration: &Migration,
        at: usize,
        statement: &Statement,
        spans: &Spans,
        transaction: &Transaction,
    ) -> Vec<Opinion> {
        let pass = Pass {
            dialect: self.dialect,
            version: self.version,
            catalogue: &self.catalogue,
            spans,
            statements: &migration.statements,
            at,
            open: transaction.open,
            wrapped: transaction.wrapped && transaction.open,
            locked: transaction.open && transaction.locked,
        };
        let mut own = Vec::new();
        judge(&pass, statement, &mut own);
        own
    }

    fn theirs(&mut self, migration: &Migration) -> Vec<(usize, Opinion)> {
        let said = squawk::opinions(migration, self.version, self.all_rules);
        if said.is_none() {
            let what = format!(
                "`{}` could not be read as PostgreSQL reads it",
                migration.source.name()
            );
            self.checked.incomplete = Some(what);
        }
        let mut said = said.unwrap_or_default();
        said.sort_by_key(|(statement, _)| *statement);
        said
    }

    /// Makes a finding of an opinion. What squawk says has been through its own comments.
    fn say(
        &mut self,
        migration: &Migration,
        ignored: &Ignored,
        at: usize,
        opinion: &Opinion,
        theirs: bool,
    ) {
        let Some(row) = row_of(opinion.rule) else {
            return;
        };
        if (row.quiet && !self.all_rules)
            || ignored.by_atlas(at, &row.rule)
            || (!theirs && ignored.has(migration, at, opinion, &row.rule))
        {
            return;
        }
        if self.checked.findings.len() >= FINDINGS {
            self.checked.incomplete = Some("there are more findings than anybody reads".to_owned());
            return;
        }
        let finding = self.finding(migration, row, opinion);
        self.checked.findings.push(finding);
    }

    fn finding(&self, migration: &Migration, row: &'static Row, opinion: &Opinion) -> Finding {
        let rule = under(row, &opinion.aliases);
        let words: Vec<(&str, &str)> = opinion
            .words
            .iter()
            .map(|(name, word)| (*name, word.as_str()))
            .collect();
        // The words that the message has no place for are not part of what a finding is recognised by.
        let used = |(name, _): &&(&str, &str)| row.rule.message.contains(&format!("{{{name}}}"));
        let words: Vec<_> = words.iter().filter(used).copied().collect();
        let place = migration.place(opinion.span);
        let finding = Finding::new(rule, place, opinion.subject.clone(), &words);
        let finding = finding.level(opinion.level.unwrap_or(row.rule.level));
        let note = match self.harmless(row, opinion) {
            Some(note) => {
                return finding
                    .level(Level::Info)
                    .help(note)
                    .property("new_table", true);
            }
            None => opinion.note.clone(),
        };
        match note {
            Some(note) => finding.help(note),
            None => finding,
        }
    }

    /// Why nobody waits for a lock: what is locked is not in use yet.
    fn harmless(&self, row: &Row, opinion: &Opinion) -> Option<String> {
        if row.kind != About::Lock || opinion.tables.is_empty() {
            return None;
        }
        let made = opinion
            .tables
            .iter()
            .map(|table| self.catalogue.table_by_key(table)?.made);
        let made: Option<Vec<usize>> = made.collect();
        let last = self.migrations.get(made?.into_iter().max()?)?;
        Some(format!(
            "nothing, as long as `{}` has not run yet: it makes the table, which nobody uses until then",
            last.source.name()
        ))
    }
}

/// A transaction as it is seen from the statements of a migration.
struct Transaction {
    wrapped: bool,
    open: bool,
    locked: bool,
}

impl Transaction {
    fn of(migration: &Migration) -> Self {
        Self {
            wrapped: migration.wrapped,
            open: migration.wrapped,
            locked: false,
        }
    }

    fn after(&mut self, statement: &Statement) {
        match &statement.kind {
            Kind::Begin => (self.open, self.locked) = (true, self.locked && self.wrapped),
            Kind::Commit | Kind::Rollback => (self.open, self.locked) = (false, false),
            Kind::AlterTable { actions, .. } => {
                self.locked |= actions
                    .iter()
                    .any(|action| !matches!(action.change, Change::Validate(_)));
            }
            Kind::DropTable { .. } | Kind::DropIndex { .. } | Kind::RenameTables(_) => {
                self.locked = true
            }
            _ => {}
        }
    }
}

/// Opinions of one statement, those that mean the same as one; with whether squawk is among those who say it.
fn join(statement: &Statement, own: Vec<Opinion>, theirs: Vec<Opinion>) -> Vec<(Opinion, bool)> {
    let part =
        |opinion: &Opinion| action_at(statement, opinion.span.start).map(|action| action.span);
    let mut said: Vec<(Opinion, bool)> =
        theirs.into_iter().map(|opinion| (opinion, true)).collect();
    let mut taken = vec![false; said.len()];
    let mut alone = Vec::new();
    for mut opinion in own {
        let same = said.iter().zip(&taken).position(|((other, _), taken)| {
            !taken && other.rule == opinion.rule && part(other) == part(&opinion)
        });
        let Some((found, taken)) =
            same.and_then(|at| Some((said.get_mut(at)?, taken.get_mut(at)?)))
        else {
            alone.push((opinion, false));
            continue;
        };
        *taken = true;
        std::mem::swap(&mut found.0, &mut opinion);
        found.0.span = opinion.span;
        found.0.join(opinion);
    }
    said.extend(alone);
    said
}

/// Bytes of stack: expressions within expressions are read by recursion, to a fixed depth.
const STACK: usize = 512 << 20;

/// Checks files as one history, in this order.
///
/// # Errors
/// If one of them cannot be read as SQL at all.
pub fn check(files: &[Arc<Source>], options: &Options) -> Result<Checked, Unreadable> {
    let planned = plan(files, options)?;
    let migrations = planned.migrations;
    let walk = || Walk::new(&migrations, planned.dialect, options).run();
    let walked = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        thread
            .spawn_scoped(scope, walk)
            .map(std::thread::ScopedJoinHandle::join)
    });
    let mut checked = match walked {
        Ok(Ok(checked)) => checked,
        // No thread could be had: nothing is known.
        _ => Checked {
            incomplete: Some("there is not enough memory to check it".to_owned()),
            ..Checked::of(planned.dialect)
        },
    };
    checked.findings.extend(planned.findings);
    checked.findings.extend(graph::judge(&migrations));
    Ok(checked)
}

//! Trying it out: up, down, up again, on a database that nobody needs.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use holdpoint_findings::{Finding, Place, Source, Span, Unreadable};

use crate::migration::Migration;
use crate::options::Options;
use crate::rules::row_of;
use crate::runner::{Planned, plan};
use crate::sql::model::{Action, Change, Kind, Statement};

/// A database on which a rehearsal plays.
pub trait Stage {
    /// Runs SQL as it stands.
    ///
    /// # Errors
    /// What the database says to it.
    fn run(&mut self, sql: &str) -> Result<(), String>;

    /// All that the schema consists of, a line for each, sorted.
    ///
    /// # Errors
    /// Why that cannot be had.
    fn schema(&mut self) -> Result<Vec<String>, String>;
}

/// Why there was no rehearsal.
#[derive(Debug)]
pub enum Unrehearsed {
    /// A file cannot be read as SQL.
    Unreadable(Unreadable),
    /// The database does not answer.
    Stage(String),
}

/// What a rehearsal has shown.
#[derive(Debug, Default)]
pub struct Rehearsed {
    /// What went wrong, and what cannot be undone.
    pub findings: Vec<Finding>,
    /// How many migrations were played.
    pub migrations: usize,
    /// How many of them went down and up again.
    pub returned: usize,
}

/// Lines of differences that are shown.
const SHOWN: usize = 3;

/// Plays every migration in its order: up, down if there is a way back, and up again.
///
/// # Errors
/// If a file cannot be read, or the database does not answer.
pub fn rehearse(
    files: &[Arc<Source>],
    options: &Options,
    stage: &mut dyn Stage,
) -> Result<Rehearsed, Unrehearsed> {
    let planned = plan(files, options).map_err(Unrehearsed::Unreadable)?;
    let beyond = beyond(&planned);
    if !beyond.is_empty() {
        return Ok(Rehearsed {
            findings: beyond,
            ..Rehearsed::default()
        });
    }
    let downs: HashMap<_, _> = planned
        .downs
        .iter()
        .map(|down| (down.key.clone(), down))
        .collect();
    let rehearsed = Rehearsed::default();
    let mut play = Play { stage, rehearsed };
    for up in &planned.migrations {
        let down = downs.get(&up.key).copied();
        if !play.one(up, down).map_err(Unrehearsed::Stage)? {
            break;
        }
    }
    Ok(play.rehearsed)
}

struct Play<'a> {
    stage: &'a mut dyn Stage,
    rehearsed: Rehearsed,
}

impl Play<'_> {
    fn say(&mut self, id: &'static str, migration: &Migration, span: Span, what: &str) {
        let subject = migration.subject();
        let row = row_of(id)
            .map(|row| Finding::new(&row.rule, migration.place(span), subject, &[("what", what)]));
        self.rehearsed.findings.extend(row);
    }

    /// Whether the next one can be played.
    fn one(&mut self, up: &Migration, down: Option<&Migration>) -> Result<bool, String> {
        let before = self.stage.schema()?;
        if let Err((span, what)) = self.run(up) {
            self.say("migration-rehearsal-failed", up, span, &what);
            return Ok(false);
        }
        if up.base {
            return Ok(true);
        }
        self.rehearsed.migrations += 1;
        let after = self.stage.schema()?;
        let Some(down) = down else { return Ok(true) };
        self.back(up, down, &before, &after)
    }

    /// Down and up again.
    fn back(
        &mut self,
        up: &Migration,
        down: &Migration,
        before: &[String],
        after: &[String],
    ) -> Result<bool, String> {
        for (span, what) in lost(up) {
            self.say("migration-rehearsal-rows-lost", up, span, &what);
        }
        if let Err((span, what)) = self.run(down) {
            self.say("migration-rehearsal-down-failed", down, span, &what);
            // Within a transaction nothing of it is left, and the next one finds what it expects.
            return Ok(self.stage.schema()? == after);
        }
        if let Some(what) = difference(before, &self.stage.schema()?) {
            self.say("migration-rehearsal-not-undone", down, first(down), &what);
        }
        if let Err((span, what)) = self.run(up) {
            self.say("migration-rehearsal-again-failed", up, span, &what);
            return Ok(false);
        }
        self.rehearsed.returned += 1;
        if let Some(what) = difference(after, &self.stage.schema()?) {
            self.say("migration-rehearsal-differs", up, first(up), &what);
        }
        Ok(true)
    }

    /// Runs a migration as its runner does; where it failed, and what the database said.
    fn run(&mut self, migration: &Migration) -> Result<(), (Span, String)> {
        let whole = first(migration);
        if !migration.wrapped || migration.statements.is_empty() {
            return self.statements(migration);
        }
        self.stage.run("BEGIN").map_err(|what| (whole, what))?;
        self.statements(migration)?;
        self.stage.run("COMMIT").map_err(|what| (whole, what))
    }

    fn statements(&mut self, migration: &Migration) -> Result<(), (Span, String)> {
        for statement in &migration.statements {
            let span = statement.span;
            let text = migration.written(span);
            if fills_from_outside(text) {
                continue;
            }
            if let Err(what) = self.stage.run(text) {
                // Whoever opened it, nothing of it is to stay; without one this says so and does nothing.
                let _ = self.stage.run("ROLLBACK");
                return Err((span, what));
            }
        }
        Ok(())
    }
}

/// Rows of a dump, which are not there.
fn fills_from_outside(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.starts_with("copy ") && lower.trim_end().ends_with("from stdin")
}

fn first(migration: &Migration) -> Span {
    migration
        .statements
        .first()
        .map_or_else(Span::default, |statement| statement.span)
}

/// What is in one schema and not in the other.
fn difference(wanted: &[String], found: &[String]) -> Option<String> {
    let (wanted, found): (BTreeSet<&String>, BTreeSet<&String>) =
        (wanted.iter().collect(), found.iter().collect());
    let short = |line: &String| {
        let words: Vec<&str> = line.split_whitespace().take(16).collect();
        words.join(" ").replace('`', "'")
    };
    let gone = wanted
        .difference(&found)
        .map(|line| format!("`{}` is missing", short(line)));
    let left = found
        .difference(&wanted)
        .map(|line| format!("`{}` is left", short(line)));
    let all: Vec<String> = gone.chain(left).collect();
    let more = all.len().saturating_sub(SHOWN);
    let shown: Vec<String> = all.into_iter().take(SHOWN).collect();
    match (shown.is_empty(), more) {
        (true, _) => None,
        (false, 0) => Some(shown.join(", ")),
        (false, more) => Some(format!("{}, and {more} more", shown.join(", "))),
    }
}

/// Rows that no way back brings back.
fn lost(migration: &Migration) -> Vec<(Span, String)> {
    migration.statements.iter().flat_map(lost_by).collect()
}

fn lost_by(statement: &Statement) -> Vec<(Span, String)> {
    let span = statement.span;
    match &statement.kind {
        Kind::DropTable { names, .. } => names
            .iter()
            .map(|name| (span, format!("the rows of `{name}`")))
            .collect(),
        Kind::AlterTable { table, actions } => {
            let dropped = |action: &Action| match &action.change {
                Change::DropColumn(column) => {
                    Some((action.span, format!("what was in `{table}.{column}`")))
                }
                _ => None,
            };
            actions.iter().filter_map(dropped).collect()
        }
        Kind::Delete { table, .. } => vec![(span, format!("rows of `{table}`"))],
        Kind::Update(update) => {
            let columns = update.columns.join("`, `");
            vec![(
                span,
                format!("what was in `{columns}` of `{}`", update.table),
            )]
        }
        Kind::Other(word) if word == "truncate" => {
            vec![(span, "the rows of what is truncated".to_owned())]
        }
        _ => Vec::new(),
    }
}

/// Statements whose effect is not within one database.
fn beyond(planned: &Planned) -> Vec<Finding> {
    let mut found = Vec::new();
    for migration in planned.migrations.iter().chain(&planned.downs) {
        for statement in &migration.statements {
            let span = statement.span;
            let text = migration.written(span);
            let Some(what) = reaches(text) else { continue };
            let row = row_of("migration-rehearsal-beyond");
            found.extend(row.map(|row| {
                let place = Place::of(&migration.source, span, "");
                Finding::new(&row.rule, place, migration.subject(), &[("what", &what)])
            }));
        }
    }
    found
}

fn reaches(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split_whitespace()
        .take(3)
        .map(str::to_ascii_uppercase)
        .collect();
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let reaches = match (word(0), word(1)) {
        ("CREATE" | "ALTER" | "DROP", "USER") => word(2) != "MAPPING",
        (
            "CREATE" | "ALTER" | "DROP",
            "DATABASE" | "ROLE" | "GROUP" | "TABLESPACE" | "SUBSCRIPTION",
        )
        | ("ALTER", "SYSTEM")
        | ("REASSIGN" | "DROP", "OWNED") => true,
        ("COPY", _) => text.to_ascii_uppercase().contains(" PROGRAM "),
        _ => false,
    };
    reaches.then(|| format!("{} {}", word(0), word(1)))
}

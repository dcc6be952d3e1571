//! What of a file runs.

use std::collections::HashMap;
use std::sync::Arc;

use holdpoint_findings::{Source, Span};

use super::markers::{self, Section, directive, lines};
use super::{Part, Runner, Way, names};
use crate::Dialect;
use crate::migration::blank;

/// A file of which everything runs.
pub(super) fn whole(source: &Arc<Source>, way: Way, runner: Runner, dialect: Dialect) -> Part {
    Part {
        source: Arc::clone(source),
        named: names::read(&source.name()),
        runner,
        way,
        text: runnable(source.text(), dialect),
        label: String::new(),
        bare: false,
        undone: false,
    }
}

/// The parts of a file. If there is nothing that goes up, what is called down does.
pub(super) fn parts(
    source: &Arc<Source>,
    beside: &HashMap<Arc<str>, &str>,
    dialect: Dialect,
    told: Option<Runner>,
    ups: bool,
) -> Vec<Part> {
    let named = names::read(&source.name());
    let runner = told.or_else(|| marked(source.text())).or(named.runner);
    let text = source.text();
    let sections = match runner {
        Some(Runner::Goose) => markers::goose(text),
        Some(Runner::Dbmate) => markers::dbmate(text),
        Some(Runner::Liquibase) => markers::liquibase(text),
        _ => Vec::new(),
    };
    if !sections.is_empty() {
        let ups = sections
            .iter()
            .map(|section| part(source, section, runner, dialect));
        let downs = sections
            .iter()
            .filter(|section| section.undone && runner == Some(Runner::Liquibase));
        return ups
            .chain(downs.map(|section| back(source, section, dialect)))
            .collect();
    }
    let way = match named.way {
        Some(Way::Down) if !ups => Way::Up,
        Some(way) => way,
        None => Way::Up,
    };
    let mut part = whole(source, way, runner.unwrap_or(Runner::Plain), dialect);
    part.bare = bare(source, beside);
    if part.bare && part.runner == Runner::GolangMigrate {
        part.runner = Runner::Sqlx;
    }
    vec![part]
}

/// What is written in a file that only one runner understands.
fn marked(text: &str) -> Option<Runner> {
    let first = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or_default();
    let plain: String = first.to_lowercase().split_whitespace().collect();
    if plain.starts_with("--liquibaseformattedsql") {
        Some(Runner::Liquibase)
    } else if !directive(text, "+goose Up").is_empty() || !directive(text, "+goose up").is_empty() {
        Some(Runner::Goose)
    } else if !directive(text, "migrate:up").is_empty() {
        Some(Runner::Dbmate)
    } else if !directive(text, "Running upgrade").is_empty() {
        Some(Runner::Alembic)
    } else if !directive(text, "no-transaction").is_empty() {
        Some(Runner::Sqlx)
    } else {
        None
    }
}

fn part(source: &Arc<Source>, section: &Section, runner: Option<Runner>, dialect: Dialect) -> Part {
    let (start, end) = (section.span.start as usize, section.span.end as usize);
    let rest = [Span::new(0, start), Span::new(end, source.text().len())];
    let way = if section.up { Way::Up } else { Way::Down };
    let mut part = whole(source, way, runner.unwrap_or(Runner::Plain), dialect);
    part.text = runnable(&blank(source.text(), &rest), dialect);
    part.label.clone_from(&section.label);
    (part.bare, part.undone) = (section.bare, section.undone);
    part
}

/// What the `--rollback` lines of a changeset say.
fn back(source: &Arc<Source>, section: &Section, dialect: Dialect) -> Part {
    let text = source.text();
    let within = section.span.start as usize..section.span.end as usize;
    let mut kept = String::with_capacity(text.len());
    for (at, line) in lines(text) {
        let said = if within.contains(&at) {
            takes_back(line)
        } else {
            "\n"
        };
        kept.extend(std::iter::repeat_n(
            ' ',
            line.len().saturating_sub(said.len()),
        ));
        kept.push_str(said);
    }
    let mut part = whole(source, Way::Down, Runner::Liquibase, dialect);
    part.text = runnable(&kept, dialect);
    part.label.clone_from(&section.label);
    part.bare = section.bare;
    part
}

/// The statement of a `--rollback` line.
fn takes_back(line: &str) -> &str {
    let after = line.trim_start().strip_prefix("--").map(str::trim_start);
    let said = after
        .and_then(|rest| rest.strip_prefix("rollback"))
        .unwrap_or("\n");
    match said.trim().to_ascii_lowercase().as_str() {
        "empty" | "not required" => "\n",
        _ => said,
    }
}

/// Whether a file asks to run outside of a transaction, by itself or by what lies beside it.
fn bare(source: &Arc<Source>, beside: &HashMap<Arc<str>, &str>) -> bool {
    let name = source.name();
    let settings = |path: &str, key: &str| {
        beside
            .get(path)
            .and_then(|text| markers::value(text, key))
            .is_some_and(|value| value == "false")
    };
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    !directive(source.text(), "no-transaction").is_empty()
        || settings(&format!("{name}.conf"), "executeInTransaction")
        || settings(&format!("{folder}/metadata.toml"), "run_in_transaction")
}

/// The text without what is not for the database: commands of psql, rows after COPY, and with names for placeholders.
fn runnable(text: &str, dialect: Dialect) -> String {
    let text = named_placeholders(text);
    if dialect != Dialect::Postgres || !text.contains('\\') {
        return text;
    }
    let mut gone = Vec::new();
    let mut rows = false;
    let ends = |line: &str| line.trim_end() == "\\.";
    // Rows that nothing ends are none: a statement must not be taken for one.
    let last = lines(&text).filter(|(_, line)| ends(line)).last();
    let last = last.map_or(0, |(at, _)| at);
    for (at, line) in lines(&text) {
        if rows || line.starts_with('\\') {
            gone.push(Span::new(at, at + line.len()));
        }
        rows = (rows && !ends(line)) || (at < last && copies(line));
    }
    blank(&text, &gone)
}

/// Whether rows come after a line.
fn copies(line: &str) -> bool {
    let line = line.trim_end().to_ascii_lowercase();
    line.starts_with("copy ") && line.contains(" from stdin") && line.ends_with(';')
}

/// `${name}` stands for what the runner puts there: a name of the same length.
fn named_placeholders(text: &str) -> String {
    let mut named = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        named.push_str(before);
        let end =
            after.find(|letter: char| !(letter.is_ascii_alphanumeric() || "_.:-".contains(letter)));
        match end
            .filter(|end| *end > 0 && after.get(*end..).is_some_and(|tail| tail.starts_with('}')))
        {
            Some(end) => {
                named.push_str("x_");
                named.extend(after.get(..end).unwrap_or_default().chars().map(
                    |letter| match letter {
                        letter if letter.is_ascii_alphanumeric() => letter,
                        _ => '_',
                    },
                ));
                named.push('_');
                rest = after.get(end + 1..).unwrap_or_default();
            }
            None => {
                named.push_str("${");
                rest = after;
            }
        }
    }
    named.push_str(rest);
    named
}

#[cfg(test)]
mod tests {
    use super::runnable;
    use crate::Dialect;

    #[test]
    fn what_is_not_for_the_database_is_blank() {
        let text = "\\set x 1\nCOPY t FROM stdin;\n1\t2\n\\.\nSELECT 1;\n";
        let run = runnable(text, Dialect::Postgres);
        assert_eq!(run.len(), text.len());
        assert_eq!(
            run.split_whitespace().collect::<Vec<_>>().join(" "),
            "COPY t FROM stdin; SELECT 1;"
        );
    }

    #[test]
    fn rows_that_nothing_ends_hide_no_statement() {
        let text = "\\set x 1\nCOPY t FROM stdin WITH (FORMAT csv);\n1,2\n\\.\nCOPY t FROM stdin;\nDROP TABLE t;\n";
        let run = runnable(text, Dialect::Postgres);
        assert!(run.contains("DROP TABLE t") && !run.contains("1,2"));
    }

    #[test]
    fn placeholders_are_names_of_the_same_length() {
        assert_eq!(
            runnable("CREATE TABLE ${app.schema}.t", Dialect::Mysql),
            "CREATE TABLE x_app_schema_.t"
        );
        assert_eq!(runnable("SELECT '${'", Dialect::Mysql), "SELECT '${'");
    }
}

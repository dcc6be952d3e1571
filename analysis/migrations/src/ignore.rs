//! Comments by which other tools are told to keep quiet.

use std::collections::{HashMap, HashSet};

use holdpoint_findings::Rule;

use crate::migration::Migration;
use crate::opinion::Opinion;

/// What squawk and Atlas were told to leave out.
#[derive(Debug, Default)]
pub(crate) struct Ignored {
    lines: HashMap<usize, HashSet<String>>,
    file: HashSet<String>,
    whole: bool,
    /// By statement: names, or everything if there are none.
    atlas: HashMap<usize, Vec<String>>,
    atlas_file: Option<Vec<String>>,
}

fn names(text: &str) -> impl Iterator<Item = String> + '_ {
    let text = text.split("--").next().unwrap_or_default();
    text.split([',', ' ', '\t'])
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
}

/// What Atlas calls the groups of its codes.
fn group(code: &str) -> &'static str {
    match code.get(..2).unwrap_or_default() {
        "DS" => "destructive",
        "MF" | "MY" | "LT" => "data_depend",
        "BC" => "incompatible",
        "CD" => "condrop",
        _ => "",
    }
}

impl Ignored {
    pub(crate) fn of(migration: &Migration) -> Self {
        let mut ignored = Self::default();
        for comment in &migration.comments {
            let text = migration
                .text
                .get(comment.start as usize..comment.end as usize)
                .unwrap_or_default();
            let body = text
                .trim_start_matches(['-', '/', '*', '#'])
                .trim_end_matches(['*', '/'])
                .trim();
            if let Some(rest) = body.strip_prefix("squawk-ignore-file") {
                ignored.whole |= rest.trim().is_empty();
                ignored.file.extend(names(rest));
            } else if let Some(rest) = body.strip_prefix("squawk-ignore") {
                let line = migration.source.position(comment.start).line;
                ignored.lines.entry(line).or_default().extend(names(rest));
            } else if let Some(rest) = body.strip_prefix("atlas:nolint") {
                ignored.nolint(migration, comment.start, names(rest).collect());
            }
        }
        ignored
    }

    /// For the statement that follows; for the file, if a blank line does.
    fn nolint(&mut self, migration: &Migration, at: u32, names: Vec<String>) {
        let before = migration.statement_at(at) == 0;
        let rest = migration.text.get(at as usize..).unwrap_or_default();
        let blank =
            { rest.lines().skip(1).take(100) }.find(|line| !line.trim_start().starts_with("--"));
        match before && blank.is_some_and(|line| line.trim().is_empty()) {
            true => self.atlas_file = Some(names),
            false => {
                self.atlas.insert(migration.statement_at(at), names);
            }
        }
    }

    /// Whether an opinion is one that squawk was to leave out.
    pub(crate) fn has(
        &self,
        migration: &Migration,
        statement: usize,
        opinion: &Opinion,
        rule: &Rule,
    ) -> bool {
        if self.whole {
            return true;
        }
        self.by_squawk(migration, statement, opinion, rule)
    }

    fn by_squawk(
        &self,
        migration: &Migration,
        statement: usize,
        opinion: &Opinion,
        rule: &Rule,
    ) -> bool {
        if self.lines.is_empty() && self.file.is_empty() {
            return false;
        }
        let aliases: Vec<&str> = { rule.aliases.iter() }
            .filter_map(|alias| alias.strip_prefix("squawk:"))
            .collect();
        let starts = migration
            .statements
            .get(statement)
            .map(|statement| statement.span.start);
        let lines = [Some(opinion.span.start), starts].into_iter().flatten();
        let mut lines = lines.map(|at| migration.source.position(at).line);
        let named = |set: &HashSet<String>| aliases.iter().any(|alias| set.contains(*alias));
        named(&self.file)
            || lines.any(|line| {
                let mut near = [Some(line), line.checked_sub(1)].into_iter().flatten();
                near.any(|line| self.lines.get(&line).is_some_and(named))
            })
    }

    /// Whether it is one that Atlas was to leave out.
    pub(crate) fn by_atlas(&self, statement: usize, rule: &Rule) -> bool {
        let mut codes = rule
            .aliases
            .iter()
            .filter_map(|alias| alias.strip_prefix("atlas:"));
        let told = [self.atlas_file.as_ref(), self.atlas.get(&statement)];
        codes.any(|code| {
            let meant = |names: &Vec<String>| {
                names.is_empty() || names.iter().any(|name| name == code || name == group(code))
            };
            told.into_iter().flatten().any(meant)
        })
    }
}

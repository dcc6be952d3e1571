//! The rules, read from their table.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use holdpoint_findings::{Level, Rule};

/// Every rule, one a line. The columns are named in the first line.
const TABLE: &str = include_str!("rules.tsv");

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Who has to wait: nobody, if the table is new.
    Lock,
    /// Rows that are lost or in the way.
    Data,
    /// Programs of the version before.
    Compat,
    /// How the file runs.
    Flow,
    /// What is regretted later.
    Practice,
}

/// A row of the table.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) rule: Rule,
    pub(crate) kind: Kind,
    /// Off by default.
    pub(crate) quiet: bool,
    /// Whose SQL the example is, with a version if that matters.
    pub(crate) dialect: &'static str,
}

struct Table {
    rows: Vec<Row>,
    ids: HashMap<&'static str, usize>,
}

static RULES: LazyLock<Table> = LazyLock::new(|| {
    let rows: Vec<Row> = TABLE.lines().skip(1).filter_map(row).collect();
    let ids = rows
        .iter()
        .enumerate()
        .map(|(at, row)| (row.rule.id, at))
        .collect();
    Table { rows, ids }
});

fn row(line: &'static str) -> Option<Row> {
    let mut columns = line.split('\t');
    let id = columns.next()?;
    let level = match columns.next()? {
        "error" => Level::Error,
        "warning" => Level::Warning,
        _ => Level::Info,
    };
    let kind = match columns.next()? {
        "lock" => Kind::Lock,
        "data" => Kind::Data,
        "compat" => Kind::Compat,
        "flow" => Kind::Flow,
        "practice" => Kind::Practice,
        _ => return None,
    };
    let quiet = columns.next()? == "off";
    let dialect = columns.next()?;
    let (message, why, help) = (columns.next()?, columns.next()?, columns.next()?);
    let aliases: Vec<&str> = columns
        .next()?
        .split(',')
        .filter(|alias| !alias.is_empty())
        .collect();
    let example = columns.next()?.replace("\\n", "\n");
    // There are as many as lines of the table, once.
    let (aliases, example) = (aliases.leak(), example.leak());
    let rule = Rule {
        id,
        level,
        message,
        why,
        help,
        example,
        aliases,
    };
    Some(Row {
        rule,
        kind,
        quiet,
        dialect,
    })
}

/// The row of a rule.
pub(crate) fn row_of(id: &str) -> Option<&'static Row> {
    let at = *RULES.ids.get(id)?;
    RULES.rows.get(at)
}

/// The rule under those names that were given to one finding: not every tool means every case.
pub(crate) fn under(row: &'static Row, aliases: &[&'static str]) -> &'static Rule {
    type Kept = HashMap<(&'static str, u64), &'static Rule>;
    static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);
    let all = row.rule.aliases;
    let among = |alias: &&&'static str| aliases.contains(alias);
    if all.iter().all(|alias| aliases.contains(alias)) {
        return &row.rule;
    }
    let bit = |at: usize| {
        1_u64
            .checked_shl(u32::try_from(at).unwrap_or(63))
            .unwrap_or(0)
    };
    let mask = { all.iter().enumerate() }
        .filter(|(_, alias)| aliases.contains(alias))
        .fold(0, |mask, (at, _)| mask | bit(at));
    let mut kept = KEPT
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    kept.entry((row.rule.id, mask)).or_insert_with(|| {
        let aliases: Vec<&'static str> = all.iter().filter(among).copied().collect();
        // At most as many as there are subsets of the names of one rule, each once.
        Box::leak(Box::new(Rule {
            aliases: aliases.leak(),
            ..row.rule
        }))
    })
}

/// All rules.
pub fn rules() -> impl Iterator<Item = &'static Rule> + Clone {
    RULES.rows.iter().map(|row| &row.rule)
}

/// Each rule with whose SQL its example is, and whether it is off unless all are asked for.
pub fn examples() -> impl Iterator<Item = (&'static Rule, &'static str, bool)> {
    { RULES.rows.iter() }.map(|row| (&row.rule, row.dialect, row.quiet))
}

#[cfg(test)]
mod tests {
    use super::{RULES, TABLE, row_of, under};

    #[test]
    fn every_line_is_a_rule() {
        assert_eq!(RULES.rows.len(), TABLE.lines().count() - 1);
        assert_eq!(RULES.rows.len(), RULES.ids.len(), "one is there twice");
    }

    #[test]
    fn a_finding_has_the_names_of_those_who_would_say_it() {
        let row = row_of("migration-column-renamed").unwrap();
        let rule = under(row, &["atlas:BC102"]);
        assert_eq!(
            (rule.id, rule.aliases),
            (row.rule.id, ["atlas:BC102"].as_slice())
        );
        assert!(std::ptr::eq(rule, under(row, &["atlas:BC102"])));
        assert!(std::ptr::eq(
            under(row, row.rule.aliases),
            &raw const row.rule
        ));
    }
}

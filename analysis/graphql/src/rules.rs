//! The rules, read from their table.

use std::collections::HashMap;
use std::sync::LazyLock;

use holdpoint_findings::{Level, Rule};

use crate::mistakes;

/// Every rule, one a line. The columns are named in the first line.
const TABLE: &str = include_str!("rules.tsv");

struct Table {
    rows: Vec<Rule>,
    names: HashMap<&'static str, usize>,
}

static RULES: LazyLock<Table> = LazyLock::new(|| {
    let rows: Vec<(&str, Rule)> = TABLE.lines().skip(1).filter_map(row).collect();
    let names = rows.iter().enumerate().map(|(at, (name, _))| (*name, at));
    Table {
        names: names.collect(),
        rows: rows.into_iter().map(|(_, rule)| rule).collect(),
    }
});

fn row(line: &'static str) -> Option<(&'static str, Rule)> {
    let mut columns = line.split('\t');
    let peer = columns.next()?;
    let level = match columns.next()? {
        "error" => Level::Error,
        "warning" => Level::Warning,
        _ => Level::Info,
    };
    let (message, why, help) = (columns.next()?, columns.next()?, columns.next()?);
    let (before, after) = (columns.next()?, columns.next()?);
    let side = |sign: char, text: &str| match text {
        "" => String::new(),
        text => format!("{sign} {text}\n"),
    };
    let example = side('-', before) + &side('+', after);
    let id = format!("graphql-{}", peer.to_ascii_lowercase().replace('_', "-"));
    let rule = Rule {
        // There are as many as lines of the table, once.
        id: id.leak(),
        level,
        message,
        why,
        help,
        example: example.leak().trim_end(),
        aliases: vec![&*format!("graphql-inspector:{peer}").leak()].leak(),
    };
    Some((peer, rule))
}

/// The rule that a peer calls so.
pub(crate) fn rule(peer: &str) -> Option<&'static Rule> {
    let at = *RULES.names.get(peer)?;
    RULES.rows.get(at)
}

/// All rules.
pub fn rules() -> impl Iterator<Item = &'static Rule> + Clone {
    RULES.rows.iter().chain(mistakes::RULES.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::{RULES, TABLE};

    #[test]
    fn every_line_is_a_rule() {
        assert_eq!(RULES.rows.len(), TABLE.lines().count() - 1);
        assert_eq!(RULES.rows.len(), RULES.names.len(), "one is there twice");
        assert_eq!(RULES.rows.len(), 80);
    }
}

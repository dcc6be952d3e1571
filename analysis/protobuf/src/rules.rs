//! The rules, read from their table.

use std::collections::HashMap;
use std::sync::LazyLock;

use holdpoint_findings::{Level, Rule};

use crate::mistakes;

/// Every rule, one a line. The columns are named in the first line.
const TABLE: &str = include_str!("rules.tsv");

/// What can be chosen: a promise about who may not break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// Generated code, file by file: the strictest.
    File,
    /// Generated code, wherever in its package something is declared.
    Package,
    /// The encodings in bytes and in JSON.
    WireJson,
    /// The encoding in bytes.
    Wire,
    /// What a registry of schemas promises.
    Csr,
}

impl Category {
    pub(crate) const ALL: [(&'static str, Self); 5] = [
        ("file", Self::File),
        ("package", Self::Package),
        ("wire-json", Self::WireJson),
        ("wire", Self::Wire),
        ("csr", Self::Csr),
    ];

    /// The one that is called so in `buf.yaml`.
    pub(crate) fn called(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase().replace('_', "-");
        let found = Self::ALL.iter().find(|(known, _)| *known == name)?;
        Some(found.1)
    }
}

/// By which version of `buf.yaml` rules belong to categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    V1Beta1,
    V1,
    V2,
}

/// A row of the table.
#[derive(Debug)]
pub(crate) struct Row {
    /// What `buf` calls it.
    pub(crate) peer: &'static str,
    pub(crate) rule: Rule,
    categories: [&'static str; 3],
}

impl Row {
    /// Whether it belongs to a category.
    pub(crate) fn is_in(&self, category: Category, version: Version) -> bool {
        let [beta, first, second] = self.categories;
        let names = match version {
            Version::V1Beta1 => beta,
            Version::V1 => first,
            Version::V2 => second,
        };
        let mut names = names.split(' ');
        names.any(|name| Category::called(name) == Some(category))
    }
}

struct Table {
    rows: Vec<Row>,
    names: HashMap<&'static str, usize>,
}

static RULES: LazyLock<Table> = LazyLock::new(|| {
    let rows: Vec<Row> = TABLE.lines().skip(1).filter_map(row).collect();
    let names = rows.iter().enumerate().map(|(at, row)| (row.peer, at));
    Table {
        names: names.collect(),
        rows,
    }
});

fn row(line: &'static str) -> Option<Row> {
    let mut columns = line.split('\t');
    let (peer, id) = (columns.next()?, columns.next()?);
    let categories = [columns.next()?, columns.next()?, columns.next()?];
    let (message, why, help) = (columns.next()?, columns.next()?, columns.next()?);
    let (before, after) = (columns.next()?, columns.next()?);
    let side = |sign: char, text: &str| match text {
        "" => String::new(),
        text => format!("{sign} {text}\n"),
    };
    let example = side('-', before) + &side('+', after);
    let rule = Rule {
        id,
        level: Level::Error,
        message,
        why,
        help,
        // There are as many as lines of the table, once.
        example: example.leak().trim_end(),
        aliases: vec![&*format!("buf:{peer}").leak()].leak(),
    };
    Some(Row {
        peer,
        rule,
        categories,
    })
}

/// All rows, with their numbers.
pub(crate) fn rows() -> impl Iterator<Item = (usize, &'static Row)> {
    RULES.rows.iter().enumerate()
}

/// The rule that `buf` calls so.
pub(crate) fn row_of(peer: &str) -> Option<(usize, &'static Row)> {
    let at = *RULES.names.get(peer)?;
    Some((at, RULES.rows.get(at)?))
}

/// All rules.
pub fn rules() -> impl Iterator<Item = &'static Rule> + Clone {
    let own = mistakes::RULES.iter().copied();
    RULES.rows.iter().map(|row| &row.rule).chain(own)
}

#[cfg(test)]
mod tests {
    use super::{Category, RULES, TABLE, Version, rows};

    #[test]
    fn every_line_is_a_rule() {
        assert_eq!(RULES.rows.len(), TABLE.lines().count() - 1);
        assert_eq!(RULES.rows.len(), RULES.names.len(), "one is there twice");
    }

    /// As `buf config ls-breaking-rules` lists them.
    #[test]
    fn categories_have_as_many_rules_as_elsewhere() {
        let count = |category, version| {
            let inside = rows().filter(|(_, row)| row.is_in(category, version));
            inside.count()
        };
        let all = Category::ALL.map(|(_, category)| count(category, Version::V2));
        assert_eq!(all, [51, 51, 22, 15, 32]);
        let first = Category::ALL.map(|(_, category)| count(category, Version::V1));
        assert_eq!(first, [49, 49, 21, 14, 0]);
        let beta = Category::ALL.map(|(_, category)| count(category, Version::V1Beta1));
        assert_eq!(beta, [49, 48, 21, 14, 0]);
    }
}

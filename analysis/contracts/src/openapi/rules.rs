//! The rules, read from their table.

use std::collections::HashMap;
use std::sync::LazyLock;

use holdpoint_findings::{Level, Rule};

/// Every rule, one a line. The columns are named in the first line.
const TABLE: &str = include_str!("rules.tsv");

/// The same for what other tools do not know.
const BEYOND: &str = include_str!("beyond.tsv");

/// What a rule is about. A change as a whole, such as becoming nullable, stands for its details of some kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Lifecycle,
    Existence,
    Type,
    Values,
    Constraints,
    Structure,
    Requiredness,
    Mutability,
}

/// A row of the table.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) rule: Rule,
    pub(crate) kind: Kind,
}

struct Table {
    rows: Vec<Row>,
    names: HashMap<&'static str, usize>,
}

static RULES: LazyLock<Table> = LazyLock::new(|| {
    let lines = TABLE.lines().skip(1).chain(BEYOND.lines().skip(1));
    let rows: Vec<(&str, Row)> = lines.filter_map(row).collect();
    let names = rows.iter().enumerate().map(|(at, (name, _))| (*name, at));
    Table {
        names: names.collect(),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    }
});

fn row(line: &'static str) -> Option<(&'static str, Row)> {
    let mut columns = line.split('\t');
    let name = columns.next()?;
    let id = columns.next()?;
    let level = match columns.next()? {
        "error" => Level::Error,
        "warning" => Level::Warning,
        _ => Level::Info,
    };
    let kind = kind(columns.next()?)?;
    let (message, why, help) = (columns.next()?, columns.next()?, columns.next()?);
    let alias = columns.next()?;
    let (before, after) = (columns.next()?, columns.next()?);
    let side = |sign: char, text: &str| match text {
        "" => String::new(),
        text => format!("{sign} {text}\n"),
    };
    let example = side('-', before) + &side('+', after);
    let rule = Rule {
        id,
        level,
        message,
        why,
        help,
        // There are as many as lines of the table, once.
        example: example.leak().trim_end(),
        aliases: match alias {
            "" => &[],
            alias => vec![alias].leak(),
        },
    };
    Some((name, Row { rule, kind }))
}

fn kind(text: &str) -> Option<Kind> {
    Some(match text {
        "lifecycle" => Kind::Lifecycle,
        "existence" => Kind::Existence,
        "type" => Kind::Type,
        "values" => Kind::Values,
        "constraints" => Kind::Constraints,
        "structure" => Kind::Structure,
        "requiredness" => Kind::Requiredness,
        "mutability" => Kind::Mutability,
        _ => return None,
    })
}

/// The rule for a change that is called so, if there is one: not every change is worth a word.
pub(crate) fn row_of(name: &str) -> Option<&'static Row> {
    let at = *RULES.names.get(name)?;
    RULES.rows.get(at)
}

/// All rules.
pub fn rules() -> impl Iterator<Item = &'static Rule> + Clone {
    let own = [&crate::files::BROKEN, &super::NOT_OPENAPI];
    RULES.rows.iter().map(|row| &row.rule).chain(own)
}

#[cfg(test)]
mod tests {
    use super::{BEYOND, RULES, TABLE};

    #[test]
    fn every_line_is_a_rule() {
        let lines = TABLE.lines().count() + BEYOND.lines().count();
        assert_eq!(RULES.rows.len(), lines - 2);
        assert_eq!(RULES.rows.len(), RULES.names.len(), "one is there twice");
    }
}

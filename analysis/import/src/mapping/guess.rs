//! Guesses a mapping from the names of tables and columns.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::synonyms::{TABLES, headings};
use super::{Field, Mapping, RecordKind, TableMapping};
use crate::table::Table;

/// Below that likeness two names have nothing to do with each other.
const ALIKE: f64 = 0.93;

/// A part of a guessed mapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guess {
    /// The table.
    pub table: String,
    /// What the column was taken for; none for what the table was taken for.
    pub field: Option<Field>,
    /// Why.
    pub reason: String,
}

/// A guessed mapping with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guessed {
    /// The mapping.
    pub mapping: Mapping,
    /// Why it is so.
    pub guesses: Vec<Guess>,
    /// Columns that are not used, as table and heading.
    pub unused: Vec<(String, String)>,
}

/// Guesses a mapping for every table.
pub(crate) fn guess(tables: &[Table]) -> Guessed {
    let mut guessed = Guessed {
        mapping: Mapping::default(),
        guesses: Vec::new(),
        unused: Vec::new(),
    };
    for table in tables {
        let (record, reason) = record(table);
        let tell = |field, reason| Guess {
            table: table.name.clone(),
            field,
            reason,
        };
        guessed.guesses.push(tell(None, reason));
        let mut fields = BTreeMap::new();
        for Match {
            field,
            column,
            reason,
            ..
        } in columns(record, &table.columns)
        {
            guessed.guesses.push(tell(Some(field), reason));
            fields.insert(field, column);
        }
        let used: BTreeSet<&String> = fields.values().collect();
        let unused = table.columns.iter().filter(|column| !used.contains(column));
        guessed
            .unused
            .extend(unused.map(|column| (table.name.clone(), column.clone())));
        guessed.mapping.tables.push(TableMapping {
            table: table.name.clone(),
            record,
            fields,
        });
    }
    guessed
}

/// What the records of a table are: by what the format says, by its name, by its columns.
fn record(table: &Table) -> (RecordKind, String) {
    if let Some(record) = table.hint {
        return (record, format!("the format says that these are {record}"));
    }
    let file = table.name.rsplit(" / ").next().unwrap_or(&table.name);
    let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    if let Some((record, word)) = by_name(&words(stem)) {
        return (record, format!("`{stem}` is called like `{word}`"));
    }
    by_columns(table)
}

fn by_name(name: &str) -> Option<(RecordKind, &'static str)> {
    let all = || {
        TABLES
            .iter()
            .flat_map(|(record, words)| words.iter().map(|word| (*record, *word)))
    };
    let exact = all().find(|(_, word)| *word == name);
    // `shop services 2026` is about services; the longest word that fits says most.
    let within =
        |(_, word): &(RecordKind, &str)| format!(" {name} ").contains(&format!(" {word} "));
    exact.or_else(|| all().filter(within).max_by_key(|(_, word)| word.len()))
}

/// The kind of record that most columns speak for.
fn by_columns(table: &Table) -> (RecordKind, String) {
    let names: Vec<String> = table.columns.iter().map(|column| words(column)).collect();
    let has = |candidates: &[&str]| {
        let hit = |name: &&String| candidates.iter().any(|one| alike(one, name).is_some());
        names.iter().find(hit).cloned()
    };
    if let Some((record, column)) = SIGNS
        .iter()
        .find_map(|(record, columns)| Some((record, has(columns)?)))
    {
        return (*record, format!("it has a column `{column}`"));
    }
    if has(&["name", "title"]).is_some() {
        return (
            RecordKind::Component,
            "it has names, and nothing says of what".to_owned(),
        );
    }
    match SIGNS_ALONE
        .iter()
        .find_map(|(record, columns)| Some((record, has(columns)?)))
    {
        Some((record, column)) => (*record, format!("it has a column `{column}`")),
        None => (
            RecordKind::Skip,
            "no column says what it is about".to_owned(),
        ),
    }
}

/// Columns that only records of one kind have, in the order in which they are looked for.
const SIGNS: [(RecordKind, &[&str]); 4] = [
    (
        RecordKind::Component,
        &[
            "service",
            "service name",
            "application",
            "application name",
            "component",
            "component name",
            "ci name",
            "system",
            "app",
        ],
    ),
    (
        RecordKind::Component,
        &[
            "criticality",
            "business criticality",
            "busines criticality",
            "tier",
            "service tier",
            "repository",
            "repo",
            "depends on",
        ],
    ),
    (
        RecordKind::Person,
        &[
            "mail",
            "email",
            "e mail",
            "first name",
            "last name",
            "user name",
            "username",
            "login",
        ],
    ),
    (RecordKind::Dependency, &["child"]),
];

/// Columns that name the record itself where there is no column for names.
const SIGNS_ALONE: [(RecordKind, &[&str]); 2] = [
    (RecordKind::Team, &["team", "group", "squad"]),
    (
        RecordKind::Unit,
        &["department", "division", "business unit", "parent unit"],
    ),
];

/// A column that could be a field, and how well it fits.
struct Match {
    field: Field,
    column: String,
    fit: f64,
    reason: String,
}

/// The best fitting column for each field, each column once.
fn columns(record: RecordKind, columns: &[String]) -> Vec<Match> {
    let mut matches: Vec<Match> = Vec::new();
    for field in record.fields() {
        let fits = columns
            .iter()
            .filter_map(|column| fit(record, *field, column));
        matches.extend(fits);
    }
    // Stable: of two that fit as well, the one whose field comes first.
    matches.sort_by(|a, b| b.fit.total_cmp(&a.fit));
    let mut fields = BTreeSet::new();
    let mut used = BTreeSet::new();
    matches.retain(|one| {
        let free = !fields.contains(&one.field) && !used.contains(&one.column);
        if free {
            fields.insert(one.field);
            used.insert(one.column.clone());
        }
        free
    });
    matches.sort_by_key(|one| one.field);
    matches
}

/// An exact heading fits best, the earlier in the list the better; then one that is spelled alike.
fn fit(record: RecordKind, field: Field, column: &str) -> Option<Match> {
    let name = words(column);
    let headings = headings(record, field);
    let exact = (0_u32..)
        .zip(headings)
        .find(|(_, heading)| **heading == name);
    if let Some((rank, heading)) = exact {
        let reason = format!("`{column}` is `{heading}`");
        return Some(Match {
            field,
            column: column.to_owned(),
            fit: 2.0 - f64::from(rank) / 100.0,
            reason,
        });
    }
    let fits = headings
        .iter()
        .filter_map(|heading| Some((alike(heading, &name)?, *heading)));
    let spelled = fits.max_by(|a, b| a.0.total_cmp(&b.0));
    // `IT owner team` is an owner team; a single word says too little.
    let within = |heading: &&&str| {
        heading.contains(' ') && format!(" {name} ").contains(&format!(" {heading} "))
    };
    let part = || {
        headings
            .iter()
            .find(within)
            .map(|heading| (ALIKE, *heading))
    };
    let (fit, heading) = spelled.or_else(part)?;
    let reason = match alike(heading, &name) {
        Some(_) => format!("`{column}` is spelled like `{heading}`"),
        None => format!("`{column}` contains `{heading}`"),
    };
    Some(Match {
        field,
        column: column.to_owned(),
        fit,
        reason,
    })
}

/// How alike two headings are; none if they have nothing to do with each other.
fn alike(one: &str, other: &str) -> Option<f64> {
    if one == other {
        return Some(1.0);
    }
    // Short words are alike by accident.
    let fit = if one.len().min(other.len()) < 5 {
        0.0
    } else {
        strsim::jaro_winkler(one, other)
    };
    (fit >= ALIKE).then_some(fit)
}

/// Lower case words with one space between: `businessCriticality`, `Business_Criticality` and `Business criticality*`
/// are the same.
fn words(text: &str) -> String {
    let mut words = String::new();
    let mut before = ' ';
    for c in text.chars() {
        let c = if c.is_alphanumeric() { c } else { ' ' };
        if (c.is_uppercase() && before.is_lowercase() || c == ' ') && !words.ends_with(' ') {
            words.push(' ');
        }
        if c != ' ' {
            words.extend(c.to_lowercase());
        }
        before = c;
    }
    let words = words.trim().to_owned();
    // `u_` begins the columns that a company added to ServiceNow itself.
    let words = words.strip_prefix("u ").map(str::to_owned).unwrap_or(words);
    words
        .replace('ä', "ae")
        .replace('ö', "oe")
        .replace('ü', "ue")
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn headings_are_compared_by_their_words() {
        for text in [
            "businessCriticality",
            "Business_Criticality",
            " business criticality *",
            "u_business_criticality",
        ] {
            assert_eq!(words(text), "business criticality");
        }
        assert_eq!(words("CI Name"), "ci name");
        assert_eq!(words("E-Mail"), "e mail");
    }
}

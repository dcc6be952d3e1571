//! One migration: a part of a file that runs at once.

use std::sync::Arc;

use holdpoint_findings::{Finding, Place, Source, Span, Unreadable};

use crate::Dialect;
use crate::rules::row_of;
use crate::sql::model::{Kind, Statement};
use crate::sql::{Broken, lex, read, split, too_deep};

/// Bytes of a migration that are read with all their grammar. What only fills tables does not count.
const BYTES: usize = 16 << 20;
/// The same, in statements.
const STATEMENTS: usize = 50_000;

/// One migration: a part of a file that runs at once.
#[derive(Debug)]
pub(crate) struct Migration {
    pub(crate) source: Arc<Source>,
    /// What runs, at its place: everything else is blank.
    pub(crate) text: String,
    pub(crate) comments: Vec<Span>,
    pub(crate) statements: Vec<Statement>,
    /// Its runner wraps it in a transaction.
    pub(crate) wrapped: bool,
    /// It is there already: known, not judged.
    pub(crate) base: bool,
    /// Which of several in one file.
    pub(crate) label: String,
    /// What it shares with its way back.
    pub(crate) key: Key,
}

/// What a migration shares with its way back: folder, version, and the file if both stand in one.
pub(crate) type Key = (String, Vec<u128>, String, String);

impl Migration {
    /// Reads what runs.
    ///
    /// # Errors
    /// If quotes are not closed, or it is nested or large beyond measure.
    pub(crate) fn read(
        source: &Arc<Source>,
        text: String,
        dialect: Dialect,
        wrapped: bool,
    ) -> Result<Self, Unreadable> {
        let (lexed, broken) = lex(&text, dialect);
        if let Some(broken) = broken {
            return Err(refused("migration-unclosed", source, broken));
        }
        if let Some(broken) = too_deep(&text, &lexed.tokens, dialect) {
            return Err(refused("migration-too-deep", source, broken));
        }
        let ranges = split(&text, &lexed.tokens, dialect);
        let read = |range| read(&text, &lexed.tokens, range, dialect);
        let statements: Vec<_> = ranges.into_iter().filter_map(read).collect();
        let text = without_rows(text, &statements);
        if let Some(what) = too_large(&text, &statements) {
            return Err(refused(
                "migration-too-large",
                source,
                Broken { at: 0, what },
            ));
        }
        Ok(Self {
            source: Arc::clone(source),
            text,
            comments: lexed.comments,
            statements,
            wrapped,
            base: false,
            label: String::new(),
            key: Key::default(),
        })
    }

    /// Which statement stands at a place, or comes next.
    pub(crate) fn statement_at(&self, at: u32) -> usize {
        self.statements
            .partition_point(|statement| statement.span.end <= at)
    }

    /// What it is called among others.
    pub(crate) fn subject(&self) -> String {
        match self.label.as_str() {
            "" => self
                .source
                .name()
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_owned(),
            label => label.to_owned(),
        }
    }

    /// Its file, and which of several in it.
    pub(crate) fn name(&self) -> String {
        match self.label.as_str() {
            "" => self.source.name().to_string(),
            label => format!("{}#{label}", self.source.name()),
        }
    }

    /// What is written at a place.
    pub(crate) fn written(&self, span: Span) -> &str {
        let text = self.text.get(span.start as usize..span.end as usize);
        text.unwrap_or_default()
    }

    pub(crate) fn place(&self, span: Span) -> Place {
        Place::of(&self.source, span, "")
    }
}

/// What is more than anybody reads.
fn too_large(text: &str, statements: &[Statement]) -> Option<&'static str> {
    let fills = |statement: &&Statement| !matches!(statement.kind, Kind::Insert(_));
    if statements.iter().filter(fills).count() > STATEMENTS {
        return Some("it has more than 50,000 statements that do not fill tables");
    }
    let words = || text.split_ascii_whitespace().map(str::len).sum::<usize>();
    (text.len() > BYTES && words() > BYTES)
        .then_some("it has more than 16 MiB that do not fill tables")
}

/// Long statements that only fill a table, blank: there is nothing to find in them.
fn without_rows(text: String, statements: &[Statement]) -> String {
    const LONG: u32 = 16 << 10;
    let long: Vec<Span> = statements
        .iter()
        .filter(|statement| matches!(statement.kind, Kind::Insert(_)))
        .map(|statement| statement.span)
        .filter(|span| span.end - span.start > LONG)
        .collect();
    match long.is_empty() {
        true => text,
        false => blank(&text, &long),
    }
}

/// The text with some parts blank, everything else at its place.
pub(crate) fn blank(text: &str, parts: &[Span]) -> String {
    let mut blank = String::with_capacity(text.len());
    let mut at = 0;
    for part in parts {
        let (start, end) = (part.start as usize, part.end as usize);
        blank.push_str(text.get(at..start).unwrap_or_default());
        let gone = text.get(start.max(at)..end).unwrap_or_default();
        blank.extend(
            gone.bytes()
                .map(|byte| if byte == b'\n' { '\n' } else { ' ' }),
        );
        at = end.max(at);
    }
    blank.push_str(text.get(at..).unwrap_or_default());
    blank
}

fn refused(id: &str, source: &Arc<Source>, broken: Broken) -> Unreadable {
    let span = Span::new(broken.at, broken.at + 1);
    let findings = row_of(id).map(|row| {
        Finding::new(
            &row.rule,
            Place::of(source, span, ""),
            "",
            &[("what", broken.what)],
        )
    });
    Unreadable::within(source, findings.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::blank;
    use holdpoint_findings::Span;

    #[test]
    fn what_is_blank_keeps_every_place() {
        let text = "aä\nb; c";
        let blanked = blank(text, &[Span::new(1, 5)]);
        assert_eq!(blanked, "a  \n ; c");
        assert_eq!(blanked.len(), text.len());
    }
}

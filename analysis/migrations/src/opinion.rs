//! What one of the sources of judgement says of a place; several that mean the same become one finding.

use holdpoint_findings::{Level, Span};

/// What is said of a place.
#[derive(Debug, Clone)]
pub(crate) struct Opinion {
    pub(crate) rule: &'static str,
    /// Whose opinion it is too, by their names for it.
    pub(crate) aliases: Vec<&'static str>,
    pub(crate) span: Span,
    pub(crate) subject: String,
    pub(crate) words: Vec<(&'static str, String)>,
    pub(crate) level: Option<Level>,
    /// What to add to the help.
    pub(crate) note: Option<String>,
    /// Which tables have to be new for it to be harmless; none if that does not matter.
    pub(crate) tables: Vec<String>,
}

impl Opinion {
    pub(crate) fn new(rule: &'static str, span: Span, subject: impl Into<String>) -> Self {
        Self {
            rule,
            aliases: Vec::new(),
            span,
            subject: subject.into(),
            words: Vec::new(),
            level: None,
            note: None,
            tables: Vec::new(),
        }
    }

    pub(crate) fn alias(mut self, aliases: &[&'static str]) -> Self {
        self.aliases.extend(aliases);
        self
    }

    pub(crate) fn word(mut self, name: &'static str, word: impl Into<String>) -> Self {
        self.words.push((name, word.into()));
        self
    }

    pub(crate) fn about(mut self, table: impl Into<String>) -> Self {
        self.tables.push(table.into());
        self
    }

    pub(crate) fn level(mut self, level: Level) -> Self {
        self.level = Some(level);
        self
    }

    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Takes up another that says the same.
    pub(crate) fn join(&mut self, other: Self) {
        for alias in other.aliases {
            if !self.aliases.contains(&alias) {
                self.aliases.push(alias);
            }
        }
        self.note = self.note.take().or(other.note);
        self.level = self.level.or(other.level);
        if self.tables.is_empty() {
            self.tables = other.tables;
        }
    }
}

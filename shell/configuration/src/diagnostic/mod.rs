//! Diagnostics: what is wrong with a file, where, what was expected, and what to do.

mod mistake;
mod render;
mod source;
mod span;
mod suggest;

use std::sync::Arc;

pub use mistake::PAGES;
pub(crate) use mistake::*;
pub use source::{Position, Source};
pub use span::Span;
pub(crate) use suggest::{listed, nearest};

/// One mistake, at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code, such as `configuration-unknown-key`; it has a page.
    pub code: String,
    /// One line, with the input in backticks.
    pub message: String,
    /// What should stand there, if that can be said.
    pub expected: String,
    /// What to do about it.
    pub help: String,
    /// Where.
    pub span: Span,
    /// In which file.
    pub source: Arc<Source>,
}

/// More are counted only: the first hundred say enough.
const KEPT: usize = 100;

/// All mistakes of a file, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    more: usize,
}

impl Diagnostics {
    /// None so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The first hundred, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter()
    }

    /// How many there are beyond the first hundred.
    #[must_use]
    pub fn more(&self) -> usize {
        self.more
    }

    /// How many there are in all.
    pub(crate) fn count(&self) -> usize {
        self.found.len() + self.more
    }

    /// Whether further ones are counted only, so that there is no point in finding words for them.
    pub(crate) fn full(&self) -> bool {
        self.found.len() >= KEPT
    }

    /// Ok if nothing is wrong.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn into_result(mut self) -> Result<(), Self> {
        self.found.sort_by_key(|one| one.span);
        if self.is_empty() { Ok(()) } else { Err(self) }
    }

    pub(crate) fn report(&mut self, source: &Arc<Source>, span: Span, mistake: Mistake) {
        let diagnostic = Diagnostic {
            code: mistake.code,
            message: mistake.message,
            expected: mistake.expected,
            help: mistake.help,
            span: source.first_line(span),
            source: Arc::clone(source),
        };
        // An alias puts one mistake in several places; one report is enough.
        if self.found.contains(&diagnostic) {
        } else if self.found.len() < KEPT {
            self.found.push(diagnostic);
        } else {
            self.more += 1;
        }
    }

    /// Makes parts of the file unreadable wherever it is shown: an error must not spread a secret.
    pub(crate) fn mask(&mut self, source: &Source, hidden: &[Span]) {
        if hidden.is_empty() {
            return;
        }
        let masked = Arc::new(source.masked(hidden));
        let own = self.found.iter_mut();
        for diagnostic in own.filter(|one| one.source.name() == source.name()) {
            diagnostic.source = Arc::clone(&masked);
        }
    }
}

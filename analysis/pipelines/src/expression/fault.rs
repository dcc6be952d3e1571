//! What is wrong with an expression, and at which of its bytes.

use holdpoint_findings::{Finding, Rule, Span};

use crate::mistakes::{EXPRESSION, TYPE, UNKNOWN};
use crate::shape::{Reader, listed, nearest};

/// Bytes of an expression, the end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct At {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// What is wrong with an expression.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) at: At,
    rule: &'static Rule,
    words: Vec<(&'static str, String)>,
    help: Option<String>,
}

impl Fault {
    pub(crate) fn syntax(at: At, what: impl Into<String>) -> Self {
        Self::of(&EXPRESSION, at, vec![("what", what.into())])
    }

    pub(crate) fn kind(at: At, what: impl Into<String>) -> Self {
        Self::of(&TYPE, at, vec![("what", what.into())])
    }

    /// There is nothing of that name among what is known.
    pub(crate) fn unknown<'a>(
        at: At,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'a str> + Clone,
    ) -> Self {
        let words = vec![("what", what.to_owned()), ("name", name.to_owned())];
        let fault = Self::of(&UNKNOWN, at, words);
        let all = listed(known.clone());
        match (nearest(name, known), all.is_empty()) {
            (Some(near), _) => fault.help(format!("did you mean `{near}`?")),
            (None, true) => fault.help(format!("there is no {what} here at all")),
            (None, false) => fault.help(format!("there is {all}")),
        }
    }

    pub(crate) fn of(rule: &'static Rule, at: At, words: Vec<(&'static str, String)>) -> Self {
        Self {
            at,
            rule,
            words,
            help: None,
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// At its place in the file: `whole` is where the value stands, `base` where its text begins in there.
    pub(crate) fn finding(&self, reader: &Reader<'_>, origin: Origin) -> Finding {
        let words: Vec<_> = self.words.iter().map(|(n, w)| (*n, w.as_str())).collect();
        let finding = reader.finding(self.rule, origin.span(self.at), &words);
        match &self.help {
            Some(help) => finding.help(help.clone()),
            None => finding,
        }
    }
}

/// Where in the file an expression stands.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Origin {
    pub(crate) whole: Span,
    /// Where its first byte stands, if it stands there as it is, without escapes.
    base: Option<u32>,
}

impl Origin {
    /// Of text that stands in a value.
    pub(crate) fn of(source: &str, whole: Span, text: &str) -> Self {
        let raw = source.get(whole.start as usize..whole.end as usize);
        let found = raw.unwrap_or_default().find(text);
        let base = found.and_then(|at| u32::try_from(at).ok());
        Self {
            whole,
            base: base.map(|at| whole.start + at),
        }
    }

    /// Of a part of it, which may stand there as it is though the whole does not.
    pub(crate) fn piece(self, source: &str, piece: &str, by: usize) -> Self {
        match self.base {
            Some(_) => self.within(by),
            None => Self::of(source, self.whole, piece),
        }
    }

    /// Of a part of it.
    pub(crate) fn within(self, by: usize) -> Self {
        let by = u32::try_from(by).unwrap_or(u32::MAX);
        Self {
            base: self.base.map(|base| base.saturating_add(by)),
            ..self
        }
    }

    pub(crate) fn span(self, at: At) -> Span {
        match self.base {
            Some(base) => Span::new(base as usize + at.start, base as usize + at.end),
            None => self.whole,
        }
    }
}

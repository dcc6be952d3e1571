//! Reading values, with every mistake kept at its place.

use std::sync::Arc;

use holdpoint_findings::{Finding, Place, Rule, Source, Span, Value};

use super::suggest::{listed, nearest};
use crate::mistakes::{LARGE, MISSING_KEY, SHAPE, UNKNOWN, UNKNOWN_KEY, VALUE};

/// Mistakes that are kept; whoever has more has enough to mend.
const KEPT: usize = 100;
/// Values that are read, aliases written out; a few lines of them can stand for millions.
const VALUES: usize = 200_000;

/// Mistakes so far, and what is left of the budget.
pub(crate) struct Reader<'s> {
    source: &'s Arc<Source>,
    pub(crate) found: Vec<Finding>,
    /// What must not be shown.
    pub(crate) hidden: Vec<Span>,
    left: usize,
}

impl<'s> Reader<'s> {
    pub(crate) fn new(source: &'s Arc<Source>) -> Self {
        Self {
            source,
            found: Vec::new(),
            hidden: Vec::new(),
            left: VALUES,
        }
    }

    pub(crate) fn source(&self) -> &'s Source {
        self.source
    }

    pub(crate) fn report(&mut self, finding: Finding) {
        if self.found.len() < KEPT {
            self.found.push(finding);
        }
    }

    pub(crate) fn wrong(&mut self, rule: &'static Rule, span: Span, words: &[(&str, &str)]) {
        self.report(self.finding(rule, span, words));
    }

    pub(crate) fn finding(
        &self,
        rule: &'static Rule,
        span: Span,
        words: &[(&str, &str)],
    ) -> Finding {
        Finding::new(rule, Place::of(self.source, span, ""), "", words)
    }

    /// Something else was expected than what stands there.
    pub(crate) fn expected<T>(&mut self, value: Value<'_>, expected: &str) -> Option<T> {
        match value.written() {
            Some(text) => {
                let shown: String = text.chars().take(80).collect();
                let words = [("value", shown.as_str()), ("expected", expected)];
                self.wrong(&VALUE, value.span(), &words);
            }
            None => {
                let words = [("what", value.described()), ("expected", expected)];
                self.wrong(&SHAPE, value.span(), &words);
            }
        }
        None
    }

    /// Takes one value from the budget; false if there is none left, which is reported once.
    pub(crate) fn spend(&mut self, value: Value<'_>) -> bool {
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        if self.left == 0 {
            let what = format!("the pipelines have more than {VALUES} values, aliases written out");
            self.wrong(&LARGE, value.span(), &[("what", &what)]);
        }
        self.left > 0
    }

    /// A map with these keys at most.
    pub(crate) fn map(&mut self, owner: &str, value: Value<'_>, known: &[&str]) -> bool {
        if !self.spend(value) {
            return false;
        }
        if !value.is_map() && !value.is_null() {
            let keys = format!("a map with {}", listed(known.iter().copied()));
            self.expected::<()>(value, &keys);
            return false;
        }
        for field in value.fields() {
            if !known.contains(&field.key) {
                self.unknown_key(owner, field.key, field.span, known);
            }
        }
        true
    }

    fn unknown_key(&mut self, owner: &str, key: &str, span: Span, known: &[&str]) {
        let shown: String = key.chars().take(80).collect();
        let finding = self.finding(&UNKNOWN_KEY, span, &[("owner", owner), ("key", &shown)]);
        let all = listed(known.iter().copied());
        self.report(match nearest(key, known.iter().copied()) {
            Some(near) => finding.help(format!("did you mean `{near}`? It has {all}")),
            None => finding.help(format!("it has {all}")),
        });
    }

    /// There is nothing of that name.
    pub(crate) fn unknown<'a>(
        &mut self,
        what: &str,
        name: &super::Word,
        known: impl IntoIterator<Item = &'a str>,
        otherwise: &'static str,
    ) {
        let words = [("what", what), ("name", name.as_str())];
        let finding = self.finding(&UNKNOWN, name.span(), &words);
        self.report(match nearest(name.as_str(), known) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(otherwise),
        });
    }

    pub(crate) fn missing(&mut self, owner: &str, key: &str, example: &str, span: Span) {
        let finding = self.finding(&MISSING_KEY, span, &[("owner", owner), ("key", key)]);
        self.report(finding.help(format!("add it, such as `{key}: {example}`")));
    }
}

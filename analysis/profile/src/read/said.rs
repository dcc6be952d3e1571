//! What is said about a trace while it is read.

use holdpoint_findings::{Finding, Place, Rule, Value};

/// Of each, so many are kept; whoever has more has enough to mend.
const KEPT: usize = 100;

/// Mistakes and remarks so far.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) mistakes: Vec<Finding>,
    pub(super) remarks: Vec<Finding>,
}

impl Said {
    /// A mistake: nothing is given back.
    pub(super) fn wrong(&mut self, place: Place, rule: &'static Rule, words: &[(&str, &str)]) {
        if self.mistakes.len() < KEPT {
            self.mistakes
                .push(Finding::new(rule, place, subject(words), words));
        }
    }

    /// A remark about what was read all the same.
    pub(super) fn remark(&mut self, place: Place, rule: &'static Rule, words: &[(&str, &str)]) {
        if self.remarks.len() < KEPT {
            self.remarks
                .push(Finding::new(rule, place, subject(words), words));
        }
    }
}

fn subject<'a>(words: &[(&str, &'a str)]) -> &'a str {
    let name = words.iter().find(|(name, _)| *name == "name");
    name.map_or("", |(_, word)| *word)
}

/// A value, and the way to it.
#[derive(Debug, Clone)]
pub(super) struct Where<'a> {
    pub(super) value: Value<'a>,
    pub(super) pointer: String,
}

impl<'a> Where<'a> {
    pub(super) fn new(value: Value<'a>, pointer: impl Into<String>) -> Self {
        Self {
            value,
            pointer: pointer.into(),
        }
    }

    pub(super) fn place(&self) -> Place {
        self.value.place(self.pointer.as_str())
    }

    /// The items of a list of this value, if it is one; none of what is not there.
    pub(super) fn items(&self, key: &str, said: &mut Said) -> Vec<Where<'a>> {
        let Some(list) = self.get(key) else {
            return Vec::new();
        };
        if !list.value.is_list() {
            list.unexpected(key, "a list", said);
        }
        list.all()
    }

    /// The items of this list.
    pub(super) fn all(&self) -> Vec<Where<'a>> {
        let items = self.value.items().enumerate();
        items
            .map(|(at, item)| Where::new(item, format!("{}/{at}", self.pointer)))
            .collect()
    }

    /// What stands under a key, if it is there and not null.
    pub(super) fn get(&self, key: &str) -> Option<Where<'a>> {
        let value = self.value.get(key).filter(|value| !value.is_null())?;
        Some(Where::new(value, format!("{}/{key}", self.pointer)))
    }

    fn unexpected(&self, name: &str, expected: &str, said: &mut Said) {
        let what = format!("is {}, but {expected} is expected", self.value.described());
        said.wrong(
            self.place(),
            &super::rules::mistakes::FIELD,
            &[("name", name), ("what", &what)],
        );
    }

    /// Text, or a number as it is written, if it is there.
    pub(super) fn text(&self, key: &str, said: &mut Said) -> Option<&'a str> {
        let found = self.get(key)?;
        let text = found
            .value
            .text()
            .or_else(|| found.value.number().map(|number| number.text));
        if text.is_none() {
            found.unexpected(key, "text", said);
        }
        text
    }

    /// Text that has to be there.
    pub(super) fn needed(&self, key: &str, said: &mut Said) -> Option<&'a str> {
        self.expect(key, said);
        self.text(key, said)
    }

    /// Tells it if nothing stands under a key.
    pub(super) fn expect(&self, key: &str, said: &mut Said) {
        if self.get(key).is_none() {
            let words = [("name", key), ("what", "is missing")];
            said.wrong(self.place(), &super::rules::mistakes::FIELD, &words);
        }
    }
}

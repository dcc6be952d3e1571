//! One result of a check.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::{Applied, Fingerprint, Level, Place, Rule};

/// One result of a check.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// By which rule.
    pub rule: &'static Rule,
    /// How much it weighs.
    pub level: Level,
    /// One line, with the input in backticks.
    pub message: String,
    /// What to do about it.
    pub help: Cow<'static, str>,
    /// Where.
    pub place: Place,
    /// What it is about: an operation, a table, a resource, a package.
    pub subject: String,
    /// What else belongs to it, such as the same thing in the other version.
    pub related: Vec<Related>,
    /// The waiver that excuses it, if one does.
    pub waiver: Option<Applied>,
    /// What it is recognised by in the next run.
    pub fingerprint: Fingerprint,
    /// Further facts for programs.
    pub properties: BTreeMap<&'static str, Json>,
}

/// Another place that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What stands there.
    pub message: String,
}

impl Finding {
    /// A finding by a rule, with the words that its message has places for. Rule, subject and words are what it is
    /// recognised by, so none of them may depend on the order or place of anything else.
    #[must_use]
    pub fn new(
        rule: &'static Rule,
        place: Place,
        subject: impl Into<String>,
        words: &[(&str, &str)],
    ) -> Self {
        let subject = subject.into();
        let parts = [rule.id, &subject].into_iter();
        let fingerprint = Fingerprint::of(parts.chain(words.iter().map(|(_, word)| *word)));
        Self {
            level: rule.level,
            message: rule.say(words),
            help: Cow::Borrowed(rule.help),
            place,
            related: Vec::new(),
            waiver: None,
            fingerprint,
            properties: BTreeMap::new(),
            rule,
            subject,
        }
    }

    /// The same, told from others by one more word that the message does not show.
    #[must_use]
    pub fn apart_by(mut self, word: &str) -> Self {
        self.fingerprint = self.fingerprint.and(word);
        self
    }

    /// The same, with another place that belongs to it.
    #[must_use]
    pub fn related(mut self, place: Place, message: impl Into<String>) -> Self {
        let message = message.into();
        self.related.push(Related { place, message });
        self
    }

    /// The same, with something more precise to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = help.into();
        self
    }

    /// The same, with another weight.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// The same, with a fact for programs.
    #[must_use]
    pub fn property(mut self, name: &'static str, value: impl Into<Json>) -> Self {
        self.properties.insert(name, value.into());
        self
    }

    /// Whether it counts: no waiver excuses it.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.waiver.is_none()
    }
}

//! What a check looks for, as a row of data.

use serde::Serialize;

use crate::Level;

/// What a check looks for.
///
/// A table of rules is a `static` slice. Ids are stable for ever: waivers, fingerprints and other programs name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Stable id: small letters, digits and hyphens.
    pub id: &'static str,
    /// How much a finding by it weighs unless somebody says otherwise.
    pub level: Level,
    /// One line, lower case, with `{name}` where a finding puts its own words.
    pub message: &'static str,
    /// Why it matters, and to whom.
    pub why: &'static str,
    /// What to do about it.
    pub help: &'static str,
    /// The smallest input that it finds something in; of two versions, lines with `-` and `+`.
    pub example: &'static str,
    /// What well-known tools call the same, as `tool:id`.
    pub aliases: &'static [&'static str],
}

impl Rule {
    /// Whether it is called so, here or in another tool.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.id == name || self.aliases.contains(&name)
    }

    /// The message with the words of a finding. A name without word stays as it is.
    #[must_use]
    pub fn say(&self, words: &[(&str, &str)]) -> String {
        let mut said = String::with_capacity(self.message.len() + 32);
        let mut rest = self.message;
        while let Some((before, after)) = rest.split_once('{') {
            said.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                said.push('{');
                rest = after;
                continue;
            };
            match words.iter().find(|(known, _)| *known == name) {
                Some((_, word)) => said.push_str(word),
                None => said.extend(["{", name, "}"]),
            }
            rest = after;
        }
        said.push_str(rest);
        said
    }
}

/// The rule that is called so: by its id, or else by an alias.
pub fn find<'a>(rules: impl Iterator<Item = &'a Rule> + Clone, name: &str) -> Option<&'a Rule> {
    let mut by_id = rules.clone();
    let found = by_id.find(|rule| rule.id == name);
    found.or_else(|| { rules }.find(|rule| rule.is_called(name)))
}

/// Rules for what a reader refuses, all of them errors, and a list `RULES` of them: name, id, message, why, help, example.
#[macro_export]
macro_rules! mistakes {
    ($($name:ident = $id:literal, $message:literal, $why:literal, $help:literal, $example:literal;)*) => {
        $(pub(crate) static $name: $crate::Rule = $crate::Rule {
            id: $id,
            level: $crate::Level::Error,
            message: $message,
            why: $why,
            help: $help,
            example: $example,
            aliases: &[],
        };)*

        /// All of them.
        pub(crate) static RULES: &[&$crate::Rule] = &[$(&$name),*];
    };
}

//! Single values.

use std::str::FromStr;

use holdpoint_domain::NameError;

use super::{Fields, Reader, duration};
use crate::diagnostic::{Span, listed, nearest, wrong_name, wrong_shape, wrong_value};
use crate::model::{Reference, Section};
use crate::yaml::{Node, Value};

/// A name of something that is no aggregate.
#[derive(Debug, Clone)]
pub(crate) struct PlainName(pub(crate) String);

impl FromStr for PlainName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        holdpoint_domain::check_name(text).map(|()| Self(text.to_owned()))
    }
}

impl Reader<'_> {
    /// Text as it is written; `what` says what should stand there.
    pub(crate) fn text(&mut self, node: &Node, what: &str) -> Option<String> {
        match node.text() {
            Some(text) => Some(text.to_owned()),
            None => {
                self.report(node.span, wrong_shape(node.described()).expected(what));
                None
            }
        }
    }

    /// The text of a key; empty if there is none.
    pub(crate) fn title(&mut self, fields: &Fields<'_>, key: &str) -> String {
        let found = fields.get(key).and_then(|node| self.text(node, "text"));
        found.unwrap_or_default()
    }

    /// `true` or `false`; the default if the key has no value.
    pub(crate) fn flag(&mut self, fields: &Fields<'_>, key: &str, default: bool) -> bool {
        let Some(node) = fields.get(key) else {
            return default;
        };
        match &node.value {
            Value::Scalar { text, plain: true } if text == "true" => true,
            Value::Scalar { text, plain: true } if text == "false" => false,
            _ => {
                self.wrong(node, "`true` or `false`", None);
                default
            }
        }
    }

    /// One of a few words.
    pub(crate) fn choice<T: Copy>(&mut self, node: &Node, words: &[(&str, T)]) -> Option<T> {
        let text = node.text().unwrap_or_default();
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let known = || words.iter().map(|(word, _)| *word);
            let expected = format!("one of {}", listed(known()));
            let meant = nearest(text, known()).map(|word| format!("did you mean `{word}`?"));
            self.wrong(node, &expected, meant);
        }
        found.map(|(_, value)| *value)
    }

    /// A whole number from 1 on.
    pub(crate) fn count(&mut self, node: &Node) -> Option<u32> {
        let found = node.text().and_then(|text| text.parse().ok());
        let found = found.filter(|number| *number > 0);
        if found.is_none() {
            self.wrong(node, "a whole number from 1 on", None);
        }
        found
    }

    /// A span of time, in seconds.
    pub(crate) fn duration(&mut self, node: &Node) -> Option<u32> {
        let found = node.text().and_then(duration::parse);
        if found.is_none() {
            self.wrong(
                node,
                "a time such as `30s`, `10m`, `24h`, `7d` or `1h30m`",
                None,
            );
        }
        found
    }

    pub(crate) fn wrong(&mut self, node: &Node, expected: &str, help: Option<String>) {
        let mistake = match node.text() {
            Some(_) => wrong_value(node.described().trim_matches('`')),
            None => wrong_shape(node.described()),
        };
        let help = help.unwrap_or_else(|| format!("write {expected}"));
        self.report(node.span, mistake.expected(expected).help(help));
    }

    /// A name that people choose.
    pub(crate) fn parse_name<N>(&mut self, text: &str, span: Span) -> Option<N>
    where
        N: FromStr<Err = NameError>,
    {
        match text.parse() {
            Ok(name) => Some(name),
            Err(why) => {
                let meant = plain(text).map(|name| format!("did you mean `{name}`?"));
                let mistake = wrong_name(text, why).expected("a name such as `payments-api`");
                self.report(span, mistake.maybe_help(meant));
                None
            }
        }
    }

    /// The name of an item of another section.
    pub(crate) fn reference<N>(&mut self, node: &Node, section: Section) -> Option<N>
    where
        N: FromStr<Err = NameError>,
    {
        let text = self.text(
            node,
            &format!("the name of {} {}", section.article(), section.item()),
        )?;
        let name = self.parse_name(&text, node.span)?;
        self.references.push(Reference {
            section,
            name: text,
            span: node.span,
        });
        Some(name)
    }

    /// Names of items of another section: a list, or a single one.
    pub(crate) fn references<N>(&mut self, node: Option<&Node>, section: Section) -> Vec<N>
    where
        N: FromStr<Err = NameError>,
    {
        let items = node.map(Node::items).unwrap_or_default();
        let mut names = Vec::new();
        for item in items {
            names.extend(self.reference(item, section));
        }
        names
    }

    /// Text of each item of a list, or of a single one.
    pub(crate) fn texts(&mut self, node: Option<&Node>, what: &str) -> Vec<String> {
        let items = node.map(Node::items).unwrap_or_default();
        items
            .into_iter()
            .filter_map(|item| self.text(item, what))
            .collect()
    }
}

/// The name nearest to a text that is none.
pub(crate) fn plain(text: &str) -> Option<String> {
    let mut name = String::new();
    for c in text.trim().to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' | '.' | '_' => name.push(c),
            _ if name.is_empty() || name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let name: String = name
        .trim_matches(['-', '.', '_'])
        .chars()
        .take(80)
        .collect();
    holdpoint_domain::check_name(&name).is_ok().then_some(name)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_name_is_made_of_nearly_any_text() {
        assert_eq!(plain("Payments API").as_deref(), Some("payments-api"));
        assert_eq!(plain("/Web // Shop/").as_deref(), Some("web-shop"));
        assert_eq!(plain("Zürich").as_deref(), Some("z-rich"));
        assert_eq!(plain("…"), None);
    }
}

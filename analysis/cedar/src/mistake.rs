//! What is wrong with a text, and where.

use std::ops::Range;

use miette::Diagnostic;

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Mistake {
    /// In a line, lower case.
    pub message: String,
    /// What to do about it, if that is known.
    pub help: Option<String>,
    /// The id of the policy, if it is about one that has an id.
    pub policy: Option<String>,
    /// Where in the text, in bytes, if that is known.
    pub span: Option<Range<usize>>,
}

impl Mistake {
    pub(crate) fn new(message: impl Into<String>, span: Option<Range<usize>>) -> Self {
        Self {
            message: message.into(),
            help: None,
            policy: None,
            span,
        }
    }

    pub(crate) fn helped(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    /// What Cedar says.
    pub(crate) fn of(said: &dyn Diagnostic, policy: Option<String>) -> Self {
        let label = said.labels().and_then(|mut labels| labels.next());
        let span = label.as_ref().map(|label| {
            let begin = label.offset();
            begin..begin.saturating_add(label.len())
        });
        // What stands at the place says more than that something is wrong there.
        let detail = label.and_then(|label| label.label().map(str::to_owned));
        let message = own_words(&one_line(&said.to_string()), policy.as_deref());
        let message = match detail {
            Some(detail) if !detail.is_empty() => format!("{message}: {}", one_line(&detail)),
            _ => message,
        };
        Self {
            message,
            help: said.help().map(|help| one_line(&help.to_string())),
            policy,
            span,
        }
    }

    /// Where it is, as line and column that are counted from one (columns in characters), if that is known.
    #[must_use]
    pub fn place(&self, text: &str) -> Option<(usize, usize)> {
        let before = text.get(..self.span.as_ref()?.start)?;
        let line = before.rsplit('\n').next().unwrap_or_default();
        Some((before.matches('\n').count() + 1, line.chars().count() + 1))
    }

    /// What is wrong, with line and column if they are known.
    #[must_use]
    pub fn at(&self, text: &str) -> String {
        match self.place(text) {
            Some((line, column)) => format!("{line}:{column}: {}", self.message),
            None => self.message.clone(),
        }
    }
}

/// What Cedar says, with the id that a policy has for itself in place of its number.
fn own_words(message: &str, policy: Option<&str>) -> String {
    let numbered = message.strip_prefix("for policy `policy");
    let said = numbered.and_then(|rest| rest.split_once('`'));
    let said = said.map(|(number, said)| (number, said.trim_start_matches([',', ':', ' '])));
    match (said, policy) {
        (Some((_, said)), Some(id)) => format!("`{id}`: {said}"),
        (Some((_, said)), None) => said.to_owned(),
        (None, Some(id)) => format!("`{id}`: {message}"),
        (None, None) => message.to_owned(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

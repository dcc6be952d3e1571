//! Pipelines and the parts that they use: read and planned by a crate of their own, which shares nothing with the rest.

use std::sync::Arc;

use holdpoint_findings::{Document, Finding, Source as Text, Unreadable};
use holdpoint_pipelines::{Definition, Given, plan};

use super::Reader;
use crate::diagnostic::{Mistake, Source, Span};
use crate::yaml::Node;

/// What stands for what is not to be shown.
const SECRET: &str = "pipeline-secret";

impl Reader<'_> {
    /// Checks the sections `pipelines` and `parts`. What they say is not part of what is applied yet.
    pub(super) fn pipelines(&mut self, root: &Node) {
        let there = holdpoint_pipelines::SECTIONS
            .iter()
            .any(|key| root.get(key).is_some());
        if there && let Err(wrong) = checked(self.source) {
            // What is wrong with the file as such was said already, unless only the other reader minds it.
            let said = !self.found.is_empty();
            let own = |finding: &&Finding| !(said && finding.rule.id.starts_with("document-"));
            for finding in wrong.findings().iter().filter(own) {
                self.take(finding);
            }
        }
    }

    fn take(&mut self, finding: &Finding) {
        let span = span(self.source, finding);
        if finding.rule.id == SECRET {
            self.hidden.push(span);
        }
        let mistake = Mistake {
            code: finding.rule.id.to_owned(),
            message: finding.message.clone(),
            expected: String::new(),
            help: finding.help.to_string(),
        };
        self.report(span, mistake);
    }
}

/// Reads them, and plans each with made-up inputs.
fn checked(source: &Arc<Source>) -> Result<(), Unreadable> {
    let text = Text::new(source.name(), source.text().as_bytes().to_vec())?;
    let definition = Definition::read(&Document::read_yaml(&Arc::new(text))?)?;
    let mut found = Vec::new();
    let mut last = None;
    for name in definition.pipelines.keys() {
        if let Err(wrong) = plan(&definition, name.as_str(), &Given::example()) {
            found.extend(wrong.findings().iter().cloned());
            last = Some(wrong);
        }
    }
    match last {
        Some(wrong) => Err(Unreadable::new(found, wrong.sources().clone())),
        None => Ok(()),
    }
}

/// The same place in bytes of this source, which keeps a byte order mark that the other leaves out.
fn span(source: &Source, finding: &Finding) -> Span {
    let place = &finding.place;
    let start = byte(source, place.line, place.column);
    let end = place
        .end
        .map_or(start, |end| byte(source, end.line, end.column));
    Span::new(start, end.max(start))
}

fn byte(source: &Source, line: usize, column: usize) -> usize {
    let (start, text) = source.line(line);
    let mark = if line == 1 {
        text.len() - text.trim_start_matches('\u{feff}').len()
    } else {
        0
    };
    let text = text.get(mark..).unwrap_or_default();
    let within = text.char_indices().nth(column.saturating_sub(1));
    start + mark + within.map_or(text.len(), |(at, _)| at)
}

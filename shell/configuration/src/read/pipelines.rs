//! Pipelines and the parts that they use: read and planned by a crate of their own, which shares nothing with the rest.

use std::sync::Arc;

use holdpoint_domain::pipeline::{DEFINITION, Pipeline};
use holdpoint_findings::{Document, Finding, Source as Text, Unreadable};
use holdpoint_pipelines::{Definition, Given, alone, plan};

use super::Reader;
use crate::diagnostic::{Mistake, Source, Span};
use crate::yaml::Node;

/// What stands for what is not to be shown.
const SECRET: &str = "pipeline-secret";

impl Reader<'_> {
    /// Reads the sections `pipelines` and `parts`: each pipeline with the parts that it uses.
    pub(super) fn pipelines(&mut self, root: &Node) -> Option<Vec<Pipeline>> {
        let mut sections = holdpoint_pipelines::SECTIONS.iter();
        if !sections.any(|key| root.get(key).is_some()) {
            return None;
        }
        match checked(self.source) {
            Ok(found) => {
                let pipelines = found.into_iter();
                let sound = pipelines.filter_map(|one| self.short_enough(root, one));
                Some(sound.collect())
            }
            Err(wrong) => {
                // What is wrong with the file as such was said already, unless only the other reader minds it.
                let said = !self.found.is_empty();
                let own = |finding: &&Finding| !(said && finding.rule.id.starts_with("document-"));
                for finding in wrong.findings().iter().filter(own) {
                    self.take(finding);
                }
                None
            }
        }
    }

    /// A pipeline whose definition the ledger has room for, under a name that it can have.
    fn short_enough(&mut self, root: &Node, (name, title, text): Found) -> Option<Pipeline> {
        let wrong = match name.parse() {
            Ok(name) if text.len() <= DEFINITION => {
                return Some(Pipeline {
                    name,
                    title,
                    repository: String::new(),
                    definition: text,
                });
            }
            Ok(_) => format!("the definition of `{name}` is longer than {DEFINITION} bytes"),
            Err(error) => format!("`{name}`: {error}"),
        };
        let mistake = Mistake {
            code: "pipeline-wrong".to_owned(),
            message: wrong,
            expected: String::new(),
            help: "move scripts into files of the repository, or choose another name".to_owned(),
        };
        self.report(root.locate(&["pipelines", &name]), mistake);
        None
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

/// The name of a pipeline, its title, and its definition.
type Found = (String, String, String);

/// Reads them, and plans each with made-up inputs.
fn checked(source: &Arc<Source>) -> Result<Vec<Found>, Unreadable> {
    let text = Text::new(source.name(), source.text().as_bytes().to_vec())?;
    let document = Document::read_yaml(&Arc::new(text))?;
    let definition = Definition::read(&document)?;
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
        None => {
            let all = definition.pipelines.iter();
            let found = all.map(|(name, pipeline)| {
                let text = alone(&document, name.as_str()).unwrap_or_default();
                let title = pipeline.title.clone().unwrap_or_default();
                (name.as_str().to_owned(), title, text)
            });
            Ok(found.collect())
        }
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

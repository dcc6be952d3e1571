//! Cobertura reports, as its document type `coverage-04` and those who write it now have them.

mod class;
mod conditions;
mod xml;

use std::sync::Arc;

use holdpoint_findings::{Source, Span, Unreadable};

use crate::Report;
use crate::mistakes::{CUT, EMPTY, FORMAT, Mistakes};
use class::Class;
use xml::{Element, Node, Xml};

pub(crate) fn read(source: &Arc<Source>) -> Result<Report, Unreadable> {
    let mut reader = Reader {
        report: Report::default(),
        class: None,
        depth: 0,
        mistakes: Mistakes::new(source),
    };
    let mut xml = Xml::new(source.text());
    loop {
        match xml.next() {
            Ok(Node::Open(element)) => {
                if !reader.open(&element) {
                    break;
                }
            }
            Ok(Node::Close(name)) => reader.close(&name),
            Ok(Node::End) => return reader.end(source.text().len()),
            Err(wrong) => {
                reader
                    .mistakes
                    .add(wrong.rule, wrong.span, &[("what", &wrong.what)]);
                break;
            }
        }
    }
    reader.mistakes.or(reader.report)
}

struct Reader<'s> {
    report: Report,
    /// The class that is being read, and how deep it stands.
    class: Option<(usize, Class)>,
    depth: usize,
    mistakes: Mistakes<'s>,
}

impl Reader<'_> {
    /// Reads the beginning of an element; says whether it makes sense to go on.
    fn open(&mut self, element: &Element) -> bool {
        self.depth += 1;
        if self.depth == 1 && element.name != "coverage" {
            let shown: String = element.name.chars().take(40).collect();
            let what = format!("it begins with <{shown}>, and a Cobertura report with <coverage>");
            self.mistakes.add(&FORMAT, element.span, &[("what", &what)]);
            return false;
        }
        match (&mut self.class, element.name.as_str()) {
            (None, "class") => self.begin(element),
            (Some((_, class)), name) => class.open(name, element, &mut self.mistakes),
            (None, _) => {}
        }
        true
    }

    fn begin(&mut self, element: &Element) {
        match element
            .attribute("filename")
            .filter(|path| !path.is_empty())
        {
            Some(path) => {
                self.class = Some((self.depth, Class::new(path, element.attribute("name"))))
            }
            None => self
                .mistakes
                .record(element.span, "a <class> without `filename`"),
        }
    }

    fn close(&mut self, name: &str) {
        let here = self.depth;
        self.depth = here.saturating_sub(1);
        match self.class.take_if(|(depth, _)| *depth == here) {
            Some((_, class)) => class.into(&mut self.report),
            None => {
                if let Some((_, class)) = &mut self.class {
                    class.close(name);
                }
            }
        }
    }

    fn end(mut self, length: usize) -> Result<Report, Unreadable> {
        if self.depth > 0 {
            let what = "an element that is not closed";
            self.mistakes
                .add(&CUT, Span::new(length, length), &[("what", what)]);
        } else if self.report.files.is_empty() && self.mistakes.none() {
            self.mistakes.add(&EMPTY, Span::default(), &[]);
        }
        self.mistakes.or(self.report)
    }
}

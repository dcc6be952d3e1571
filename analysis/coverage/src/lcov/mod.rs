//! LCOV tracefiles, as geninfo(1) describes them, with the function records of lcov 2 (`FNL`, `FNA`).

mod record;

use std::collections::BTreeMap;
use std::sync::Arc;

use holdpoint_findings::{Source, Span, Unreadable};

use crate::mistakes::{CUT, EMPTY, FORMAT, Mistakes, OUTSIDE};
use crate::{File, Report};
use record::Record;

pub(crate) fn read(source: &Arc<Source>) -> Result<Report, Unreadable> {
    let mut reader = Reader {
        report: Report::default(),
        open: None,
        mistakes: Mistakes::new(source),
    };
    let mut start = 0;
    for whole in source.text().split('\n') {
        let text = whole.trim();
        let indent = whole.len() - whole.trim_start().len();
        let span = Span::new(start + indent, start + indent + text.len());
        if !text.is_empty() && !text.starts_with('#') && !reader.line(text, span) {
            break;
        }
        start += whole.len() + 1;
    }
    reader.end(source.text().len())
}

/// A file that is being read.
struct Open {
    path: String,
    file: File,
    span: Span,
    /// Functions by their index, which lcov 2 refers to.
    begins: BTreeMap<u32, u32>,
}

struct Reader<'s> {
    report: Report,
    open: Option<Open>,
    mistakes: Mistakes<'s>,
}

impl Reader<'_> {
    /// Reads a line; says whether it makes sense to go on.
    fn line(&mut self, text: &str, span: Span) -> bool {
        if text == "end_of_record" {
            self.close(text, span);
            return true;
        }
        let (key, rest) = match text.split_once(':') {
            Some((key, rest)) if is_key(key) => (key, rest),
            _ => return self.no_record(text, span),
        };
        match key {
            "SF" => self.begin(rest, span),
            _ => self.record(key, rest, span),
        }
        true
    }

    /// Whoever begins like this is no tracefile; one line among others is a mistake of its own.
    fn no_record(&mut self, text: &str, span: Span) -> bool {
        let shown: String = text.chars().take(40).collect();
        let nothing_yet =
            self.report.files.is_empty() && self.open.is_none() && self.mistakes.none();
        if nothing_yet {
            self.mistakes.add(
                &FORMAT,
                span,
                &[("what", &format!("it begins with `{shown}`"))],
            );
            return false;
        }
        self.mistakes.record(
            span,
            &format!("`{shown}` is no record: `KEY:VALUE` or `end_of_record` is expected"),
        );
        true
    }

    fn begin(&mut self, path: &str, span: Span) {
        if let Some(before) = &self.open {
            let what = format!("`{}`, which has no `end_of_record`", before.path);
            self.mistakes.add(&CUT, before.span, &[("what", &what)]);
        }
        if path.is_empty() {
            self.mistakes.record(span, "`SF:` names no file");
        }
        let (path, file, begins) = (path.to_owned(), File::default(), BTreeMap::new());
        self.open = Some(Open {
            path,
            file,
            span,
            begins,
        });
    }

    fn record(&mut self, key: &str, rest: &str, span: Span) {
        let record = match Record::read(key, rest) {
            Ok(Some(record)) => record,
            Ok(None) => return,
            Err(what) => return self.mistakes.record(span, &what),
        };
        match &mut self.open {
            Some(open) => open.add(record),
            None => self.mistakes.add(&OUTSIDE, span, &[("record", key)]),
        }
    }

    fn close(&mut self, record: &str, span: Span) {
        match self.open.take() {
            // A file may be described in several parts, such as by test.
            Some(open) => self
                .report
                .files
                .entry(open.path)
                .or_default()
                .join(&open.file),
            None => self.mistakes.add(&OUTSIDE, span, &[("record", record)]),
        }
    }

    fn end(mut self, length: usize) -> Result<Report, Unreadable> {
        let end = Span::new(length, length);
        if let Some(open) = &self.open {
            let what = format!("`{}`, which has no `end_of_record`", open.path);
            self.mistakes.add(&CUT, end, &[("what", &what)]);
        } else if self.report.files.is_empty() && self.mistakes.none() {
            self.mistakes.add(&EMPTY, Span::default(), &[]);
        }
        self.mistakes.or(self.report)
    }
}

fn is_key(key: &str) -> bool {
    !key.is_empty()
        && key
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

impl Open {
    fn add(&mut self, record: Record) {
        match record {
            Record::Line { line, hits } => {
                let known = &mut self.file.lines.entry(line).or_default().hits;
                *known = known.saturating_add(hits);
            }
            Record::Branch { line, name, taken } => {
                let branches = &mut self.file.lines.entry(line).or_default().branches;
                let known = branches.named.entry(name).or_default();
                *known = known.saturating_add(taken);
            }
            Record::Begins { index, line } => drop(self.begins.insert(index, line)),
            Record::Function { name, line } => {
                self.file.functions.entry(name).or_default().line = Some(line)
            }
            Record::Calls { name, hits, index } => {
                let line = index.and_then(|index| self.begins.get(&index).copied());
                let known = self.file.functions.entry(name).or_default();
                known.hits = known.hits.saturating_add(hits);
                known.line = known.line.or(line);
            }
        }
    }
}

//! A class, and the lines of it.

use super::conditions;
use super::xml::Element;
use crate::mistakes::Mistakes;
use crate::{File, Function, Line, Report};

/// A class that is being read.
pub(super) struct Class {
    path: String,
    name: String,
    file: File,
    /// What methods say of their lines: counts only if the class itself has none, since some writers have the lines of
    /// declarations there.
    spare: File,
    /// The method that is being read; it has its first line's hits.
    method: Option<(String, Option<(u32, u64)>)>,
}

impl Class {
    pub(super) fn new(path: &str, name: Option<&str>) -> Self {
        let (path, name) = (path.to_owned(), name.unwrap_or_default().to_owned());
        Self {
            path,
            name,
            file: File::default(),
            spare: File::default(),
            method: None,
        }
    }

    pub(super) fn open(&mut self, name: &str, element: &Element, mistakes: &mut Mistakes<'_>) {
        match name {
            "method" => {
                self.settle();
                let part = |key| element.attribute(key).unwrap_or_default();
                let method = format!("{}.{}{}", self.name, part("name"), part("signature"));
                self.method = Some((method, None));
            }
            "line" => match line(element) {
                Ok((number, line)) => self.line(number, line),
                Err(what) => mistakes.record(element.span, &what),
            },
            _ => {}
        }
    }

    /// An element within the class ends. Lines that follow `</methods>` are those of the class.
    pub(super) fn close(&mut self, name: &str) {
        if name == "method" {
            self.settle();
        }
    }

    fn line(&mut self, number: u32, line: Line) {
        let Some((_, first)) = &mut self.method else {
            return merge(&mut self.file, number, line);
        };
        if first.is_none_or(|(known, _)| number < known) {
            *first = Some((number, line.hits));
        }
        merge(&mut self.spare, number, line);
    }

    fn settle(&mut self) {
        if let Some((name, first)) = self.method.take() {
            let (line, hits) = first.unzip();
            let function = Function {
                line,
                hits: hits.unwrap_or(0),
            };
            self.file.functions.insert(name, function);
        }
    }

    /// Adds it to a report.
    pub(super) fn into(mut self, report: &mut Report) {
        self.settle();
        let file = report.files.entry(self.path).or_default();
        let lines = match self.file.lines.is_empty() {
            true => self.spare.lines,
            false => self.file.lines,
        };
        for (number, line) in lines {
            merge(file, number, line);
        }
        file.functions.extend(self.file.functions);
    }
}

/// Within one report a line may be written several times: in a class and in classes within. It is one line, executed as
/// often as the most of them say.
fn merge(file: &mut File, number: u32, line: Line) {
    match file.lines.get_mut(&number) {
        None => drop(file.lines.insert(number, line)),
        Some(known) => {
            known.hits = known.hits.max(line.hits);
            known.branches.same(&line.branches);
        }
    }
}

fn line(element: &Element) -> Result<(u32, Line), String> {
    let number = element
        .attribute("number")
        .and_then(|number| number.parse().ok());
    let number = number
        .filter(|number| *number > 0)
        .ok_or("a <line> whose `number` is none from 1")?;
    let hits = element.attribute("hits").and_then(|hits| hits.parse().ok());
    let hits = hits.ok_or_else(|| format!("line {number} whose `hits` are no number from 0"))?;
    let branches = conditions::read(element).map_err(|what| format!("line {number} {what}"))?;
    Ok((number, Line { hits, branches }))
}

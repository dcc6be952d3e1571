//! Diagnostics for people and for programs.

use std::fmt;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::{Diagnostic, Diagnostics};

/// Columns that a message is wrapped at.
const WIDTH: usize = 100;

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Diagnostic {}

impl miette::Diagnostic for Diagnostic {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.excerpt(self.span)?;
        Some(&*self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.source.excerpt(self.span)?;
        let label = if self.expected.is_empty() {
            "here".to_owned()
        } else {
            format!("expected {}", self.expected)
        };
        let span = (self.span.start, self.span.end - self.span.start);
        Some(Box::new(std::iter::once(LabeledSpan::at(span, label))))
    }
}

impl Diagnostics {
    /// For people: each with its lines of the file, with or without colour.
    #[must_use]
    pub fn human(&self, colour: bool) -> String {
        let theme = if colour {
            GraphicalTheme::unicode()
        } else {
            GraphicalTheme::unicode_nocolor()
        };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(WIDTH)
            .with_links(false)
            .with_context_lines(1);
        let mut text = String::new();
        for diagnostic in &self.found {
            // Writing to a string does not fail.
            let _ = handler.render_report(&mut text, diagnostic);
            if self.source_hidden(diagnostic) {
                let place = diagnostic.source.position(diagnostic.span.start);
                let name = diagnostic.source.name();
                text.push_str(&format!("   in {name}:{}:{}\n", place.line, place.column));
            }
            text.push('\n');
        }
        if self.more > 0 {
            text.push_str(&format!("and {} more mistakes\n", self.more));
        }
        text
    }

    fn source_hidden(&self, diagnostic: &Diagnostic) -> bool {
        diagnostic.source.excerpt(diagnostic.span).is_none()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.human(false))
    }
}

impl std::error::Error for Diagnostics {}

/// Where a mistake stands, in the shape that findings have too.
#[derive(serde::Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl Serialize for Diagnostic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let start = self.source.position(self.span.start);
        let end = self.source.position(self.span.end);
        let place = Place {
            file: self.source.name(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        };
        let mut map = serializer.serialize_struct("Diagnostic", 7)?;
        map.serialize_field("code", &self.code)?;
        map.serialize_field("level", "error")?;
        map.serialize_field("message", &self.message)?;
        map.serialize_field("expected", &self.expected)?;
        map.serialize_field("help", &self.help)?;
        map.serialize_field("place", &place)?;
        map.serialize_field("excerpt", &self.source.excerpt(self.span))?;
        map.end()
    }
}

impl Serialize for Diagnostics {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Diagnostics", 2)?;
        map.serialize_field("diagnostics", &self.found)?;
        map.serialize_field("more", &self.more)?;
        map.end()
    }
}

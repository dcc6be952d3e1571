//! The text of a file, with its lines, so that a mistake can be shown where it stands.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::Span;

/// Longer lines are not shown: nobody finds a mistake in them, and they would drown the rest.
const SHOWN: usize = 500;

/// A text and the name of the file that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    name: String,
    text: String,
    /// Offsets of the first byte of every line.
    lines: Vec<usize>,
}

/// A place in a text, counted from 1; columns are characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

impl Source {
    /// The text of the file of that name.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(ends).collect();
        Self {
            name: name.into(),
            lines,
            text,
        }
    }

    /// The name of the file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a line begins, counted from 1, and what stands on it, without its end.
    pub(crate) fn line(&self, number: usize) -> (usize, &str) {
        let start = self.start_of(number.saturating_sub(1));
        let text = self.text.get(start..self.start_of(number));
        (start, text.unwrap_or_default().trim_end())
    }

    /// Index of the line that holds the byte.
    fn line_of(&self, offset: usize) -> usize {
        self.lines
            .partition_point(|start| *start <= offset)
            .saturating_sub(1)
    }

    fn start_of(&self, line: usize) -> usize {
        self.lines.get(line).copied().unwrap_or(self.text.len())
    }

    /// Where the byte stands.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let line = self.line_of(offset);
        let before = self.text.get(self.start_of(line)..offset);
        Position {
            line: line + 1,
            column: before.map_or(0, |text| text.chars().count()) + 1,
        }
    }

    /// The part of the span that stands on its first line, without trailing blanks; at least one byte if
    /// there is one.
    pub(crate) fn first_line(&self, span: Span) -> Span {
        let start = span.start.min(self.text.len());
        let limit = self.start_of(self.line_of(start) + 1);
        let end = span.end.clamp(start, limit.max(start));
        let shown = self.text.get(start..end).map_or(0, |t| t.trim_end().len());
        Span::new(start, start + shown)
    }

    /// The line on which the span starts, unless it is too long to be read.
    pub(crate) fn excerpt(&self, span: Span) -> Option<&str> {
        let line = self.line_of(span.start);
        let text = self
            .text
            .get(self.start_of(line)..self.start_of(line + 1))?;
        (text.len() <= SHOWN).then(|| text.trim_end())
    }

    /// The span alone, for whoever wants to know where it begins.
    fn bare<'a>(
        &'a self,
        span: &SourceSpan,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        let data = self.text.get(start..end).ok_or(MietteError::OutOfBounds)?;
        let place = self.position(start);
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            data.as_bytes(),
            *span,
            place.line - 1,
            place.column - 1,
            1,
        )))
    }

    /// The same text with these parts made unreadable.
    pub(crate) fn masked(&self, hidden: &[Span]) -> Self {
        let covered = |at: usize| hidden.iter().any(|span| span.start <= at && at < span.end);
        let mut text = String::with_capacity(self.text.len());
        for (at, c) in self.text.char_indices() {
            if c != '\n' && covered(at) {
                text.extend(std::iter::repeat_n('*', c.len_utf8()));
            } else {
                text.push(c);
            }
        }
        Self {
            name: self.name.clone(),
            text,
            lines: self.lines.clone(),
        }
    }

    fn fits(&self, lines: std::ops::RangeInclusive<usize>) -> bool {
        lines
            .into_iter()
            .all(|line| self.start_of(line + 1) - self.start_of(line) <= SHOWN)
    }
}

impl SourceCode for Source {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        if (before, after) == (0, 0) {
            return self.bare(span);
        }
        let here = self.line_of(span.offset());
        let there = self.line_of(span.offset() + span.len().saturating_sub(1));
        let last = self.lines.len().saturating_sub(1);
        let wide = here.saturating_sub(before)..=(there + after).min(last);
        let lines = if self.fits(wide.clone()) {
            wide
        } else {
            here..=there
        };
        let start = self.start_of(*lines.start());
        let end = self.start_of(lines.end() + 1);
        let data = self.text.get(start..end).ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            data.as_bytes(),
            (start, end - start).into(),
            *lines.start(),
            0,
            lines.end() - lines.start() + 1,
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::{Source, Span};

    #[test]
    fn positions_count_characters_from_one() {
        let source = Source::new("a.yaml", "äb: c\n\nd: e");
        let place = |offset| {
            let found = source.position(offset);
            (found.line, found.column)
        };
        assert_eq!(place(0), (1, 1));
        assert_eq!(place("ä".len()), (1, 2));
        assert_eq!(place("äb: c\n\n".len()), (3, 1));
        assert_eq!(place(source.text().len()), (3, 5));
    }

    #[test]
    fn a_span_is_cut_at_its_line() {
        let source = Source::new("a.yaml", "a: b  \nc: d");
        assert_eq!(source.first_line(Span::new(3, 10)), Span::new(3, 4));
        assert_eq!(source.first_line(Span::new(900, 901)), Span::new(11, 11));
        assert_eq!(source.excerpt(Span::new(8, 9)), Some("c: d"));
    }
}

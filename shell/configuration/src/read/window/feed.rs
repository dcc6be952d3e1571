//! Calendar files of windows.

use std::sync::Arc;

use holdpoint_domain::window::When;
use holdpoint_icalendar::{Feed, Mistake};

use crate::diagnostic::{Source, Span, feed_unreadable, feed_wrong};
use crate::read::{Fields, Reader};

impl Reader<'_> {
    /// A calendar file beside this one: of it is kept what says when its events take place.
    pub(super) fn feed(&mut self, fields: &Fields<'_>) -> Option<When> {
        let node = fields.get("feed")?;
        let file = self.text(node, "the path of a calendar file")?;
        let text = match self.beside(&file) {
            Ok(text) => text,
            Err(why) => {
                let mistake = feed_unreadable(&file, why);
                self.report(node.span, mistake.expected("the path of a calendar file"));
                return None;
            }
        };
        match Feed::bare(&text) {
            Ok(text) => Some(When::Feed { file, text }),
            Err(mistakes) => {
                let source = Arc::new(Source::new(file, text));
                for mistake in mistakes {
                    let span = place(&source, &mistake);
                    self.found
                        .report(&source, span, feed_wrong(mistake.message));
                }
                None
            }
        }
    }
}

/// Where in the file: to the end of the line.
fn place(source: &Source, mistake: &Mistake) -> Span {
    let (start, line) = source.line(mistake.line);
    let mut letters = line.char_indices().map(|(at, _)| at);
    let column = letters.nth(mistake.column.saturating_sub(1));
    Span::new(start + column.unwrap_or(0), start + line.len().max(1))
}

//! Escape sequences of terminals (ECMA-48), as spans of text with a style.
//!
//! Of *select graphic rendition* (SGR, section 8.3.117) the colours of 16, 256 and all, and what is named in [`Style`], count; all other
//! sequences and control characters are dropped. A carriage return begins the line anew, as progress bars do: what was there before is
//! gone as soon as something follows.

mod colour;
mod html;
mod select;
mod style;

use anstyle_parse::{Params, Parser, Perform};

pub use colour::Colour;
pub use html::{html, stylesheet};
pub use style::{Span, Style};

/// The spans of a line. `style` is the one it begins with, and afterwards that it ends with: give the same one for line after line of a
/// stream to have colours go on, or a new one for a line by itself.
#[must_use]
pub fn spans(text: &[u8], style: &mut Style) -> Vec<Span> {
    let mut pen = Pen {
        style: *style,
        spans: Vec::new(),
        returned: false,
    };
    let mut parser = Parser::<anstyle_parse::DefaultCharAccumulator>::new();
    // So that what is no UTF-8 takes nothing of what follows along.
    for byte in String::from_utf8_lossy(text).bytes() {
        parser.advance(&mut pen, byte);
    }
    *style = pen.style;
    pen.spans
}

/// The text of a line as a terminal would show it, without colours.
#[must_use]
pub fn plain(text: &[u8]) -> String {
    let spans = spans(text, &mut Style::default());
    spans.into_iter().map(|span| span.text).collect()
}

struct Pen {
    style: Style,
    spans: Vec<Span>,
    /// Whether the next letter begins the line anew.
    returned: bool,
}

impl Pen {
    fn write(&mut self, letter: char) {
        if std::mem::take(&mut self.returned) {
            self.spans.clear();
        }
        match self.spans.last_mut() {
            Some(span) if span.style == self.style => span.text.push(letter),
            _ => self.spans.push(Span {
                style: self.style,
                text: letter.to_string(),
            }),
        }
    }
}

impl Perform for Pen {
    fn print(&mut self, letter: char) {
        if !letter.is_control() {
            self.write(letter);
        }
    }

    fn execute(&mut self, byte: u8) {
        match byte {
            b'\r' => self.returned = true,
            b'\t' => self.write('\t'),
            _ => {}
        }
    }

    fn csi_dispatch(&mut self, params: &Params, between: &[u8], ignored: bool, action: u8) {
        if action == b'm' && between.is_empty() && !ignored {
            select::select(&mut self.style, params);
        }
    }
}

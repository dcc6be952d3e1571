//! Text in a log, with the numbers of its lines.

use memchr::memmem;

use crate::error::Trouble;
use crate::read::Reader;
use crate::record::Stream;

/// A line that has the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its number.
    pub line: u64,
    /// Where it came from.
    pub stream: Stream,
    /// Its text as a terminal would show it, without colours.
    pub text: String,
    /// Where in it the searched text begins first, in bytes.
    pub at: usize,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The lines, in their order.
    pub hits: Vec<Hit>,
    /// The line to go on from, if there may be more.
    pub next: Option<u64>,
}

impl Reader {
    /// Lines from that number on that have the text, as a terminal would show them: colours do not stand between. With `exact`
    /// letters have to be the same, else those of ASCII may be small or capital. An empty text is in every line.
    ///
    /// # Errors
    /// When the log is damaged, or the medium fails.
    pub fn search(
        &mut self,
        text: &str,
        from: u64,
        most: usize,
        exact: bool,
    ) -> Result<Found, Trouble> {
        self.refresh()?;
        let sought = folded(text, exact);
        let finder = memmem::Finder::new(sought.as_bytes());
        let (mut hits, mut next) = (Vec::new(), None);
        self.each_line(from, |line| {
            if hits.len() >= most {
                next = Some(line.number);
                return false;
            }
            let text = line.plain();
            if let Some(at) = finder.find(folded(&text, exact).as_bytes()) {
                let (line, stream) = (line.number, line.stream);
                hits.push(Hit {
                    line,
                    stream,
                    text,
                    at,
                });
            }
            true
        })?;
        Ok(Found { hits, next })
    }
}

/// Folding keeps every byte in its place.
fn folded(text: &str, exact: bool) -> String {
    match exact {
        true => text.to_owned(),
        false => text.to_ascii_lowercase(),
    }
}

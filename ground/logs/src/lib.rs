//! What a program says of itself while it runs: lines with a level, the name of an event, and fields of stable names.
//!
//! As text for people, or as JSON, one object a line. Nobody waits for a log: what cannot be written is not written. What is
//! said of is chosen by whoever says it: names of routes rather than paths, codes rather than what somebody typed.
//!
//! ```
//! use holdpoint_logs::{Format, Level, Log};
//!
//! let log = Log::new(Format::Json, Level::Info, Box::new(std::io::sink()));
//! log.say(Level::Warn, "post", "letters wait", &[("count", 3.into())]);
//! ```

mod field;
mod line;
mod request;

use std::fmt;
use std::io::Write;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

pub use field::Field;
pub use request::{RequestId, TraceId};

/// How grave a line is; a log says what is as grave as its own level, or graver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Level {
    /// Something was not done.
    Error,
    /// Something needs somebody's eyes.
    Warn,
    /// A beginning or an end.
    #[default]
    Notice,
    /// Every request.
    Info,
}

impl Level {
    /// All words for them.
    pub const WORDS: [&str; 4] = ["error", "warn", "notice", "info"];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Notice => "notice",
            Self::Info => "info",
        }
    }
}

impl FromStr for Level {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let all = [Self::Error, Self::Warn, Self::Notice, Self::Info];
        let found = all.into_iter().find(|level| level.as_str() == text);
        found.ok_or_else(|| format!("write one of {}", Self::WORDS.join(", ")))
    }
}

/// How lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("write one of text, json".to_owned()),
        }
    }
}

type Sink = Box<dyn Write + Send>;

/// Where lines go. Clones write to the same place.
#[derive(Clone)]
pub struct Log(Arc<Inner>);

struct Inner {
    format: Format,
    level: Level,
    sink: Mutex<Sink>,
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Log({:?}, {:?})", self.0.format, self.0.level)
    }
}

impl Default for Log {
    /// One that says nothing.
    fn default() -> Self {
        Self::new(Format::Text, Level::Error, Box::new(std::io::sink()))
    }
}

impl Log {
    /// A log that writes there.
    #[must_use]
    pub fn new(format: Format, level: Level, sink: Sink) -> Self {
        let sink = Mutex::new(sink);
        Self(Arc::new(Inner {
            format,
            level,
            sink,
        }))
    }

    /// Whether a line of that level is written: whoever would have to gather its fields can ask first.
    #[must_use]
    pub fn says(&self, level: Level) -> bool {
        level <= self.0.level
    }

    /// Writes a line, if it is grave enough.
    pub fn say(&self, level: Level, event: &str, message: &str, fields: &[(&str, Field<'_>)]) {
        if !self.says(level) {
            return;
        }
        let line = match self.0.format {
            Format::Text => line::text(level, message, fields),
            Format::Json => line::json(level, event, message, fields),
        };
        let mut sink = self.0.sink.lock().unwrap_or_else(PoisonError::into_inner);
        // Nobody is left to be told when it cannot be written.
        let _ = sink.write_all(line.as_bytes()).and_then(|()| sink.flush());
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, Level};

    #[test]
    fn words_are_read_as_they_are_written() {
        for word in Level::WORDS {
            assert_eq!(word.parse::<Level>().map(Level::as_str), Ok(word));
        }
        assert!("verbose".parse::<Level>().is_err());
        assert_eq!("json".parse(), Ok(Format::Json));
        assert!("xml".parse::<Format>().is_err());
    }
}

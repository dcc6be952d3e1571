//! Who has to understand whom when two versions of a format meet.

use std::fmt;

use serde::Serialize;

/// Who has to understand whom when two versions of a format meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Those with the new version read what was written with the old one.
    Backward,
    /// Those with the old version read what is written with the new one.
    Forward,
}

impl Direction {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Backward => "backward",
            Self::Forward => "forward",
        }
    }

    /// The versions as the one that reads and the one that writes.
    pub fn reader_and_writer<T>(self, base: T, revision: T) -> (T, T) {
        match self {
            Self::Backward => (revision, base),
            Self::Forward => (base, revision),
        }
    }

    /// The two again, the other way round.
    pub fn base_and_revision<T>(self, reader: T, writer: T) -> (T, T) {
        match self {
            Self::Backward => (writer, reader),
            Self::Forward => (reader, writer),
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Direction;

    #[test]
    fn who_reads_is_told_from_who_writes() {
        for direction in [Direction::Backward, Direction::Forward] {
            let (reader, writer) = direction.reader_and_writer("old", "new");
            assert_eq!(direction.base_and_revision(reader, writer), ("old", "new"));
        }
        assert_eq!(Direction::Backward.reader_and_writer("old", "new").0, "new");
    }
}

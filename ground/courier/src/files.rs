//! Files under way: whoever lacks bytes says from where on, and gets a window of them.

use crate::link::WINDOW;

/// A file that comes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Incoming {
    /// Where the next byte stands.
    pub(crate) next: u64,
    /// Bytes that are kept.
    pub(crate) kept: u64,
}

impl Incoming {
    pub(crate) fn from(offset: u64) -> Self {
        Self {
            next: offset,
            kept: offset,
        }
    }

    /// Whether a piece is the one that was to come.
    pub(crate) fn takes(&mut self, offset: u64, length: usize) -> bool {
        let end = offset.saturating_add(length as u64);
        let fits = offset == self.next && end <= self.kept.saturating_add(WINDOW);
        if fits {
            self.next = end;
        }
        fits
    }
}

/// A file that is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Outgoing {
    pub(crate) sent: u64,
    /// How far it may be sent.
    until: u64,
    /// Its bytes, when they are known.
    pub(crate) size: Option<u64>,
}

impl Outgoing {
    /// Wanted from an offset on, for the first time in a session.
    pub(crate) fn from(offset: u64) -> Self {
        Self {
            sent: offset,
            until: offset.saturating_add(WINDOW),
            size: None,
        }
    }

    /// Wanted further. Whether the other side has it all.
    pub(crate) fn further(&mut self, offset: u64) -> bool {
        self.until = self.until.max(offset.saturating_add(WINDOW));
        self.size.is_some_and(|size| offset >= size)
    }

    /// How many bytes may be sent now.
    pub(crate) fn room(&self) -> u64 {
        let end = self.size.unwrap_or(u64::MAX).min(self.until);
        end.saturating_sub(self.sent)
    }
}

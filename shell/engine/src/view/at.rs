//! Moments of the ledger.

use std::str::FromStr;
use std::sync::Arc;

use holdpoint_domain::{State, Time};
use holdpoint_ports::{LedgerReader, Visit};

use crate::EngineError;
use crate::entry::time_of;
use crate::shared::Shared;

/// As of when a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum At {
    /// Now.
    #[default]
    Now,
    /// When the entry at this position had just been appended.
    Position(u64),
    /// When the ledger had this many entries.
    Size(u64),
    /// At this time: every entry up to and including it is seen.
    Time(Time),
}

impl FromStr for At {
    type Err = holdpoint_domain::TimeError;

    /// A position, or a time in RFC 3339.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse() {
            Ok(position) => Ok(Self::Position(position)),
            Err(_) => text.parse().map(Self::Time),
        }
    }
}

/// How many entries are seen at the moment, what `now` is then, and the state if it is the newest.
pub(super) fn resolve(
    shared: &Arc<Shared>,
    at: At,
) -> Result<(u64, Time, Option<State>), EngineError> {
    let published = shared.published.load_full();
    let newest = published.size();
    let clock = Time::from_millis(shared.clock.now());
    let size = match at {
        At::Now => newest,
        At::Size(size) => size,
        At::Position(position) => position.saturating_add(1),
        At::Time(time) => size_at(&*shared.readers.lend(), time, newest)?,
    };
    if size > newest {
        let (position, size) = (size - 1, newest);
        return Err(EngineError::Beyond { position, size });
    }
    let entry_time = || match size.checked_sub(1) {
        Some(last) => time_at(&*shared.readers.lend(), last),
        None => Ok(Time::default()),
    };
    let now = match at {
        At::Now => clock.max(head_time(&published)),
        // What has not come yet cannot be told of: a moment in the future is now.
        At::Time(time) => time.min(clock.max(head_time(&published))),
        At::Size(_) | At::Position(_) => entry_time()?,
    };
    let state = (size == newest).then(|| published.state.clone());
    Ok((size, now, state))
}

fn head_time(published: &crate::Published) -> Time {
    let head = published.head.as_ref();
    head.map_or(Time::default(), |head| Time::from_millis(head.time_ms))
}

/// Number of entries up to and including a time: entry time never decreases.
fn size_at(reader: &dyn LedgerReader, time: Time, newest: u64) -> Result<u64, EngineError> {
    let (mut low, mut high) = (0, newest);
    while low < high {
        let middle = low + (high - low) / 2;
        if time_at(reader, middle)? <= time {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

fn time_at(reader: &dyn LedgerReader, position: u64) -> Result<Time, EngineError> {
    let mut found = None;
    reader.entries(position..position + 1, &mut |_, bytes| {
        found = time_of(bytes);
        Visit::Break(())
    })?;
    found.ok_or_else(|| EngineError::Entry {
        position,
        reason: "it has no time".to_owned(),
    })
}

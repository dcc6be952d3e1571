//! From when to when a certificate counts.

use std::time::Duration;

use thiserror::Error;
use x509_cert::der::DateTime;
use x509_cert::der::asn1::{GeneralizedTime, UtcTime};
use x509_cert::time::{Time, Validity};

use super::Serial;

/// By how many seconds clocks may be behind: a certificate counts from so long before it was issued.
pub(crate) const SKEW: i64 = 300;

/// A certificate counts for less than that by mistake only.
const SHORTEST: Duration = Duration::from_secs(60);

/// A certificate counts for more than that by mistake only: a hundred years.
const LONGEST: Duration = Duration::from_secs(100 * 366 * 86_400);

/// What whoever has a certificate issued says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Now, in seconds since the epoch.
    pub now: i64,
    /// For how long it counts: hours for agents, years for an authority.
    pub lifetime: Duration,
    /// Its serial number.
    pub serial: Serial,
}

/// Why there cannot be a certificate of such terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TermsMistake {
    /// The lifetime is none.
    #[error("a certificate counts for a minute at least and a hundred years at most, not for {} seconds", .0.as_secs())]
    Lifetime(Duration),
    /// Now is no moment that a certificate can have.
    #[error("certificates have times from 1970 to 9999: is the clock right?")]
    Clock,
}

/// When something counts, in seconds since the epoch; both ends are within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) begins: i64,
    pub(crate) ends: i64,
}

impl Terms {
    pub(crate) fn span(&self) -> Result<Span, TermsMistake> {
        if !(SHORTEST..=LONGEST).contains(&self.lifetime) {
            return Err(TermsMistake::Lifetime(self.lifetime));
        }
        let lifetime = i64::try_from(self.lifetime.as_secs()).unwrap_or(i64::MAX);
        let span = Span {
            begins: self.now.saturating_sub(SKEW),
            ends: self.now.saturating_add(lifetime),
        };
        // What can be written is looked at here, so that nothing fails later.
        span.validity().map(|_| span).ok_or(TermsMistake::Clock)
    }
}

impl Span {
    pub(crate) fn validity(self) -> Option<Validity> {
        Some(Validity {
            not_before: time(self.begins)?,
            not_after: time(self.ends)?,
        })
    }

    pub(crate) fn of(validity: &Validity) -> Self {
        let seconds = |time: &Time| {
            let seconds = time.to_unix_duration().as_secs();
            i64::try_from(seconds).unwrap_or(i64::MAX)
        };
        Self {
            begins: seconds(&validity.not_before),
            ends: seconds(&validity.not_after),
        }
    }

    pub(crate) fn holds(self, now: i64) -> bool {
        (self.begins..=self.ends).contains(&now)
    }

    /// From when on one should have another: after two thirds of it.
    pub(crate) fn due(self) -> i64 {
        let lasts = self.ends.saturating_sub(self.begins);
        self.begins.saturating_add(lasts / 3 * 2)
    }
}

/// Until 2049 times have two digits for the year, later ones four (RFC 5280, section 4.1.2.5).
fn time(seconds: i64) -> Option<Time> {
    let since = Duration::from_secs(u64::try_from(seconds).ok()?);
    let moment = DateTime::from_unix_duration(since).ok()?;
    match UtcTime::from_date_time(moment) {
        Ok(short) => Some(Time::UtcTime(short)),
        Err(_) => Some(Time::GeneralTime(GeneralizedTime::from_date_time(moment))),
    }
}

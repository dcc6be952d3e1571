//! Bulletins: what waits for people, told them by mail or in a chat, when they want to be told.
//!
//! The ledger has the round: its intent before the first letter goes out, and how many were delivered after the
//! last. Who gets one is personal, so the letters stand in the vault: each is claimed there under the moment that
//! it was due and the position of the intent, durably, before it goes out. So nobody is told the same thing
//! twice, and after a crash what was being sent is said to be unknown and is not sent again.

mod due;
mod html;
mod kept;
mod round;
mod slot;
mod written;

use holdpoint_domain::bulletin::Channels;
use holdpoint_ports::Courier;

use crate::BulletinChannel;
use kept::{Kept, Progress};

/// Opens the ways that an organisation has declared: knows where secrets stand.
pub trait Couriers: Send + Sync {
    /// The courier of a channel.
    ///
    /// # Errors
    /// Says why there is none, and nothing that is secret.
    fn open(&self, channels: &Channels, by: BulletinChannel) -> Result<Box<dyn Courier>, String>;
}

/// How a round ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Round {
    /// How many letters were taken.
    pub delivered: u32,
    /// How many were not; some of them are tried again in a later round.
    pub failed: u32,
    /// Of how many nobody knows.
    pub unknown: u32,
    /// What went wrong, for whoever runs the server; it names nobody.
    pub problems: Vec<String>,
}

impl Round {
    fn count(&mut self, progress: Progress) {
        match progress {
            Progress::Delivered => self.delivered += 1,
            Progress::Failed | Progress::Later => self.failed += 1,
            Progress::Unknown | Progress::Sending => self.unknown += 1,
            Progress::Nothing => {}
        }
    }
}

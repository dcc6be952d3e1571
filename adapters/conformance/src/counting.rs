//! Randomness that counts.

use std::sync::atomic::{AtomicU64, Ordering};

use holdpoint_ports::Randomness;

/// Gives 0, 1, 2 …, so that ids differ and are the same in every run.
#[derive(Debug, Default)]
pub struct Counting(AtomicU64);

impl Randomness for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let next = self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        for (place, byte) in bytes.iter_mut().rev().zip(next.iter().rev()) {
            *place = *byte;
        }
    }
}

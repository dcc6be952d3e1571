//! What steps write while they run.

/// Shows what steps write while they run.
pub trait StepOutput: Send + Sync {
    /// What the step with that key (the position of its intent) has written from an offset on, at most so many bytes, as the
    /// records of its log; empty at its end. None if nothing is known of it here.
    fn written(&self, key: u64, offset: u64, most: u64) -> Option<Vec<u8>>;
}

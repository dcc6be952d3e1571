//! What is known of a type of event.

/// An event type with its JSON Schema.
#[derive(Clone, Copy)]
pub struct EventType {
    /// Such as `release.created.v1`.
    pub name: &'static str,
    /// The format of the ledger that it came with.
    pub since: u32,
    /// The schema of its data.
    pub schema: fn() -> schemars::Schema,
}

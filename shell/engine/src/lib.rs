//! The engine: the shell around the pure core. It sequences commands, makes their events durable, folds them
//! into a state, answers questions as of any moment, wakes when something is due, and hands out effects.
//!
//! - [`Engine::submit`] takes a [`Request`] and gives an [`Answer`] when everything in it is durable.
//! - [`Engine::view`] answers questions as of now, a position or a time.
//! - [`Reactor`] issues what the ledger says is due and hands effects to an [`Executor`].
//! - [`audit`] verifies, exports and replays.
//!
//! Everything is synchronous; one thread decides and appends.

pub mod audit;
mod backed;
mod desk;
pub mod document;
mod engine;
pub mod entry;
mod error;
mod fleet;
mod fold;
mod guard;
mod horizon;
mod log;
mod lookups;
mod named;
mod parts;
mod reactor;
mod readers;
mod recency;
pub mod refusal;
mod rehearse;
mod request;
mod rules;
mod sequencer;
mod shared;
mod tiles;
pub mod transfer;
mod view;

pub use backed::{Backed, Backing};
pub use engine::Engine;
pub use entry::Recorded;
pub use error::EngineError;
pub use fleet::{Fleet, FleetState, Turn as FleetTurn};
pub use fold::Visitor;
pub use horizon::{Horizon, HorizonError};
pub use named::sealed_texts;
pub use parts::{Parts, signing};
pub use reactor::{Executor, Found, Line, NoExecutor, Reactor, Running, Task, Turn};
pub use request::{Answer, Inclusion, Outcome, Request};
pub use shared::Published;
pub use view::{At, Listed, Page, View};

/// How far the clock may be behind the newest entry, in milliseconds.
pub const CLOCK_TOLERANCE_MS: i64 = 30_000;

/// How long an idempotency key counts, in milliseconds: 30 days.
pub const KEYS_KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

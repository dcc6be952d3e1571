//! The pure core of Holdpoint: what may happen, what has happened, what is due, and whether it may go further.
//!
//! Four functions and no clock, no IO, no async: [`decide`], [`evolve`], [`agenda`] and [`gate::judge`].
//! Everything else here is the vocabulary that they speak, a module per concept.

mod about;
mod deciding;
mod event_type;
pub mod kernel;
mod pages;
mod registry;
mod state;

pub mod access;
pub mod agent;
pub mod approval;
pub mod booking;
pub mod bulletin;
pub mod calendar;
pub mod catalogue;
pub mod conflict;
pub mod contract;
pub mod conversation;
pub mod cutover;
pub mod declaration;
pub mod deployment;
pub mod directory;
pub mod environment;
pub mod evidence;
mod fact_error;
pub mod format;
pub mod gate;
pub mod organisation;
pub mod pipeline;
pub mod release;
pub mod retention;
pub mod signing;
pub mod status;
pub mod train;
pub mod waiver;
pub mod window;
pub mod workload;

pub use about::decide_as_if_signed;
pub use deciding::decide;
pub use event_type::EventType;
pub use fact_error::FactError;
pub use kernel::*;
pub use pages::pages;
pub use registry::{Command, EVENTS, Fact};
pub use state::{Agenda, Effect, RESIDENT, State, agenda, effect, effects, evolve};

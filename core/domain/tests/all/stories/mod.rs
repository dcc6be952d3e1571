//! Stories: one journey, or one way to leave it, each.

mod accounts;
mod activity;
pub mod agents;
mod bookings;
pub mod bulletins;
mod calendars;
pub mod comments;
pub mod conflicts;
pub mod contracts;
mod crowd;
mod declare;
mod delegation;
pub mod directory;
mod evidence;
pub mod findings;
mod journey;
mod past;
mod people;
pub mod pipelines;
mod places;
pub mod provisioning;
mod releases;
mod retention;
mod retire;
mod rollback;
mod rules;
mod segregation;
pub mod sharing;
mod signing;
mod stating;
pub mod statuses;
mod steps;
mod waivers;
pub mod windows;
pub mod workloads;

pub use signing::asks_for_signatures;

//! A sample organisation: three units, a dozen components, and two quarters of releases.
//!
//! Everything in it is made by running real commands, under a clock that is moved on by hand. The ledger says
//! of itself that it holds sample data.

mod agents;
mod bookings;
mod chance;
mod configuration;
mod consent;
mod contracts;
mod custody;
mod error;
mod journey;
mod material;
mod nights;
mod people;
mod quarters;
mod runs;
mod talk;
mod today;
mod world;

pub use error::SampleError;
pub use quarters::{Summary, WEEKS, fill};

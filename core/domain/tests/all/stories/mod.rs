//! Stories: one journey, or one way to leave it, each.

mod declare;
mod journey;
mod people;
mod places;
mod retire;
mod rollback;

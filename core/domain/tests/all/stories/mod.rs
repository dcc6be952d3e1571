//! Stories: one journey, or one way to leave it, each.

mod journey;
mod places;
mod rollback;

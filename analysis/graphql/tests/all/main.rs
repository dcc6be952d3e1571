//! GraphQL schemas: what is found between two versions, and what cannot be read.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod changes;
mod hostile;
mod language;
mod rules;
mod world;

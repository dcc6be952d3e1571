//! JSON Schema: what is found between two versions, what cannot be read, and that what is called safe is.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod changes;
mod files;
mod hostile;
mod property;
mod random;
mod rules;
mod world;

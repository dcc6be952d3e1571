//! Avro schemas: what is found between two versions, what cannot be read, and what of it is true.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod changes;
mod files;
mod hostile;
mod language;
mod oracle;
mod property;
mod random;
mod rules;
mod world;

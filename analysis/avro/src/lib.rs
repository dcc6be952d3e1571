//! Whether what was written with one version of an Avro schema can be read with another.
//!
//! Schemas are read from one file or several (`.avsc`, and the types of `.avpr`) whose named types may refer to each other;
//! two versions are compared by the rules of schema resolution, and everything that cannot be resolved is a
//! [`Finding`](holdpoint_findings::Finding) that says who breaks and how to make the change safely. Nothing here knows the
//! clock, the network or the disk.
//!
//! ```
//! use std::sync::Arc;
//! use holdpoint_avro::{Schema, compare};
//! use holdpoint_findings::{Direction, Source};
//!
//! let read = |fields: &str| {
//!     let text = format!(r#"{{"type": "record", "name": "Pet", "fields": [{fields}]}}"#);
//!     Schema::read(&[Arc::new(Source::new("pet.avsc", text.into_bytes())?)])
//! };
//! let base = read("")?;
//! let revision = read(r#"{"name": "age", "type": "int"}"#)?;
//! let found = compare(&base, &revision, Direction::Backward).findings;
//! assert_eq!(found[0].rule.id, "avro-field-default-missing");
//! assert!(compare(&base, &revision, Direction::Forward).findings.is_empty());
//! # Ok::<(), holdpoint_findings::Unreadable>(())
//! ```

mod compare;
mod mistakes;
mod model;
mod read;
mod rules;

pub use compare::{Comparison, compare};
pub use model::Schema;
pub use rules::rules;

use holdpoint_findings::Rule;

/// Files without a schema.
pub static EMPTY: &Rule = &mistakes::EMPTY;

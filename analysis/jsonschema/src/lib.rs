//! Whether every document that one version of a JSON Schema accepts is accepted by another.
//!
//! A schema of draft 4, 6, 7, 2019-09 or 2020-12 is read with all files that it refers to. [`compare`] looks for a proof
//! that what the one version accepts the other accepts, too; wherever there is none, a
//! [`Finding`](holdpoint_findings::Finding) says which keyword stands in the way, who breaks and how to make the change
//! safely. A proof is never guessed: what cannot be decided is a finding. Nothing here knows the clock, the network or the
//! disk.
//!
//! ```
//! use std::sync::Arc;
//! use holdpoint_jsonschema::{Content, Missing, Schema, compare};
//! use holdpoint_findings::{Direction, Source};
//!
//! let read = |text: &str| {
//!     let source = Arc::new(Source::new("pet.json", text.as_bytes().to_vec())?);
//!     Schema::read(&source, &mut |_| Err(Missing::Absent("there is one file".to_owned())))
//! };
//! let base = read(r#"{"type": "string", "maxLength": 20}"#)?;
//! let revision = read(r#"{"type": "string", "maxLength": 10}"#)?;
//! let found = compare(&base, &revision, Direction::Backward, Content::AsWritten).findings;
//! assert_eq!(found[0].rule.id, "json-schema-max-length-decreased");
//! assert!(compare(&base, &revision, Direction::Forward, Content::AsWritten).findings.is_empty());
//! # Ok::<(), holdpoint_findings::Unreadable>(())
//! ```

mod compare;
mod datum;
mod eval;
mod mistakes;
mod model;
mod number;
mod pattern;
mod prove;
mod read;
mod rules;

pub use compare::{Comparison, Content, compare, removed};
pub use model::Schema;
pub use read::{Loader, Missing};
pub use rules::rules;

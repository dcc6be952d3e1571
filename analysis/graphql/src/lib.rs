//! What changes between two versions of a GraphQL schema: what breaks, what is dangerous, and what is safe.
//!
//! A schema is read from one file or several in the schema definition language; two of them are compared, and every
//! change is a [`Finding`](holdpoint_findings::Finding) that says who breaks and how to make the change safely: an error
//! if it breaks, a warning if it is dangerous, a note if it is safe. Nothing here knows the clock, the network or the disk.
//!
//! ```
//! use std::sync::Arc;
//! use holdpoint_findings::{Level, Source};
//! use holdpoint_graphql::{Schema, compare};
//!
//! let read = |text: &str| {
//!     let source = Arc::new(Source::new("schema.graphql", text.as_bytes().to_vec())?);
//!     Schema::read(&[source])
//! };
//! let base = read("type Query { pets(first: Int): [String!] }")?;
//! let revision = read("type Query { pets(first: Int!): [String!]! }")?;
//! let found = compare(&base, &revision).findings;
//! let breaks: Vec<_> = found.iter().filter(|one| one.level == Level::Error).collect();
//! assert_eq!(breaks[0].subject, "Query.pets.first");
//! # Ok::<(), holdpoint_findings::Unreadable>(())
//! ```

mod compare;
mod lex;
mod mistakes;
mod model;
mod parse;
mod rules;
mod schema;
mod worth;

pub use compare::{Comparison, compare};
pub use rules::rules;
pub use schema::Schema;

use holdpoint_findings::Rule;

/// Files without a schema.
pub static EMPTY: &Rule = &mistakes::EMPTY;

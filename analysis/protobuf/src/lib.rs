//! What breaks between two versions of a contract in Protocol Buffers.
//!
//! A contract is read from `.proto` files (proto2, proto3, editions 2023 and 2024) with all that they import, or from a
//! set of descriptors; two of them are compared by the rules of a [`Category`], and every change is a
//! [`Finding`](holdpoint_findings::Finding) that says who breaks and how to make the change safely. Nothing here knows
//! the clock, the network or the disk.
//!
//! ```
//! use std::sync::Arc;
//! use holdpoint_findings::Source;
//! use holdpoint_protobuf::{Category, Choice, Contract, Input, compare};
//!
//! let read = |text: &str| {
//!     let source = Arc::new(Source::new("pet.proto", text.as_bytes().to_vec())?);
//!     Contract::parse(vec![Input { path: "pet.proto".into(), source }], &mut |_| Ok(None))
//! };
//! let base = read("syntax = \"proto3\"; message Pet { string name = 1; }")?;
//! let revision = read("syntax = \"proto3\"; message Pet { bytes name = 1; }")?;
//! let wire = compare(&base, &revision, &Choice::of(&[Category::Wire]));
//! assert!(wire.findings.is_empty(), "every string is a row of bytes");
//! let file = compare(&base, &revision, &Choice::of(&[Category::File]));
//! assert_eq!(file.findings[0].rule.aliases, ["buf:FIELD_SAME_TYPE"]);
//! # Ok::<(), holdpoint_findings::Unreadable>(())
//! ```

mod builtin;
mod choice;
mod compare;
mod contract;
mod descriptor;
mod features;
mod index;
mod lex;
mod link;
mod mistakes;
mod model;
mod parse;
mod ranges;
mod reporter;
mod rules;

pub use choice::{Choice, Configuration, Module, workspace};
pub use compare::{Comparison, compare};
pub use contract::{Contract, Input, Loader, is_descriptors};
pub use rules::{Category, rules};

use holdpoint_findings::Rule;

/// A folder without a contract.
pub static EMPTY: &Rule = &mistakes::EMPTY_FOLDER;
/// Two contracts of different kinds.
pub static UNLIKE: &Rule = &mistakes::UNLIKE_CONTRACTS;

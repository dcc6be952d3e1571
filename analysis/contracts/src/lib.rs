//! What breaks between two versions of a contract.
//!
//! A contract is read with all files that it refers to ([`Files`]); two of them are compared, and every change is a
//! [`Finding`](holdpoint_findings::Finding) by a rule that says who breaks and how to make the change safely. Nothing here
//! knows the clock, the network or the disk.

mod files;
pub mod openapi;
mod pointers;

pub use files::{Files, Loader, Missing};

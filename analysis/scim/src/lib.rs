//! SCIM 2.0 (RFC 7643 and 7644): what directories send, and how it is read, filtered, changed and shown.
//!
//! A resource is a JSON object. [`Kind::accept`] makes a sound one of what was sent, [`Patch`] changes one, [`Filter`] and
//! [`Page`] choose among many, [`View`] shows as much of one as was asked for. Nothing here knows what a user is for.
//!
//! Directories differ from the text of the standard. What is known of theirs is taken, too: operations in capitals, truths as
//! texts, paths as names of values, values where a removal names which, and elements that a replacement does not find.

mod dialect;
mod error;
mod filter;
mod page;
mod patch;
mod path;
mod schema;
mod view;

pub use error::{ScimError, ScimType};
pub use filter::{Filter, Operator};
pub use page::{Page, listed};
pub use patch::Patch;
pub use path::{AttributePath, Path};
pub use schema::{
    Attribute, ENTERPRISE, GROUP, GROUP_SCHEMA, Kind, Schema, Type, USER, USER_SCHEMA,
    resource_types, schemas,
};
pub use view::View;

/// The schema of a message, by its short name: `ListResponse`, `PatchOp`, `Error`.
#[must_use]
pub fn message(name: &str) -> String {
    format!("urn:ietf:params:scim:api:messages:2.0:{name}")
}

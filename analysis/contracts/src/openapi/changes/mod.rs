//! What may change in a schema, each kind in a file.

mod beyond;
mod composition;
mod discriminator;
mod kinds;
mod lifecycle;
mod limits;
mod properties;
mod required;
mod values;

pub(crate) use kinds::{header_nullable, header_type};

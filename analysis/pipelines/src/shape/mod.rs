//! The shapes of a definition: what stands in the file, how it is read, and its JSON Schema, each said once.

mod choice;
mod datum;
mod leaf;
mod list;
mod reader;
mod record;
mod suggest;
mod word;

use holdpoint_findings::Value;

use crate::expression::Template;

pub(crate) use choice::choice;
pub use datum::Digest;
pub use leaf::{Count, Cpu, Duration, Path, Percent, Port, Script, Size, Status};
pub use list::Brief;
pub(crate) use list::FromBrief;
pub(crate) use reader::Reader;
pub(crate) use record::{record, value_of};
pub(crate) use suggest::{listed, nearest};
pub(crate) use word::Key;
pub use word::{Axis, Label, Variable, Word};

/// What can be read from a value.
pub(crate) trait Shape: Sized {
    /// Reads it, or reports what is wrong with it.
    fn read(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Self>;

    /// Looks at every template in it.
    fn templates(&mut self, _visit: &mut dyn FnMut(&mut Template)) {}
}

/// Whether a field says nothing.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

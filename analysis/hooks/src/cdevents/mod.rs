//! CDEvents 0.4 and 0.5 as CloudEvents 1.0, in structured and in binary mode: read and written.
//!
//! Sources: the specification of CDEvents 0.4.1 and 0.5.0 with its schemas and its "CloudEvents Binding"; CloudEvents 1.0.2 and its
//! HTTP protocol binding. Of its vocabulary those events are known that are about runs, tests, artifacts and services; see [`Kind`].

mod cloud;
mod content;
mod field;
mod header;
mod kind;
mod reading;
mod writing;

pub use content::{Content, Outcome, Place, Suite, Trigger};
pub use kind::{Kind, Spec};
pub use reading::read;
pub use writing::{Message, Mode};

use jiff::Timestamp;

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The version of CDEvents.
    pub spec: Spec,
    /// What tells it from all others of its source.
    pub id: String,
    /// Who says so, as a reference to a resource (RFC 3986).
    pub source: String,
    /// When it happened.
    pub time: Timestamp,
    /// What tells the chain that it belongs to.
    pub chain: Option<String>,
    /// What happened.
    pub kind: Kind,
    /// To what: the id of a run, an artifact (a package URL) or a service.
    pub subject: String,
    /// Whose id that is, if it is not the source's.
    pub subject_source: Option<String>,
    /// What is said of it.
    pub content: Content,
}

//! Brings an organisation and its catalogue over from where they are kept now: spreadsheets (CSV, XLSX), Backstage
//! catalogue files, exports of a ServiceNow CMDB.
//!
//! Everything becomes tables first ([`read`]). A [`Mapping`] says which column is what; one is guessed, can be printed,
//! edited and given back. [`Source::preview`] then shows what would be imported, what is left out and why, and
//! what is wrong at which row and column. Nothing is written anywhere.
//!
//! ```
//! use holdpoint_import::{Limits, read};
//!
//! let file = "Service;Department;Support group\nTill;Retail;Payments\n";
//! let source = read("services.csv", file.as_bytes(), &Limits::default())?;
//! let preview = source.preview(&source.guess().mapping)?;
//! let till = &preview.imported.components[0];
//! assert_eq!((till.name.as_str(), till.team.as_deref()), ("till", Some("payments")));
//! # Ok::<(), holdpoint_import::ImportError>(())
//! ```

mod build;
mod error;
mod formula;
mod limits;
mod mapping;
mod model;
mod place;
mod preview;
mod read;
mod slug;
mod source;
mod table;

pub use error::ImportError;
pub use formula::escape_formula;
pub use limits::Limits;
pub use mapping::{Field, Guess, Guessed, Mapping, RecordKind, TableMapping};
pub use model::{Component, Criticality, Environment, Imported, Person, Team, Unit};
pub use place::{Place, Problem};
pub use preview::{Preview, Skipped, TableSummary};
pub use read::read;
pub use slug::{Names, slug};
pub use source::{Format, Source};

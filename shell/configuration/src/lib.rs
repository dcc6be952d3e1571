//! The configuration of an organisation: `holdpoint.yaml`, read with every mistake shown at its place, and
//! turned into the difference between what a ledger says and what the file says.
//!
//! ```
//! use holdpoint_configuration::{Configuration, Source};
//!
//! let source = Source::new("holdpoint.yaml", "units:\n  payments:\n    titel: Payments\n");
//! let mistakes = Configuration::parse(source, &|_| Err("no policies here".to_owned())).unwrap_err();
//! let codes: Vec<_> = mistakes.iter().map(|one| one.code.as_str()).collect();
//! assert_eq!(codes, ["configuration-misplaced-section", "configuration-unknown-key"]);
//! assert!(mistakes.to_string().contains("did you mean `title`?"));
//! ```

mod diagnostic;
mod difference;
mod import;
mod init;
mod inverse;
mod model;
mod order;
mod place;
mod plan;
mod read;
mod schema;
mod yaml;

pub use diagnostic::{Diagnostic, Diagnostics, PAGES, Position, Source, Span};
pub use difference::{Origin, difference};
pub use import::{Import, NewPerson, Note, import};
pub use init::{Seed, write};
pub use inverse::{changed_since, inverse};
pub use model::{Configuration, DeclaredOrganisation, DeclaredTeam, Policy};
pub use plan::{Action, FieldChange, Plan, Planned, describe};
pub use read::{GivenSetting, SettingKey, read_policies, read_settings};
pub use schema::schema;

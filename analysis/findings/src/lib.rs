//! What checks have in common: rules, findings at their places, waivers, and reports in the formats that people and
//! programs read.
//!
//! A check reads files as [`Document`]s (or with a reader of its own over [`Source`]s), makes a [`Finding`] by a [`Rule`]
//! for each thing it has found, puts them into a [`Report`], lets [`Waivers`] have their say, and [`render`]s it. Nothing
//! here knows the clock, the network or what is checked; the same input always gives the same bytes.
//!
//! ```
//! use std::sync::Arc;
//! use holdpoint_findings::{Document, Finding, Format, Level, Report, Rule, Source, Tool, render};
//!
//! static SHOUTING: Rule = Rule {
//!     id: "name-shouted",
//!     level: Level::Warning,
//!     message: "`{name}` is in capitals",
//!     why: "Names in capitals are read as constants.",
//!     help: "write it in small letters",
//!     example: "name: SHOP",
//!     aliases: &[],
//! };
//!
//! let source = Arc::new(Source::new("shop.yaml", b"name: SHOP\n".to_vec())?);
//! let document = Document::read(&source)?;
//! let name = document.root().field("name").ok_or("there is no name")?;
//! let mut report = Report::new(Tool { name: "tool", version: "1.0.0", page: "https://example.org" }, "names");
//! report.add_source(&source);
//! report.add(Finding::new(&SHOUTING, name.value.place("/name"), "shop", &[("name", "SHOP")]));
//! assert!(render(&report, Format::Human { colour: false }).contains("warning[name-shouted]: `SHOP` is in capitals"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod attested;
mod direction;
pub mod document;
mod finding;
mod fingerprint;
pub mod kept;
mod level;
mod place;
pub mod pointer;
mod render;
mod report;
mod rule;
mod source;
mod unreadable;
mod waiver;

pub use attested::attested;
pub use direction::Direction;
pub use document::{Document, Field, Number, Value};
pub use finding::{Finding, Related};
pub use fingerprint::Fingerprint;
pub use level::Level;
pub use place::Place;
pub use render::{Format, comment, remark, render};
pub use report::{Input, Inputs, Report, Summary, Tool, Verdict};
pub use rule::{Rule, find};
pub use source::{Position, Source, Sources, Span, source_limit};
pub use unreadable::Unreadable;
pub use waiver::{Applied, Waiver, Waivers};

/// The rules of this crate itself: what can be wrong with any document, and with waivers.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    source::RULES
        .iter()
        .chain(document::RULES)
        .chain(waiver::RULES)
}

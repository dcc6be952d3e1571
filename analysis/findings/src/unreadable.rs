//! Input that cannot be checked.

use std::fmt;

use crate::{Finding, Source, Sources};

/// Why input cannot be checked: everything that is wrong with it, each at its place.
#[derive(Debug, Clone)]
pub struct Unreadable(Box<Reasons>);

#[derive(Debug, Clone)]
struct Reasons {
    findings: Vec<Finding>,
    sources: Sources,
}

impl Unreadable {
    /// For these reasons; `sources` has the text that they are in.
    #[must_use]
    pub fn new(findings: Vec<Finding>, sources: Sources) -> Self {
        Self(Box::new(Reasons { findings, sources }))
    }

    /// For these reasons, all in one file.
    #[must_use]
    pub fn within(source: &std::sync::Arc<Source>, findings: Vec<Finding>) -> Self {
        let mut sources = Sources::default();
        sources.add(source);
        Self::new(findings, sources)
    }

    /// What is wrong, in the order in which it was found.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.0.findings
    }

    /// The text that it is in.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.0.sources
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(first) = self.findings().first() else {
            return f.write_str("the input cannot be read");
        };
        let place = &first.place;
        write!(f, "{}:{}:{}: ", place.file, place.line, place.column)?;
        f.write_str(&first.message)
    }
}

impl std::error::Error for Unreadable {}

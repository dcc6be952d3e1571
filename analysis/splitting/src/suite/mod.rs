//! The set of collected tests.

mod digest;
mod estimate;
pub mod groups;
mod wrong;

use std::cmp::Ordering;

pub use digest::Digest;
pub(crate) use wrong::why_no_id;
pub use wrong::{SuiteError, Wrong};

use crate::Micros;

/// Tests that a suite may have.
pub(crate) const MOST_TESTS: usize = 1_000_000;

/// A test as it was collected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// What the runner calls it.
    pub id: String,
    /// How long it took, if that is known.
    pub cost: Option<Micros>,
    /// The class or module that it belongs to.
    pub class: String,
    /// The file or package that it belongs to.
    pub file: String,
}

impl Test {
    /// A test whose class and file are what its id says, see [`groups`].
    #[must_use]
    pub fn new(id: impl Into<String>, cost: Option<Micros>) -> Self {
        let id = id.into();
        let class = groups::class(&id).to_owned();
        let file = groups::file(&id).to_owned();
        Self {
            id,
            cost,
            class,
            file,
        }
    }
}

/// Where a test's cost comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// It was timed.
    Measured,
    /// The median of its class.
    Class,
    /// The median of its file.
    File,
    /// The median of all.
    All,
    /// One second, as nothing was timed.
    Assumed,
}

/// A test of a suite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// What the runner calls it.
    pub id: String,
    /// What it is thought to cost.
    pub cost: Micros,
    /// Where that comes from.
    pub basis: Basis,
    /// The class or module that it belongs to.
    pub class: String,
    /// The file or package that it belongs to.
    pub file: String,
}

/// The collected tests: sorted by id, each once. A test is named by its number in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suite {
    tests: Vec<Planned>,
    digest: Digest,
}

/// What one set of tests has and another has not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Planned, and not collected.
    pub missing: Vec<String>,
    /// Collected, and not planned.
    pub added: Vec<String>,
}

impl Suite {
    /// Sorts tests and estimates what was not timed.
    ///
    /// # Errors
    /// If a test is there twice or has no usable name, or if there are more than a million.
    pub fn new(tests: Vec<Test>) -> Result<Self, SuiteError> {
        wrong::look(&tests)?;
        let mut tests = estimate::planned(tests);
        tests.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        let digest = Digest::of(tests.iter().map(|test| test.id.as_str()));
        Ok(Self { tests, digest })
    }

    /// Tests whose names are kept elsewhere, in the order of those: what each is thought to take, and where that comes from.
    #[must_use]
    pub fn nameless(digest: Digest, tests: impl IntoIterator<Item = (Micros, Basis)>) -> Self {
        let tests = tests.into_iter().map(|(cost, basis)| Planned {
            id: String::new(),
            cost,
            basis,
            class: String::new(),
            file: String::new(),
        });
        let tests = tests.collect();
        Self { tests, digest }
    }

    /// All tests, in their order.
    #[must_use]
    pub fn tests(&self) -> &[Planned] {
        &self.tests
    }

    /// What the set of ids is recognised by.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The number of a test.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        self.tests
            .binary_search_by(|test| test.id.as_str().cmp(id))
            .ok()
    }

    /// What all of it costs.
    #[must_use]
    pub fn total(&self) -> Micros {
        self.tests.iter().map(|test| test.cost).sum()
    }

    /// What another set, sorted, lacks and has beyond this one.
    #[must_use]
    pub fn difference(&self, collected: &Self) -> Difference {
        let mut difference = Difference::default();
        let (mut planned, mut found) = (
            self.tests.iter().peekable(),
            collected.tests.iter().peekable(),
        );
        loop {
            let order = match (planned.peek(), found.peek()) {
                (None, None) => return difference,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(planned), Some(found)) => planned.id.cmp(&found.id),
            };
            let ours = planned
                .next_if(|_| order.is_le())
                .map(|test| test.id.clone());
            let theirs = found.next_if(|_| order.is_ge()).map(|test| test.id.clone());
            match order {
                Ordering::Less => difference.missing.extend(ours),
                Ordering::Greater => difference.added.extend(theirs),
                Ordering::Equal => {}
            }
        }
    }
}

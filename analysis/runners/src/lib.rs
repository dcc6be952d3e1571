//! Test runners: which command lists the tests, which runs a given set of them, and which test a line of their reports is about.
//!
//! | runner | a test is | its id |
//! |---|---|---|
//! | cargo-nextest | a function | `shop::api cart::adds`: the binary and the path |
//! | pytest | a node | `tests/test_a.py::TestBox::test_in[x]` |
//! | Jest | a file | `src/cart.test.js` |
//! | Go, by gotestsum | a function of a package, subtests included | `example.com/shop/cart.TestAdd` |
//! | Maven Surefire | a class, nested ones included | `com.acme.LedgerTest` |
//! | .NET (VSTest) | a method, all its cases | `Acme.LedgerTests.Adds` |
//!
//! A [`Runner`] starts nothing: it says what to start ([`Runner::list`], [`Runner::run`]), reads what that wrote
//! ([`Runner::read_list`]), and lines reports up with the tests that were to run ([`Runner::line_up`]), so that what is missing is
//! known by name.
//!
//! ```
//! use holdpoint_runners::Runner;
//! let ids = ["tests/test_a.py::test_one[1]".to_owned()];
//! let run = Runner::Pytest.run(&ids, &ids, "/build/holdpoint");
//! assert_eq!(run[0].argv[..2], ["pytest", "@/build/holdpoint/tests.txt"]);
//! assert_eq!(run[0].files[0].text, "tests/test_a.py::test_one[1]\n");
//! ```

mod chunks;
mod dotnet;
mod durations;
mod go;
mod invocation;
mod jest;
mod key;
mod line_up;
mod maven;
mod mistakes;
mod nextest;
mod pytest;

use std::sync::Arc;

use holdpoint_findings::{Rule, Source, Unreadable};

pub use durations::durations_by_name;
pub use invocation::{Invocation, Written};
pub use key::Key;
pub use line_up::{LinedUp, Seen};

/// A test runner that writes JUnit reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Runner {
    /// cargo-nextest, 0.9.100 or newer.
    Nextest,
    /// pytest, 8.2 or newer.
    Pytest,
    /// Jest with the reporter jest-junit.
    Jest,
    /// Go, run by gotestsum.
    Go,
    /// Maven Surefire, 3.0 or newer.
    Maven,
    /// .NET with VSTest and the logger `JunitXml.TestLogger`.
    DotNet,
}

/// All of them.
pub const ALL: [Runner; 6] = [
    Runner::Nextest,
    Runner::Pytest,
    Runner::Jest,
    Runner::Go,
    Runner::Maven,
    Runner::DotNet,
];

impl Runner {
    /// What it is called on a command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Nextest => "nextest",
            Self::Pytest => "pytest",
            Self::Jest => "jest",
            Self::Go => "go",
            Self::Maven => "maven",
            Self::DotNet => "dotnet",
        }
    }

    /// The commands that list the tests, one after the other; the standard output of the last one is the list.
    #[must_use]
    pub fn list(self) -> Vec<Invocation> {
        match self {
            Self::Nextest => nextest::list(),
            Self::Pytest => pytest::list(),
            Self::Jest => jest::list(),
            Self::Go => go::list(),
            Self::Maven => maven::list(),
            Self::DotNet => dotnet::list(),
        }
    }

    /// The ids in a list, in its order; `root` is the folder in which it was made.
    ///
    /// # Errors
    /// What is no list of this runner, what could not be collected, ids that are there twice; each at its place.
    pub fn read_list(self, source: &Arc<Source>, root: &str) -> Result<Vec<String>, Unreadable> {
        let mut mistakes = mistakes::Mistakes::new(source);
        let listed = match self {
            Self::Nextest => nextest::read(source, &mut mistakes)?,
            Self::Pytest => pytest::read(source, &mut mistakes),
            Self::Jest => jest::read(source, root, &mut mistakes)?,
            Self::Go => go::read(source, &mut mistakes),
            Self::Maven => maven::read(source, &mut mistakes),
            Self::DotNet => dotnet::read(source, &mut mistakes),
        };
        mistakes.finish(listed)
    }

    /// The commands that run these tests and no others, each with the files it needs. `collected` are all tests there are, `folder`
    /// is where files may be written, as an absolute path; the commands are run where the tests were listed.
    #[must_use]
    pub fn run(self, tests: &[String], collected: &[String], folder: &str) -> Vec<Invocation> {
        if tests.is_empty() {
            return Vec::new();
        }
        match self {
            Self::Nextest => nextest::run(tests, folder),
            Self::Pytest => pytest::run(tests, folder),
            Self::Jest => jest::run(tests, folder),
            Self::Go => go::run(tests, collected, folder),
            Self::Maven => maven::run(tests, folder),
            Self::DotNet => dotnet::run(tests, folder),
        }
    }
}

/// What can be wrong with lists.
pub fn rules() -> impl Iterator<Item = &'static Rule> + Clone {
    mistakes::RULES.iter().copied()
}

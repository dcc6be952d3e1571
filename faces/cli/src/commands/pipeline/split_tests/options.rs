//! What can be chosen.

use clap::ValueEnum;
use holdpoint_runners::Runner;
use holdpoint_splitting::Grain;

/// Whose list it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Program {
    /// `cargo nextest list --message-format json`
    Nextest,
    /// `pytest --collect-only -q`
    Pytest,
    /// `npx jest --listTests --json`
    Jest,
    /// `go test -json -list . ./...`
    Go,
    /// `find . -path '*/target/test-classes/*' -name '*.class'`
    Maven,
    /// `dotnet test --list-tests`
    Dotnet,
}

/// What stays together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Together {
    /// The tests of a file, package or binary.
    File,
    /// The tests of a class or module.
    Class,
}

impl From<Program> for Runner {
    fn from(program: Program) -> Self {
        match program {
            Program::Nextest => Self::Nextest,
            Program::Pytest => Self::Pytest,
            Program::Jest => Self::Jest,
            Program::Go => Self::Go,
            Program::Maven => Self::Maven,
            Program::Dotnet => Self::DotNet,
        }
    }
}

impl From<Together> for Grain {
    fn from(together: Together) -> Self {
        match together {
            Together::File => Self::File,
            Together::Class => Self::Class,
        }
    }
}

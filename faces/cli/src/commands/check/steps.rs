//! What a check is at, for whoever waits: on a terminal in place, in the log of a job by lines; never on standard output.

mod lines;

use std::io::IsTerminal as _;

use clap::ValueEnum;

use crate::output;
use crate::progress::Progress;
use crate::session::Session;
use lines::Lines;

/// How progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Shown {
    /// On a terminal; by lines in a job of GitHub or GitLab, of what takes long; nowhere else.
    #[default]
    Auto,
    /// By a line for each step, wherever it is.
    Lines,
    /// Nowhere.
    Off,
}

#[derive(Debug, PartialEq, Eq)]
enum Way {
    Bar,
    /// All steps, or what takes long.
    Lines {
        all: bool,
    },
    Nowhere,
}

/// The steps of a check.
pub(super) enum Steps {
    /// On a terminal.
    Bar(Progress),
    /// In a log.
    Lines(Lines),
    /// Nobody looks.
    Nowhere,
}

impl Steps {
    pub(super) fn new(session: &Session, shown: Shown) -> Self {
        let job = ["GITHUB_ACTIONS", "GITLAB_CI"];
        let job = job
            .iter()
            .any(|name| std::env::var(name).is_ok_and(|value| value == "true"));
        let terminal = std::io::stderr().is_terminal();
        match way(shown, session.is_quiet(), terminal, job) {
            Way::Bar => Self::Bar(session.progress("", None)),
            Way::Lines { all } => Self::Lines(Lines::start(all, output::note)),
            Way::Nowhere => Self::Nowhere,
        }
    }

    /// It is at that now.
    pub(super) fn at(&self, what: &str) {
        match self {
            Self::Bar(bar) => bar.says(what),
            Self::Lines(lines) => lines.at(what),
            Self::Nowhere => {}
        }
    }
}

fn way(shown: Shown, quiet: bool, terminal: bool, job: bool) -> Way {
    match shown {
        Shown::Lines => Way::Lines { all: true },
        Shown::Off => Way::Nowhere,
        Shown::Auto if quiet => Way::Nowhere,
        // The log of a job may look like a terminal.
        Shown::Auto if job => Way::Lines { all: false },
        Shown::Auto if terminal => Way::Bar,
        Shown::Auto => Way::Nowhere,
    }
}

#[cfg(test)]
mod tests {
    use super::{Shown, Way, way};

    #[test]
    fn it_is_shown_where_somebody_looks() {
        assert_eq!(way(Shown::Auto, false, true, false), Way::Bar);
        assert_eq!(
            way(Shown::Auto, false, true, true),
            Way::Lines { all: false }
        );
        assert_eq!(
            way(Shown::Auto, false, false, true),
            Way::Lines { all: false }
        );
        assert_eq!(way(Shown::Auto, false, false, false), Way::Nowhere);
        assert_eq!(way(Shown::Auto, true, true, true), Way::Nowhere);
        assert_eq!(way(Shown::Off, false, true, true), Way::Nowhere);
        assert_eq!(
            way(Shown::Lines, true, false, false),
            Way::Lines { all: true }
        );
    }
}

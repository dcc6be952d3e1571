//! The commands, one in a file.

mod completions;
mod explain;
mod group;
mod log;
mod man;

use crate::error::Failure;
use crate::exit::Exit;
use crate::session::Session;
use group::commands;

/// How a command ends.
pub(crate) type Outcome = Result<Exit, Failure>;

/// A command that can be run.
pub(crate) trait Run {
    /// Does it.
    fn run(self, session: &Session) -> Outcome;
}

commands! {
    /// All commands.
    Command {
        Explain(explain::Explain),
        Completions(completions::Completions),
        Man(man::Man),
        #[command(subcommand)]
        Log(log::LogCommand),
    }
}

//! `holdpoint completions`.

use clap::Args;
use clap_complete::Shell;

use super::{Outcome, Run};
use crate::exit::Exit;
use crate::output;
use crate::session::Session;

/// Write completions for a shell.
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// Which shell.
    shell: Shell,
}

impl Run for Completions {
    fn run(self, _: &Session) -> Outcome {
        let mut script = Vec::new();
        let mut command = crate::arguments::command();
        clap_complete::generate(self.shell, &mut command, "holdpoint", &mut script);
        output::write_bytes(&script)?;
        Ok(Exit::Go)
    }
}

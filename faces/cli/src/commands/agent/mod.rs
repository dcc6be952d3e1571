//! `holdpoint agent`: runs an agent on this host, and manages those of a server.

mod invite;
mod list;
mod retire;
mod run;
mod show;

use clap::{Args, Subcommand};

use super::{Outcome, Run};
use crate::session::Session;

/// Run an agent on this host, or manage those of a server.
///
/// The agent connects to the server that `--server` names, with the enrolment secret in `--token-file` the first time. It says
/// what runs on this host, and with `--mode execute` runs steps that the file `--allow` lets run here, once it has verified
/// itself that the ledger intends them.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Agent {
    #[command(subcommand)]
    other: Option<Other>,
    #[command(flatten)]
    run: run::RunAgent,
}

#[derive(Debug, Subcommand)]
enum Other {
    List(list::List),
    Show(show::Show),
    Invite(invite::Invite),
    Retire(retire::Retire),
}

impl Run for Agent {
    fn run(self, session: &Session) -> Outcome {
        match self.other {
            None => self.run.run(session),
            Some(Other::List(list)) => list.run(session),
            Some(Other::Show(show)) => show.run(session),
            Some(Other::Invite(invite)) => invite.run(session),
            Some(Other::Retire(retire)) => retire.run(session),
        }
    }
}

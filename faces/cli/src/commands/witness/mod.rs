//! `holdpoint witness`: cosigns the checkpoints of this and other logs.

mod add;
mod init;
mod place;
mod remove;
mod serve;
mod show;

use super::group::commands;

commands! {
    /// Cosign checkpoints of this and other logs, so that none can show different histories to different people.
    WitnessCommand {
        Init(init::Init),
        Add(add::Add),
        Remove(remove::Remove),
        Show(show::Show),
        Serve(serve::Serve),
    }
}

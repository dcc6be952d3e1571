//! `holdpoint witness`: cosigns the checkpoints of this and other logs.

mod add;
mod init;
mod place;
mod remove;
mod serve;
mod show;

use super::group::commands;

commands! {
    /// Cosign checkpoints, so that no log can show two histories.
    WitnessCommand {
        Init(init::Init),
        Add(add::Add),
        Remove(remove::Remove),
        Show(show::Show),
        Serve(serve::Serve),
    }
}

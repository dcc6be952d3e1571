//! `holdpoint pipeline`.

mod check;
mod draw;
mod file;
mod pages;
mod profile;
mod split_tests;

use super::group::commands;
pub(crate) use pages::PAGES;
pub(crate) use profile::PAGES as PROFILE_PAGES;
pub(crate) use split_tests::PAGES as SPLIT_PAGES;

commands! {
    /// Pipelines: check, draw, split tests, profile runs.
    PipelineCommand {
        Check(check::Check),
        Draw(draw::Draw),
        SplitTests(split_tests::SplitTests),
        Profile(profile::Profile),
    }
}

impl super::Command {
    /// Whether the command draws a pipeline.
    pub(crate) fn draws(&self) -> bool {
        matches!(self, Self::Pipeline(PipelineCommand::Draw(_)))
    }
}

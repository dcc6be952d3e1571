//! `holdpoint pipeline`.

mod check;
mod draw;
mod file;
mod pages;

use super::group::commands;
pub(crate) use pages::PAGES;

commands! {
    /// Pipelines: check and draw their definitions.
    PipelineCommand {
        Check(check::Check),
        Draw(draw::Draw),
    }
}

impl super::Command {
    /// Whether the command draws a pipeline.
    pub(crate) fn draws(&self) -> bool {
        matches!(self, Self::Pipeline(PipelineCommand::Draw(_)))
    }
}

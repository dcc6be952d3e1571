//! `holdpoint pipeline`.

mod approve;
mod cancel;
mod check;
mod compare;
mod draw;
mod file;
mod list;
mod logs;
mod pages;
mod profile;
mod retry;
mod run;
mod runs;
mod show;
mod split_tests;
mod tests;
mod trace;
mod watch;

use super::group::commands;
pub(crate) use pages::PAGES;
pub(crate) use profile::PAGES as PROFILE_PAGES;
pub(super) use run::inputs;
pub(crate) use split_tests::PAGES as SPLIT_PAGES;
pub(super) use watch::Watch;

commands! {
    /// Pipelines: check, draw, run, follow, compare, split, profile.
    PipelineCommand {
        Check(check::Check),
        Draw(draw::Draw),
        SplitTests(split_tests::SplitTests),
        Profile(profile::Profile),
        Run(run::RunPipeline),
        List(list::List),
        Runs(runs::Runs),
        Show(show::Show),
        Logs(logs::Logs),
        Tests(tests::Tests),
        Trace(trace::Trace),
        Compare(compare::Compare),
        Approve(approve::Approve),
        Reject(approve::Reject),
        Retry(retry::Retry),
        Cancel(cancel::Cancel),
    }
}

impl super::Command {
    /// Whether the command draws a pipeline.
    pub(crate) fn draws(&self) -> bool {
        matches!(self, Self::Pipeline(PipelineCommand::Draw(_)))
    }
}

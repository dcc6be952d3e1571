//! `holdpoint pipeline`.

mod approve;
mod cancel;
mod check;
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
pub(crate) use split_tests::PAGES as SPLIT_PAGES;

commands! {
    /// Pipelines: check, draw, run, follow, split tests, profile.
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

//! `holdpoint pipeline`.

mod split_tests;

use super::group::commands;
pub(crate) use split_tests::PAGES as SPLIT_PAGES;

commands! {
    /// Pipelines: tests over several machines.
    PipelineCommand {
        SplitTests(split_tests::SplitTests),
    }
}

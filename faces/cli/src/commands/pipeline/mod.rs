//! `holdpoint pipeline`.

mod profile;

use super::group::commands;
pub(crate) use profile::PAGES;

commands! {
    /// What pipelines spend their time on.
    PipelineCommand {
        Profile(profile::Profile),
    }
}

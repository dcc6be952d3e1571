//! `holdpoint template`.

use holdpoint_service::queries::{ListTemplates, ShowTemplate};

use super::group::{commands, lookups};

commands! {
    /// Patterns for releases.
    TemplateCommand {
        List(List),
        Show(Show),
    }
}

lookups! {
    /// List them.
    List(ListTemplates),
    /// Show one of them.
    Show(ShowTemplate { template }),
}

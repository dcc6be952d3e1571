//! `holdpoint component`.

use holdpoint_service::queries::{ListComponents, ShowComponent};

use super::group::{commands, lookups};

commands! {
    /// What is built and deployed on its own.
    ComponentCommand {
        List(List),
        Show(Show),
    }
}

lookups! {
    /// List them.
    List(ListComponents),
    /// Show one of them.
    Show(ShowComponent { component }),
}

//! `holdpoint unit`.

use holdpoint_service::queries::{ListUnits, ShowUnit};

use super::group::{commands, lookups};

commands! {
    /// Business and IT units.
    UnitCommand {
        List(List),
        Show(Show),
    }
}

lookups! {
    /// List them.
    List(ListUnits),
    /// Show one of them.
    Show(ShowUnit { unit }),
}

//! `holdpoint check`.

mod api;
mod attest;
mod contract;
mod history;
mod migrations;
mod options;
mod ordered;
mod rehearse;

use super::group::commands;

commands! {
    /// Check files: what breaks whom, and how to change it safely.
    CheckCommand {
        Api(api::Api),
        Migrations(migrations::Migrations),
    }
}

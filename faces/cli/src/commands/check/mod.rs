//! `holdpoint check`.

pub(super) mod api;
pub(super) mod attest;
mod contract;
mod forge;
mod history;
mod migrations;
pub(super) mod options;
mod ordered;
mod pages;
mod place;
mod rehearse;
mod steps;

use super::group::commands;
pub(crate) use pages::PAGES;

commands! {
    /// Check files: what breaks whom, and how to change it safely.
    CheckCommand {
        Api(api::Api),
        Migrations(migrations::Migrations),
    }
}

//! Stories told to the real program, in a world in a box.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "tests"
)]

mod fleet;
mod founding;
mod generated;
mod golden;
mod integrations;
mod journey;
mod kept;
mod killed;
mod logged;
mod others;
mod reported;
mod revisions;
mod said;
mod scripts;
mod served;
mod setup;
mod sign_on;
mod talk;
mod told;
mod witnessed;
mod world;
mod wrong;

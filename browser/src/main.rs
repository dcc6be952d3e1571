//! The pages in a real browser: journeys of people, what holds of every page, and pictures. `cargo xtask browser` runs it.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it reports to a terminal"
)]

mod browser;
mod chromium;
mod dragging;
mod http;
mod journeys;
mod look;
mod many;
mod paint;
mod pictures;
mod process;
mod proxy;
mod run;
mod sample;
mod screen;
mod sweep;

use anyhow::{Result, bail};

use crate::run::Wishes;

fn main() -> Result<()> {
    // Built together with the rest of the workspace, the driver's client can speak TLS, and then asks who does it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let wishes = Wishes::read(std::env::args().skip(1));
    match wishes.what.as_str() {
        "test" => run::all(&wishes),
        "look" => look::at_everything(&wishes),
        "paint" => paint::measure(&wishes),
        "pictures" => pictures::take(&wishes),
        other => bail!("there is no chore `{other}`"),
    }
}

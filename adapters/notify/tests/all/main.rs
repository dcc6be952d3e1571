//! Letters, taken to real servers on this machine: one that takes them, and ones that do not.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod chat;
mod mail;

use holdpoint_ports::Letter;

fn letter(to: &str) -> Letter {
    Letter {
        to: to.to_owned(),
        subject: "2 Dinge warten — shop".to_owned(),
        text: "- till-1 waits for your approval\n- <b>…</b> @all\n".to_owned(),
        html: "<p>till-1 waits for <b>your</b> approval</p>".to_owned(),
        settings: "https://holdpoint.example/settings".to_owned(),
    }
}

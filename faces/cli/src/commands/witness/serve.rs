//! `holdpoint witness serve`.

use std::error::Error as _;
use std::net::SocketAddr;
use std::sync::Arc;

use clap::Args;
use holdpoint_ports::SystemClock;
use holdpoint_witness::{Witness, serve};

use super::place::{failure, place};
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::session::Session;

/// Answer `add-checkpoint` requests, as c2sp.org/tlog-witness says.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Where to listen.
    #[arg(
        long,
        value_name = "ADDR",
        default_value = "127.0.0.1:8381",
        env = "HOLDPOINT_WITNESS_LISTEN"
    )]
    listen: SocketAddr,
}

impl Run for Serve {
    fn run(self, session: &Session) -> Outcome {
        let place = place(session)?;
        let witness = Witness::open(&place, Arc::new(SystemClock));
        let witness = witness.map_err(|error| failure(&error))?;
        session.note(format!("witness {}", witness.key()));
        let served = serve(witness, self.listen, |address| {
            session.note(format!("listening on http://{address}"));
        });
        served.map_err(|error| {
            let failed = Failure::failed("server", &error);
            match error.source() {
                Some(source) => failed.because(source),
                None => failed,
            }
        })?;
        Ok(Exit::Go)
    }
}

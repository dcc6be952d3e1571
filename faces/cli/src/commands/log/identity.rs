//! Who a log is, as it is said on the command line.

use clap::Args;
use holdpoint_ledger::log::LogIdentity;
use holdpoint_ledger::note::KeyError;

use crate::error::Failure;

/// Who the log is.
#[derive(Debug, Args)]
pub(super) struct Identity {
    /// The log's verifier key: `name+8 hex digits+base64`.
    #[arg(long, value_name = "KEY")]
    vkey: String,
    /// The log's origin, if it is not the name of its key.
    #[arg(long, value_name = "TEXT")]
    origin: Option<String>,
    /// Verifier keys of witnesses whose cosignatures must be right if they are there.
    #[arg(long = "witness", value_name = "KEY")]
    witnesses: Vec<String>,
}

impl Identity {
    /// The log that was meant.
    pub(super) fn log(&self) -> Result<LogIdentity, Failure> {
        let wrong = |error: KeyError| Failure::input("key", error);
        let mut log = LogIdentity::new(&self.vkey).map_err(wrong)?;
        if let Some(origin) = &self.origin {
            log = log.with_origin(origin.clone());
        }
        for witness in &self.witnesses {
            log = log.with_witness(witness).map_err(wrong)?;
        }
        Ok(log)
    }
}

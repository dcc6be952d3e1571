//! The agent's end.

mod connect;
mod desk;
mod files;
mod join;
mod ledger;
mod life;
mod look;
mod proof;
mod state;
mod work;

pub use join::{Config, HostError, Mode, run};
pub use look::host as host_name;

//! The witness: cosigns checkpoints of this and other logs, as C2SP tlog-witness 1.0.0 says, so that nobody can
//! show different histories to different people, not even with the log's own key.
//!
//! | part | what |
//! |---|---|
//! | [`Place`] | the directory of a witness: its key and its register |
//! | [`Register`] | the logs that it knows, and of each the newest head that it cosigned, in an SQLite file |
//! | `cosigning` | one thread that checks and keeps, several submissions in one transaction, and then signs |
//! | `routes` | the protocol over HTTP |
//!
//! Check and keep are one transaction that reads what is held: even two programs on one directory never cosign
//! two heads of one size. A cosignature leaves when the transaction is durable, not before.

mod cosigning;
mod counts;
mod known;
mod place;
mod register;
mod routes;
mod serve;

pub use place::{Place, PlaceError};
pub use register::{Cosigned, Fork, LogRow, Register, RegisterError};
pub use serve::{ServeError, Witness, serve};

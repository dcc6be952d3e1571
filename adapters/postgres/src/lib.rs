//! The ledger in a PostgreSQL database: an append is one statement, and so one round trip.
//!
//! `schema` says what lies in the database; `seat` who may write to it; `rows` makes the columns of a batch, `append` sends
//! them, and finds out what became of them when no answer came; `reader` answers from them; `bridge` lets threads that
//! know nothing of asynchronous code wait for it, `link` is a connection that is made again when it breaks. [`Database`] is
//! the same for what is kept beside the ledger in a schema of its own.

mod address;
mod append;
mod bridge;
mod database;
mod error;
mod heart;
mod id;
mod ledger;
mod link;
mod openings;
mod reader;
mod rows;
mod schema;
mod scratch;
mod seat;
mod shared;
mod tls;

pub use address::{Address, AddressError};
pub use database::{Database, Unanswered};
pub use ledger::{Options, PostgresLedger, look};
pub use schema::Schema;
pub use scratch::Scratch;
pub use shared::SharedPostgres;
pub use tokio_postgres::Row;
pub use tokio_postgres::types::{FromSql, ToSql};

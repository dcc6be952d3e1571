//! The output of a step, as files in a directory: appended by one holder of a lease, read by anybody while it grows, sealed
//! by hashes when it has ended.
//!
//! What is kept is a sequence of [`Record`]s as bytes, the *canonical bytes*: each is one line of output, or a piece of one, with
//! its stream and time. Whoever sends them says at which offset they go on, so that they are the same bytes however
//! often the connection breaks.
//!
//! ```
//! use holdpoint_steplog::{Log, Reader, Stream, encode};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let room = tempfile::tempdir()?;
//! let mut sent = Vec::new();
//! encode(Stream::Out, 1_000, b"hello\nwor", &mut sent);
//! encode(Stream::Err, 1_001, b"careful\n", &mut sent);
//! encode(Stream::Out, 1_002, b"ld\n", &mut sent);
//!
//! let mut log = Log::open(room.path(), 1 << 20)?;
//! let some = log.append(1, 0, &sent[..20])?;
//! let all = log.append(1, some.next, &sent[usize::try_from(some.next)?..])?;
//! assert_eq!(all.next, sent.len() as u64);
//!
//! let mut reader = Reader::open(room.path())?;
//! let lines = reader.lines(1, 10)?;
//! let texts: Vec<_> = lines.iter().map(|line| line.plain()).collect();
//! assert_eq!(texts, ["hello", "world", "careful"]);
//! # Ok(())
//! # }
//! ```

pub mod ansi;
mod chunk;
mod error;
mod gather;
mod index;
mod lines;
mod log;
mod place;
mod read;
mod record;
mod scan;
mod seal;
mod search;

pub use error::{Refusal, Trouble};
pub use gather::{LINE, Line};
pub use lines::{Resume, lines};
pub use log::{Appended, Log};
pub use read::{Reader, Version};
pub use record::{Mistake, Parsed, Record, Stream, TEXT, encode, parse};
pub use seal::{PART, Part, Seal, SealError};
pub use search::{Found, Hit};

//! Reads git repositories by running the `git` program.
//!
//! Only commands and formats that git promises to keep are used, separated by NUL; nothing of the caller's
//! environment or of the repository's configuration can make git run another program or change an answer.
//!
//! ```no_run
//! use holdpoint_git::{Range, Repository};
//!
//! let repository = Repository::open(".")?;
//! let range: Range = "v1.0.0..HEAD".parse()?;
//! for commit in repository.commits(&range, &["services/payments"])? {
//!     println!("{} {}", commit.oid.short(), commit.subject);
//! }
//! # Ok::<(), holdpoint_git::GitError>(())
//! ```

mod ancestry;
mod changes;
mod commit;
mod content;
mod error;
mod log;
mod oid;
mod program;
mod range;
mod records;
mod remote;
mod repository;
mod tag;
mod tree;

pub use changes::CommitPaths;
pub use commit::{Commit, Person};
pub use content::Contents;
pub use error::GitError;
pub use oid::Oid;
pub use program::Git;
pub use range::Range;
pub use remote::Remote;
pub use repository::Repository;
pub use tag::Tag;
pub use tree::{FileMode, TreeFile};

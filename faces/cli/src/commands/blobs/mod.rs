//! `holdpoint blobs`: where content is kept.

mod copy;

use super::group::commands;

commands! {
    /// Move content to an object storage, or back.
    BlobsCommand {
        Copy(copy::Copy),
    }
}

//! Writes a whole tiled log from a stream of entries, such as for an export that others verify.

use std::io;

use crate::Hash;
use crate::bundle::{BundleError, push_entry};
use crate::checkpoint::{Checkpoint, CheckpointError, CheckpointSignError};
use crate::note::{Note, NoteError, Signer};
use crate::sink::TileSink;
use crate::source::CHECKPOINT;
use crate::tile::{BundleId, TILE_WIDTH, TileEdge, TileId, tile_bytes};
use crate::tree::AppendedBatch;

/// Writes bundles and tiles as they fill, the partial ones and the checkpoint at the end.
#[derive(Debug)]
pub struct TiledLogWriter<S> {
    sink: S,
    edge: TileEdge,
    bundle: Vec<u8>,
    leaves: Vec<Hash>,
}

/// What went wrong while a log was written.
#[derive(Debug, thiserror::Error)]
pub enum WriterError {
    /// An entry that no bundle can hold.
    #[error("entry {entry} cannot be written: {reason}")]
    Entry {
        /// Index of the entry.
        entry: u64,
        /// Why.
        reason: BundleError,
    },
    /// The medium failed.
    #[error("`{path}` cannot be written")]
    Sink {
        /// Path within the log.
        path: String,
        /// What happened.
        #[source]
        cause: io::Error,
    },
    /// The checkpoint could not be signed.
    #[error(transparent)]
    Sign(#[from] CheckpointSignError),
    /// The given checkpoint is none.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The given checkpoint is not that of the entries.
    #[error(
        "the checkpoint is of size {expected_size} and root {expected}; the entries give {size} and {root}"
    )]
    Other {
        /// Size in the checkpoint.
        expected_size: u64,
        /// Root in the checkpoint.
        expected: Hash,
        /// Number of entries written.
        size: u64,
        /// Root over them.
        root: Hash,
    },
}

impl From<NoteError> for WriterError {
    fn from(error: NoteError) -> Self {
        Self::Checkpoint(error.into())
    }
}

impl<S: TileSink> TiledLogWriter<S> {
    /// A log without entries.
    pub fn new(sink: S) -> Self {
        Self {
            sink,
            edge: TileEdge::empty(),
            bundle: Vec::new(),
            leaves: Vec::new(),
        }
    }

    /// Number of entries so far.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.edge.size() + self.leaves.len() as u64
    }

    /// Writes one more entry; returns its index.
    ///
    /// # Errors
    /// When the entry is too large or the sink fails.
    pub fn append(&mut self, entry: &[u8]) -> Result<u64, WriterError> {
        let index = self.size();
        push_entry(&mut self.bundle, entry).map_err(|reason| WriterError::Entry {
            entry: index,
            reason,
        })?;
        self.leaves.push(Hash::leaf(entry));
        if self.leaves.len() == usize::from(TILE_WIDTH) {
            self.flush()?;
        }
        Ok(index)
    }

    /// Writes what is left, and a checkpoint that `signers` sign; returns the checkpoint.
    ///
    /// # Errors
    /// When a key cannot sign or the sink fails.
    pub fn finish(
        mut self,
        origin: &str,
        signers: &[&dyn Signer],
    ) -> Result<Checkpoint, WriterError> {
        let (size, root) = self.finish_tiles()?;
        let checkpoint = Checkpoint::new(origin, size, root);
        let note = checkpoint.sign(signers)?;
        self.write(CHECKPOINT, &note)?;
        Ok(checkpoint)
    }

    /// Writes what is left, and a checkpoint that was signed before; returns it. Its signatures are not verified.
    ///
    /// # Errors
    /// When the checkpoint is not that of the entries, or the sink fails.
    pub fn finish_with(mut self, note: &[u8]) -> Result<Checkpoint, WriterError> {
        let checkpoint: Checkpoint = Note::parse(note)?.unverified_text().parse()?;
        let (size, root) = self.finish_tiles()?;
        if (checkpoint.size, checkpoint.root) != (size, root) {
            let (expected_size, expected) = (checkpoint.size, checkpoint.root);
            return Err(WriterError::Other {
                expected_size,
                expected,
                size,
                root,
            });
        }
        self.write(CHECKPOINT, note)?;
        Ok(checkpoint)
    }

    fn finish_tiles(&mut self) -> Result<(u64, Hash), WriterError> {
        self.flush()?;
        let partials: Vec<_> = self
            .edge
            .partials()
            .map(|(tile, hashes)| (tile, tile_bytes(hashes)))
            .collect();
        for (tile, bytes) in partials {
            self.write(&tile.to_string(), &bytes)?;
        }
        Ok((self.edge.size(), self.edge.frontier().root()))
    }

    /// Writes the bundle that was collected and the tiles that it completes.
    fn flush(&mut self) -> Result<(), WriterError> {
        let leaves = std::mem::take(&mut self.leaves);
        let index = self.edge.size() / u64::from(TILE_WIDTH);
        let Some(id) = BundleId::at(self.edge.size() + leaves.len() as u64, index) else {
            return Ok(());
        };
        let bundle = std::mem::take(&mut self.bundle);
        self.write(&id.to_string(), &bundle)?;
        let batch = AppendedBatch::new(&self.edge.frontier(), leaves);
        for (tile, hashes) in self.edge.advance(&batch) {
            self.write_tile(tile, &hashes)?;
        }
        Ok(())
    }

    fn write_tile(&mut self, tile: TileId, hashes: &[Hash]) -> Result<(), WriterError> {
        self.write(&tile.to_string(), &tile_bytes(hashes))
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), WriterError> {
        self.sink
            .write(path, bytes)
            .map_err(|cause| WriterError::Sink {
                path: path.to_owned(),
                cause,
            })
    }
}

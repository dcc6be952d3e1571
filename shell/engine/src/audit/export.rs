//! Making a bundle that others verify without us: the whole log, the blobs that entries name, the public key,
//! and proofs of the entries of a release. Sealed texts of people stay here.

use std::io;

use holdpoint_domain::{Key, Kind, Time};
use holdpoint_ledger::proof_file::ProofFile;
use holdpoint_ledger::sink::TileSink;
use holdpoint_ledger::writer::{TiledLogWriter, WriterError};
use holdpoint_ports::{BlobDigest, Head};

use super::Progress;
use super::manifest::{ExportedBlob, FORMAT, KEY, MANIFEST, Manifest, ProofPath, blob_path};
use super::trust::WITNESSED;
use crate::named::{self, NamedBlobs};
use crate::{At, Engine, EngineError, Horizon};

/// What to put into a bundle besides the log and its blobs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExportOptions {
    /// A release whose entries get a proof file each.
    pub release: Option<Key>,
}

/// Why there is no bundle.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is nothing to export.
    #[error("the ledger is empty")]
    Empty,
    /// A blob that entries name is not there.
    #[error("blob `{0}`, which an entry names, is not there: `holdpoint audit verify` says more")]
    BlobMissing(BlobDigest),
    /// The ledger or the blobs cannot be read.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The log cannot be written.
    #[error(transparent)]
    Log(#[from] WriterError),
    /// The bundle cannot be written.
    #[error("`{path}` cannot be written")]
    Write {
        /// Path in the bundle.
        path: String,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// Writes a bundle of the ledger as it stands. The log lies at the root of the bundle, so that any tool for
/// C2SP tiled logs reads it.
///
/// # Errors
/// When the ledger is empty, or something cannot be read or written.
pub fn export(
    engine: &Engine,
    sink: &mut dyn TileSink,
    options: &ExportOptions,
    progress: &Progress<'_>,
) -> Result<Manifest, ExportError> {
    let published = engine.published();
    let head = published.head.as_ref().ok_or(ExportError::Empty)?;
    let named = log(engine, sink, head, progress)?;
    let blobs = blobs(engine, sink, &named)?;
    let horizon = engine.horizon().filter(|horizon| horizon.size <= head.size);
    if let Some(horizon) = &horizon {
        write(sink, WITNESSED, &horizon.note)?;
    }
    let proofs = match &options.release {
        Some(release) => proofs(engine, sink, head, horizon.as_deref(), release)?,
        None => Vec::new(),
    };
    let personal = named.iter().filter(|(_, named)| named.personal);
    let manifest = Manifest {
        format: FORMAT,
        origin: engine.origin().to_owned(),
        key: engine.key().to_string(),
        size: head.size,
        root: head.root,
        made: Time::from_millis(engine.clock().now()),
        blobs,
        withheld: personal.map(|(digest, _)| digest.to_string()).collect(),
        release: options.release.as_ref().map(ToString::to_string),
        proofs,
    };
    let text = serde_json::to_string_pretty(&manifest).unwrap_or_default() + "\n";
    write(sink, MANIFEST, text.as_bytes())?;
    write(sink, KEY, format!("{}\n", manifest.key).as_bytes())?;
    Ok(manifest)
}

fn log(
    engine: &Engine,
    sink: &mut dyn TileSink,
    head: &Head,
    progress: &Progress<'_>,
) -> Result<NamedBlobs, ExportError> {
    let mut named = NamedBlobs::new();
    let mut writer = TiledLogWriter::new(sink);
    let mut failed = None;
    engine
        .visit(0..head.size, &mut |position, entry| {
            named::collect(position, entry, &mut named);
            if let Err(error) = writer.append(entry) {
                failed = Some(error);
                // The reason is kept; this one only ends the visit.
                return Err(EngineError::Closed);
            }
            if position % 1_024 == 0 || position + 1 == head.size {
                progress(position + 1, head.size);
            }
            Ok(())
        })
        .map_err(|error| match failed.take() {
            Some(failed) => ExportError::Log(failed),
            None => error.into(),
        })?;
    writer.finish_with(&head.checkpoint)?;
    Ok(named)
}

fn blobs(
    engine: &Engine,
    sink: &mut dyn TileSink,
    named: &NamedBlobs,
) -> Result<Vec<ExportedBlob>, ExportError> {
    let mut exported = Vec::new();
    for (digest, _) in named.iter().filter(|(_, named)| !named.personal) {
        let content = engine.blobs().get(digest).map_err(EngineError::from)?;
        let content = content.ok_or(ExportError::BlobMissing(*digest))?;
        write(sink, &blob_path(digest), &content)?;
        exported.push(ExportedBlob {
            digest: digest.to_string(),
            size: content.len() as u64,
        });
    }
    Ok(exported)
}

/// Proofs of the entries that change or name the release, and of those of its deployments.
fn proofs(
    engine: &Engine,
    sink: &mut dyn TileSink,
    head: &Head,
    horizon: Option<&Horizon>,
    release: &Key,
) -> Result<Vec<ProofPath>, ExportError> {
    let view = engine.view(At::Size(head.size))?;
    let mut positions = view.positions(release, true)?;
    let named = view.recorded(&positions)?;
    let subjects = named.iter().map(|recorded| recorded.fact.subject());
    let deployments = subjects.filter(|key| key.kind() == Kind::Deployment);
    for deployment in deployments.collect::<std::collections::BTreeSet<_>>() {
        positions.extend(view.positions(&deployment, false)?);
    }
    positions.sort_unstable();
    positions.dedup();
    let mut paths = Vec::new();
    for position in positions {
        let below = |horizon: &&Horizon| position < horizon.size;
        let checkpoint = match horizon.filter(below) {
            // A proof of what is witnessed carries the cosignatures.
            Some(horizon) => (horizon.size, &horizon.note),
            None => (head.size, &head.checkpoint),
        };
        paths.push(proof(engine, sink, checkpoint, position)?);
    }
    Ok(paths)
}

fn proof(
    engine: &Engine,
    sink: &mut dyn TileSink,
    (size, checkpoint): (u64, &Vec<u8>),
    position: u64,
) -> Result<ProofPath, ExportError> {
    let inclusion = engine.shared.inclusion(position, size)?;
    let entry = engine
        .entry(position)?
        .ok_or(EngineError::Beyond { position, size })?;
    let file = ProofFile {
        extra: None,
        index: position,
        hashes: inclusion.hashes,
        checkpoint: String::from_utf8_lossy(checkpoint).into_owned(),
    };
    let path = ProofPath::at(position);
    write(sink, &path.entry, &entry)?;
    write(sink, &path.proof, file.to_string().as_bytes())?;
    Ok(path)
}

fn write(sink: &mut dyn TileSink, path: &str, bytes: &[u8]) -> Result<(), ExportError> {
    sink.write(path, bytes)
        .map_err(|source| ExportError::Write {
            path: path.to_owned(),
            source,
        })
}

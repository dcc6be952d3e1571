//! Verifying a bundle on a machine that has never seen the ledger.

use std::fs;
use std::io;
use std::path::PathBuf;

use holdpoint_ledger::Hash;
use holdpoint_ledger::checkpoint::Checkpoint;
use holdpoint_ledger::log::{FsckOptions, FsckReport, LogIdentity, fsck};
use holdpoint_ledger::note::Note;
use holdpoint_ledger::proof_file::ProofFile;
use holdpoint_ledger::source::{CHECKPOINT, DirectorySource, SourceError, TileSource};
use holdpoint_ports::{BlobDigest, BlobError};
use serde::Serialize;

use super::Progress;
use super::blobs::{self, BlobCount};
use super::evidence::EvidenceCount;
use super::inspect::{Fault, Inspected, Problem};
use super::manifest::{FORMAT, MANIFEST, Manifest, ProofPath, blob_path};
use super::signatures::SignatureCount;
use super::trust::{Trust, WITNESSED, WitnessedUpTo};
use crate::named::NamedBlobs;

/// Where a bundle is read from.
pub trait BundleSource: TileSource {
    /// The whole content under a path, however large; none if there is no such path.
    ///
    /// # Errors
    /// When the medium fails.
    fn content(&self, path: &str) -> io::Result<Option<Vec<u8>>>;
}

/// A bundle in a directory.
#[derive(Debug, Clone)]
pub struct DirectoryBundle {
    root: PathBuf,
    log: DirectorySource,
}

impl DirectoryBundle {
    /// The bundle in `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        let log = DirectorySource::new(root.clone());
        Self { root, log }
    }
}

impl TileSource for DirectoryBundle {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        self.log.read(path)
    }
}

impl BundleSource for DirectoryBundle {
    fn content(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.root.join(path)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        }
    }
}

/// What the verification of a bundle found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[must_use]
pub struct BundleReport {
    /// Whether nothing is wrong.
    pub sound: bool,
    /// The key that the checkpoint was verified with.
    pub key: String,
    /// Whether that key came from the bundle itself: then all of it may be forged, unless the key is compared
    /// with one from elsewhere.
    pub key_from_bundle: bool,
    /// Entries that were looked at.
    pub entries: u64,
    /// The tree, its tiles, and the signature of its checkpoint.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<FsckReport>,
    /// Up to where enough witnesses have cosigned, if it is known whose cosignatures count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witnessed: Option<WitnessedUpTo>,
    /// The blobs that entries name.
    pub blobs: BlobCount,
    /// Evidence, compared with its documents.
    pub evidence: EvidenceCount,
    /// Signatures over decisions.
    pub signatures: SignatureCount,
    /// Proofs that were verified.
    pub proofs: u64,
    /// What is wrong with manifest, entries, blobs and proofs.
    pub problems: Vec<Problem>,
}

/// Verifies a bundle by what is known of the log from elsewhere.
pub fn verify_bundle(
    source: &dyn BundleSource,
    trust: &Trust,
    progress: &Progress<'_>,
) -> BundleReport {
    let mut report = BundleReport {
        sound: false,
        key: trust.key.clone().unwrap_or_default(),
        key_from_bundle: trust.key.is_none(),
        entries: 0,
        log: None,
        witnessed: None,
        blobs: BlobCount::default(),
        evidence: EvidenceCount::default(),
        signatures: SignatureCount::default(),
        proofs: 0,
        problems: Vec::new(),
    };
    if let Err(problem) = check(source, trust, progress, &mut report) {
        report.problems.push(*problem);
    }
    let log = report.log.as_ref().is_some_and(|log| log.sound);
    report.sound = log && report.problems.is_empty();
    report
}

fn check(
    source: &dyn BundleSource,
    trust: &Trust,
    progress: &Progress<'_>,
    report: &mut BundleReport,
) -> Result<(), Box<Problem>> {
    let manifest = manifest(source)?;
    let key = trust.key_of(&manifest.origin);
    report.key_from_bundle = key.is_none();
    report.key = key.unwrap_or_else(|| manifest.key.clone());
    let identity = LogIdentity::new(&report.key).map_err(|error| wrong(error.to_string()))?;
    let identity = identity.with_origin(manifest.origin.clone());
    report.entries = manifest.size;
    report.problems.extend(stated(source, &manifest));
    let inspected = Inspected::new(source, manifest.size, progress);
    let unreadable = |error: io::Error| wrong(format!("`{WITNESSED}` cannot be read: {error}"));
    let known = trust.read(&identity, source.content(WITNESSED).map_err(unreadable)?);
    report.problems.extend(known.problems);
    report.witnessed = known.witnessed;
    let options = FsckOptions {
        known: known.checkpoints,
        ..FsckOptions::default()
    };
    report.log = Some(fsck(&inspected, &identity, &options));
    let mut found = inspected.finish();
    report.problems.extend(found.problems);
    let read = |digest: &BlobDigest| blob(source, digest);
    let (named, claims) = (&found.blobs, &mut found.claims);
    let (count, problems) = blobs::check(named, claims, |named| named.personal, read, progress);
    report.blobs = count;
    report.evidence = claims.count();
    report.problems.extend(problems);
    report.problems.extend(listed(&manifest, named));
    let (signatures, problems) = found.hands.check(source, manifest.size);
    report.signatures = signatures;
    report.problems.extend(problems);
    for path in &manifest.proofs {
        match proof(source, path, &identity) {
            Ok(()) => report.proofs += 1,
            Err(reason) => {
                let problem = Problem::new(Fault::Proof, path.position, reason);
                report.problems.push(problem);
            }
        }
    }
    Ok(())
}

fn manifest(source: &dyn BundleSource) -> Result<Manifest, Box<Problem>> {
    let read = source
        .content(MANIFEST)
        .map_err(|error| wrong(error.to_string()))?;
    let bytes = read.ok_or_else(|| wrong(format!("`{MANIFEST}` is missing")))?;
    let manifest: Manifest = serde_json::from_slice(&bytes)
        .map_err(|error| wrong(format!("`{MANIFEST}` cannot be read: {error}")))?;
    if manifest.format != FORMAT {
        let found = manifest.format;
        return Err(wrong(format!(
            "the bundle has format {found}, {FORMAT} is known here"
        )));
    }
    Ok(manifest)
}

/// Whether the manifest states the size and root of the checkpoint. That the checkpoint holds is checked with
/// the log.
fn stated(source: &dyn BundleSource, manifest: &Manifest) -> Option<Problem> {
    let note = Note::parse(&source.read(CHECKPOINT).ok()??).ok()?;
    let checkpoint: Checkpoint = note.unverified_text().parse().ok()?;
    let same = (checkpoint.size, checkpoint.root) == (manifest.size, manifest.root);
    (!same).then(|| *wrong("the manifest states another size or root than the checkpoint".into()))
}

/// Whether the manifest lists what entries name, no more and no less.
fn listed(manifest: &Manifest, named: &NamedBlobs) -> Vec<Problem> {
    let names = |personal: bool| {
        let of = named
            .iter()
            .filter(move |(_, named)| named.personal == personal);
        of.map(|(digest, _)| digest.to_string()).collect::<Vec<_>>()
    };
    let mut exported: Vec<_> = manifest
        .blobs
        .iter()
        .map(|blob| blob.digest.clone())
        .collect();
    let mut withheld = manifest.withheld.clone();
    exported.sort_unstable();
    withheld.sort_unstable();
    let mut problems = Vec::new();
    if exported != names(false) {
        problems.push(*wrong(
            "the manifest lists other blobs than entries name".into(),
        ));
    }
    if withheld != names(true) {
        problems.push(*wrong(
            "the manifest withholds other texts than entries seal".into(),
        ));
    }
    problems
}

fn blob(source: &dyn BundleSource, digest: &BlobDigest) -> Result<Option<Vec<u8>>, BlobError> {
    let place = blob_path(digest);
    let read = source
        .content(&place)
        .map_err(|source| BlobError::Failed { place, source })?;
    let Some(bytes) = read else { return Ok(None) };
    let found = BlobDigest(Hash::of(&bytes).0);
    if found != *digest {
        let digest = *digest;
        return Err(BlobError::Damaged { digest, found });
    }
    Ok(Some(bytes))
}

fn proof(
    source: &dyn BundleSource,
    path: &ProofPath,
    identity: &LogIdentity,
) -> Result<(), String> {
    let read = |path: &str| match source.content(path) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(format!("`{path}` is missing")),
        Err(error) => Err(format!("`{path}` cannot be read: {error}")),
    };
    let entry = read(&path.entry)?;
    let file = ProofFile::parse(&read(&path.proof)?).map_err(|error| error.to_string())?;
    if file.index != path.position {
        return Err(format!("the proof is of entry {}", file.index));
    }
    let verified = file.verify(&Hash::leaf(&entry), identity);
    verified.map(drop).map_err(|error| error.to_string())
}

fn wrong(message: String) -> Box<Problem> {
    Box::new(Problem::new(Fault::Manifest, None, message))
}

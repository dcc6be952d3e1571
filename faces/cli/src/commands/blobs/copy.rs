//! `holdpoint blobs copy`.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use holdpoint_blobs::DirectoryBlobs;
use holdpoint_objects::Address;
use holdpoint_ports::{BlobDigest, BlobStore, ListedBlob};
use serde::Serialize;

use crate::commands::{Outcome, Run};
use crate::data;
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::{Human, Page};
use crate::session::Session;

/// Copy content from one store to another.
///
/// Every blob is verified as it is read, and read back when it has arrived; what the target has already is not copied again, so
/// the same command goes on where it broke off. A server may go on meanwhile: run it once more when that has stopped, which takes
/// what is new. The source stays as it is.
#[derive(Debug, Args)]
pub(crate) struct Copy {
    /// A directory with blobs, such as `blobs` in a data directory, or a URL as for `--blobs-url`.
    from: String,
    /// The same.
    to: String,
    /// Only say what would be copied.
    #[arg(long)]
    dry_run: bool,
}

/// The same with both ends read: a URL may have a secret in it, and is not repeated when it cannot be read.
struct Work {
    from: End,
    to: End,
    dry_run: bool,
}

impl Run for Copy {
    fn run(self, session: &Session) -> Outcome {
        Work {
            from: End::named(&self.from)?,
            to: End::named(&self.to)?,
            dry_run: self.dry_run,
        }
        .done(session)
    }
}

/// Where blobs are, or are to be.
#[derive(Debug, Clone)]
enum End {
    Directory(PathBuf),
    Elsewhere(Address),
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory(place) => write!(f, "{}", place.display()),
            Self::Elsewhere(address) => address.fmt(f),
        }
    }
}

impl End {
    /// What was named on the command line.
    fn named(text: &str) -> Result<Self, Failure> {
        match text.contains("://") {
            true => data::blobs_address(text).map(Self::Elsewhere),
            false => Ok(Self::Directory(PathBuf::from(text))),
        }
    }

    /// Opens it to read from it. A directory has to be one that blobs are in.
    fn existing(&self) -> Result<Arc<dyn BlobStore>, Failure> {
        match self {
            Self::Directory(place) if !place.join("sha256").is_dir() => {
                let message = format!("there are no blobs in `{}`", place.display());
                Err(Failure::input("blobs-none", message)
                    .help("name the folder `blobs` of a data directory, or a URL"))
            }
            Self::Directory(place) => Ok(Arc::new(DirectoryBlobs::look(place))),
            Self::Elsewhere(address) => data::open_blobs(address, &std::env::temp_dir()),
        }
    }

    /// Opens it to write to it.
    fn open(&self) -> Result<Arc<dyn BlobStore>, Failure> {
        match self {
            Self::Directory(place) => {
                let blobs = DirectoryBlobs::open_shared(place);
                Ok(Arc::new(blobs.map_err(|error| data::blobs_failed(&error))?))
            }
            Self::Elsewhere(_) => self.existing(),
        }
    }

    /// What it has; nothing where it is not there yet.
    fn listed(&self) -> Result<Vec<ListedBlob>, Failure> {
        match self {
            Self::Directory(place) if !place.join("sha256").is_dir() => Ok(Vec::new()),
            _ => list(&*self.existing()?),
        }
    }

    /// A data directory whose content is in it again.
    fn arrived(&self) -> Result<(), Failure> {
        match self {
            Self::Directory(place) if place.ends_with("blobs") => {
                data::content_returned(place.parent().unwrap_or(Path::new(".")))
            }
            _ => Ok(()),
        }
    }
}

fn list(blobs: &dyn BlobStore) -> Result<Vec<ListedBlob>, Failure> {
    blobs.list().map_err(|error| data::blobs_failed(&error))
}

impl Work {
    fn done(self, session: &Session) -> Outcome {
        let source = self.from.existing()?;
        let all = list(&*source)?;
        let there: BTreeSet<_> = self.to.listed()?.iter().map(|blob| blob.digest).collect();
        let new: Vec<_> = all
            .iter()
            .filter(|blob| !there.contains(&blob.digest))
            .collect();
        let mut copied = Copied {
            from: self.from.to_string(),
            to: self.to.to_string(),
            dry_run: self.dry_run,
            blobs: all.len(),
            copied: new.len(),
            bytes: new.iter().map(|blob| blob.size).sum(),
            damaged: Vec::new(),
        };
        if !self.dry_run {
            let target = self.to.open()?;
            let bar = session.progress("copying", Some(copied.bytes));
            let mut done = 0;
            for blob in new {
                if !copy(&*source, &*target, &blob.digest)? {
                    copied.damaged.push(blob.digest.to_string());
                }
                done += blob.size;
                bar.of(done, copied.bytes);
            }
            copied.copied -= copied.damaged.len();
            if copied.damaged.is_empty() {
                self.to.arrived()?;
            }
        }
        session.show(&copied)?;
        Ok(match copied.damaged.is_empty() {
            true => Exit::Go,
            false => Exit::NoGo,
        })
    }
}

/// Copies a blob and reads it back; says whether it was undamaged. One that was removed meanwhile is nothing to copy.
fn copy(from: &dyn BlobStore, to: &dyn BlobStore, digest: &BlobDigest) -> Result<bool, Failure> {
    let wrong = |error| data::blobs_failed(&error);
    let Some(mut content) = from.open(digest).map_err(wrong)? else {
        return Ok(true);
    };
    match to.put(&mut content) {
        Ok(_) => {}
        Err(error) if error.is_damage() => return Ok(false),
        Err(error) => return Err(wrong(error)),
    }
    match to.verify(digest).map_err(wrong)? {
        Some(_) => Ok(true),
        None => {
            let message = format!("blob `{digest}` is not there after it was copied");
            Err(Failure::failed("blobs", message))
        }
    }
}

#[derive(Debug, Serialize)]
struct Copied {
    from: String,
    to: String,
    dry_run: bool,
    /// In the source.
    blobs: usize,
    /// Those that the target lacked.
    copied: usize,
    /// Bytes of these.
    bytes: u64,
    /// Those that are not what their names say, and were left behind.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    damaged: Vec<String>,
}

impl Human for Copied {
    fn human(&self, page: &mut Page) {
        let Self {
            blobs,
            copied,
            bytes,
            ..
        } = self;
        if self.dry_run {
            return page.line(format!(
                "would copy {copied} of {blobs} blobs, {bytes} bytes"
            ));
        }
        page.line(format!(
            "copied {copied} of {blobs} blobs, and read them back"
        ));
        for digest in &self.damaged {
            page.line(format!("DAMAGED: {digest} was left behind"));
        }
    }
}

//! The blob port: content of any size, named by its SHA-256 and verified whenever it is read.

use std::fmt;
use std::io::Read;
use std::str::FromStr;

use crate::Millis;

/// The SHA-256 of a blob's bytes, written `sha256:<64 lower-case hex digits>`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobDigest(pub [u8; 32]);

impl fmt::Display for BlobDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for BlobDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for BlobDigest {
    type Err = BlobError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let malformed = || BlobError::Malformed(text.to_owned());
        let hex = text.strip_prefix("sha256:").ok_or_else(malformed)?;
        let lower = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if hex.len() != 64 || !hex.bytes().all(lower) {
            return Err(malformed());
        }
        let mut digest = [0; 32];
        for (place, at) in digest.iter_mut().zip((0..64).step_by(2)) {
            let pair = hex.get(at..at + 2).ok_or_else(malformed)?;
            *place = u8::from_str_radix(pair, 16).map_err(|_| malformed())?;
        }
        Ok(Self(digest))
    }
}

/// What goes wrong with blobs.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BlobError {
    /// Not `sha256:` and 64 lower-case hex digits.
    #[error("`{0}` is not a digest of the form `sha256:<64 hex digits>`")]
    Malformed(String),
    /// What was read does not hash to its name.
    #[error("blob `{digest}` is damaged: its content hashes to `{found}`")]
    Damaged {
        /// The name.
        digest: BlobDigest,
        /// The hash of what was read.
        found: BlobDigest,
    },
    /// A store that is elsewhere does not let this program do what it wants, and why.
    #[error("the blob store `{place}` {trouble}: {told}")]
    Refused {
        /// Its address.
        place: String,
        /// What is wrong.
        trouble: BlobTrouble,
        /// What it said, without anything that is secret.
        told: String,
    },
    /// The medium failed.
    #[error("the blob store failed at `{place}`")]
    Failed {
        /// Path or address.
        place: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

impl BlobError {
    /// What an error of a reader of [`BlobStore::open`] means, with the place that it was read from.
    #[must_use]
    pub fn of_reading(place: impl fmt::Display, error: std::io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(error) => error,
            Err(source) => Self::Failed {
                place: place.to_string(),
                source,
            },
        }
    }

    /// Whether content is not what its name says: noticed by whoever read it, or on the way by a reader of [`BlobStore::open`].
    #[must_use]
    pub fn is_damage(&self) -> bool {
        match self {
            Self::Damaged { .. } => true,
            Self::Failed { source, .. } => source
                .get_ref()
                .and_then(|inner| inner.downcast_ref::<Self>())
                .is_some_and(Self::is_damage),
            _ => false,
        }
    }
}

/// What is wrong with a store that is elsewhere, as far as somebody can do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlobTrouble {
    /// There is no such bucket or container.
    Bucket,
    /// Whoever asks may not do that.
    Denied,
    /// Nobody is proven by the credentials, or there are none.
    Credentials,
    /// The clocks of both are too far apart.
    Clock,
    /// Nobody answers.
    Unreachable,
}

impl BlobTrouble {
    /// A stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Bucket => "blobs-bucket",
            Self::Denied => "blobs-denied",
            Self::Credentials => "blobs-credentials",
            Self::Clock => "blobs-clock",
            Self::Unreachable => "blobs-unreachable",
        }
    }
}

impl fmt::Display for BlobTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bucket => "is not there",
            Self::Denied => "denies access",
            Self::Credentials => "does not accept the credentials",
            Self::Clock => "has another time than this machine",
            Self::Unreachable => "cannot be reached",
        })
    }
}

/// A blob as it is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedBlob {
    /// Its name.
    pub digest: BlobDigest,
    /// Bytes.
    pub size: u64,
    /// When it was written last.
    pub changed: Millis,
}

/// Content-addressed storage; what `put` returned for is durable.
pub trait BlobStore: Send + Sync {
    /// Keeps the content, streamed, and returns its digest and size once it is durable. Idempotent.
    ///
    /// # Errors
    /// When the reader or the medium fails; then nothing is kept under any name.
    fn put(&self, content: &mut dyn Read) -> Result<(BlobDigest, u64), BlobError>;

    /// The whole content, verified; none if there is no such blob.
    ///
    /// # Errors
    /// [`BlobError::Damaged`] when it no longer hashes to its name.
    fn get(&self, digest: &BlobDigest) -> Result<Option<Vec<u8>>, BlobError>;

    /// The content as it is read, for what need not be in memory as a whole: the last read fails, with a [`BlobError`] in
    /// the error, if all of it does not hash to its name. None if there is no such blob.
    ///
    /// # Errors
    /// When the medium fails.
    fn open(&self, digest: &BlobDigest) -> Result<Option<Box<dyn Read + Send>>, BlobError> {
        let content = self.get(digest)?;
        Ok(content.map(|content| Box::new(std::io::Cursor::new(content)) as Box<dyn Read + Send>))
    }

    /// Reads all of it and keeps nothing; says how many bytes that were, or that there is no such blob.
    ///
    /// # Errors
    /// [`BlobError::Damaged`] when it no longer hashes to its name.
    fn verify(&self, digest: &BlobDigest) -> Result<Option<u64>, BlobError> {
        let Some(mut content) = self.open(digest)? else {
            return Ok(None);
        };
        let read = std::io::copy(&mut content, &mut std::io::sink());
        read.map(Some)
            .map_err(|error| BlobError::of_reading(digest, error))
    }

    /// Its size in bytes, without verifying.
    ///
    /// # Errors
    /// When the medium fails.
    fn size(&self, digest: &BlobDigest) -> Result<Option<u64>, BlobError>;

    /// Destroys it; says whether it was there.
    ///
    /// # Errors
    /// When the medium fails.
    fn remove(&self, digest: &BlobDigest) -> Result<bool, BlobError>;

    /// All that is there, in any order.
    ///
    /// # Errors
    /// When the medium fails.
    fn list(&self) -> Result<Vec<ListedBlob>, BlobError>;
}

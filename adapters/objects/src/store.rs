//! The blob store in a bucket.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _};
use holdpoint_blobs::Verified;
use holdpoint_ports::{BlobDigest, BlobError, BlobStore, BlobTrouble, ListedBlob};
use object_store::path::Path as Name;
use object_store::{
    MultipartUpload, ObjectMeta, ObjectStore, ObjectStoreExt as _, PutMode, PutPayload, PutResult,
};
use sha2::{Digest, Sha256};

use crate::address::Bucket;
use crate::arriving::Arriving;
use crate::bridge::{Bridge, Pending};
use crate::spool::{Body, Failure, Parts, Spooled};
use crate::{cloud, name, trouble};

/// Blobs in a bucket, verified whenever they are read.
pub struct ObjectBlobs {
    store: Arc<dyn ObjectStore>,
    bridge: Arc<Bridge>,
    /// As people write it.
    place: String,
    prefix: String,
    spool: PathBuf,
}

impl std::fmt::Debug for ObjectBlobs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ObjectBlobs({})", self.place)
    }
}

impl ObjectBlobs {
    /// Opens it, and asks whether the bucket is there and lets this program in.
    ///
    /// # Errors
    /// [`BlobError::Refused`] if not.
    pub fn open(
        bucket: &Bucket,
        spool: &Path,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, BlobError> {
        let place = bucket.to_string();
        let store = cloud::client(bucket, variables.into_iter().collect())?;
        let bridge = Bridge::start().map_err(|source| failed(&place, source))?;
        let blobs = Self {
            store,
            bridge: Arc::new(bridge),
            place,
            prefix: bucket.prefix.clone(),
            spool: spool.to_owned(),
        };
        blobs.ask()?;
        Ok(blobs)
    }

    /// Lists one object at most: the cheapest question whose answer tells a bucket that is not there from an empty one.
    fn ask(&self) -> Result<(), BlobError> {
        let below = name::all(&self.prefix);
        let first = self.call(|store| async move { store.list(Some(&below)).next().await })?;
        match first.transpose() {
            Ok(_) => Ok(()),
            // Nothing else can be absent when a bucket is listed.
            Err(error @ object_store::Error::NotFound { .. }) => Err(BlobError::Refused {
                place: self.place.clone(),
                trouble: BlobTrouble::Bucket,
                told: trouble::told(&error),
            }),
            Err(error) => Err(self.wrong(&error)),
        }
    }

    fn call<T, F>(&self, ask: impl FnOnce(Arc<dyn ObjectStore>) -> F) -> Result<T, BlobError>
    where
        F: Future<Output = T> + Send + 'static,
        T: Send + 'static,
    {
        let answer = self.bridge.call(ask(Arc::clone(&self.store)));
        answer.map_err(|source| failed(&self.place, source))
    }

    fn wrong(&self, error: &object_store::Error) -> BlobError {
        trouble::error(&self.place, error)
    }

    /// What is there, or none if only that object is absent: a bucket that is gone is an error.
    fn present<T>(&self, result: object_store::Result<T>) -> Result<Option<T>, BlobError> {
        match result {
            Ok(found) => Ok(Some(found)),
            Err(error @ object_store::Error::NotFound { .. }) => match trouble::trouble(&error) {
                Some(BlobTrouble::Bucket) => Err(self.wrong(&error)),
                _ => Ok(None),
            },
            Err(error) => Err(self.wrong(&error)),
        }
    }

    fn about(&self, name: Name) -> Result<Option<ObjectMeta>, BlobError> {
        let about = self.call(|store| async move { store.head(&name).await })?;
        self.present(about)
    }

    fn upload(&self, name: Name, content: Bytes, mode: PutMode) -> Result<Put, BlobError> {
        let put = self.call(|store| async move {
            let payload = PutPayload::from(content);
            store.put_opts(&name, payload, mode.into()).await
        })?;
        match put {
            Ok(_) => Ok(Put::Done),
            Err(
                object_store::Error::AlreadyExists { .. }
                | object_store::Error::Precondition { .. },
            ) => Ok(Put::Exists),
            Err(
                object_store::Error::NotImplemented { .. }
                | object_store::Error::NotSupported { .. },
            ) => Ok(Put::Unconditional),
            Err(error) => Err(self.wrong(&error)),
        }
    }

    /// Keeps what is in memory, if it is not there yet; mends what is there and damaged.
    fn put_small(&self, digest: &BlobDigest, content: Bytes) -> Result<(), BlobError> {
        let name = || name::of(&self.prefix, digest);
        let done = self.upload(name(), content.clone(), PutMode::Create)?;
        if done == Put::Done || done == Put::Exists && self.sound(digest)? {
            return Ok(());
        }
        // The same content, or a damaged one that this mends.
        self.upload(name(), content, PutMode::Overwrite).map(drop)
    }

    fn put_large(&self, digest: &BlobDigest, size: u64, parts: Parts) -> Result<(), BlobError> {
        let name = name::of(&self.prefix, digest);
        let about = self.about(name.clone())?;
        if about.is_some_and(|about| about.size == size) && self.sound(digest)? {
            return Ok(());
        }
        let upload = self.call(|store| async move { store.put_multipart(&name).await })?;
        let mut upload = upload.map_err(|error| self.wrong(&error))?;
        let sent = self.send(&mut *upload, parts);
        let ended = self.call(|_| async move {
            match sent {
                Ok(()) => Ok(upload.complete().await),
                Err(error) => {
                    // What stays of it is removed by the bucket's own rules.
                    let _ = upload.abort().await;
                    Err(error)
                }
            }
        })?;
        let completed: Result<object_store::Result<PutResult>, BlobError> = ended;
        completed?.map(drop).map_err(|error| self.wrong(&error))
    }

    /// Sends all parts, two at a time: memory holds no more of it.
    fn send(&self, upload: &mut dyn MultipartUpload, mut parts: Parts) -> Result<(), BlobError> {
        let mut before: Option<Pending<object_store::Result<()>>> = None;
        let wait = |pending: Option<Pending<object_store::Result<()>>>| {
            let Some(pending) = pending else {
                return Ok(());
            };
            let sent = pending
                .wait()
                .map_err(|source| failed(&self.place, source))?;
            sent.map_err(|error| self.wrong(&error))
        };
        while let Some(part) = parts.next().map_err(|source| self.spooled(source))? {
            let next = self.bridge.begin(upload.put_part(PutPayload::from(part)));
            wait(before.replace(next))?;
        }
        wait(before)
    }

    /// Whether what is there is what its name says.
    fn sound(&self, digest: &BlobDigest) -> Result<bool, BlobError> {
        match self.verify(digest) {
            Ok(found) => Ok(found.is_some()),
            Err(error) if error.is_damage() => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn spooled(&self, source: io::Error) -> BlobError {
        failed(&self.spool.display().to_string(), source)
    }
}

/// What became of an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Put {
    Done,
    /// There is something of that name already.
    Exists,
    /// The storage does not know conditions.
    Unconditional,
}

fn failed(place: &str, source: io::Error) -> BlobError {
    BlobError::Failed {
        place: place.to_owned(),
        source,
    }
}

impl BlobStore for ObjectBlobs {
    fn put(&self, content: &mut dyn Read) -> Result<(BlobDigest, u64), BlobError> {
        let spooled = Spooled::receive(content, &self.spool).map_err(|failure| match failure {
            Failure::Content(source) => failed("the content", source),
            Failure::Spool(source) => self.spooled(source),
        })?;
        let Spooled { digest, size, body } = spooled;
        match body {
            Body::Small(content) => self.put_small(&digest, content)?,
            Body::Large(parts) => self.put_large(&digest, size, parts)?,
        }
        Ok((digest, size))
    }

    fn get(&self, digest: &BlobDigest) -> Result<Option<Vec<u8>>, BlobError> {
        let name = name::of(&self.prefix, digest);
        let content = self.call(|store| async move { store.get(&name).await?.bytes().await })?;
        let Some(content) = self.present(content)? else {
            return Ok(None);
        };
        let found = BlobDigest(Sha256::digest(&content).into());
        if found != *digest {
            return Err(BlobError::Damaged {
                digest: *digest,
                found,
            });
        }
        Ok(Some(content.into()))
    }

    fn open(&self, digest: &BlobDigest) -> Result<Option<Box<dyn Read + Send>>, BlobError> {
        let name = name::of(&self.prefix, digest);
        let found = self.call(|store| async move { store.get(&name).await })?;
        let Some(found) = self.present(found)? else {
            return Ok(None);
        };
        let arriving = Arriving {
            stream: Some(found.into_stream()),
            bridge: Arc::clone(&self.bridge),
            rest: Bytes::new(),
        };
        Ok(Some(Box::new(Verified::new(arriving, *digest))))
    }

    fn size(&self, digest: &BlobDigest) -> Result<Option<u64>, BlobError> {
        let about = self.about(name::of(&self.prefix, digest))?;
        Ok(about.map(|about| about.size))
    }

    fn remove(&self, digest: &BlobDigest) -> Result<bool, BlobError> {
        let name = name::of(&self.prefix, digest);
        // Providers do not say whether what they removed was there.
        if self.about(name.clone())?.is_none() {
            return Ok(false);
        }
        let removed = self.call(|store| async move { store.delete(&name).await })?;
        Ok(self.present(removed)?.is_some())
    }

    fn list(&self) -> Result<Vec<ListedBlob>, BlobError> {
        let below = name::all(&self.prefix);
        let all = self.call(|store| async move {
            let all = store.list(Some(&below));
            all.try_collect::<Vec<ObjectMeta>>().await
        })?;
        let all = self.present(all)?.unwrap_or_default();
        let listed = |about: &ObjectMeta| {
            Some(ListedBlob {
                digest: name::digest(&about.location)?,
                size: about.size,
                changed: about.last_modified.timestamp_millis(),
            })
        };
        Ok(all.iter().filter_map(listed).collect())
    }
}

#[cfg(test)]
mod tests;

//! Where content is: in the data directory, or in a store elsewhere that several servers may have.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use holdpoint_blobs::DirectoryBlobs;
use holdpoint_objects::Address;
use holdpoint_ports::{BlobError, BlobStore};

use super::Whereabouts;
use crate::error::Failure;

/// The file that says where it is, if it is elsewhere.
pub(super) const NOTED: &str = "blobs.location";

/// The store that a URL names.
pub(crate) fn address(url: &str) -> Result<Address, Failure> {
    url.parse().map_err(|error: holdpoint_objects::AddressError| {
        Failure::input("blobs-url", "the URL of the blob store cannot be used")
            .because(&error)
            .help("write `s3://BUCKET/PREFIX`, `gs://BUCKET/PREFIX`, `az://CONTAINER/PREFIX` or `file:///DIRECTORY`")
    })
}

/// Opens the store at an address; what is too large for memory waits in `spool`.
pub(crate) fn open_at(address: &Address, spool: &Path) -> Result<Arc<dyn BlobStore>, Failure> {
    let variables = std::env::vars_os().filter_map(|(name, value)| {
        let text = |text: std::ffi::OsString| text.into_string().ok();
        Some((text(name)?, text(value)?))
    });
    let opened = holdpoint_objects::open(address, spool, variables);
    opened.map_err(|error| failed(&error))
}

/// What an error of a store means to people.
pub(crate) fn failed(error: &BlobError) -> Failure {
    let code = match error {
        BlobError::Refused { trouble, .. } => trouble.code(),
        _ => "blobs",
    };
    let failure = Failure::failed(code, error);
    match std::error::Error::source(error) {
        Some(source) => failure.because(source),
        None => failure,
    }
}

/// The content of a data directory, to be read and written. Says so if it is elsewhere and nobody said where.
pub(super) fn open(at: &Whereabouts<'_>) -> Result<Arc<dyn BlobStore>, Failure> {
    let own = at.place.join("blobs");
    let Some(address) = at.blobs else {
        named(at.place)?;
        let blobs = match at.joining {
            Some(_) => DirectoryBlobs::open_shared(own),
            None => DirectoryBlobs::open(own),
        };
        return Ok(Arc::new(blobs.map_err(|error| failed(&error))?));
    };
    let blobs = open_at(address, at.place)?;
    arrive(at.place, address, &*blobs)?;
    Ok(blobs)
}

/// The same, only to read from it, while a server may have it open.
pub(super) fn look(at: &Whereabouts<'_>) -> Result<Arc<dyn BlobStore>, Failure> {
    match at.blobs {
        Some(address) => open_at(address, at.place),
        None => {
            named(at.place)?;
            Ok(Arc::new(DirectoryBlobs::look(at.place.join("blobs"))))
        }
    }
}

/// An error if content was elsewhere, and nobody says that it is.
fn named(place: &Path) -> Result<(), Failure> {
    let Ok(noted) = std::fs::read_to_string(place.join(NOTED)) else {
        return Ok(());
    };
    let message = format!("the content of `{}` is elsewhere", place.display());
    Err(Failure::input("blobs-missing", message).help(format!(
        "name it with `--blobs-url` or in `HOLDPOINT_BLOBS_URL`; it was `{}`",
        noted.trim()
    )))
}

/// Notes where content is from now on; all that was kept before has to be there.
fn arrive(place: &Path, address: &Address, blobs: &dyn BlobStore) -> Result<(), Failure> {
    let path = place.join(NOTED);
    let noted = std::fs::read_to_string(&path).ok();
    let noted = noted.as_deref().map(str::trim);
    if noted == Some(address.to_string().as_str()) {
        return Ok(());
    }
    match noted {
        Some(before) => {
            let there = open_at(&self::address(before)?, place)?;
            complete(before, &*there, address, blobs)?;
        }
        None => {
            let own = place.join("blobs");
            let before = own.display().to_string();
            complete(&before, &DirectoryBlobs::look(own), address, blobs)?;
        }
    }
    holdpoint_durable::replace(&path, format!("{address}\n").as_bytes())
        .map_err(|error| Failure::file("write", &path, &error))
}

/// Whether one store has all that another has.
fn complete(
    before: &str,
    from: &dyn BlobStore,
    address: &Address,
    to: &dyn BlobStore,
) -> Result<(), Failure> {
    let listed = |blobs: &dyn BlobStore| blobs.list().map_err(|error| failed(&error));
    let from = listed(from)?;
    if from.is_empty() {
        return Ok(());
    }
    let there: BTreeSet<_> = listed(to)?.into_iter().map(|blob| blob.digest).collect();
    let missing = from.iter().filter(|blob| !there.contains(&blob.digest));
    match missing.count() {
        0 => Ok(()),
        count => {
            let message = format!("`{address}` lacks {count} of the blobs in `{before}`");
            Err(Failure::input("blobs-other", message).help(format!(
                "`holdpoint blobs copy {before} {address}` copies them there"
            )))
        }
    }
}

/// Content is in the directory again.
pub(crate) fn content_returned(place: &Path) -> Result<(), Failure> {
    let path = place.join(NOTED);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::file("remove", &path, &error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{Whereabouts, address, look, open};

    #[test]
    fn content_that_is_elsewhere_is_not_begun_anew() {
        let room = tempfile::tempdir().unwrap();
        let (place, away) = (room.path().join("data"), room.path().join("away"));
        std::fs::create_dir(&place).unwrap();
        let here = Whereabouts::of(&place);
        let own = open(&here).unwrap();
        own.put(&mut &b"content"[..]).unwrap();
        let url = address(&format!("file://{}", away.display())).unwrap();
        let there = Whereabouts {
            blobs: Some(&url),
            ..Whereabouts::of(&place)
        };
        let lacking = open(&there).err().unwrap();
        assert_eq!(lacking.code, "blobs-other");
        assert!(
            lacking.message.contains("lacks 1 of the blobs"),
            "{lacking:?}"
        );
        let store = super::open_at(&url, &place).unwrap();
        let (digest, _) = store.put(&mut &b"content"[..]).unwrap();
        assert_eq!(open(&there).unwrap().size(&digest).unwrap(), Some(7));
        // From now on it has to be said where.
        assert_eq!(open(&here).err().unwrap().code, "blobs-missing");
        assert_eq!(look(&here).err().unwrap().code, "blobs-missing");
        super::content_returned(&place).unwrap();
        assert!(open(&here).is_ok());
    }

    #[test]
    fn an_address_that_cannot_be_read_says_how_to_write_one() {
        let wrong = address("https://bucket").err().unwrap();
        assert_eq!(wrong.code, "blobs-url");
    }
}

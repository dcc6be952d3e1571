//! Opening a log for writing: what a crash left behind its last whole chunk is cut off.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use holdpoint_durable::{Lock, create_directories, replace};

use super::{Log, durable_name};
use crate::chunk::{HEAD, head};
use crate::error::Trouble;
use crate::index::Index;
use crate::place::{Place, failed, text};
use crate::scan::{Next, Scan};
use crate::seal::Seal;

impl Log {
    /// Opens the log in a directory, which is made if there is none. It takes that many canonical bytes and is then cut, with a mark
    /// that says so.
    ///
    /// What a crash left behind the last whole chunk is cut off; [`Log::torn`] says how much. If chunks stand behind it,
    /// which a crash does not do by itself, the bytes are kept beside the log as `torn-OFFSET`.
    ///
    /// # Errors
    /// When another process writes it, it is damaged, or the medium fails.
    pub fn open(directory: &Path, limit: u64) -> Result<Self, Trouble> {
        create_directories(directory).map_err(failed(directory, "written"))?;
        let place = Place::new(directory);
        let lock = Lock::take(&place.lock()).map_err(failed(&place.lock(), "written"))?;
        let lock = lock.ok_or_else(|| Trouble::Taken(place.name()))?;
        let file = place.writable().map_err(failed(&place.log(), "written"))?;
        durable_name(&place).map_err(failed(directory, "written"))?;
        let seal = sealed(&place)?;
        let (index, written) = scanned(&file, &place)?;
        let epoch = leased(&place)?.max(written);
        let torn = mended(&file, &place, &index, seal.as_ref())?;
        let mut log = Self {
            place,
            file,
            index,
            epoch,
            limit,
            durable: 0,
            seal,
            torn,
            lock,
        };
        // What another process wrote may not be durable yet.
        log.sync()?;
        Ok(log)
    }
}

/// The seal, if there is one.
pub(crate) fn sealed(place: &Place) -> Result<Option<Seal>, Trouble> {
    let path = place.seal();
    let damaged = |_| Trouble::Damaged {
        path: path.display().to_string(),
        at: 0,
        what: "it is no seal of a log",
    };
    text(&path)?
        .map(|text| text.parse().map_err(damaged))
        .transpose()
}

fn leased(place: &Place) -> Result<u64, Trouble> {
    let path = place.lease();
    let damaged = || Trouble::Damaged {
        path: path.display().to_string(),
        at: 0,
        what: "it is no epoch",
    };
    match text(&path)? {
        None => Ok(0),
        Some(text) => text.trim_end().parse().map_err(|_| damaged()),
    }
}

/// What the file has, and the newest epoch in it.
fn scanned(file: &File, place: &Place) -> Result<(Index, u64), Trouble> {
    let mut index = Index::default();
    let mut epoch = 0;
    let mut scan = Scan::new(file, *index.end());
    loop {
        match scan.next().map_err(failed(&place.log(), "read"))? {
            Next::Chunk(head, _) => epoch = epoch.max(head.epoch),
            Next::End => return Ok((index, epoch)),
            Next::Wrong(what) => return Err(damaged(place, index.end().at, what)),
        }
        index.grow(scan.mark);
    }
}

fn damaged(place: &Place, at: u64, what: &'static str) -> Trouble {
    let path = place.log().display().to_string();
    Trouble::Damaged { path, at, what }
}

/// Cuts off what is no chunk; how many bytes that were.
fn mended(file: &File, place: &Place, index: &Index, seal: Option<&Seal>) -> Result<u64, Trouble> {
    let end = index.end();
    let path = place.log();
    let length = file.metadata().map_err(failed(&path, "read"))?.len();
    let torn = length.saturating_sub(end.at);
    if seal.is_some_and(|seal| seal.length != end.offset || torn > 0) {
        return Err(damaged(
            place,
            end.at,
            "the log is sealed, and does not end here",
        ));
    }
    if torn > 0 {
        kept(file, place, end.at, torn)?;
        file.set_len(end.at).map_err(failed(&path, "written"))?;
    }
    Ok(torn)
}

/// Puts aside what is cut off, if a chunk stands in it.
fn kept(file: &File, place: &Place, at: u64, torn: u64) -> Result<(), Trouble> {
    let path = place.log();
    let read = |file: &File| -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(torn).map_err(io::Error::other)?];
        file.read_exact_at(&mut bytes, at)?;
        Ok(bytes)
    };
    let bytes = read(file).map_err(failed(&path, "read"))?;
    if (0..bytes.len()).any(|begins| chunk_at(bytes.get(begins..).unwrap_or_default())) {
        let aside = place.torn(at);
        replace(&aside, &bytes).map_err(failed(&aside, "written"))?;
    }
    Ok(())
}

/// Whether bytes begin with a whole chunk.
fn chunk_at(bytes: &[u8]) -> bool {
    let Some((begins, rest)) = bytes.split_first_chunk::<HEAD>() else {
        return false;
    };
    head(begins).is_some_and(|head| {
        let payload = rest.get(..head.length);
        payload.is_some_and(|payload| head.holds(payload))
    })
}

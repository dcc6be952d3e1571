//! Tar archives, plain or gzipped: the text of the first entry that is asked for.

use super::{MAX_ENTRIES, text};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{BufReader, Read};

/// No more is decompressed in search of a description.
const MAX_DECOMPRESSED: u64 = 2 * 1024 * 1024 * 1024;

/// Looks at the entries in order until `want` takes one, and gives its path and text.
///
/// Paths come without a leading `./`.
pub(crate) fn find(
    file: File,
    gzipped: bool,
    mut want: impl FnMut(&str) -> bool,
) -> Result<Option<(String, String)>, String> {
    let reader = open(file, gzipped).take(MAX_DECOMPRESSED);
    let mut archive = tar::Archive::new(reader);
    let entries = archive.entries().map_err(|error| error.to_string())?;
    for entry in entries.take(MAX_ENTRIES) {
        let mut entry = entry.map_err(|error| error.to_string())?;
        let path = path_of(&entry);
        if entry.header().entry_type().is_file() && want(&path) {
            let text = text(&mut entry).map_err(|error| error.to_string())?;
            return Ok(Some((path, text)));
        }
    }
    Ok(None)
}

pub(crate) fn open(file: File, gzipped: bool) -> Box<dyn Read> {
    let buffered = BufReader::with_capacity(128 * 1024, file);
    if gzipped {
        Box::new(MultiGzDecoder::new(buffered))
    } else {
        Box::new(buffered)
    }
}

pub(crate) fn path_of<R: Read>(entry: &tar::Entry<'_, R>) -> String {
    let path = entry.path_bytes();
    let path = String::from_utf8_lossy(&path);
    path.trim_start_matches("./").to_owned()
}

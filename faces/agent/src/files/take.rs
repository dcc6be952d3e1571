//! Files are taken.

use std::fs::{self, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use tar::Archive;

use super::{at, inside};

/// Brings what was given to a path inside a root; what is there already is replaced.
pub(super) fn take(root: &Path, path: &str, from: &mut impl Read) -> io::Result<()> {
    let own = inside(path)?;
    let place = root.join(own);
    let kind = line(from)?;
    match kind.as_str() {
        "file" => file(&place, 0o644, from).map_err(at(own)),
        "program" => file(&place, 0o755, from).map_err(at(own)),
        "folder" => folder(&place, from).map_err(at(own)),
        _ => Err(io::Error::other("what was given is no file and no folder")),
    }
}

/// The first line.
fn line(from: &mut impl Read) -> io::Result<String> {
    let mut line = Vec::new();
    let mut byte = [0];
    while line.len() < 16 && from.read(&mut byte)? == 1 && byte != *b"\n" {
        line.extend(byte);
    }
    Ok(String::from_utf8_lossy(&line).into_owned())
}

fn file(place: &Path, mode: u32, from: &mut impl Read) -> io::Result<()> {
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)?;
    }
    let _nothing_there = fs::remove_file(place);
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(place)?;
    io::copy(from, &mut file).map(drop)
}

fn folder(place: &Path, from: &mut impl Read) -> io::Result<()> {
    fs::create_dir_all(place)?;
    let mut archive = Archive::new(from);
    // Nothing outside of the folder is written, whatever the archive says.
    archive.set_overwrite(true);
    archive.set_preserve_mtime(false);
    archive.unpack(place)
}

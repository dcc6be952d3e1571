//! Files are given.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tar::{Builder, EntryType, Header};

use super::glob::{expanded, is_pattern};
use super::{at, inside};

/// One file as it is, or a folder as an archive of what is in it; what a pattern fits as an archive.
pub(super) fn one(root: &Path, path: &str, out: &mut impl Write) -> io::Result<()> {
    if is_pattern(path) {
        let found = expanded(root, path)?;
        if found.is_empty() {
            return Err(io::Error::other(format!(
                "nothing is there that `{path}` fits"
            )));
        }
        writeln!(out, "folder")?;
        return archive(root, found, out);
    }
    let own = root.join(inside(path)?);
    let about = fs::metadata(&own).map_err(at(Path::new(path)))?;
    if !about.is_dir() {
        let kind = if executable(&about) {
            "program"
        } else {
            "file"
        };
        writeln!(out, "{kind}")?;
        let mut file = File::open(&own).map_err(at(Path::new(path)))?;
        return io::copy(&mut file, out).map(drop);
    }
    writeln!(out, "folder")?;
    archive(&own, children(&own)?, out)
}

/// Those of some files and folders that are there, as an archive.
pub(super) fn found(root: &Path, paths: &[String], out: &mut impl Write) -> io::Result<()> {
    let mut there = Vec::new();
    for path in paths {
        let found = expanded(root, path)?.into_iter();
        there.extend(found.filter(|path| root.join(path).symlink_metadata().is_ok()));
    }
    there.sort();
    there.dedup();
    writeln!(out, "folder")?;
    archive(root, there, out)
}

/// What files have in them, each with its path, as one digest.
pub(super) fn digest(root: &Path, paths: &[String], out: &mut impl Write) -> io::Result<()> {
    let mut all = Sha256::new();
    let mut files = BTreeSet::new();
    for path in paths {
        files.extend(expanded(root, path)?);
    }
    for path in files {
        let bytes = fs::read(root.join(&path)).map_err(at(&path))?;
        let digest = hex::encode(Sha256::digest(&bytes));
        all.update(format!("{}\n{digest}\n", path.display()));
    }
    write!(out, "{}", hex::encode(all.finalize()))
}

/// An archive of these paths under a root, and of all that is in them.
fn archive(root: &Path, paths: Vec<PathBuf>, out: &mut impl Write) -> io::Result<()> {
    let mut archive = Builder::new(out);
    archive.follow_symlinks(false);
    let mut open: Vec<PathBuf> = paths.into_iter().rev().collect();
    while let Some(path) = open.pop() {
        let own = root.join(&path);
        let about = own.symlink_metadata().map_err(at(&path))?;
        add(&mut archive, &own, &path, &about).map_err(at(&path))?;
        if about.is_dir() {
            let inner = children(&own)?.into_iter();
            open.extend(inner.rev().map(|name| path.join(name)));
        }
    }
    archive.finish()
}

fn add(
    archive: &mut Builder<&mut impl Write>,
    own: &Path,
    path: &Path,
    about: &Metadata,
) -> io::Result<()> {
    let mut header = Header::new_gnu();
    header.set_mtime(0);
    header.set_mode(if about.is_dir() || executable(about) {
        0o755
    } else {
        0o644
    });
    header.set_size(0);
    if about.is_symlink() {
        header.set_entry_type(EntryType::Symlink);
        return archive.append_link(&mut header, path, fs::read_link(own)?);
    }
    if about.is_dir() {
        header.set_entry_type(EntryType::Directory);
        return archive.append_data(&mut header, path, io::empty());
    }
    if !about.is_file() {
        // Sockets and the like are nothing that can be kept.
        return Ok(());
    }
    let file = File::open(own)?;
    header.set_entry_type(EntryType::Regular);
    header.set_size(about.len());
    // One that grows meanwhile is as long as it was.
    archive.append_data(&mut header, path, file.take(about.len()))
}

/// Names of what is in a folder, in order.
fn children(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(at(folder))?;
    let names = entries.map(|entry| entry.map(|entry| PathBuf::from(entry.file_name())));
    let mut names: Vec<_> = names.collect::<io::Result<_>>()?;
    names.sort();
    Ok(names)
}

fn executable(about: &Metadata) -> bool {
    about.is_file() && about.permissions().mode() & 0o111 != 0
}

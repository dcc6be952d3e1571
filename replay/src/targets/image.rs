//! An image layout, as a directory and as a tar file, is the same image or refused. The parts are separated by NUL: the
//! index, then blobs; `@3` stands for the digest of the third blob, `#3` for its size.

use std::collections::BTreeMap;
use std::path::Path;

use holdpoint_artifacts::{oci, read_artifact};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

/// Fills in digests and sizes of what stands behind; in a description that is text.
fn filled(part: &[u8], blobs: &BTreeMap<usize, (String, usize)>) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(part) else {
        return part.to_vec();
    };
    let fill = |text: String, (at, (hex, size)): (&usize, &(String, usize))| {
        text.replace(&format!("@{at}"), &format!("sha256:{hex}"))
            .replace(&format!("#{at}"), &size.to_string())
    };
    blobs.iter().rev().fold(text.to_owned(), fill).into_bytes()
}

fn layout(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let parts: Vec<_> = bytes.split(|byte| *byte == 0).take(9).collect();
    let (mut blobs, mut files) = (BTreeMap::new(), Vec::new());
    for (at, part) in parts.iter().enumerate().skip(1).rev() {
        let content = filled(part, &blobs);
        let hex = format!("{:x}", HexDigest(&Sha256::digest(&content)));
        files.push((format!("blobs/sha256/{hex}"), content.clone()));
        blobs.insert(at, (hex, content.len()));
    }
    files.push((
        "oci-layout".to_owned(),
        br#"{"imageLayoutVersion":"1.0.0"}"#.to_vec(),
    ));
    files.push((
        "index.json".to_owned(),
        filled(parts.first().copied().unwrap_or_default(), &blobs),
    ));
    files
}

struct HexDigest<'a>(&'a [u8]);

impl std::fmt::LowerHex for HexDigest<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

fn write(room: &Path, files: &[(String, Vec<u8>)]) -> std::io::Result<()> {
    std::fs::create_dir_all(room.join("image/blobs/sha256"))?;
    let mut archive = tar::Builder::new(std::fs::File::create(room.join("image.tar"))?);
    for (path, content) in files {
        std::fs::write(room.join("image").join(path), content)?;
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, path, content.as_slice())?;
    }
    archive.finish()
}

pub(crate) fn run(bytes: &[u8]) {
    let room: TempDir = tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .expect("a folder");
    write(room.path(), &layout(bytes)).expect("files");
    let directory = oci::read_directory(&room.path().join("image"), None);
    let archive = read_artifact(&room.path().join("image.tar"));
    match (directory, archive) {
        (Ok(one), Ok(other)) => {
            assert_eq!(
                (one.digest, one.size, one.media_type),
                (other.digest, other.size, other.media_type)
            );
        }
        (Err(_), Err(_)) => {}
        (one, other) => panic!("{one:?} and {other:?}"),
    }
}

//! A file is an artifact with a digest, or refused. The first byte chooses the name of the file, the second whether the
//! rest is packed first, since no mutation of packed bytes has the right checksum.

use std::cell::OnceCell;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use holdpoint_artifacts::{digest_file, read_artifact};
use tempfile::TempDir;

const NAMES: &[&str] = &[
    "a-1.0.jar",
    "a.war",
    "a-1.0-py3-none-any.whl",
    "a-1.0.zip",
    "a-1.0.tgz",
    "a-1.0.tar.gz",
    "a-1.0.crate",
    "a.tar",
    "a",
];

thread_local! {
    static ROOM: OnceCell<TempDir> = const { OnceCell::new() };
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::none());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

pub(crate) fn run(bytes: &[u8]) {
    let [name, way, bytes @ ..] = bytes else {
        return;
    };
    let bytes = if way % 2 == 0 {
        bytes.to_vec()
    } else {
        packed(bytes)
    };
    ROOM.with(|room| {
        let room = room.get_or_init(|| {
            tempfile::tempdir_in("/dev/shm")
                .or_else(|_| tempfile::tempdir())
                .expect("a folder")
        });
        let path = room.path().join(NAMES[usize::from(*name) % NAMES.len()]);
        std::fs::write(&path, &bytes).expect("a file");
        match read_artifact(&path) {
            Ok(read) => {
                let file = digest_file(&path).expect("it is there");
                assert!(
                    read.digest == file.digest
                        || read.kind == holdpoint_artifacts::ArtifactKind::Image
                );
                assert!(!read.name.is_empty());
                if let Some(purl) = &read.purl {
                    assert_eq!(purl.to_string().parse().as_ref(), Ok(purl));
                }
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
        std::fs::remove_file(&path).expect("a file");
    });
}

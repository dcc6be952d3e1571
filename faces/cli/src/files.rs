//! Reading files that were named on the command line; `-` is standard input.

use std::io::Read as _;
use std::path::Path;

use crate::error::Failure;

/// The whole file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        return read
            .map(|_| bytes)
            .map_err(|error| Failure::file("read", path, &error));
    }
    std::fs::read(path).map_err(|error| Failure::file("read", path, &error))
}

/// The whole file, which has to be text.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(read(path)?).map_err(|error| {
        let message = format!("`{}` is not UTF-8 text", path.display());
        Failure::input("file", message).because(&error)
    })
}

/// Writes the whole file; `-` is standard output.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if path == Path::new("-") {
        return crate::output::write_bytes(bytes);
    }
    std::fs::write(path, bytes).map_err(|error| Failure::file("write", path, &error))
}

/// Writes a file that nobody but its owner may read; one that is there is not overwritten.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = std::fs::OpenOptions::new();
    let opened = options.write(true).create_new(true).mode(0o600).open(path);
    opened
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.write_all(b"\n")))
        .map_err(|error| Failure::file("write", path, &error))
}

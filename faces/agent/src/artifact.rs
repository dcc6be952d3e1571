//! Brings the files that a step needs to where it runs, and verifies each on the way.

use std::fs::{self, File, Permissions};
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::{AgentError, Artifact};

/// Copies an artifact into `directory`, where everybody may read it; what is there already is verified and kept.
pub(crate) fn place(artifact: &Artifact, directory: &Path) -> Result<(), AgentError> {
    let path = directory.join(&artifact.name);
    if path.is_file() && digest(&path, &mut std::io::sink())? == artifact.sha256 {
        return Ok(());
    }
    let draft = directory.join(format!(".{}", artifact.name));
    let mut copy = File::create(&draft).map_err(AgentError::io("create", &draft))?;
    let found = digest(&artifact.source, &mut copy)?;
    if found != artifact.sha256 {
        let _spare = fs::remove_file(&draft);
        let (name, expected) = (artifact.name.clone(), artifact.sha256.clone());
        return Err(AgentError::Artifact {
            name,
            expected,
            found,
        });
    }
    copy.sync_all().map_err(AgentError::io("write", &draft))?;
    let mode = if is_executable(&artifact.source) {
        0o755
    } else {
        0o644
    };
    fs::set_permissions(&draft, Permissions::from_mode(mode))
        .and_then(|()| fs::rename(&draft, &path))
        .map_err(AgentError::io("write", &path))
}

fn is_executable(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o100 != 0)
}

/// SHA-256 in hex of a file, which is written to `copy` meanwhile.
fn digest(path: &Path, copy: &mut dyn Write) -> Result<String, AgentError> {
    let mut file = File::open(path).map_err(AgentError::io("read", path))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = file
            .read(&mut buffer)
            .map_err(AgentError::io("read", path))?;
        let read = buffer.get(..count).unwrap_or_default();
        if read.is_empty() {
            return Ok(hex::encode(hash.finalize()));
        }
        hash.update(read);
        copy.write_all(read).map_err(AgentError::io("copy", path))?;
    }
}

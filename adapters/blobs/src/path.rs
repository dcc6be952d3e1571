//! Where a blob lies: `sha256/ab/cdef…`, so that no directory grows too large.

use std::path::{Path, PathBuf};

use holdpoint_ports::BlobDigest;

pub(crate) const ALGORITHM: &str = "sha256";

pub(crate) fn path_of(root: &Path, digest: &BlobDigest) -> PathBuf {
    let hex = hex::encode(digest.0);
    let (first, rest) = hex.split_at(2);
    root.join(ALGORITHM).join(first).join(rest)
}

/// The digest that a path's last two names spell; none for anything that is not a blob.
pub(crate) fn digest_of(first: &str, rest: &str) -> Option<BlobDigest> {
    format!("{ALGORITHM}:{first}{rest}")
        .parse()
        .ok()
        .filter(|_| first.len() == 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_spells_its_digest() {
        let digest = BlobDigest([0xab; 32]);
        let path = path_of(Path::new("/blobs"), &digest);
        let expected = format!("/blobs/sha256/ab/{}", "ab".repeat(31));
        assert_eq!(path, Path::new(&expected));
        assert_eq!(digest_of("ab", &"ab".repeat(31)), Some(digest));
        assert_eq!(digest_of("abab", &"ab".repeat(30)), None);
        assert_eq!(digest_of("ab", "README"), None);
    }
}

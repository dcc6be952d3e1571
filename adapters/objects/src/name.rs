//! What a blob's object is called: as its file would be in a directory.

use holdpoint_ports::BlobDigest;
use object_store::path::Path;

const ALGORITHM: &str = "sha256";

/// The name of a blob below a prefix.
pub(crate) fn of(prefix: &str, digest: &BlobDigest) -> Path {
    let hex = hex::encode(digest.0);
    let (first, rest) = hex.split_at(2);
    Path::from(format!("{prefix}/{ALGORITHM}/{first}/{rest}"))
}

/// Below what all of them are.
pub(crate) fn all(prefix: &str) -> Path {
    Path::from(format!("{prefix}/{ALGORITHM}"))
}

/// The digest that a name spells; none for what is not a blob.
pub(crate) fn digest(name: &Path) -> Option<BlobDigest> {
    let name = name.as_ref();
    let (above, rest) = name.rsplit_once('/')?;
    let (_, first) = above.rsplit_once('/')?;
    let digest = format!("{ALGORITHM}:{first}{rest}").parse().ok();
    digest.filter(|_| first.len() == 2)
}

#[cfg(test)]
mod tests {
    use holdpoint_ports::BlobDigest;
    use object_store::path::Path;

    #[test]
    fn a_name_spells_its_digest() {
        let digest = BlobDigest([0xab; 32]);
        let rest = "ab".repeat(31);
        for (prefix, expected) in [
            ("", format!("sha256/ab/{rest}")),
            ("a/b", format!("a/b/sha256/ab/{rest}")),
        ] {
            let name = super::of(prefix, &digest);
            assert_eq!(name.as_ref(), expected);
            assert_eq!(super::digest(&name), Some(digest));
        }
        assert_eq!(super::digest(&Path::from("a/sha256/ab/README")), None);
        assert_eq!(super::digest(&Path::from("README")), None);
    }
}

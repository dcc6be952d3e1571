//! What steps make, take and keep.

use std::collections::BTreeMap;

use super::sound::cache;
use crate::shape::{Brief, Digest, Duration, FromBrief, Path, Word, record};

record! {
    /// Files that go from one step to another, each by the digest that its maker recorded.
    Artifacts is "the artifacts"
    needs {}
    may {
        /// What the step makes, by name.
        out: BTreeMap<Word, Brief<Made>>,
        /// What it is given: the very bytes that an earlier step made.
        r#in: Vec<Brief<Taken>>,
    }
}

record! {
    /// A file that a step makes.
    Made is "an artifact"
    needs {
        /// Where the step leaves it.
        path: Path = "target/release/shop",
    }
    may {
        /// How long it is kept after the run; as long as the release if nothing is said.
        keep: Option<Duration>,
    }
}

impl FromBrief for Made {
    type Short = Path;

    fn from_brief(path: Path) -> Self {
        Self { path, keep: None }
    }
}

record! {
    /// A file that a step is given.
    Taken is "an artifact"
    needs {
        /// Its name.
        name: Word = "binary",
    }
    may {
        /// Which one, if no step of the run makes it.
        digest: Option<Digest>,
        /// Where the step finds it; in its folder under its name if nothing is said.
        path: Option<Path>,
    }
}

impl FromBrief for Taken {
    type Short = Word;

    fn from_brief(name: Word) -> Self {
        Self {
            name,
            digest: None,
            path: None,
        }
    }
}

record! {
    /// Folders that are kept from one run to the next.
    Cache is "a cache"
    needs {
        /// What is kept.
        paths: Vec<Path> = "[target]",
        /// Files whose digests are its key: if one of them changes it begins empty.
        key: Vec<Path> = "[Cargo.lock]",
    }
    may {
        /// Its name, so that several steps share it; that of the step if nothing is said.
        name: Option<Word>,
    }
    checked by cache
}

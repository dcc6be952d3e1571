//! What a log comes to when it has ended: hashes of the whole, and of its parts.

use std::fmt;
use std::fs::File;
use std::str::FromStr;

use holdpoint_ledger::Hash;
use holdpoint_ledger::tree::{MemoryTree, ProofError, inclusion_proof, root_of, verify_inclusion};
use sha2::{Digest as _, Sha256};

use crate::error::Trouble;
use crate::place::{Place, failed, text};
use crate::read::{Reader, whole};

/// Bytes of a part; the last one may have fewer.
pub const PART: usize = 64 * 1024;
const TITLE: &str = "holdpoint step log 1";

/// What a sealed log comes to. Its text form is that of the file `seal`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// Canonical bytes.
    pub length: u64,
    /// Lines.
    pub lines: u64,
    /// SHA-256 of the canonical bytes.
    pub sha256: Hash,
    /// The root of the Merkle tree of RFC 6962 (section 2.1) whose leaves are the parts of 64 KiB.
    pub root: Hash,
}

/// A part of a sealed log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its number, from 0.
    pub number: u64,
    /// Its canonical bytes.
    pub bytes: Vec<u8>,
    /// Hashes from it up to the root.
    pub proof: Vec<Hash>,
}

/// Why there is no such part, or it is none.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// It can still change.
    #[error("the log is not sealed yet: its parts have no proofs")]
    Open,
    /// There are not so many.
    #[error("there is no part {number}: the log has {parts}, counted from 0")]
    Beyond {
        /// The part that was asked for.
        number: u64,
        /// How many there are.
        parts: u64,
    },
    /// The proof does not hold.
    #[error("part {number} is not what was sealed")]
    Unproven {
        /// The part.
        number: u64,
        /// Why.
        #[source]
        source: ProofError,
    },
    /// The log cannot be read.
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

/// Text that is no seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a seal has the lines `{TITLE}`, `length N`, `lines N`, `sha256 HEX` and `root HEX`")]
pub struct NoSeal;

impl Seal {
    /// How many parts there are.
    #[must_use]
    pub fn parts(&self) -> u64 {
        self.length.div_ceil(PART as u64)
    }

    /// Checks that a part is what was sealed: nothing but the seal has to be trusted.
    ///
    /// # Errors
    /// When it is not.
    pub fn check(&self, part: &Part) -> Result<(), SealError> {
        let leaf = Hash::leaf(&part.bytes);
        let proven = verify_inclusion(part.number, self.parts(), &leaf, &part.proof, &self.root);
        let number = part.number;
        proven.map_err(|source| SealError::Unproven { number, source })
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            length,
            lines,
            sha256,
            root,
        } = self;
        writeln!(
            f,
            "{TITLE}\nlength {length}\nlines {lines}\nsha256 {sha256}\nroot {root}"
        )
    }
}

impl FromStr for Seal {
    type Err = NoSeal;

    fn from_str(text: &str) -> Result<Self, NoSeal> {
        let seal = read(text).ok_or(NoSeal)?;
        // There is one spelling.
        (seal.to_string() == text).then_some(seal).ok_or(NoSeal)
    }
}

fn read(text: &str) -> Option<Seal> {
    let mut lines = text.lines().skip(1);
    let mut value = |key: &str| lines.next()?.strip_prefix(key)?.strip_prefix(' ');
    Some(Seal {
        length: value("length")?.parse().ok()?,
        lines: value("lines")?.parse().ok()?,
        sha256: value("sha256")?.parse().ok()?,
        root: value("root")?.parse().ok()?,
    })
}

/// The seal of a file of chunks, and the hashes of its parts, one a line.
pub(crate) fn compute(file: &File, place: &Place) -> Result<(Seal, String), Trouble> {
    let mut sums = Sums::default();
    let end = whole(file, |payload| sums.add(payload)).map_err(failed(&place.log(), "read"))?;
    sums.part();
    let tree = tree(&sums.parts);
    let seal = Seal {
        length: end.offset,
        lines: end.lines,
        sha256: Hash(sums.whole.finalize().into()),
        root: root(&tree),
    };
    let hashes = sums.parts.iter().map(|hash| format!("{hash}\n"));
    Ok((seal, hashes.collect()))
}

#[derive(Default)]
struct Sums {
    whole: Sha256,
    part: Vec<u8>,
    parts: Vec<Hash>,
}

impl Sums {
    fn add(&mut self, payload: &[u8]) {
        self.whole.update(payload);
        let mut rest = payload;
        while !rest.is_empty() {
            let room = (PART - self.part.len()).min(rest.len());
            let (here, behind) = rest.split_at_checked(room).unwrap_or((rest, &[]));
            self.part.extend_from_slice(here);
            rest = behind;
            if self.part.len() == PART {
                self.part();
            }
        }
    }

    fn part(&mut self) {
        if !self.part.is_empty() {
            self.parts.push(Hash::leaf(&self.part));
            self.part.clear();
        }
    }
}

fn tree(parts: &[Hash]) -> MemoryTree {
    let mut tree = MemoryTree::new();
    tree.extend(parts.iter().copied());
    tree
}

fn root(tree: &MemoryTree) -> Hash {
    let Ok(root) = root_of(tree, tree.size());
    root
}

/// A part with its proof.
pub(crate) fn part(
    reader: &Reader,
    place: &Place,
    seal: &Seal,
    number: u64,
) -> Result<Part, SealError> {
    let parts = seal.parts();
    let tree = tree(&hashes(place)?);
    if root(&tree) != seal.root {
        return Err(damaged(place, "its hashes do not lead to the root of the seal").into());
    }
    let proof = inclusion_proof(&tree, number, parts);
    let proof = proof.map_err(|_| SealError::Beyond { number, parts })?;
    let bytes = reader.part_bytes(number, PART)?;
    Ok(Part {
        number,
        bytes,
        proof,
    })
}

fn hashes(place: &Place) -> Result<Vec<Hash>, Trouble> {
    let text = text(&place.hashes())?.unwrap_or_default();
    let read: Result<_, _> = text.lines().map(str::parse).collect();
    read.map_err(|_| damaged(place, "it has lines that are no hashes"))
}

fn damaged(place: &Place, what: &'static str) -> Trouble {
    let path = place.hashes().display().to_string();
    Trouble::Damaged { path, at: 0, what }
}

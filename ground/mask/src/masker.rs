//! Keeps values of secrets out of a stream of bytes.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::forms::forms;
use crate::net::{Net, State};
use crate::secret::Secret;

/// What stands where a secret was.
pub const MASK: &str = "***";
/// Bytes of the shortest value that is masked: shorter ones are found everywhere.
pub const SHORTEST: usize = 4;

/// Replaces values of secrets by `***` in a stream of bytes that is cut anywhere.
///
/// Sought are the values, each line of them, and of each of these the forms in Base64 (both alphabets, however it is aligned), in URLs
/// and forms, and in JSON. Every byte of what is found is covered, where two overlap as well; each run of covered bytes is one
/// `***`. So what comes out depends on the whole of what went in, not on where it was cut.
///
/// ```
/// use holdpoint_mask::{Masker, Secret};
///
/// let token = Secret::new(b"a-long-token".to_vec());
/// let (mut masker, too_short) = Masker::new([("registry", &token)]);
/// assert!(too_short.is_empty());
/// let mut out = Vec::new();
/// masker.push(b"logging in with a-long", &mut out);
/// assert_eq!(out, b"logging in with ");
/// masker.push(b"-token\n", &mut out);
/// masker.finish(&mut out);
/// assert_eq!(out, b"logging in with ***\n");
/// ```
pub struct Masker {
    net: Arc<Net>,
    state: State,
    /// Bytes of which it is not known yet whether they are part of a secret.
    held: Zeroizing<Vec<u8>>,
    /// The offset of the first of them.
    begins: u64,
    /// Runs of covered bytes among them, in order, apart from each other.
    covered: Vec<(u64, u64)>,
    /// Whether the last byte before them was covered.
    open: bool,
}

impl Masker {
    /// A masker for values by name, and the names of those that are too short to be masked.
    #[must_use]
    pub fn new<'s>(values: impl IntoIterator<Item = (&'s str, &'s Secret)>) -> (Self, Vec<String>) {
        let (mut sought, mut short) = (Vec::new(), Vec::new());
        for (name, secret) in values {
            match secret.bytes().len() < SHORTEST {
                true => short.push(name.to_owned()),
                false => sought.extend(forms(secret.bytes())),
            }
        }
        (Self::over(Arc::new(Net::new(&sought))), short)
    }

    /// Another one for the same values, at the beginning of another stream.
    #[must_use]
    pub fn another(&self) -> Self {
        Self::over(Arc::clone(&self.net))
    }

    fn over(net: Arc<Net>) -> Self {
        Self {
            state: net.start(),
            net,
            held: Zeroizing::default(),
            begins: 0,
            covered: Vec::new(),
            open: false,
        }
    }

    /// Takes bytes and adds those that are known to be no part of a secret, or are covered. What may be the beginning of one is held
    /// back.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        for byte in bytes {
            self.held.push(*byte);
            if let Some(length) = self.net.step(&mut self.state, *byte) {
                let end = self.begins + self.held.len() as u64;
                self.cover(end.saturating_sub(length as u64), end);
            }
        }
        let end = self.begins + self.held.len() as u64;
        let decided = end.saturating_sub(self.net.depth(&self.state) as u64);
        // A run of covered bytes may have been given up that reaches further than what is known of the rest.
        let decided = decided.max(self.begins);
        // What is covered stays so, whatever comes.
        let run = self.covered.iter().rev().find(|(from, _)| *from <= decided);
        let decided = run.map_or(decided, |(_, to)| decided.max(*to));
        self.release(decided, out);
    }

    /// Adds what was held back: nothing more comes.
    pub fn finish(&mut self, out: &mut Vec<u8>) {
        let end = self.begins + self.held.len() as u64;
        self.release(end, out);
        self.state = self.net.start();
        self.open = false;
    }

    /// How many bytes are held back.
    #[must_use]
    pub fn held(&self) -> usize {
        self.held.len()
    }

    fn cover(&mut self, from: u64, to: u64) {
        let mut from = from.max(self.begins);
        while let Some((before, _)) = self.covered.pop_if(|(_, end)| *end >= from) {
            from = from.min(before);
        }
        self.covered.push((from, to));
    }

    /// Adds everything before an offset.
    fn release(&mut self, until: u64, out: &mut Vec<u8>) {
        let mut at = self.begins;
        for (from, to) in std::mem::take(&mut self.covered) {
            if to > until {
                self.covered.push((from.max(until), to));
            }
            if from < until {
                self.plain(at, from, out);
                self.mask(out);
                at = to.min(until);
            }
        }
        self.plain(at, until, out);
        let count = usize::try_from(until - self.begins).unwrap_or(usize::MAX);
        let count = count.min(self.held.len());
        self.held.drain(..count);
        self.begins = until;
    }

    fn plain(&mut self, from: u64, to: u64, out: &mut Vec<u8>) {
        let place = |offset: u64| usize::try_from(offset - self.begins).unwrap_or(usize::MAX);
        let bytes = self.held.get(place(from)..place(to)).unwrap_or_default();
        if !bytes.is_empty() {
            out.extend_from_slice(bytes);
            self.open = false;
        }
    }

    fn mask(&mut self, out: &mut Vec<u8>) {
        if !std::mem::replace(&mut self.open, true) {
            out.extend_from_slice(MASK.as_bytes());
        }
    }
}

impl fmt::Debug for Masker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Masker({} held)", self.held.len())
    }
}

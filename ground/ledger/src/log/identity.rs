//! Who a log is: its origin, its keys, and the witnesses that are believed about it.

use std::fmt;

use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::note::{KeyError, NoteError, Verifier, VerifierKey};

/// The origin of a log with the keys of log and witnesses.
pub struct LogIdentity {
    origin: String,
    keys: Vec<Box<dyn Verifier>>,
    witnesses: Vec<Box<dyn Verifier>>,
}

impl fmt::Debug for LogIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |keys: &[Box<dyn Verifier>]| -> Vec<String> {
            keys.iter()
                .map(|key| format!("{}+{}", key.name(), key.id()))
                .collect()
        };
        f.debug_struct("LogIdentity")
            .field("origin", &self.origin)
            .field("keys", &names(&self.keys))
            .field("witnesses", &names(&self.witnesses))
            .finish()
    }
}

impl LogIdentity {
    /// The log that signs with `vkey` (`name+id+base64`). Its origin is the key's name, as C2SP advises.
    ///
    /// # Errors
    /// When the text is no verifier key of a known type.
    pub fn new(vkey: &str) -> Result<Self, KeyError> {
        let key: VerifierKey = vkey.parse()?;
        let verifier = key.verifier()?;
        Ok(Self {
            origin: key.name,
            keys: vec![verifier],
            witnesses: Vec::new(),
        })
    }

    /// The log of that origin with all that is known about it.
    pub(crate) fn of(
        origin: String,
        keys: Vec<Box<dyn Verifier>>,
        witnesses: Vec<Box<dyn Verifier>>,
    ) -> Self {
        Self {
            origin,
            keys,
            witnesses,
        }
    }

    /// The same log under another origin than its key's name.
    #[must_use]
    pub fn with_origin(mut self, origin: impl Into<String>) -> Self {
        self.origin = origin.into();
        self
    }

    /// The same log with one more key of its own: either key's signature is enough.
    ///
    /// # Errors
    /// When the text is no verifier key of a known type.
    pub fn with_key(mut self, vkey: &str) -> Result<Self, KeyError> {
        self.keys.push(vkey.parse::<VerifierKey>()?.verifier()?);
        Ok(self)
    }

    /// The same log with one more witness. Its cosignature is reported, and must be right if it is there.
    ///
    /// # Errors
    /// When the text is no verifier key of a known type.
    pub fn with_witness(mut self, vkey: &str) -> Result<Self, KeyError> {
        self.witnesses
            .push(vkey.parse::<VerifierKey>()?.verifier()?);
        Ok(self)
    }

    /// The first line of the log's checkpoints.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Reads and verifies a checkpoint of this log. A witness alone cannot vouch for it.
    ///
    /// # Errors
    /// When it is malformed, not signed by a key of the log, wrongly signed by a known key, or another log's.
    pub fn open(&self, bytes: &[u8]) -> Result<SignedCheckpoint, CheckpointError> {
        let known: Vec<&dyn Verifier> = self
            .keys
            .iter()
            .chain(&self.witnesses)
            .map(|key| &**key)
            .collect();
        let signed = SignedCheckpoint::open(bytes, &self.origin, &known)?;
        let of_log = |name: &str, id| {
            self.keys
                .iter()
                .any(|key| key.name() == name && key.id() == id)
        };
        if signed
            .note
            .signatures()
            .any(|one| of_log(&one.name, one.id))
        {
            return Ok(signed);
        }
        let found = signed
            .note
            .note()
            .signatures()
            .iter()
            .map(|one| (one.name.clone(), one.id))
            .collect();
        Err(NoteError::Unverified { found }.into())
    }

    /// Whether a key is one of the witnesses.
    #[must_use]
    pub fn is_witness(&self, name: &str, id: crate::note::KeyId) -> bool {
        self.witnesses
            .iter()
            .any(|key| key.name() == name && key.id() == id)
    }
}

//! The encoding of SSH (RFC 4251 section 5): lengths in four bytes, then what they are the length of.

/// What is still to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a>(&'a [u8]);

/// The bytes end before what they announce, or are not spelt the one way that they may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken;

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn bytes(&mut self, count: usize) -> Result<&'a [u8], Broken> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Broken)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn byte(&mut self) -> Result<u8, Broken> {
        self.bytes(1)?.first().copied().ok_or(Broken)
    }

    pub(super) fn number(&mut self) -> Result<u32, Broken> {
        let bytes = self.bytes(4)?.try_into().map_err(|_| Broken)?;
        Ok(u32::from_be_bytes(bytes))
    }

    pub(super) fn string(&mut self) -> Result<&'a [u8], Broken> {
        let length = usize::try_from(self.number()?).map_err(|_| Broken)?;
        self.bytes(length)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, Broken> {
        std::str::from_utf8(self.string()?).map_err(|_| Broken)
    }

    /// A positive number of any length, in the fewest bytes; without the zero that keeps it positive.
    pub(super) fn integer(&mut self) -> Result<&'a [u8], Broken> {
        let bytes = self.string()?;
        match bytes {
            [0, next, ..] if *next & 0x80 != 0 => bytes.get(1..).ok_or(Broken),
            [first, ..] if *first != 0 && first & 0x80 == 0 => Ok(bytes),
            _ => Err(Broken),
        }
    }

    pub(super) fn end(self) -> Result<(), Broken> {
        self.0.is_empty().then_some(()).ok_or(Broken)
    }
}

/// Appends a string with its length.
pub(super) fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    // What is written was read before, or is a digest or a name: never four gigabytes.
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(bytes);
}

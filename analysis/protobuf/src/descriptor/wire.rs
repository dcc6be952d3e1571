//! The encoding of messages.

/// Why bytes cannot be read.
#[derive(Debug)]
pub(super) struct Broken(pub(super) &'static str);

/// A value as it is sent.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    /// Of a fixed size: nothing in descriptors that is looked at.
    Fixed,
}

/// The fields of a message, one after the other.
#[derive(Debug, Clone)]
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..70).step_by(7) {
            let (first, rest) = self.0.split_first()?;
            self.0 = rest;
            let bits = u64::from(first & 0x7f);
            value |= bits.checked_shl(shift).unwrap_or(0);
            if first & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn bytes(&mut self, length: u64) -> Option<&'a [u8]> {
        let length = usize::try_from(length).ok()?;
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn field(&mut self) -> Option<(u32, Value<'a>)> {
        let tag = self.number()?;
        let value = match tag & 7 {
            0 => Value::Number(self.number()?),
            1 => self.bytes(8).map(|_| Value::Fixed)?,
            2 => {
                let length = self.number()?;
                Value::Bytes(self.bytes(length)?)
            }
            5 => self.bytes(4).map(|_| Value::Fixed)?,
            _ => return None,
        };
        let number = u32::try_from(tag >> 3).ok().filter(|number| *number > 0)?;
        Some((number, value))
    }

    /// All numbers that are packed in it.
    pub(super) fn numbers(mut self) -> Option<Vec<u64>> {
        let mut numbers = Vec::new();
        while !self.0.is_empty() {
            numbers.push(self.number()?);
        }
        Some(numbers)
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Result<(u32, Value<'a>), Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_none() {
            self.0 = &[];
        }
        Some(field.ok_or(Broken("it ends within a value, or is no message at all")))
    }
}

impl<'a> Value<'a> {
    pub(super) fn text(self) -> Result<&'a str, Broken> {
        match self {
            Self::Bytes(bytes) => {
                std::str::from_utf8(bytes).map_err(|_| Broken("a name is not UTF-8"))
            }
            _ => Err(Broken("a number stands where a name belongs")),
        }
    }

    pub(super) fn message(self) -> Result<Reader<'a>, Broken> {
        match self {
            Self::Bytes(bytes) => Ok(Reader::new(bytes)),
            _ => Err(Broken("a number stands where a message belongs")),
        }
    }

    pub(super) fn flag(self) -> bool {
        matches!(self, Self::Number(value) if value != 0)
    }

    /// A number of 32 bits with its sign.
    pub(super) fn int(self) -> i64 {
        match self {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "numbers of 32 bits are sent with 64"
            )]
            Self::Number(value) => i64::from(value as i32),
            _ => 0,
        }
    }
}

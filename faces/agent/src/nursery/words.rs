//! What an agent and a nursery tell each other: orders one way, what becomes of them the other.
//!
//! An order is its length (four bytes, little endian) and so many bytes of JSON. The answer is lines: `claimed N`, `over N`,
//! `refused N WHY`, where N is the number of the order. Any other line is no answer.

use std::ffi::OsStr;
use std::io::{self, Read};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::launch::Secrets;

/// Bytes of a reason that are told: all answers to the orders of a nursery fit into the pipe that nobody may be reading.
const REASON: usize = 400;

/// To supervise a step.
#[derive(Serialize, Deserialize)]
pub(crate) struct Ordered {
    pub(crate) number: u64,
    place: Vec<u8>,
    pub(crate) secrets: Secrets,
}

impl Ordered {
    pub(crate) fn new(number: u64, place: &Path, secrets: Secrets) -> Self {
        let place = place.as_os_str().as_bytes().to_vec();
        Self {
            number,
            place,
            secrets,
        }
    }

    pub(crate) fn place(&mut self) -> PathBuf {
        std::ffi::OsString::from_vec(std::mem::take(&mut self.place)).into()
    }

    pub(crate) fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; 4];
        serde_json::to_writer(&mut bytes, self)?;
        let length = u32::try_from(bytes.len() - 4).map_err(io::Error::other)?;
        for (byte, of) in bytes.iter_mut().zip(length.to_le_bytes()) {
            *byte = of;
        }
        Ok(bytes)
    }

    /// The next one; an error at the end, also in the middle of one: who wrote half an order has waited for no answer.
    pub(crate) fn read(from: &mut impl Read) -> io::Result<Self> {
        let mut length = [0; 4];
        from.read_exact(&mut length)?;
        let length = u64::from(u32::from_le_bytes(length));
        let mut bytes = Vec::new();
        from.take(length).read_to_end(&mut bytes)?;
        Ok(serde_json::from_slice(&bytes)?)
    }
}

/// What became of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    /// Its step is claimed.
    Claimed(u64),
    /// Nothing more is done about it: it has ended, or somebody else had claimed it.
    Over(u64),
    /// It was not done, or not to its end.
    Refused(u64, String),
}

impl Said {
    /// With the end of its line.
    pub(crate) fn line(&self) -> String {
        match self {
            Self::Claimed(number) => format!("claimed {number}\n"),
            Self::Over(number) => format!("over {number}\n"),
            Self::Refused(number, why) => {
                let printed = |c: char| if c.is_control() { ' ' } else { c };
                let why: String = why.chars().map(printed).take(REASON / 4).collect();
                format!("refused {number} {why}\n")
            }
        }
    }

    pub(crate) fn parse(line: &[u8]) -> Option<Self> {
        let line = OsStr::from_bytes(line).to_str()?;
        let (word, rest) = line.split_once(' ')?;
        let (number, why) = rest.split_once(' ').unwrap_or((rest, ""));
        let number = number.parse().ok()?;
        match (word, why) {
            ("claimed", "") => Some(Self::Claimed(number)),
            ("over", "") => Some(Self::Over(number)),
            ("refused", why) => Some(Self::Refused(number, why.to_owned())),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use std::path::Path;

    use super::{Ordered, Said};

    #[test]
    fn orders_are_read_as_they_were_written_and_half_of_one_is_none() {
        let secrets = vec![("TOKEN".to_owned(), "a\n\u{e9}".to_owned())];
        let order = |number| Ordered::new(number, Path::new("/a b/7"), secrets.clone());
        let mut both = order(1).bytes().unwrap();
        let one = both.len();
        both.extend(order(2).bytes().unwrap());
        let mut from = both.as_slice();
        for number in [1, 2] {
            let mut read = Ordered::read(&mut from).unwrap();
            assert_eq!((read.number, &read.secrets), (number, &secrets));
            assert_eq!(read.place(), Path::new("/a b/7"));
        }
        assert!(Ordered::read(&mut from).is_err());
        for cut in 0..one {
            assert!(Ordered::read(&mut both.get(..cut).unwrap()).is_err());
        }
        assert!(Ordered::read(&mut b"\xff\xff\xff\xff{}".as_slice()).is_err());
    }

    #[test]
    fn answers_are_single_lines_and_nothing_else_is_one() {
        let why = "it is\nno order".to_owned();
        for said in [Said::Claimed(3), Said::Over(u64::MAX)] {
            assert_eq!(
                Said::parse(said.line().trim_end().as_bytes()),
                Some(said.clone())
            );
        }
        let line = Said::Refused(7, why).line();
        assert_eq!(line, "refused 7 it is no order\n");
        let long = Said::Refused(7, "\u{1f600}".repeat(5000)).line();
        assert!(long.len() < 500, "{}", long.len());
        assert_eq!(
            Said::parse(line.trim_end().as_bytes()),
            Some(Said::Refused(7, "it is no order".to_owned()))
        );
        for other in [
            "",
            "claimed",
            "claimed x",
            "over 1 2",
            "running 1 test",
            "claimed -1",
        ] {
            assert_eq!(Said::parse(other.as_bytes()), None, "{other}");
        }
        assert_eq!(Said::parse(b"over \xff"), None);
    }
}

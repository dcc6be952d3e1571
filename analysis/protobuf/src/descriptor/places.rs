//! Where things stood in the files that descriptors were made of.

use std::collections::HashMap;

use holdpoint_findings::Position;

use super::wire::{Broken, Reader, Value};
use crate::model::Spot;

/// Places by their paths: numbers of fields and how many of them came before, as they are sent.
#[derive(Debug, Default)]
pub(super) struct Places<'a> {
    by_path: HashMap<&'a [u8], usize>,
    all: Vec<(Position, Position)>,
    /// The path of what is being read.
    path: Vec<u8>,
}

impl<'a> Places<'a> {
    /// Reads what is said about a source.
    pub(super) fn read(&mut self, source: Reader<'a>) -> Result<(), Broken> {
        for field in source {
            let (1, location) = field? else { continue };
            let (mut path, mut span) = (&[][..], None);
            for field in location.message()? {
                match field? {
                    (1, Value::Bytes(bytes)) => path = bytes,
                    (2, Value::Bytes(bytes)) => span = Reader::new(bytes).numbers(),
                    _ => {}
                }
            }
            // Of several places the first one is meant.
            if !self.by_path.contains_key(path)
                && let Some(ends) = span.as_deref().and_then(ends)
            {
                self.by_path.insert(path, self.all.len());
                self.all.push(ends);
            }
        }
        Ok(())
    }

    /// What is read from now on is at this path; gives back what `leave` needs.
    pub(super) fn enter(&mut self, path: &[u32]) -> usize {
        let length = self.path.len();
        path.iter().for_each(|part| push(&mut self.path, *part));
        length
    }

    pub(super) fn leave(&mut self, length: usize) {
        self.path.truncate(length);
    }

    /// Where a part of what is being read stands; all of it if the path is empty.
    pub(super) fn spot(&mut self, path: &[u32]) -> Spot {
        let length = self.enter(path);
        let found = self.by_path.get(self.path.as_slice());
        let spot = found.map_or(Spot::NONE, |at| Spot::new(*at, *at));
        self.leave(length);
        spot
    }

    pub(super) fn into_all(self) -> Vec<(Position, Position)> {
        self.all
    }
}

fn push(path: &mut Vec<u8>, part: u32) {
    let mut left = part;
    loop {
        let bits = u8::try_from(left & 0x7f).unwrap_or_default();
        left >>= 7;
        if left == 0 {
            path.push(bits);
            return;
        }
        path.push(bits | 0x80);
    }
}

/// Three numbers are within one line, four are not.
fn ends(span: &[u64]) -> Option<(Position, Position)> {
    let (start, end) = match *span {
        [line, from, to] => ((line, from), (line, to)),
        [line, from, last, to] => ((line, from), (last, to)),
        _ => return None,
    };
    let position = |(line, column): (u64, u64)| {
        // No file has more lines than this, whatever is said.
        let small = |value: u64| usize::try_from(value.min(1 << 31)).unwrap_or(0);
        Position {
            line: small(line) + 1,
            column: small(column) + 1,
        }
    };
    Some((position(start), position(end)))
}

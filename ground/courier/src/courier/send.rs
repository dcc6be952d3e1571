//! Bytes for the connection: what was said, then ends of work, output and files as there is room for them.

use super::session::State;
use super::{Courier, Source};
use crate::frame::{Ended, Log};
use crate::link::{CHUNK, Output, WINDOW};

impl Courier {
    /// At most that many bytes that are to be written. Output and files are read now.
    pub fn output(&mut self, most: usize, source: &mut impl Source) -> Output {
        while self.is_live() && self.out.len() < most && self.more(source) {}
        let bytes = self.out.take(most);
        match (bytes.is_empty(), self.state) {
            (false, _) => Output::Bytes(bytes),
            (true, State::Over { .. } | State::Away { .. }) => Output::Closed,
            (true, _) => Output::Nothing,
        }
    }

    /// Says one thing more. Whether there was one.
    fn more(&mut self, source: &mut impl Source) -> bool {
        self.say_end() || self.say_output(source) || self.say_piece(source)
    }

    fn say_end(&mut self) -> bool {
        let due = self.tasks.iter_mut().find(|(_, task)| task.end_is_due());
        let Some((key, task)) = due else {
            return false;
        };
        task.end_said = true;
        let ended = Ended {
            key: *key,
            log: match task.unread {
                Some(_) => task.sent,
                None => task.length,
            },
            unread: task.unread.clone(),
            payload: task.ended.clone().unwrap_or_default(),
        };
        self.say(ended);
        true
    }

    /// A piece of output, of one work after the other.
    fn say_output(&mut self, source: &mut impl Source) -> bool {
        let waits = |key: &u64| {
            let task = self.tasks.get(key);
            task.is_some_and(|task| {
                task.has_output() && task.sent.saturating_sub(task.kept) < WINDOW
            })
        };
        let (from, before) = (self.tasks.range(self.next..), self.tasks.range(..self.next));
        let mut keys = from.chain(before).map(|(key, _)| *key);
        let Some(key) = keys.find(waits) else {
            return false;
        };
        self.next = key.wrapping_add(1);
        self.say_piece_of(key, source);
        true
    }

    fn say_piece_of(&mut self, key: u64, source: &mut impl Source) {
        let Some(task) = self.tasks.get_mut(&key) else {
            return;
        };
        let offset = task.sent;
        let there = usize::try_from(task.length - offset).unwrap_or(CHUNK);
        let most = there.min(CHUNK);
        let bytes = match source.log(key, offset, most) {
            Ok(bytes) if bytes.is_empty() => {
                return task.cannot_read(format!(
                    "the output ends at byte {offset} of {}",
                    task.length
                ));
            }
            Ok(bytes) => whole_lines(bytes, most),
            Err(error) => {
                return task.cannot_read(format!(
                    "the output cannot be read from byte {offset} on: {error}"
                ));
            }
        };
        task.sent += bytes.len() as u64;
        self.say(Log { key, offset, bytes });
    }
}

/// What there is, up to the end of the last whole line, if one ends there.
fn whole_lines(mut bytes: Vec<u8>, most: usize) -> Vec<u8> {
    bytes.truncate(most);
    let end = bytes.iter().rposition(|byte| *byte == b'\n');
    if let Some(end) = end {
        bytes.truncate(end + 1);
    }
    bytes
}

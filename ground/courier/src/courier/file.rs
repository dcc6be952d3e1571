//! Files that the agent has for the server, and files that it lacks.

use std::collections::BTreeMap;

use super::{Courier, Event, Source};
use crate::Digest;
use crate::files::{Incoming, Outgoing};
use crate::frame::{Artifact, Have, Missing, Parting, Want};
use crate::link::CHUNK;

#[derive(Debug, Default)]
pub(super) struct Files {
    /// What the server may want, with its size, and how much of it is sent, once that is wanted.
    uploads: BTreeMap<Digest, (u64, Option<Outgoing>)>,
    /// What is wanted of the server.
    downloads: BTreeMap<Digest, Incoming>,
}

impl Files {
    /// A session begins.
    pub(super) fn begin(&mut self) {
        self.uploads.values_mut().for_each(|(_, sent)| *sent = None);
        self.downloads
            .values_mut()
            .for_each(|file| file.next = file.kept);
    }
}

impl Courier {
    /// Has a file for the server, until that has all of it ([`Event::Uploaded`]).
    pub fn have(&mut self, digest: Digest, size: u64) {
        self.files.uploads.entry(digest).or_insert((size, None));
        self.say(Have { digest, size });
    }

    /// Wants a file from the server, of which so many bytes are here.
    pub fn fetch(&mut self, digest: Digest, kept: u64) {
        self.files.downloads.insert(digest, Incoming::from(kept));
        self.say(Want {
            digest,
            offset: kept,
        });
    }

    /// So many bytes of a file that is fetched are kept, of its size.
    pub fn file_kept(&mut self, digest: Digest, size: u64, kept: u64) {
        let Some(file) = self.files.downloads.get_mut(&digest) else {
            return;
        };
        file.kept = kept;
        if kept >= size {
            self.files.downloads.remove(&digest);
        }
        self.say(Want {
            digest,
            offset: kept,
        });
    }

    pub(super) fn say_files(&mut self) {
        let uploads = self.files.uploads.iter();
        let haves: Vec<_> = uploads
            .map(|(digest, (size, _))| Have {
                digest: *digest,
                size: *size,
            })
            .collect();
        let downloads = self.files.downloads.iter();
        let wants: Vec<_> = downloads
            .map(|(digest, file)| Want {
                digest: *digest,
                offset: file.kept,
            })
            .collect();
        haves.into_iter().for_each(|have| self.say(have));
        wants.into_iter().for_each(|want| self.say(want));
    }

    pub(super) fn wanted(&mut self, want: &Want) {
        let Want { digest, offset } = *want;
        let Some((size, sent)) = self.files.uploads.get_mut(&digest) else {
            return;
        };
        if offset >= *size {
            self.files.uploads.remove(&digest);
            return self.tell(Event::Uploaded { digest });
        }
        let file = sent.get_or_insert_with(|| Outgoing::from(offset));
        file.size = Some(*size);
        file.further(offset);
    }

    pub(super) fn piece(&mut self, piece: Artifact) {
        let Artifact {
            digest,
            offset,
            size,
            bytes,
        } = piece;
        let Some(file) = self.files.downloads.get_mut(&digest) else {
            return;
        };
        match file.takes(offset, bytes.len()) {
            true => self.tell(Event::File {
                digest,
                offset,
                size,
                bytes,
            }),
            false => self.part(
                Parting::Protocol,
                "a piece of a file came that was not its turn",
            ),
        }
    }

    pub(super) fn no_file(&mut self, missing: Missing) {
        let Missing { digest, why } = missing;
        if self.files.downloads.remove(&digest).is_some() {
            self.tell(Event::NoFile { digest, why });
        }
    }

    /// Sends a piece of a file that is wanted. Whether one is.
    pub(super) fn say_piece(&mut self, source: &mut impl Source) -> bool {
        let wanted = |file: &Outgoing| file.room() > 0;
        let mut uploads = self.files.uploads.iter_mut();
        let found = uploads.find_map(|(digest, (size, sent))| {
            let file = sent.as_mut().filter(|file| wanted(file))?;
            Some((*digest, *size, file))
        });
        let Some((digest, size, file)) = found else {
            return false;
        };
        let most = usize::try_from(file.room()).unwrap_or(CHUNK).min(CHUNK);
        let offset = file.sent;
        match read(source, digest, offset, most) {
            Ok(bytes) => {
                file.sent += bytes.len() as u64;
                self.say(Artifact {
                    digest,
                    offset,
                    size,
                    bytes,
                });
            }
            Err(why) => {
                self.files.uploads.remove(&digest);
                self.say(Missing { digest, why });
            }
        }
        true
    }
}

fn read(
    source: &mut impl Source,
    digest: Digest,
    offset: u64,
    most: usize,
) -> Result<Vec<u8>, String> {
    match source.file(digest, offset, most) {
        Ok(bytes) if bytes.is_empty() => Err(format!("the file ends at byte {offset}")),
        Ok(mut bytes) => {
            bytes.truncate(most);
            Ok(bytes)
        }
        Err(error) => Err(error.to_string()),
    }
}

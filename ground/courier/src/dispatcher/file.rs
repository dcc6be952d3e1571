//! Files that agents have for the server, and the other way about.

use super::session::SessionId;
use super::{Dispatcher, Event};
use crate::files::{Incoming, Outgoing};
use crate::frame::{Artifact, Frame, Missing, Parting, Want};
use crate::link::{CHUNK, Millis};
use crate::{AgentId, Digest};

/// Files that one agent is sent, or sends, at the same time.
const FILES: usize = 16;

impl Dispatcher {
    pub(super) fn told_of_files(
        &mut self,
        id: SessionId,
        agent: &AgentId,
        frame: Frame,
        now: Millis,
    ) {
        let fine = match frame {
            Frame::Have(have) => {
                let agent = agent.clone();
                self.tell(Event::Have {
                    agent,
                    digest: have.digest,
                    size: have.size,
                });
                true
            }
            Frame::Want(want) => self.wanted(id, agent, &want),
            Frame::Artifact(piece) => self.piece(id, agent, piece),
            // The agent has lost what it had.
            Frame::Missing(missing) => {
                let uploads = self
                    .sessions
                    .get_mut(&id)
                    .map(|session| &mut session.uploads);
                uploads.map(|uploads| uploads.remove(&missing.digest));
                true
            }
            _ => false,
        };
        if !fine {
            let why = "that was not to be said by an agent, or not now";
            self.close(id, Parting::Protocol, why, 0, now);
        }
    }

    fn piece(&mut self, id: SessionId, agent: &AgentId, piece: Artifact) -> bool {
        let Artifact {
            digest,
            offset,
            size,
            bytes,
        } = piece;
        let upload = self
            .sessions
            .get_mut(&id)
            .and_then(|session| session.uploads.get_mut(&digest));
        let Some(upload) = upload else {
            // It was on its way when the server had enough.
            return true;
        };
        let taken = upload.takes(offset, bytes.len());
        if taken {
            let agent = agent.clone();
            self.tell(Event::File {
                agent,
                digest,
                offset,
                size,
                bytes,
            });
        }
        taken
    }

    /// So many bytes of an agent's file are kept: it sends what follows. All of them: it is done.
    pub fn file_kept(&mut self, agent: &AgentId, digest: Digest, size: u64, kept: u64) {
        let Some(id) = self.live_session(agent) else {
            return;
        };
        if let Some(session) = self.sessions.get_mut(&id) {
            if kept >= size {
                session.uploads.remove(&digest);
            } else {
                let upload = session.uploads.entry(digest);
                let upload = upload.or_insert_with(|| Incoming::from(kept));
                upload.kept = kept.max(upload.kept);
            }
        }
        self.say(
            id,
            Want {
                digest,
                offset: kept,
            },
        );
    }

    fn wanted(&mut self, id: SessionId, agent: &AgentId, want: &Want) -> bool {
        let Want { digest, offset } = *want;
        let Some(session) = self.sessions.get_mut(&id) else {
            return true;
        };
        if !session.downloads.contains_key(&digest) && session.downloads.len() >= FILES {
            return false;
        }
        let download = session.downloads.entry(digest);
        let download = download.or_insert_with(|| Outgoing::from(offset));
        if download.further(offset) {
            session.downloads.remove(&digest);
            return true;
        }
        let (offset, most) = (download.sent, download.room());
        download.sent += most;
        if most > 0 {
            let agent = agent.clone();
            self.tell(Event::Wanted {
                agent,
                session: id,
                digest,
                offset,
                most,
            });
        }
        true
    }

    /// Sends bytes of a file from an offset on, as [`Event::Wanted`] asked for them: at most as many, fewer only at its end.
    pub fn send_file(
        &mut self,
        id: SessionId,
        digest: Digest,
        offset: u64,
        size: u64,
        bytes: &[u8],
    ) {
        if !self.is_live(id) {
            return;
        }
        let download = self
            .sessions
            .get_mut(&id)
            .and_then(|one| one.downloads.get_mut(&digest));
        if let Some(download) = download {
            download.size = Some(size);
        }
        let mut offset = offset;
        let pieces = bytes.chunks(CHUNK);
        // An empty file is one empty piece.
        let nothing: &[u8] = &[];
        for piece in pieces.chain((size == 0).then_some(nothing)) {
            let bytes = piece.to_vec();
            self.say(
                id,
                Artifact {
                    digest,
                    offset,
                    size,
                    bytes,
                },
            );
            offset += piece.len() as u64;
        }
    }

    /// Says that a file which was wanted is not there.
    pub fn no_file(&mut self, id: SessionId, digest: Digest, why: &str) {
        if self.is_live(id) {
            let why = why.to_owned();
            self.say(id, Missing { digest, why });
            if let Some(session) = self.sessions.get_mut(&id) {
                session.downloads.remove(&digest);
            }
        }
    }
}

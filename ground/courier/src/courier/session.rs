//! Connecting, and coming back.

use super::{Courier, Event};
use crate::frame::{Decoder, Goodbye, Hello, Parting};
use crate::link::{BACKLOG, Millis, Out};

/// Attempts by one transport that fail before another is tried.
const ATTEMPTS: u32 = 3;

/// For how long a server can send an agent away, in milliseconds: an hour.
const LONGEST: Millis = 3_600_000;

/// How the server is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// By one connection in both directions.
    Stream,
    /// By requests that are answered when there is something to say, where a connection does not get through.
    Poll,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Not connected, until then.
    Away {
        again: Millis,
    },
    /// The server has not answered the greeting.
    Greeting,
    Live,
    /// The last was said: what waits is still written.
    Over {
        after: Millis,
    },
}

impl Courier {
    /// When to connect, if it is not connected.
    #[must_use]
    pub fn connect_at(&self) -> Option<Millis> {
        match self.state {
            State::Away { again } => Some(again),
            _ => None,
        }
    }

    /// By what to connect: the other, when one has failed three times in a row before the server answered.
    #[must_use]
    pub fn transport(&self) -> Transport {
        self.transport
    }

    /// A connection has begun.
    pub fn connected(&mut self, now: Millis) {
        self.connects += 1;
        self.state = State::Greeting;
        (self.decoder, self.out) = (Decoder::default(), Out::default());
        self.heard = now;
        let hello = self.hello();
        self.out.push(&hello.into());
    }

    fn hello(&self) -> Hello {
        let identity = &self.identity;
        Hello {
            version: identity.protocol.version,
            features: identity.protocol.features.clone(),
            requires: identity.protocol.requires.clone(),
            agent: identity.agent.clone(),
            program: identity.program.clone(),
            boot: identity.boot.clone(),
            incarnation: identity.incarnation,
            connect: self.connects,
            mode: self.profile.mode,
            labels: self.profile.labels.clone(),
            capacity: self.profile.capacity,
            tasks: self
                .tasks
                .iter()
                .map(|(key, task)| task.listed(*key))
                .collect(),
        }
    }

    /// Bytes came. Whether the session goes on; else what waits is written, and the connection closed.
    pub fn received(&mut self, bytes: &[u8], now: Millis) -> bool {
        self.heard = now;
        self.decoder.push(bytes);
        while matches!(self.state, State::Greeting | State::Live) {
            match self.decoder.read() {
                Ok(Some(frame)) => self.hear(frame),
                Ok(None) => return true,
                Err(error) => self.part(Parting::Protocol, &error.to_string()),
            }
        }
        false
    }

    /// A connection has ended, or could not be made. The random number is drawn anew each time.
    pub fn disconnected(&mut self, now: Millis, random: u64) {
        let after = match self.state {
            State::Over { after } => after,
            _ => 0,
        };
        let wait = self.backoff.wait(random);
        // Those that were all sent away at once do not all come back at once.
        let spread = after / 8 * (random >> 32 & 7) / 7;
        let again = now.saturating_add(wait + after + spread);
        self.state = State::Away { again };
        if self.backoff.failures().is_multiple_of(ATTEMPTS) {
            self.transport = match self.transport {
                Transport::Stream => Transport::Poll,
                Transport::Poll => Transport::Stream,
            };
        }
        (self.decoder, self.out) = (Decoder::default(), Out::default());
    }

    /// Says when to call again; none when the server was silent for too long, or takes nothing: then the connection is to be
    /// closed.
    pub fn tick(&mut self, now: Millis) -> Option<Millis> {
        let lost = self.heard.saturating_add(self.lost_ms);
        let alive = now < lost && self.out.len() <= BACKLOG;
        alive.then_some(lost)
    }

    /// The agent ends: says so, if the server listens.
    pub fn leave(&mut self, text: &str) {
        if self.is_live() {
            self.part(Parting::Leaving, text);
        }
    }

    /// Ends the session, by the agent's word.
    pub(super) fn part(&mut self, reason: Parting, text: &str) {
        let (text, after_ms) = (text.to_owned(), 0);
        self.out.push(
            &Goodbye {
                reason,
                text,
                after_ms,
            }
            .into(),
        );
        self.state = State::Over { after: 0 };
    }

    /// Ends the session, by the server's word.
    pub(super) fn parted(&mut self, goodbye: Goodbye) {
        let Goodbye {
            reason,
            text,
            after_ms,
        } = goodbye;
        let after = after_ms.min(LONGEST);
        self.state = State::Over { after };
        self.tell(Event::Parted { reason, text });
    }
}

//! One connection in both directions.

use std::collections::VecDeque;

use holdpoint_courier::Output;
use holdpoint_courier::dispatcher::SessionId;

use super::World;
use super::net::Network;
use super::polled::Polled;

pub(crate) struct Wire {
    session: SessionId,
    up: Way,
    down: Way,
}

/// Bytes under way, and when they arrive.
#[derive(Default)]
struct Way {
    pieces: VecDeque<(u64, Vec<u8>)>,
}

/// What is still under way of connections that the agent has not any more.
#[derive(Default)]
pub(crate) struct Ghosts {
    pub(crate) wires: Vec<(u64, Wire)>,
    pub(crate) polled: Vec<Polled>,
}

impl Wire {
    pub(crate) fn new(session: SessionId) -> Self {
        Self {
            session,
            up: Way::default(),
            down: Way::default(),
        }
    }
}

impl Way {
    fn send(&mut self, arrives: u64, bytes: Vec<u8>) {
        // No byte overtakes another.
        let arrives = self
            .pieces
            .back()
            .map_or(arrives, |(last, _)| arrives.max(*last));
        self.pieces.push_back((arrives, bytes));
    }

    fn arrived(&mut self, now: u64) -> Option<Vec<u8>> {
        let due = self
            .pieces
            .front()
            .is_some_and(|(arrives, _)| *arrives <= now);
        due.then(|| self.pieces.pop_front().unwrap().1)
    }

    /// Cut behind any byte.
    fn cut(&mut self, mut keep: usize) {
        for (_, bytes) in &mut self.pieces {
            bytes.truncate(keep);
            keep -= bytes.len();
        }
    }

    fn length(&self) -> usize {
        self.pieces.iter().map(|(_, bytes)| bytes.len()).sum()
    }
}

impl World {
    pub(crate) fn carry_stream(&mut self, number: usize) {
        let frozen = self.sites[number].frozen_until > self.now;
        let Network::Stream(mut wire) =
            std::mem::replace(&mut self.sites[number].network, Network::None)
        else {
            return;
        };
        let mut open = true;
        if !frozen {
            open = self.agents_end(number, &mut wire);
        }
        while let Some(bytes) = wire.up.arrived(self.now) {
            open &= self.deliver(number, wire.session, &bytes);
        }
        loop {
            match self.server.core.output(wire.session, 40_000) {
                Output::Bytes(bytes) => {
                    let arrives = self.now + self.dice.between(0, 200);
                    wire.down.send(arrives, bytes);
                }
                Output::Nothing => break,
                Output::Closed => {
                    open &= wire.down.length() > 0;
                    break;
                }
            }
        }
        self.sites[number].network = Network::Stream(wire);
        if !open && !frozen {
            self.cut(number);
        }
    }

    /// Whether the agent goes on.
    fn agents_end(&mut self, number: usize, wire: &mut Wire) -> bool {
        let site = &mut self.sites[number];
        let courier = site.courier.as_mut().unwrap();
        while let Some(bytes) = wire.down.arrived(self.now) {
            // Bytes come in pieces of any length.
            for piece in bytes.chunks(1 + self.dice.below(3_000)) {
                courier.received(piece, self.now);
            }
        }
        for _ in 0..self.dice.between(1, 4) {
            match courier.output(1 + self.dice.below(100_000), &mut site.disk) {
                Output::Bytes(bytes) => {
                    let arrives = self.now + self.dice.between(0, 200);
                    wire.up.send(arrives, bytes);
                }
                Output::Nothing => break,
                Output::Closed => return false,
            }
        }
        true
    }

    /// Bytes arrive at the server. Whether it goes on.
    fn deliver(&mut self, number: usize, session: SessionId, bytes: &[u8]) -> bool {
        let seen = self
            .server
            .seen
            .entry(self.sites[number].id.clone())
            .or_default();
        let stale = seen.session.is_some_and(|newest| newest > session);
        if seen.session == Some(session) {
            seen.heard = self.now;
        }
        if stale {
            self.serve();
            // Of a greeting that was cut off it is not known whose it is.
            self.server.core.received(session, bytes, self.now);
            assert!(
                !self.server.core.has_events(),
                "a stale session says something"
            );
            self.counts.stale += 1;
            return false;
        }
        self.server.core.received(session, bytes, self.now)
    }

    /// What was under way when the connection was cut.
    pub(crate) fn haunt(&mut self, number: usize, mut wire: Wire) {
        let keep = self.dice.below(wire.up.length() + 1);
        wire.up.cut(keep);
        let late = self.dice.between(0, 6_000);
        for (arrives, _) in &mut wire.up.pieces {
            *arrives += late;
        }
        // The server hears of it some time, or never.
        let gone = self.now + late + self.dice.between(0, 5_000);
        self.sites[number].ghosts.wires.push((gone, wire));
    }

    pub(crate) fn carry_ghosts(&mut self, number: usize) {
        for (gone, mut wire) in std::mem::take(&mut self.sites[number].ghosts.wires) {
            while let Some(bytes) = wire.up.arrived(self.now) {
                self.deliver(number, wire.session, &bytes);
            }
            match gone <= self.now {
                true => self.server.core.disconnected(wire.session, self.now),
                false => self.sites[number].ghosts.wires.push((gone, wire)),
            }
        }
        for mut polled in std::mem::take(&mut self.sites[number].ghosts.polled) {
            if self.arrive(number, &mut polled) {
                self.sites[number].ghosts.polled.push(polled);
            }
        }
    }
}

//! The network of one agent.

use super::World;
use super::polled::Polled;
use super::wire::Wire;

pub(crate) enum Network {
    None,
    Stream(Wire),
    Poll(Polled),
}

impl World {
    /// The agent connects, when it is time.
    pub(crate) fn connect(&mut self, number: usize) {
        let site = &mut self.sites[number];
        let due = |courier: &holdpoint_courier::courier::Courier| {
            courier.connect_at().is_some_and(|at| at <= self.now)
        };
        if site.frozen_until > self.now || !site.courier.as_ref().is_some_and(due) {
            return;
        }
        site.courier.as_mut().unwrap().connected(self.now);
        if site.polls {
            site.network = Network::Poll(Polled::new(self.dice.next()));
        } else {
            let session = self.server.core.connect(Some(site.id.clone()), self.now);
            site.network = Network::Stream(Wire::new(session));
        }
    }

    /// Bytes come and go.
    pub(crate) fn carry(&mut self, number: usize) {
        self.carry_ghosts(number);
        match &self.sites[number].network {
            Network::None => {}
            Network::Stream(_) => self.carry_stream(number),
            Network::Poll(_) => self.carry_requests(number),
        }
        let site = &mut self.sites[number];
        if site.frozen_until > self.now {
            return;
        }
        let silent = site.courier.as_mut().is_some_and(|courier| {
            courier.connect_at().is_none() && courier.tick(self.now).is_none()
        });
        if silent || self.dice.hit(self.weather.cut) {
            self.cut(number);
        }
    }

    /// The connection of an agent is cut, if it has one. Some of what was under way still arrives at the server, later.
    pub(crate) fn cut(&mut self, number: usize) {
        let site = &mut self.sites[number];
        match std::mem::replace(&mut site.network, Network::None) {
            Network::None => return,
            Network::Stream(wire) => self.haunt(number, wire),
            // Requests that the network has repeated still come.
            Network::Poll(polled) => self.sites[number].ghosts.polled.push(polled),
        }
        self.counts.cuts += 1;
        let random = self.dice.next();
        if let Some(courier) = &mut self.sites[number].courier {
            courier.disconnected(self.now, random);
        }
    }

    /// The server is another one now.
    pub(crate) fn drop_connections(&mut self) {
        for number in 0..self.sites.len() {
            if let Network::Stream(_) = self.sites[number].network {
                self.cut(number);
            }
            self.sites[number].ghosts.wires.clear();
        }
    }
}

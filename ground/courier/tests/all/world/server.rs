//! The server: its dispatcher lives until it crashes, its orders for ever.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_courier::AgentId;
use holdpoint_courier::dispatcher::{Dispatcher, Ending, Event, Options, SessionId};
use holdpoint_courier::frame::Hello;
use holdpoint_courier::poll::Polls;

use super::World;
use super::polled::Waits;

pub(crate) struct Server {
    pub(crate) core: Dispatcher,
    pub(crate) polls: Polls,
    pub(crate) held: Vec<Waits>,
    pub(crate) epoch: u64,
    /// Ends that this life was told.
    told: BTreeSet<u64>,
    /// Greetings, confirmations and ends that are answered later.
    later: Vec<Later>,
    pub(crate) seen: BTreeMap<AgentId, Seen>,
}

/// What the network knows of an agent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    /// When bytes of its session came last.
    pub(crate) heard: u64,
    pub(crate) live: bool,
    pub(crate) lost: bool,
    /// Its newest session.
    pub(crate) session: Option<SessionId>,
}

enum Later {
    Welcome(SessionId, Box<Hello>),
    Confirm(u64, AgentId),
    Kept(u64),
    Retry(u64),
}

impl Server {
    pub(crate) fn new(epoch: u64) -> Self {
        Self {
            core: Dispatcher::new(Options::new(epoch)),
            polls: Polls::default(),
            held: Vec::new(),
            epoch,
            told: BTreeSet::new(),
            later: Vec::new(),
            seen: BTreeMap::new(),
        }
    }
}

impl World {
    /// The server crashes and starts again.
    pub(crate) fn fall(&mut self) {
        self.server = Server::new(self.server.epoch + 1);
        self.drop_connections();
        for order in self.orders.values_mut() {
            let lost = order.log.len() - order.durable;
            let kept = order.durable + self.dice.below(lost + 1);
            order.log.truncate(kept);
        }
        let open: Vec<u64> = self
            .orders
            .values()
            .filter(|order| !order.is_over())
            .map(|order| order.key)
            .collect();
        open.into_iter().for_each(|key| self.ask(key));
    }

    /// Wants an order carried out, and whatever else is wanted of it.
    pub(crate) fn ask(&mut self, key: u64) {
        let (order, core) = (&self.orders[&key], &mut self.server.core);
        let work = order.work(self.server.epoch);
        match &order.agent {
            Some(agent) => core.resume(work, agent).unwrap(),
            None => core.offer(work).unwrap(),
        };
        let (stop, revoke) = (order.stop, order.revoke);
        if stop {
            self.stop(key);
        }
        if revoke {
            self.revoke(key);
        }
    }

    pub(crate) fn stop(&mut self, key: u64) {
        let force = self.dice.hit(300);
        self.orders.get_mut(&key).unwrap().stop = true;
        let ending = self.server.core.stop(key, force);
        self.ending(key, ending);
    }

    pub(crate) fn revoke(&mut self, key: u64) {
        self.orders.get_mut(&key).unwrap().revoke = true;
        let ending = self.server.core.revoke(key);
        self.ending(key, ending);
    }

    fn ending(&mut self, key: u64, ending: Ending) {
        if ending == Ending::NeverBegan {
            self.never(key);
        }
    }

    fn never(&mut self, key: u64) {
        let order = self.orders.get_mut(&key).unwrap();
        assert_eq!(order.runs, 0, "work {key} was to have never begun");
        order.revoked = true;
        self.counts.revoked += 1;
    }

    /// The server does what it has to.
    pub(crate) fn serve(&mut self) {
        self.server.core.tick(self.now);
        for later in std::mem::take(&mut self.server.later) {
            let often = if matches!(later, Later::Kept(_)) {
                850
            } else {
                300
            };
            if self.dice.hit(often) {
                self.server.later.push(later);
            } else {
                self.answer(later);
            }
        }
        while let Some(event) = self.server.core.event() {
            self.happened(event);
        }
        while self.server.core.woken().is_some() {}
    }

    fn answer(&mut self, later: Later) {
        match later {
            Later::Confirm(key, agent) => {
                self.server.core.confirm(key, &agent);
            }
            Later::Retry(key) => self.server.core.retry(key),
            Later::Kept(key) => self.server.core.ended_kept(key),
            Later::Welcome(session, hello) => self.let_in(session, &hello),
        }
    }

    fn let_in(&mut self, session: SessionId, hello: &Hello) {
        let kept = |key: &u64| {
            self.orders
                .get(key)
                .map_or(0, |order| order.log.len() as u64)
        };
        let logs = hello
            .tasks
            .iter()
            .map(|task| (task.key, kept(&task.key)))
            .collect();
        self.server.core.welcome(session, &logs, self.now);
    }

    fn happened(&mut self, event: Event) {
        self.trace("server", &event);
        match event {
            Event::Hello { session, hello } => {
                self.server
                    .seen
                    .entry(hello.agent.clone())
                    .or_default()
                    .session = Some(session);
                self.server.later.push(Later::Welcome(session, hello));
            }
            Event::Connected { agent } => {
                let seen = self.server.seen.entry(agent).or_default();
                (seen.heard, seen.live, seen.lost) = (self.now, true, false);
            }
            Event::Placed { key, agent } => {
                self.orders.get_mut(&key).unwrap().agent = Some(agent.clone());
                self.server.later.push(Later::Confirm(key, agent));
            }
            Event::Log { key, offset, bytes } => self.keep(key, offset, &bytes),
            Event::Ended {
                key,
                payload,
                unread,
                ..
            } => {
                assert_eq!(unread, None);
                self.over(key, payload);
            }
            Event::Revoked { key, .. } => self.never(key),
            Event::Lost { agent, .. } => {
                self.counts.lost += 1;
                self.server.seen.entry(agent).or_default().lost = true;
            }
            Event::Declined { key, text, .. } => {
                self.counts.declined += 1;
                // Records of what was placed and taken back may promise more than there is; nothing else does.
                assert!(
                    text != "all slots are taken" || self.counts.falls > 0,
                    "{key} was placed where there is no room"
                );
                self.server.later.push(Later::Retry(key));
            }
            Event::Stray { .. } | Event::Forgotten { .. } => panic!("{event:?}"),
            _ => {}
        }
    }

    fn keep(&mut self, key: u64, offset: u64, bytes: &[u8]) {
        let order = self.orders.get_mut(&key).unwrap();
        let offset = usize::try_from(offset).unwrap();
        if offset > order.log.len() {
            // What stood before it was not kept.
            return self.server.core.log_again(key, order.log.len() as u64);
        }
        let known = (order.log.len() - offset).min(bytes.len());
        assert_eq!(
            order.log[offset..offset + known],
            bytes[..known],
            "the bytes are the same as before"
        );
        let some = match self.dice.hit(self.weather.again) {
            true => known + self.dice.below(bytes.len() - known + 1),
            false => bytes.len(),
        };
        order.log.extend_from_slice(&bytes[known..some]);
        if self.dice.hit(500) {
            order.durable = order.log.len();
        }
        match some == bytes.len() {
            true => self.server.core.log_kept(key, (offset + some) as u64),
            false => self.server.core.log_again(key, order.log.len() as u64),
        }
    }

    fn over(&mut self, key: u64, payload: Vec<u8>) {
        assert!(
            self.server.told.insert(key),
            "the end of {key} was told twice"
        );
        let order = self.orders.get_mut(&key).unwrap();
        assert!(!order.revoked, "{key} was to have never begun");
        match &order.ended {
            // It was kept, and that was not heard.
            Some(before) => assert_eq!(*before, payload),
            None => order.ended = Some(payload),
        }
        order.durable = order.log.len();
        self.server.later.push(Later::Kept(key));
    }
}

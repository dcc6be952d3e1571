//! A server and some agents, in virtual time, over a network that cuts, delays, repeats and loses. What is on disk survives a crash,
//! all else does not. Whoever is here checks at every step what must never happen.

mod dice;
mod net;
mod orders;
mod polled;
mod server;
mod site;
mod wire;

use std::collections::BTreeMap;

pub(crate) use dice::Dice;
pub(crate) use orders::Order;
use server::Server;
use site::Site;

/// How bad a history is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weather {
    /// In a thousand, at each step: a connection is cut.
    pub(crate) cut: u64,
    /// An agent's process crashes.
    pub(crate) crash: u64,
    /// The server crashes.
    pub(crate) fall: u64,
    /// An agent neither reads nor writes for a while.
    pub(crate) freeze: u64,
    /// A request, or its answer, is lost.
    pub(crate) lose: u64,
    /// A request is repeated by the network.
    pub(crate) repeat: u64,
    /// An agent declines what it is offered.
    pub(crate) decline: u64,
    /// Output is not kept, and has to come again.
    pub(crate) again: u64,
}

pub(crate) const CALM: Weather = Weather {
    cut: 0,
    crash: 0,
    fall: 0,
    freeze: 0,
    lose: 0,
    repeat: 0,
    decline: 0,
    again: 0,
};

pub(crate) struct World {
    pub(crate) now: u64,
    pub(crate) dice: Dice,
    pub(crate) weather: Weather,
    pub(crate) orders: BTreeMap<u64, Order>,
    pub(crate) server: Server,
    pub(crate) sites: Vec<Site>,
    pub(crate) counts: Counts,
    traces: bool,
}

/// What happened, so that a test can say that something did.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Counts {
    pub(crate) cuts: u64,
    pub(crate) crashes: u64,
    pub(crate) falls: u64,
    pub(crate) lost: u64,
    pub(crate) stale: u64,
    pub(crate) declined: u64,
    pub(crate) repeated: u64,
    pub(crate) revoked: u64,
    pub(crate) stopped: u64,
}

impl World {
    pub(crate) fn new(seed: u64, sites: usize, weather: Weather) -> Self {
        let mut dice = Dice::new(seed);
        let sites = (0..sites)
            .map(|number| Site::new(number, &mut dice))
            .collect();
        Self {
            now: 1_000,
            dice,
            weather,
            orders: BTreeMap::new(),
            server: Server::new(1),
            sites,
            counts: Counts::default(),
            traces: std::env::var_os("HOLDPOINT_TRACE").is_some(),
        }
    }

    /// Some time passes.
    pub(crate) fn step(&mut self) {
        self.now += self.dice.between(1, 250);
        self.misfortune();
        self.serve();
        for number in 0..self.sites.len() {
            self.work(number);
            self.connect(number);
            self.carry(number);
            self.attend(number);
        }
        self.serve();
        self.check();
    }

    /// Everything works again, until all work is over.
    pub(crate) fn calm_down(&mut self) {
        self.weather = CALM;
        for site in &mut self.sites {
            site.frozen_until = 0;
        }
        let end = self.now + 400_000;
        while self.now < end && !self.is_over() {
            self.step();
        }
        // What is on its way arrives.
        for _ in 0..20 {
            self.step();
        }
    }

    /// What happened, for whoever looks for a mistake: `HOLDPOINT_TRACE=1`.
    fn trace(&self, who: &str, what: &dyn std::fmt::Debug) {
        if self.traces {
            let mut text = format!("{what:?}");
            text.truncate(200);
            eprintln!("{} {who}: {text}", self.now);
        }
    }

    fn is_over(&self) -> bool {
        let settled = self
            .sites
            .iter()
            .all(|site| site.disk.steps.values().all(|step| step.settled));
        settled && self.orders.values().all(Order::is_over)
    }

    /// A new order for any agent with that.
    pub(crate) fn order(&mut self) {
        let key = self.orders.len() as u64 + 1;
        let order = Order::new(key, &mut self.dice);
        self.orders.insert(key, order);
        self.ask(key);
    }

    fn misfortune(&mut self) {
        if self.dice.hit(self.weather.fall) {
            self.counts.falls += 1;
            self.fall();
        }
        for number in 0..self.sites.len() {
            if self.dice.hit(self.weather.crash) {
                self.counts.crashes += 1;
                let up = self.now + self.dice.between(1, 15_000);
                self.crash(number, up);
            }
            if self.dice.hit(self.weather.freeze) {
                self.sites[number].frozen_until = self.now + self.dice.between(1, 20_000);
            }
        }
    }

    /// What must hold at every moment.
    fn check(&mut self) {
        for site in &self.sites {
            let seen = self.server.seen.get(&site.id);
            let Some(seen) = seen.filter(|seen| seen.live) else {
                continue;
            };
            let silent = self.now - seen.heard;
            assert!(
                silent <= 10_000 || seen.lost,
                "{} was silent for {silent} ms and nobody noticed",
                site.id
            );
        }
    }
}

impl Counts {
    pub(crate) fn add(&mut self, other: Self) {
        self.cuts += other.cuts;
        self.crashes += other.crashes;
        self.falls += other.falls;
        self.lost += other.lost;
        self.stale += other.stale;
        self.declined += other.declined;
        self.repeated += other.repeated;
        self.revoked += other.revoked;
        self.stopped += other.stopped;
    }
}

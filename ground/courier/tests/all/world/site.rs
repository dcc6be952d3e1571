//! An agent: its courier lives until it crashes, its disk and what runs on its host for ever.

use std::collections::BTreeMap;
use std::io;

use holdpoint_courier::courier::{Courier, Event, Identity, Profile, Source};
use holdpoint_courier::frame::{Mode, Reason};
use holdpoint_courier::{AgentId, Digest};

use super::net::Network;
use super::orders::labels;
use super::wire::Ghosts;
use super::{Dice, World};

pub(crate) struct Site {
    pub(crate) id: AgentId,
    pub(crate) profile: Profile,
    pub(crate) disk: Disk,
    /// None while it is down.
    pub(crate) courier: Option<Courier>,
    up_at: u64,
    pub(crate) frozen_until: u64,
    pub(crate) network: Network,
    pub(crate) polls: bool,
    pub(crate) ghosts: Ghosts,
    /// Offers that are answered later.
    pending: Vec<u64>,
}

#[derive(Default)]
pub(crate) struct Disk {
    incarnation: u64,
    epoch: u64,
    pub(crate) steps: BTreeMap<u64, Step>,
}

/// What runs, or ran.
#[derive(Default)]
pub(crate) struct Step {
    epoch: u64,
    slots: u32,
    pub(crate) log: Vec<u8>,
    /// Lines that it has yet to write.
    rest: u64,
    stopped: bool,
    revoked: bool,
    pub(crate) ended: Option<Vec<u8>>,
    pub(crate) settled: bool,
}

impl Source for Disk {
    fn log(&mut self, key: u64, offset: u64, most: usize) -> io::Result<Vec<u8>> {
        let offset = usize::try_from(offset).unwrap();
        let log = &self.steps[&key].log;
        Ok(log[offset..log.len().min(offset + most)].to_vec())
    }

    fn file(&mut self, _: Digest, _: u64, _: usize) -> io::Result<Vec<u8>> {
        Err(io::ErrorKind::NotFound.into())
    }
}

impl Site {
    pub(crate) fn new(number: usize, dice: &mut Dice) -> Self {
        // The first can do everything, so that all work can be done.
        let everything = number == 0;
        let mask = if everything { 7 } else { dice.next() };
        let capacity = if everything {
            3
        } else {
            u32::try_from(dice.between(1, 3)).unwrap()
        };
        let watches = !everything && dice.hit(150);
        Self {
            id: AgentId::new(&format!("host-{number}")),
            profile: Profile {
                mode: if watches {
                    Mode::Observe
                } else {
                    Mode::Execute
                },
                labels: labels(mask),
                capacity,
            },
            disk: Disk::default(),
            courier: None,
            up_at: 0,
            frozen_until: 0,
            network: Network::None,
            polls: dice.hit(400),
            ghosts: Ghosts::default(),
            pending: Vec::new(),
        }
    }

    fn start(&mut self) {
        self.disk.incarnation += 1;
        let identity = Identity::new(self.id.clone(), self.disk.incarnation, self.disk.epoch);
        let mut courier = Courier::new(identity, self.profile.clone());
        let open = self
            .disk
            .steps
            .iter()
            .filter(|(_, step)| !step.settled && !step.revoked);
        for (key, step) in open {
            courier.restore(*key, step.epoch, step.slots, true);
            courier.log_grew(*key, step.log.len() as u64);
            if let Some(ended) = &step.ended {
                courier.ended(*key, ended.clone()).unwrap();
            }
        }
        self.courier = Some(courier);
    }

    fn used(&self) -> u32 {
        let open = self
            .disk
            .steps
            .values()
            .filter(|step| step.ended.is_none() && !step.revoked);
        open.map(|step| step.slots).sum()
    }
}

impl World {
    pub(crate) fn crash(&mut self, number: usize, up_at: u64) {
        self.cut(number);
        let site = &mut self.sites[number];
        (site.courier, site.up_at) = (None, up_at);
        site.pending.clear();
    }

    /// What runs on the host goes on, whether its agent does or not.
    pub(crate) fn work(&mut self, number: usize) {
        let site = &mut self.sites[number];
        if site.courier.is_none() && self.now >= site.up_at {
            site.start();
        }
        for (key, step) in &mut site.disk.steps {
            if step.ended.is_some() || step.revoked || self.dice.hit(300) {
                continue;
            }
            step.go_on(*key, &mut self.dice);
            if let Some(courier) = &mut site.courier {
                courier.log_grew(*key, step.log.len() as u64);
                if let Some(ended) = &step.ended {
                    courier.ended(*key, ended.clone()).unwrap();
                }
            }
        }
    }

    /// The agent does what it is told.
    pub(crate) fn attend(&mut self, number: usize) {
        if self.sites[number].frozen_until > self.now {
            return;
        }
        for key in std::mem::take(&mut self.sites[number].pending) {
            self.begin(number, key);
        }
        while let Some(event) = self.sites[number].courier.as_mut().and_then(Courier::event) {
            self.hear(number, event);
        }
    }

    fn hear(&mut self, number: usize, event: Event) {
        self.trace(self.sites[number].id.as_str(), &event);
        let site = &mut self.sites[number];
        let courier = site.courier.as_mut().unwrap();
        match event {
            Event::Welcome { epoch } => {
                assert!(epoch >= site.disk.epoch);
                site.disk.epoch = epoch;
            }
            Event::Offer {
                key,
                epoch,
                payload,
            } => {
                assert_eq!(epoch, site.disk.epoch, "only the newest server is heard");
                let known = site.disk.steps.get(&key);
                match known {
                    Some(step) if step.revoked => courier.revoked(key),
                    Some(_) => panic!("{key} was restored, and is no news"),
                    None => self.offered(number, key, &payload),
                }
            }
            Event::Stop { key, .. } => {
                self.counts.stopped += u64::from(self.sites[number].stop(key))
            }
            Event::Revoke { key, .. } => site.revoke(key),
            Event::LookUp { key } => courier.status(key, b"?".to_vec()).unwrap(),
            Event::Settled { key } => {
                site.disk.steps.get_mut(&key).unwrap().settled = true;
                courier.discarded(key);
            }
            Event::Parted { .. } => {}
            other => panic!("{other:?}"),
        }
    }

    fn offered(&mut self, number: usize, key: u64, payload: &[u8]) {
        let site = &mut self.sites[number];
        let text = String::from_utf8(payload.to_vec()).unwrap();
        let (slots, asked) = text.split_once(' ').unwrap();
        let slots: u32 = slots.parse().unwrap();
        let mut asked = asked.split(',').filter(|label| !label.is_empty());
        assert!(
            asked.all(|label| site.profile.labels.contains(label)),
            "{}: {text}",
            site.id
        );
        assert_eq!(site.profile.mode, Mode::Execute, "{} only watches", site.id);
        assert!(
            site.used() + slots <= site.profile.capacity,
            "{} has no room for {key}",
            site.id
        );
        if self.dice.hit(self.weather.decline) {
            return site
                .courier
                .as_mut()
                .unwrap()
                .decline(key, Reason::Busy, "not now");
        }
        let rest = self.dice.between(0, 8);
        let order = self.orders.get_mut(&key).unwrap();
        // What is pending is on no disk: a crash forgets it.
        if self.dice.hit(300) {
            return site.pending.push(key);
        }
        let step = Step {
            epoch: site.disk.epoch,
            slots,
            rest,
            ..Step::default()
        };
        site.disk.steps.insert(key, step);
        order.runs += 1;
        assert_eq!(order.runs, 1, "{key} was begun twice");
        if self.dice.hit(self.weather.crash * 10) {
            // It is written down, and nobody was told.
            return self.crash(number, self.now + 500);
        }
        let courier = self.sites[number].courier.as_mut().unwrap();
        courier.accept(key);
        courier.started(key);
    }

    /// An offer that was put off.
    fn begin(&mut self, number: usize, key: u64) {
        let site = &mut self.sites[number];
        if site.disk.steps.contains_key(&key) {
            return;
        }
        let (order, rest) = (self.orders.get_mut(&key).unwrap(), self.dice.between(0, 8));
        let step = Step {
            epoch: site.disk.epoch,
            slots: order.slots,
            rest,
            ..Step::default()
        };
        site.disk.steps.insert(key, step);
        order.runs += 1;
        assert_eq!(order.runs, 1, "{key} was begun twice");
        let courier = site.courier.as_mut().unwrap();
        courier.started(key);
    }
}

impl Site {
    /// Whether something that ran was told to end.
    fn stop(&mut self, key: u64) -> bool {
        match self.disk.steps.get_mut(&key) {
            Some(step) if step.ended.is_none() => !std::mem::replace(&mut step.stopped, true),
            _ => false,
        }
    }

    fn revoke(&mut self, key: u64) {
        let courier = self.courier.as_mut().unwrap();
        match self.disk.steps.get(&key) {
            Some(step) if !step.revoked => courier.started(key),
            _ => {
                self.pending.retain(|other| *other != key);
                let step = self.disk.steps.entry(key).or_default();
                (step.revoked, step.settled) = (true, true);
                courier.revoked(key);
            }
        }
    }
}

impl Step {
    fn go_on(&mut self, key: u64, dice: &mut Dice) {
        if self.stopped || self.rest == 0 {
            let how = if self.stopped { "stopped" } else { "done" };
            self.ended = Some(format!("{key} {how} {}", self.log.len()).into_bytes());
            return;
        }
        self.rest -= 1;
        let length = match dice.hit(30) {
            true => dice.below(150_000),
            false => dice.below(200),
        };
        let line = format!("{key} {} {}\n", self.rest, "x".repeat(length));
        self.log.extend_from_slice(line.as_bytes());
    }
}

//! What the server says.

use super::session::State;
use super::task::Task;
use super::{Courier, Event};
use crate::frame::{
    Accept, Decline, Frame, LogAck, Observed, Offer, Parting, Pong, Reason, Stage, Started, Welcome,
};
use crate::link::Protocol;

/// What is said of an offer that there is no room for: the server counts too, but records of an earlier one may promise more.
const FULL: &str = "all slots are taken";

impl Courier {
    pub(super) fn hear(&mut self, frame: Frame) {
        match (self.state, frame) {
            (State::Greeting, Frame::Welcome(welcome)) => self.welcomed(welcome),
            (_, Frame::Goodbye(goodbye)) => self.parted(goodbye),
            (State::Live, frame) => self.told(frame),
            _ => self.part(Parting::Protocol, "the greeting was not answered first"),
        }
    }

    fn welcomed(&mut self, welcome: Welcome) {
        let theirs = Protocol {
            version: welcome.version,
            features: welcome.features,
            requires: welcome.requires,
        };
        if let Err(why) = self.identity.protocol.meets(&theirs) {
            return self.turn_away(Parting::Version, &why);
        }
        let (offered, newest) = (welcome.epoch, self.identity.epoch);
        if offered < newest {
            let why =
                format!("the server is of epoch {offered}, and one of epoch {newest} was heard");
            return self.turn_away(Parting::OldEpoch, &why);
        }
        self.identity.epoch = offered;
        (self.ping_ms, self.lost_ms) = (welcome.ping_ms, welcome.lost_ms.max(1));
        self.state = State::Live;
        self.backoff.reset();
        for (key, task) in &mut self.tasks {
            task.begin(welcome.logs.get(key).copied().unwrap_or_default());
        }
        self.tell(Event::Welcome { epoch: offered });
        self.resume();
    }

    /// It is not a server for this agent.
    fn turn_away(&mut self, reason: Parting, why: &str) {
        self.part(reason, why);
        let text = why.to_owned();
        self.tell(Event::Parted { reason, text });
    }

    /// Says what may have changed since the greeting was written.
    fn resume(&mut self) {
        let tasks = self.tasks.iter();
        let tasks: Vec<_> = tasks
            .map(|(key, task)| (*key, task.epoch, task.stage))
            .collect();
        for (key, epoch, stage) in tasks {
            if stage >= Stage::Accepted {
                self.say(Accept { key, epoch });
            }
            if stage == Stage::Started {
                self.say(Started { key });
            }
        }
        self.files.begin();
        self.say_files();
        self.observed_said = false;
        self.say_observed();
    }

    pub(super) fn say_observed(&mut self) {
        if let Some(payload) = self.observed.clone().filter(|_| self.is_live()) {
            self.say(Observed { payload });
            self.observed_said = true;
        }
    }

    fn told(&mut self, frame: Frame) {
        match frame {
            Frame::Offer(offer) => self.offered(offer),
            Frame::Stop(stop) => self.tell(Event::Stop {
                key: stop.key,
                force: stop.force,
            }),
            Frame::Revoke(revoke) => self.tell(Event::Revoke {
                key: revoke.key,
                epoch: revoke.epoch,
            }),
            Frame::LookUp(look_up) => self.tell(Event::LookUp { key: look_up.key }),
            Frame::EndedAck(ended) => self.settled(ended.key),
            Frame::LogAck(ack) => self.log_kept(&ack),
            Frame::Rotate(rotate) => self.tell(Event::Rotate {
                payload: rotate.payload,
            }),
            Frame::Ping(ping) => self.say(Pong {
                number: ping.number,
            }),
            Frame::Pong(_) => {}
            Frame::Want(want) => self.wanted(&want),
            Frame::Artifact(piece) => self.piece(piece),
            Frame::Missing(missing) => self.no_file(missing),
            _ => self.part(Parting::Protocol, "that was not to be said by a server"),
        }
    }

    fn offered(&mut self, offer: Offer) {
        let (key, epoch, slots) = (offer.key, offer.epoch, offer.slots);
        let newest = self.identity.epoch;
        if epoch < newest {
            return self.turn_down(
                &offer,
                Reason::OldEpoch,
                format!("epoch {newest} was heard"),
            );
        }
        if let Some(task) = self.tasks.get_mut(&key) {
            (task.epoch, task.slots) = (epoch, slots);
            let stage = task.stage;
            return self.answer(key, epoch, stage);
        }
        if self.used().saturating_add(slots) > self.profile.capacity {
            return self.turn_down(&offer, Reason::Busy, FULL.to_owned());
        }
        self.tasks
            .insert(key, Task::new(epoch, slots, Stage::Offered));
        let payload = offer.payload;
        self.tell(Event::Offer {
            key,
            epoch,
            payload,
        });
    }

    fn turn_down(&mut self, offer: &Offer, reason: Reason, text: String) {
        let (key, epoch) = (offer.key, offer.epoch);
        self.say(Decline {
            key,
            epoch,
            reason,
            text,
        });
    }

    /// Slots that are taken.
    fn used(&self) -> u32 {
        let open = self.tasks.values().filter(|task| task.stage < Stage::Ended);
        open.fold(0, |sum, task| sum.saturating_add(task.slots))
    }

    /// The offer was heard before.
    fn answer(&mut self, key: u64, epoch: u64, stage: Stage) {
        if stage >= Stage::Accepted {
            self.say(Accept { key, epoch });
        }
        if stage == Stage::Started {
            self.say(Started { key });
        }
    }

    fn settled(&mut self, key: u64) {
        let ended = self.tasks.get_mut(&key).filter(|task| task.ended.is_some());
        if ended.is_some_and(|task| !std::mem::replace(&mut task.settled, true)) {
            self.tell(Event::Settled { key });
        }
    }

    fn log_kept(&mut self, ack: &LogAck) {
        if let Some(task) = self.tasks.get_mut(&ack.key) {
            if ack.again {
                task.go_on(ack.offset);
            } else {
                task.kept = task.kept.max(ack.offset).min(task.sent);
            }
        }
    }
}

//! One round of letters.

use std::collections::BTreeMap;

use holdpoint_domain::bulletin::{BulletinId, Channels, FinishBulletin, RequestBulletin};
use holdpoint_domain::{Actor, Command, Fact, Time};
use holdpoint_engine::Request;
use holdpoint_ports::{Courier, Delivery, PersonalKind};

use super::due::{self, Due, House};
use super::{Couriers, Kept, Progress, Round};
use crate::{At, BulletinChannel, Service, ServiceError};

/// How long a round goes on, in milliseconds: half of the time after which it is given up for lost. Who was not
/// reached by then is of the next one.
const LONGEST: i64 = 1_800_000;

/// The couriers that take letters now, by channel.
type Open = BTreeMap<&'static str, Box<dyn Courier>>;

impl Service {
    /// Sends what is due to those who want to be told, and says how that went; nothing if nothing was due. It may
    /// take its time, and must not be called twice at once.
    ///
    /// # Errors
    /// When the ledger or the vault fails.
    pub fn send_bulletins(&self, couriers: &dyn Couriers) -> Result<Option<Round>, ServiceError> {
        self.settle_bulletins()?;
        let Some((house, channels)) = self.house()? else {
            return Ok(None);
        };
        let mut open = Open::new();
        let mut round = Round::default();
        for (name, by) in declared(&channels) {
            match couriers.open(&channels, by) {
                Ok(courier) => drop(open.insert(name, courier)),
                Err(why) => round.problems.push(format!("{name}: {why}")),
            }
        }
        let mut due = due::all(self, &house, |by| open.contains_key(word(by)))?;
        // Nothing is written of a round for which nobody takes letters: it is due until somebody does.
        for (_, by) in declared(&channels) {
            if due.iter().any(|one| one.by == by) {
                ready(&mut open, by, &mut round);
            }
        }
        due.retain(|one| open.contains_key(word(one.by)));
        if !due.is_empty() {
            self.send_all(&due, &mut open, &mut round)?;
        }
        let something = !due.is_empty() || !round.problems.is_empty();
        Ok(something.then_some(round))
    }

    fn send_all(
        &self,
        due: &[Due],
        open: &mut Open,
        round: &mut Round,
    ) -> Result<(), ServiceError> {
        let recipients = u32::try_from(due.len()).unwrap_or(u32::MAX);
        let (bulletin, intent) = self.begin_bulletin(recipients)?;
        let latest = self.now_ms().saturating_add(LONGEST);
        for one in due {
            if let Some(courier) = ready(open, one.by, round) {
                self.send(one, intent, courier, round)?;
            }
            if self.now_ms() > latest {
                break;
            }
        }
        self.end_bulletin(bulletin, round)
    }

    /// Ends rounds that an earlier program has left open: what was being sent then is unknown.
    fn settle_bulletins(&self) -> Result<(), ServiceError> {
        let view = self.engine().view(At::Now)?;
        let open = view.ask(|state| Ok(state.bulletins.values().cloned().collect::<Vec<_>>()))?;
        for bulletin in open {
            let mut round = Round::default();
            for (person, thing) in self
                .personal_store()
                .personal_everywhere(PersonalKind::Letter)?
            {
                let kept = Kept::read(&thing.text);
                let Some(mut kept) = kept.filter(|kept| kept.intent == Some(bulletin.position))
                else {
                    continue;
                };
                round.count(kept.progress);
                if kept.progress == Progress::Sending {
                    kept.progress = Progress::Unknown;
                    self.keep_letter(&person, &thing.name, &kept)?;
                }
            }
            self.end_bulletin(bulletin.id, &round)?;
        }
        Ok(())
    }

    /// The organisation, and its channels if it has some.
    fn house(&self) -> Result<Option<(House, Channels)>, ServiceError> {
        let view = self.engine().view(At::Now)?;
        Ok(view.ask(|state| {
            let organisation = state.organisation.as_ref();
            let house = organisation.and_then(|found| {
                let channels = found.settings.channels.clone()?;
                let house = House {
                    name: found.name.to_string(),
                    zone: found.settings.timezone.clone(),
                    address: channels.address.clone(),
                };
                Some((house, channels))
            });
            Ok(house)
        })?)
    }

    fn begin_bulletin(&self, recipients: u32) -> Result<(BulletinId, u64), ServiceError> {
        let command = RequestBulletin { recipients };
        let answer = self.as_holdpoint(command.into())?;
        let begun = answer.events.iter().find_map(|event| match &event.fact {
            Fact::BulletinRequested(requested) => {
                Some((requested.bulletin.clone(), event.meta.position))
            }
            _ => None,
        });
        begun.ok_or_else(|| ServiceError::Internal("a bulletin did not begin".to_owned()))
    }

    fn end_bulletin(&self, bulletin: BulletinId, round: &Round) -> Result<(), ServiceError> {
        let command = FinishBulletin {
            bulletin,
            delivered: round.delivered,
            failed: round.failed,
            unknown: round.unknown,
        };
        self.as_holdpoint(command.into()).map(drop)
    }

    fn as_holdpoint(&self, command: Command) -> Result<holdpoint_engine::Answer, ServiceError> {
        let answer = self.engine().submit(Request::new(Actor::System, command))?;
        Ok(answer.done()?)
    }

    /// Claims a letter, and sends it if nobody has claimed it before.
    fn send(
        &self,
        due: &Due,
        intent: u64,
        courier: &dyn Courier,
        round: &mut Round,
    ) -> Result<(), ServiceError> {
        let (person, claim) = (due.person.as_str(), Kept::claim(intent, due.tries));
        let store = self.personal_store();
        let (kind, thing) = (PersonalKind::Letter, claim.thing(&due.slot));
        // What was refused for now is there already; nobody else sends it meanwhile.
        match due.tries {
            0 if !store.keep_new_personal(person, kind, &thing)? => return Ok(()),
            0 => {}
            _ => store.keep_personal(person, kind, &thing)?,
        }
        let delivery = courier.deliver(&due.letter);
        let ended = claim.ended(&delivery, Time::from_millis(self.now_ms()));
        round.count(ended.progress);
        match delivery {
            Delivery::Delivered => {}
            Delivery::Later(why) | Delivery::Failed(why) | Delivery::Unknown(why) => {
                round.problems.push(format!("{}: {why}", word(due.by)));
            }
        }
        self.keep_letter(person, &due.slot, &ended)
    }
}

/// The courier of a channel if it takes letters now; one that does not is asked no more in this round.
fn ready<'a>(
    open: &'a mut Open,
    by: BulletinChannel,
    round: &mut Round,
) -> Option<&'a dyn Courier> {
    if let Err(why) = open.get(word(by))?.ready() {
        round.problems.push(format!("{}: {why}", word(by)));
        open.remove(word(by));
    }
    open.get(word(by)).map(|courier| &**courier)
}

fn word(by: BulletinChannel) -> &'static str {
    match by {
        BulletinChannel::Mail => "mail",
        BulletinChannel::Chat => "chat",
    }
}

fn declared(channels: &Channels) -> impl Iterator<Item = (&'static str, BulletinChannel)> {
    let mail = channels.mail.as_ref().map(|_| BulletinChannel::Mail);
    let chat = channels.chat.as_ref().map(|_| BulletinChannel::Chat);
    mail.into_iter().chain(chat).map(|by| (word(by), by))
}

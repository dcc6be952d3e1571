//! Who meets whom: every provider and consumer of an interface that may run at the same time, one of them new.

use std::collections::{BTreeMap, BTreeSet};

use super::{Age, Contract, Party};
use crate::catalogue::ComponentName;
use crate::kernel::Digest;

/// When they run at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// Whatever the order is.
    Always,
    /// While the provider is new already, and the consumer is not.
    ProviderFirst,
    /// While the consumer is new already, and the provider is not.
    ConsumerFirst,
}

/// A provider and a consumer of an interface that may run at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meeting<'a> {
    /// The interface.
    pub interface: &'a str,
    /// What it is described in.
    pub kind: &'a str,
    /// Who provides it.
    pub provider: Party<'a>,
    /// Who consumes it.
    pub consumer: Party<'a>,
    /// The contract that the consumer was built against.
    pub base: Digest,
    /// The contract that the provider keeps.
    pub revision: Digest,
    /// When they run at the same time.
    pub when: When,
}

/// All meetings, and where there is nobody to meet.
#[derive(Debug, Default)]
pub struct Meetings<'a> {
    /// Who meets whom.
    pub all: Vec<Meeting<'a>>,
    /// New consumers of an interface that nobody provides.
    pub unprovided: Vec<(&'a str, Party<'a>)>,
    /// Consumers that go on, of an interface that is provided no longer, with who provided it.
    pub removed: Vec<(&'a str, Party<'a>, Party<'a>)>,
    /// Components that have to be deployed in this order for want of anybody else: who is first, who is next.
    pub forced: BTreeSet<(&'a ComponentName, &'a ComponentName)>,
}

#[derive(Default)]
struct Sides<'a> {
    providers: Vec<(Party<'a>, &'a Contract)>,
    consumers: Vec<(Party<'a>, &'a Contract)>,
}

/// All meetings of these parties.
#[must_use]
pub fn meetings<'a>(parties: &[Party<'a>]) -> Meetings<'a> {
    let mut interfaces: BTreeMap<&str, Sides<'a>> = BTreeMap::new();
    for party in parties {
        for one in party.provides {
            let sides = interfaces.entry(&one.interface).or_default();
            sides.providers.push((*party, one));
        }
        for one in party.consumes {
            let sides = interfaces.entry(&one.interface).or_default();
            sides.consumers.push((*party, one));
        }
    }
    let mut found = Meetings::default();
    for (interface, sides) in &interfaces {
        sides.meet(interface, &mut found);
        sides.miss(interface, &mut found);
    }
    found
}

impl<'a> Sides<'a> {
    fn meet(&self, interface: &'a str, found: &mut Meetings<'a>) {
        // Whoever changes is met by all; those that both go on have met before.
        let changing =
            |age| move |(party, _): &&(Party<'a>, &'a Contract)| (party.age == Age::New) == age;
        for provider in self.providers.iter().filter(changing(true)) {
            for consumer in &self.consumers {
                found.all.extend(meeting(interface, provider, consumer));
            }
        }
        for consumer in self.consumers.iter().filter(changing(true)) {
            for provider in self.providers.iter().filter(changing(false)) {
                found.all.extend(meeting(interface, provider, consumer));
            }
        }
    }

    /// What lacks a provider: before, in between, or afterwards.
    fn miss(&self, interface: &'a str, found: &mut Meetings<'a>) {
        let provided = |age: Age| {
            let providers = self.providers.iter().map(|(party, _)| *party);
            providers.filter(move |party| party.age == age)
        };
        let consumed = |age: Age| {
            let consumers = self.consumers.iter().map(|(party, _)| *party);
            consumers.filter(move |party| party.age == age)
        };
        if provided(Age::Other).next().is_some() {
            return;
        }
        if provided(Age::New).next().is_none() {
            let unprovided = consumed(Age::New).map(|consumer| (interface, consumer));
            found.unprovided.extend(unprovided);
            for old in provided(Age::Old) {
                let left = consumed(Age::Other).map(|consumer| (interface, consumer, old));
                found.removed.extend(left);
                let first = consumed(Age::Old).map(|consumer| (consumer.component, old.component));
                found.force(first);
            }
        } else if provided(Age::Old).next().is_none() {
            for new in provided(Age::New) {
                let next = consumed(Age::New).map(|consumer| (new.component, consumer.component));
                found.force(next);
            }
        }
    }
}

impl<'a> Meetings<'a> {
    /// Those that happen in whatever order.
    pub fn always(&self) -> impl Iterator<Item = &Meeting<'a>> {
        let all = self.all.iter();
        all.filter(|meeting| meeting.when == When::Always)
    }

    /// Leaves those that this component takes part in, if one is named.
    pub fn only(&mut self, component: Option<&str>) {
        let Some(name) = component else {
            return;
        };
        let is = |party: &Party<'_>| party.component.as_str() == name;
        let (all, pairs) = (&mut self.all, &mut self.forced);
        all.retain(|meeting| is(&meeting.provider) || is(&meeting.consumer));
        pairs.retain(|(first, next)| first.as_str() == name || next.as_str() == name);
        self.unprovided.retain(|(_, consumer)| is(consumer));
        let removed = &mut self.removed;
        removed.retain(|(_, consumer, provider)| is(consumer) || is(provider));
    }

    fn force(&mut self, pairs: impl Iterator<Item = (&'a ComponentName, &'a ComponentName)>) {
        self.forced
            .extend(pairs.filter(|(first, next)| first != next));
    }
}

/// How two meet; not at all if one component replaces both.
fn meeting<'a>(
    interface: &'a str,
    (provider, provided): &(Party<'a>, &'a Contract),
    (consumer, consumed): &(Party<'a>, &'a Contract),
) -> Option<Meeting<'a>> {
    let when = match (provider.age, consumer.age) {
        (Age::New, Age::Old) => When::ProviderFirst,
        (Age::Old, Age::New) => When::ConsumerFirst,
        _ => When::Always,
    };
    let itself = when != When::Always && provider.component == consumer.component;
    (!itself).then_some(Meeting {
        interface,
        kind: &provided.kind,
        provider: *provider,
        consumer: *consumer,
        base: consumed.digest,
        revision: provided.digest,
        when,
    })
}

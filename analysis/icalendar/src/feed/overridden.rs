//! Other forms of single times of an event.

use std::collections::BTreeMap;

use holdpoint_schedule::{Policy, Zone};
use jiff::Timestamp;

use super::event::{Event, When};
use super::expand::{Instance, clock, moment, zone};

/// The other forms, by the event's uid and the moment that it would have taken place.
pub(super) struct Groups<'a> {
    forms: BTreeMap<&'a str, BTreeMap<Timestamp, Form<'a>>>,
    /// The uids of events that have times of their own.
    whole: Vec<&'a str>,
}

struct Form<'a> {
    event: &'a Event,
    following: bool,
    instance: Instance,
}

impl<'a> Groups<'a> {
    pub(super) fn of(events: &'a [Event], here: &Zone) -> Self {
        let mut forms: BTreeMap<&str, BTreeMap<_, _>> = BTreeMap::new();
        let mut whole = Vec::new();
        for event in events {
            let Some((of, following)) = &event.instead else {
                whole.push(event.uid.as_str());
                continue;
            };
            let Some(of) = moment(of, &zone(of, here)) else {
                continue;
            };
            if let Some(instance) = first(event, here) {
                let form = Form {
                    event,
                    following: *following,
                    instance,
                };
                forms
                    .entry(event.uid.as_str())
                    .or_default()
                    .insert(of, form);
            }
        }
        whole.sort_unstable();
        Self { forms, whole }
    }

    /// The form in which one time of an event takes place, and when.
    pub(super) fn form<'b>(
        &self,
        event: &'b Event,
        instance: Instance,
    ) -> Option<(&'b Event, Instance)>
    where
        'a: 'b,
    {
        let Some(forms) = self.forms.get(event.uid.as_str()) else {
            return Some((event, instance));
        };
        if let Some(form) = forms.get(&instance.from) {
            return Some((form.event, form.instance));
        }
        let mut before = forms.range(..instance.from).rev();
        let Some((of, form)) = before.find(|(_, form)| form.following) else {
            return Some((event, instance));
        };
        // As much earlier or later as the first of them.
        let moved = form.instance.from.duration_since(*of);
        let from = instance.from.checked_add(moved).ok()?;
        let at = instance.at.checked_add(moved).ok()?;
        let length = form.instance.length;
        Some((form.event, Instance { at, from, length }))
    }

    /// Forms of events that are not in the file.
    pub(super) fn alone(&self) -> impl Iterator<Item = (&'a Event, Instance)> {
        let absent = self
            .forms
            .iter()
            .filter(|(uid, _)| self.whole.binary_search(uid).is_err());
        absent.flat_map(|(_, forms)| forms.values().map(|form| (form.event, form.instance)))
    }
}

fn first(event: &Event, here: &Zone) -> Option<Instance> {
    let zone = zone(&event.start, here);
    let at = clock(&event.start, &zone);
    let from = match event.start {
        When::Utc(moment) => moment,
        _ => Policy::SINGLE.moment(&zone, at)?,
    };
    Some(Instance {
        at,
        from,
        length: event.length,
    })
}

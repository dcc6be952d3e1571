//! Other forms of single times of an event.

use std::collections::BTreeMap;

use holdpoint_schedule::Zone;
use jiff::{SignedDuration, Timestamp};

use super::event::Event;
use super::expand::{Instance, first, moment, zone};

/// The other forms, by the event's uid and the moment that it would have taken place.
pub(super) struct Groups<'a> {
    forms: BTreeMap<&'a str, BTreeMap<Timestamp, Form<'a>>>,
}

struct Form<'a> {
    event: &'a Event,
    following: bool,
    instance: Instance,
}

impl<'a> Groups<'a> {
    pub(super) fn of(events: &'a [Event], here: &Zone) -> Self {
        let mut forms: BTreeMap<&str, BTreeMap<_, _>> = BTreeMap::new();
        for event in events {
            let Some((of, following)) = &event.instead else {
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
        Self { forms }
    }

    /// In which form one time of an event takes place as the event's rule has it, and when; none if it has a form of its own.
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
        if forms.contains_key(&instance.from) {
            return None;
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

    /// How far forms of what follows move the times of an event.
    pub(super) fn reach(&self, event: &Event) -> SignedDuration {
        let forms = self.forms.get(event.uid.as_str());
        let moved = forms
            .into_iter()
            .flatten()
            .filter(|(_, form)| form.following);
        let far = moved.map(|(of, form)| form.instance.from.duration_since(*of).abs());
        far.max().unwrap_or_default()
    }

    /// All single forms, with their times.
    pub(super) fn single(&self) -> impl Iterator<Item = (&'a Event, Instance)> {
        let forms = self.forms.values().flat_map(BTreeMap::values);
        forms.map(|form| (form.event, form.instance))
    }
}

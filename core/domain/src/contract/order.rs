//! In which order the components of a release can be deployed, so that nobody meets whom they do not understand.

use std::collections::{BTreeMap, BTreeSet};

use super::{Meeting, Meetings, When};
use crate::catalogue::ComponentName;

/// What comes of looking for an order.
#[derive(Debug, PartialEq, Eq)]
pub enum Order<'m, 'a> {
    /// Any order is safe.
    Any,
    /// These components in this order; the others whenever it pleases.
    Safe(Vec<&'a ComponentName>),
    /// None is: these components would each have to be first, and these meetings are in the way.
    None(Vec<&'a ComponentName>, Vec<&'m Meeting<'a>>),
}

/// Who has to be deployed before whom, and why.
type Before<'m, 'a> = BTreeMap<(&'a ComponentName, &'a ComponentName), Vec<&'m Meeting<'a>>>;

/// An order in which nothing happens that `fits` does not hold of.
pub fn order<'m, 'a>(
    meetings: &'m Meetings<'a>,
    fits: impl Fn(&Meeting<'a>) -> bool,
) -> Order<'m, 'a> {
    let mut before: Before<'m, 'a> = BTreeMap::new();
    for pair in &meetings.forced {
        before.entry(*pair).or_default();
    }
    for meeting in &meetings.all {
        let (provider, consumer) = (meeting.provider.component, meeting.consumer.component);
        let pair = match meeting.when {
            When::Always => continue,
            When::ProviderFirst => (consumer, provider),
            When::ConsumerFirst => (provider, consumer),
        };
        if !fits(meeting) {
            before.entry(pair).or_default().push(meeting);
        }
    }
    sorted(&before)
}

fn sorted<'m, 'a>(before: &Before<'m, 'a>) -> Order<'m, 'a> {
    let mut left: BTreeSet<_> = before.keys().flat_map(|(a, b)| [*a, *b]).collect();
    let mut sorted = Vec::new();
    loop {
        let ready = ends(before, &left, |(_, next)| next);
        if ready.is_empty() {
            break;
        }
        left.retain(|name| !ready.contains(name));
        sorted.extend(ready);
    }
    match (left.is_empty(), sorted.is_empty()) {
        (true, true) => Order::Any,
        (true, false) => Order::Safe(sorted),
        (false, _) => circle(before, left),
    }
}

type Pair<'a> = (&'a ComponentName, &'a ComponentName);

/// Those of `left` that are on this side of no pair of them.
fn ends<'a>(
    before: &Before<'_, 'a>,
    left: &BTreeSet<&'a ComponentName>,
    side: impl Fn(&Pair<'a>) -> &'a ComponentName,
) -> Vec<&'a ComponentName> {
    let within = |(a, b): &&Pair<'a>| left.contains(a) && left.contains(b);
    let held: BTreeSet<_> = before.keys().filter(within).map(side).collect();
    left.difference(&held).copied().collect()
}

/// What is left when all that can be first is: without what merely comes after it.
fn circle<'m, 'a>(before: &Before<'m, 'a>, mut left: BTreeSet<&'a ComponentName>) -> Order<'m, 'a> {
    loop {
        let last = ends(before, &left, |(first, _)| first);
        if last.is_empty() {
            break;
        }
        left.retain(|name| !last.contains(name));
    }
    let within = |(a, b): &Pair<'a>| left.contains(a) && left.contains(b);
    let pairs = before.iter().filter(|(pair, _)| within(pair));
    let reasons = pairs.flat_map(|(_, meetings)| meetings.iter().copied());
    Order::None(left.iter().copied().collect(), reasons.collect())
}

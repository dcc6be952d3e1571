//! The three columns, with how many there are of what does not fit.

use holdpoint_domain::gate::Outcome;
use holdpoint_domain::release::Stage;
use holdpoint_service::queries::{Home, PendingView};

use super::{Column, HomeWords, Thing, going as running, held_thing, ready_thing};
use crate::desk::Desk;

/// How many things of a column are shown: other pages have the others.
const SHOWN: usize = 15;

/// What was judged: the newest, and what else is the newest of its kind.
pub(super) fn known(home: &Home) -> impl Iterator<Item = &PendingView> {
    let further = home.counted.iter().flat_map(|counted| &counted.further);
    home.pending.iter().chain(further)
}

fn ready(one: &PendingView) -> bool {
    one.gate.verdict == Outcome::Go && one.stage == Stage::Submitted
}

/// Whether not all that is on its way was judged.
pub(super) fn bounded(home: &Home) -> bool {
    home.pending.len() < home.pending_total
}

/// A number of which only a part is known, unless all were counted.
fn number(t: HomeWords, home: &Home, known: usize, counted: Option<usize>) -> String {
    match counted {
        Some(counted) => counted.max(known).to_string(),
        None if bounded(home) => t.at_least(known),
        None => known.to_string(),
    }
}

/// What is said where there is nothing: nobody knows, unless all were looked at.
fn none(t: HomeWords, home: &Home, otherwise: &'static str, counts: bool) -> &'static str {
    let known = !bounded(home) || counts && home.counted.is_some();
    if known { otherwise } else { t.none_seen() }
}

/// When it was counted, if that was not now; or that it was not.
fn note(desk: &Desk<'_>, t: HomeWords, home: &Home) -> Option<String> {
    match &home.counted {
        Some(counted) if counted.current => None,
        Some(counted) => Some(t.counted(desk.when(counted.counted).near)),
        None => bounded(home).then(|| t.bounded(home.pending.len(), home.pending_total)),
    }
}

fn shown<T>(all: impl Iterator<Item = T>, thing: impl Fn(T) -> Thing) -> (Vec<Thing>, usize) {
    let mut all = all.peekable();
    let things: Vec<_> = all.by_ref().take(SHOWN).map(thing).collect();
    let rest = all.count();
    (things, rest)
}

/// Leads to those that are not shown.
fn more(
    desk: &Desk<'_>,
    count: usize,
    words: impl Fn(usize) -> String,
    to: &str,
) -> Vec<(String, String)> {
    let some = (count > 0).then(|| (words(count), desk.to(to)));
    some.into_iter().collect()
}

pub(super) fn held(desk: &Desk<'_>, t: HomeWords, home: &Home) -> Column {
    let held = known(home).filter(|one| !ready(one));
    let (things, rest) = shown(held, |one| held_thing(desk, t, one));
    let known = things.len() + rest;
    let counted = home.counted.as_ref().map(|counted| counted.held);
    let beyond = counted.unwrap_or_default().max(known) - things.len();
    Column {
        none: none(t, home, t.held_none(), true),
        count: number(t, home, known, counted),
        more: match counted.is_none() && bounded(home) {
            true => vec![(t.all().to_owned(), desk.to("/releases"))],
            false => more(desk, beyond, |n| t.held_more(n), "/releases"),
        },
        note: note(desk, t, home),
        things,
    }
}

pub(super) fn going(desk: &Desk<'_>, t: HomeWords, home: &Home) -> Column {
    let going = home.going.iter().map(|one| running(desk, t, one));
    let mut things: Vec<_> = going.collect();
    let ready = known(home).filter(|one| ready(one));
    let (found, rest) = shown(ready, |one| ready_thing(desk, t, one));
    let (deployed, known) = (home.going.len(), found.len() + rest);
    let counted = home.counted.as_ref().map(|counted| counted.ready);
    let beyond = counted.unwrap_or_default().max(known) - found.len();
    things.extend(found);
    Column {
        none: none(t, home, t.going_none(), true),
        count: number(
            t,
            home,
            deployed + known,
            counted.map(|counted| counted + deployed),
        ),
        more: more(
            desk,
            beyond,
            |n| t.ready_more(n),
            "/releases?stage=submitted",
        ),
        note: note(desk, t, home),
        things,
    }
}

/// What needs who looks. Beyond what was judged, decisions are counted, and drafts are not.
pub(super) fn mine(desk: &Desk<'_>, t: HomeWords, home: &Home, all: Vec<Thing>) -> Column {
    let known = all.len();
    let (things, rest) = shown(all.into_iter(), |thing| thing);
    let counted = home.counted.as_ref();
    let unseen = counted.map_or(0, |one| one.yours_more);
    let mut links = more(desk, rest + unseen, |n| t.mine_more(n), "/inbox");
    if bounded(home) {
        links.push((t.drafts().to_owned(), desk.to("/releases?stage=draft")));
    }
    let bound = bounded(home).then(|| t.bounded(home.pending.len(), home.pending_total));
    Column {
        none: none(t, home, t.mine_none(), false),
        count: number(t, home, known + unseen, None),
        more: links,
        note: bound,
        things,
    }
}

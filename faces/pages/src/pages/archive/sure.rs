//! What a form asks for, and what would come of it.

use holdpoint_domain::Time;
use holdpoint_domain::retention::HoldScope;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{HoldView, ListArchive, RetainedOf};
use serde_json::{Value, json};

use super::view::scope;
use super::words::ArchiveWords;
use crate::desk::Desk;
use crate::pages::sure::{self, Asked, SurePage};
use crate::visit::Fields;

fn lifts(form: &Fields) -> bool {
    form.get("act") == Some("lift")
}

/// The code of the sentence that says that it was done.
pub(super) fn done(form: &Fields) -> &'static str {
    match lifts(form) {
        true => "hold-lifted",
        false => "hold-placed",
    }
}

/// The request that a form stands for. What it does not name is for the rules to miss.
pub(super) fn request(
    desk: &Desk<'_>,
    t: ArchiveWords,
    form: &Fields,
) -> Result<Value, ServiceError> {
    let reason = json!({ "plain": form.get("reason").unwrap_or_default() });
    Ok(match lifts(form) {
        true => {
            let arguments = json!({ "hold": form.get("hold"), "reason": reason });
            json!({ "command": "archive.lift", "arguments": arguments })
        }
        false => {
            let name = form.get("name").unwrap_or_default();
            let scope = match form.get("kind") {
                Some("organisation") | None => json!("organisation"),
                Some("person") => json!({ "person": { "handle": name } }),
                Some(kind) => json!({ kind: name }),
            };
            let until = until(desk, t, form)?;
            let arguments = json!({ "scope": scope, "reason": reason, "until": until });
            json!({ "command": "archive.hold", "arguments": arguments })
        }
    })
}

/// The day that was chosen ends in the zone of who chose it.
fn until(desk: &Desk<'_>, t: ArchiveWords, form: &Fields) -> Result<Option<Time>, ServiceError> {
    let Some(text) = form.get("until") else {
        return Ok(None);
    };
    let day = desk.reading.of_field(&format!("{text}T00:00"));
    match day {
        Some(begins) => Ok(Some(begins.after(24 * 3_600_000))),
        None => Err(ServiceError::Malformed(t.no_such_day(text))),
    }
}

/// Asks whether somebody is sure, and says what comes of it.
pub(super) fn asked(
    desk: &Desk<'_>,
    t: ArchiveWords,
    form: &Fields,
) -> Result<SurePage, ServiceError> {
    let archive = desk.ask(&ListArchive::default())?;
    let asked = match lifts(form) {
        true => {
            let hold = form.get("hold").unwrap_or_default();
            let mut found = archive.holds.iter();
            let found = found.find(|one| one.hold.as_str() == hold);
            lift(desk, t, found, &archive.retained)
        }
        false => place(desk, t, form, &archive.retained)?,
    };
    Ok(sure::page(desk, with_form(asked, t, form)))
}

/// The same, with what was typed.
fn with_form(mut asked: Asked, t: ArchiveWords, form: &Fields) -> Asked {
    let bears = ["act", "kind", "name", "hold", "reason", "until"];
    let field = |name: &'static str| Some((name, form.get(name)?.to_owned()));
    asked.fields = bears.into_iter().filter_map(field).collect();
    asked.to = "/archive";
    let reason = form.get("reason").unwrap_or_default().to_owned();
    asked.facts.push((t.why(), reason));
    asked
}

fn place(
    desk: &Desk<'_>,
    t: ArchiveWords,
    form: &Fields,
    retained: &[RetainedOf],
) -> Result<Asked, ServiceError> {
    let on = on(desk, form)?;
    let covered = covered(desk, &on, retained)?;
    let ends = match until(desk, t, form)? {
        Some(ends) => t.until(desk.when(ends).full),
        None => t.until_lifted().to_owned(),
    };
    Ok(Asked {
        title: t.sure_place().to_owned(),
        facts: vec![
            (t.on_what(), scope(desk, &on.to_string())),
            (t.ends(), ends),
        ],
        says: vec![t.place_says().to_owned(), t.would_keep(covered)],
        yes: t.place_it(),
        ..Asked::default()
    })
}

/// How many records it would keep.
fn covered(
    desk: &Desk<'_>,
    on: &HoldScope,
    retained: &[RetainedOf],
) -> Result<usize, ServiceError> {
    desk.reader.ask(|state| {
        let covers = |one: &&RetainedOf| {
            let (person, of) = (&one.person.id, &one.stays.release);
            let mut kept = state.retained(person);
            let kept = kept.find(|(release, _)| *release == of);
            kept.is_some_and(|(release, kept)| on.covers(person, release, &kept.components))
        };
        Ok(retained.iter().filter(covers).count())
    })
}

/// What the hold is on, which the rules have read before.
fn on(desk: &Desk<'_>, form: &Fields) -> Result<HoldScope, ServiceError> {
    let name = form.get("name").unwrap_or_default();
    let on = match form.get("kind") {
        Some("release") => name.parse().ok().map(HoldScope::Release),
        Some("component") => name.parse().ok().map(HoldScope::Component),
        Some("person") => desk.reader.names().find(name)?.map(HoldScope::Person),
        _ => None,
    };
    Ok(on.unwrap_or(HoldScope::Organisation))
}

/// How many of what goes are named.
const MOST: usize = 20;

fn lift(
    desk: &Desk<'_>,
    t: ArchiveWords,
    hold: Option<&HoldView>,
    retained: &[RetainedOf],
) -> Asked {
    let goes = kept_by_it_alone(desk, hold, retained);
    let line = |one: &&RetainedOf| format!("{}: {}", desk.called(&one.person), one.stays.release);
    let on = hold.map(|hold| (t.on_what(), scope(desk, &hold.scope)));
    Asked {
        title: t.sure_lift().to_owned(),
        facts: on.into_iter().collect(),
        says: vec![match goes.len() {
            0 => t.nothing_goes().to_owned(),
            some => t.goes(some),
        }],
        lines: goes.iter().take(MOST).map(line).collect(),
        yes: t.lift_it(),
        ..Asked::default()
    }
}

fn kept_by_it_alone<'r>(
    desk: &Desk<'_>,
    hold: Option<&HoldView>,
    retained: &'r [RetainedOf],
) -> Vec<&'r RetainedOf> {
    let (now, id) = (desk.reader.now(), hold.map(|hold| &hold.hold));
    let alone = |one: &&RetainedOf| {
        let holds = &one.stays.holds;
        let own = holds.iter().all(|other| Some(other) == id);
        one.stays.until <= now && !holds.is_empty() && own
    };
    retained.iter().filter(alone).collect()
}

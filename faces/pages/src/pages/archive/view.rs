//! What the page shows.

use holdpoint_domain::retention::{HoldScope, LiftHold, PlaceHold};
use holdpoint_domain::{Digest, Sealed};
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{HoldView, ListArchive, RetainedView};

use super::words::ArchiveWords;
use crate::desk::Desk;
use crate::frame::Choice;
use crate::visit::Fields;
use crate::when::When;

/// How many records the page shows.
const MOST: usize = 200;

/// What the page shows.
pub(super) struct ArchiveView {
    pub(super) holds: Vec<Hold>,
    pub(super) stays: Vec<Stays>,
    /// How many there are, if not all are shown.
    pub(super) more: Option<String>,
    /// Whether who looks could place one.
    pub(super) can_place: bool,
    pub(super) form: Form,
}

/// A hold that is on.
pub(super) struct Hold {
    pub(super) id: String,
    pub(super) on: String,
    pub(super) by: String,
    pub(super) since: When,
    pub(super) until: Option<When>,
    pub(super) reason: String,
    pub(super) keeps: String,
    /// The entries that are about it.
    pub(super) to: String,
    pub(super) can_lift: bool,
}

/// What stays of somebody for a release, or would.
pub(crate) struct Stays {
    pub(crate) of: String,
    /// The page of the person.
    pub(crate) to: String,
    pub(crate) release: String,
    pub(crate) release_to: String,
    pub(crate) class: String,
    pub(crate) until: When,
    pub(crate) held: Option<String>,
}

/// What was typed into the form for a hold.
pub(super) struct Form {
    pub(super) kinds: Vec<Choice>,
    pub(super) name: String,
    pub(super) reason: String,
    pub(super) until: String,
}

pub(super) fn view(
    desk: &Desk<'_>,
    t: ArchiveWords,
    typed: &Fields,
) -> Result<ArchiveView, ServiceError> {
    let archive = desk.ask(&ListArchive::default())?;
    let holds = archive.holds.iter().map(|one| hold(desk, t, one));
    let retained = archive.retained.iter().take(MOST);
    let all = archive.retained.len();
    // The rules do not read the reason; who may is all that is asked here.
    let place = PlaceHold {
        scope: HoldScope::Organisation,
        reason: unread(),
        until: None,
    };
    Ok(ArchiveView {
        holds: holds.collect::<Result<_, _>>()?,
        stays: retained
            .map(|one| Stays {
                of: desk.called(&one.person),
                to: desk.to(&format!("/people/{}", one.person.id)),
                ..stays(desk, &one.stays)
            })
            .collect(),
        more: (all > MOST).then(|| t.some(MOST, all)),
        can_place: desk.at.is_none() && desk.could(&place.into())?.is_ok(),
        form: form(t, typed),
    })
}

fn unread() -> Sealed {
    Sealed {
        sealed: Digest([0; 32]),
    }
}

fn hold(desk: &Desk<'_>, t: ArchiveWords, one: &HoldView) -> Result<Hold, ServiceError> {
    let lift = LiftHold {
        hold: one.hold.clone(),
        reason: unread(),
    };
    Ok(Hold {
        on: scope(desk, &one.scope),
        by: desk.called(&one.placed_by),
        since: desk.when(one.placed),
        until: one.until.map(|until| desk.when(until)),
        reason: one
            .reason
            .clone()
            .unwrap_or_else(|| t.no_reason().to_owned()),
        keeps: t.keeps(one.keeps),
        to: desk.to(&format!("/ledger?subject=hold/{}", one.hold)),
        can_lift: desk.at.is_none() && desk.could(&lift.into())?.is_ok(),
        id: one.hold.to_string(),
    })
}

/// What a hold is on, in words.
pub(super) fn scope(desk: &Desk<'_>, text: &str) -> String {
    let t = ArchiveWords(desk.language());
    match text.split_once('/') {
        Some(("release", name)) => t.release(name),
        Some(("component", name)) => t.component(name),
        Some(("person", id)) => match id.parse() {
            Ok(id) => t.person(desk.called(&desk.reader.names().person(&id))),
            Err(_) => t.person(id),
        },
        _ => t.everything().to_owned(),
    }
}

/// What stays for a release, whoever it is of.
pub(crate) fn stays(desk: &Desk<'_>, one: &RetainedView) -> Stays {
    let held = one.holds.len();
    Stays {
        of: String::new(),
        to: String::new(),
        release: one.release.to_string(),
        release_to: desk.to(&format!("/releases/{}", one.release)),
        class: one.class.clone(),
        until: desk.when(one.until),
        held: (held > 0).then(|| ArchiveWords(desk.language()).held(held)),
    }
}

fn form(t: ArchiveWords, typed: &Fields) -> Form {
    let text = |name: &str| typed.get(name).unwrap_or_default().to_owned();
    let kinds = [
        ("release", t.on_release()),
        ("component", t.on_component()),
        ("person", t.on_person()),
        ("organisation", t.on_organisation()),
    ];
    let kind = |(value, label): (&str, &str)| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen: text("kind") == value,
    };
    Form {
        kinds: kinds.into_iter().map(kind).collect(),
        name: text("name"),
        reason: text("reason"),
        until: text("until"),
    }
}

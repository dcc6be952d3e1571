//! What the page of a move shows.

use holdpoint_service::ServiceError;

use super::subject::{Standing, Subject};
use super::target::{lasts, target};
use super::verdict::{Verdict, between, verdict};
use super::words::MoveWords;
use crate::desk::Desk;
use crate::visit::Fields;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MoveView {
    pub(super) what: String,
    /// When it is, as a sentence.
    pub(super) now: String,
    pub(super) zone: String,
    /// Where there is more about it.
    pub(super) leads: String,
    /// The calendar that one came from.
    pub(super) back: String,
    /// What every form of the page bears.
    pub(super) kept: Vec<(String, String)>,
    /// What the fields say.
    pub(super) day: String,
    pub(super) time: String,
    pub(super) minutes: String,
    pub(super) may: bool,
    pub(super) verdict: Option<Said>,
}

/// What would come of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) clear: bool,
    pub(super) says: String,
    pub(super) reasons: Vec<String>,
    /// From when on, and for how many minutes, as fields have it.
    pub(super) from: String,
    pub(super) minutes: i64,
    /// The next clear time as a field has it, and as a sentence.
    pub(super) next: Option<(String, String)>,
}

pub(super) fn view(
    desk: &Desk<'_>,
    t: MoveWords,
    fields: &Fields,
) -> Result<MoveView, ServiceError> {
    let subject = Subject::named(fields)?;
    let standing = subject.standing(desk)?;
    let may = subject.may_move(desk)?;
    let wanted = target(desk, t, fields, standing.span)?.filter(|_| may);
    let shown = wanted.unwrap_or(standing.span);
    let begin = desk.reading.field(shown.from);
    let (day, time) = begin.split_once('T').unwrap_or_default();
    let when = between(desk, standing.span);
    Ok(MoveView {
        what: called(t, &subject, &standing),
        now: match subject {
            Subject::Plan(..) => t.planned(when),
            Subject::Booking(_) => t.booked(when),
        },
        zone: t.zone(desk.reading.zone.iana_name().unwrap_or("UTC")),
        leads: desk.to(&match &subject {
            Subject::Plan(release, _) => format!("/releases/{release}"),
            Subject::Booking(_) => format!("/environments/{}/bookings", standing.place),
        }),
        back: back(fields).address("/calendar"),
        kept: kept(&subject, fields),
        day: day.to_owned(),
        time: time.to_owned(),
        minutes: lasts(shown).to_string(),
        may,
        verdict: match wanted {
            Some(span) => Some(said(desk, t, &verdict(desk, &subject, span)?)),
            None => None,
        },
    })
}

/// The calendar that one came from: what its address says, without what it said was done.
pub(super) fn back(fields: &Fields) -> Fields {
    let back = Fields::parse(fields.get("back").unwrap_or_default());
    let back = back.with("done", None).with("moved", None);
    back.with("at", None).with("notch", None)
}

fn kept(subject: &Subject, fields: &Fields) -> Vec<(String, String)> {
    let others = ["zone", "back"].into_iter();
    let others = others.filter_map(|name| Some((name.to_owned(), fields.get(name)?.to_owned())));
    subject.fields().0.into_iter().chain(others).collect()
}

pub(super) fn called(t: MoveWords, subject: &Subject, standing: &Standing) -> String {
    let place = &standing.place;
    match subject {
        Subject::Plan(release, _) => t.plan_of(release, place),
        Subject::Booking(_) => {
            let purpose = standing.purpose.as_deref().unwrap_or_default();
            let purpose = match purpose {
                "use" => t.for_use(),
                "refresh" => t.for_refresh(),
                other => other.trim_start_matches("release/"),
            };
            t.booking_of(place, purpose)
        }
    }
}

pub(super) fn said(desk: &Desk<'_>, t: MoveWords, verdict: &Verdict) -> Said {
    let when = between(desk, verdict.span);
    let next = verdict.next.map(|next| {
        let when = between(desk, next);
        (desk.reading.field(next.from), t.next(when))
    });
    Said {
        clear: verdict.clear(),
        says: match verdict.clear() {
            true => t.clear(when),
            false => t.in_the_way(when),
        },
        reasons: verdict.reasons.clone(),
        from: desk.reading.field(verdict.span.from),
        minutes: lasts(verdict.span),
        next,
    }
}

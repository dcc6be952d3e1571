//! Signed go, no-go and waivers, as entries have them.

use holdpoint_domain::Fact;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::release::Decided;
use holdpoint_domain::signing::{Act, SignedStatement, Statement};

use super::signatures::{Said, Text};
use crate::entry::Recorded;

/// A decision with its signature.
struct Stated<'a> {
    person: Option<&'a PersonId>,
    signed: &'a SignedStatement,
    /// What of the payload has to be what the entry says.
    same: Vec<(&'static str, bool)>,
    reasoned: bool,
}

/// The signed decision of an entry, if it is one that is not an approval.
pub(super) fn stated(entry: &Recorded, fact: &Fact) -> Option<Said> {
    let stated = of(fact)?;
    let payload = &stated.signed.payload;
    let by = entry.meta.actor.person();
    let own = by.is_some() && by == stated.person && by == Some(&payload.person);
    let more = [
        ("person", own),
        ("reason", payload.reason.is_some() == stated.reasoned),
    ];
    let mut all = stated.same.iter().chain(&more);
    Some(Said {
        position: entry.meta.position,
        person: payload.person.clone(),
        otherwise: all.find(|(_, same)| !same).map(|(field, _)| *field),
        signed: Text::Statement(Box::new(stated.signed.clone())),
    })
}

fn of(fact: &Fact) -> Option<Stated<'_>> {
    match fact {
        Fact::ReleaseDecided(event) => {
            let signed = event.signature.as_deref()?;
            let payload = &signed.payload;
            let act = match event.decision {
                Decided::Go => Act::Go,
                Decided::NoGo => Act::NoGo,
            };
            Some(Stated {
                person: event.person.as_ref(),
                signed,
                same: vec![
                    ("decision", payload.decision == act),
                    ("release", payload.release == event.release),
                    ("environment", payload.environment == event.environment),
                    ("waiver", payload.waiver.is_none()),
                ],
                reasoned: event.reason.is_some(),
            })
        }
        Fact::WaiverApproved(event) => {
            let signed = event.signature.as_deref()?;
            let same = about(&signed.payload, Act::Grant, &event.waiver, &event.release);
            Some(Stated {
                person: Some(&event.person),
                signed,
                same,
                reasoned: false,
            })
        }
        Fact::WaiverRevoked(event) => {
            let signed = event.signature.as_deref()?;
            let same = about(&signed.payload, Act::Revoke, &event.waiver, &event.release);
            Some(Stated {
                person: event.person.as_ref(),
                signed,
                same,
                reasoned: event.reason.is_some(),
            })
        }
        _ => None,
    }
}

fn about(
    payload: &Statement,
    act: Act,
    waiver: &holdpoint_domain::waiver::WaiverId,
    release: &holdpoint_domain::release::ReleaseName,
) -> Vec<(&'static str, bool)> {
    let terms = payload.waiver.as_ref();
    vec![
        ("decision", payload.decision == act),
        ("release", payload.release == *release),
        ("waiver", terms.is_some_and(|terms| terms.waiver == *waiver)),
    ]
}

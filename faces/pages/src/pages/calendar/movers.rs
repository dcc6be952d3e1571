//! Who may move what.

use std::collections::BTreeMap;

use holdpoint_domain::release::ReleaseName;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{Happening, What};

use super::entry::Handle;
use super::moving::{Subject, lasts};
use crate::desk::Desk;
use crate::visit::Fields;

/// Whether plans of a release may be moved: it is asked once for each.
#[derive(Default)]
pub(super) struct Movers(BTreeMap<ReleaseName, bool>);

impl Movers {
    /// By what it is moved, if whoever looks may.
    pub(super) fn handle(
        &mut self,
        desk: &Desk<'_>,
        one: &Happening,
    ) -> Result<Option<Handle>, ServiceError> {
        let may = |subject: &Subject| subject.may_move(desk);
        let (subject, may) = match (&one.what, one.environments.first()) {
            // What goes with a train goes when that does.
            (
                What::Planned {
                    release,
                    train: None,
                    ..
                },
                Some(place),
            ) => {
                let subject = Subject::Plan(release.clone(), place.clone());
                let known = self.0.get(release).copied();
                let may = known.map_or_else(|| may(&subject), Ok)?;
                self.0.insert(release.clone(), may);
                (subject, may)
            }
            (What::Booking { booking, .. }, _) => {
                let subject = Subject::Booking(booking.clone());
                let may = may(&subject)?;
                (subject, may)
            }
            _ => return Ok(None),
        };
        Ok(may.then(|| handle(desk, &subject, one)))
    }
}

/// What the address of the calendar says, without what was done.
pub(super) fn kept(query: &Fields) -> String {
    let query = query.with("done", None).with("moved", None);
    query.address("").trim_start_matches('?').to_owned()
}

fn handle(desk: &Desk<'_>, subject: &Subject, one: &Happening) -> Handle {
    let fields = subject.fields();
    let query = &desk.visit.query;
    let page = fields.with("zone", query.get("zone"));
    let page = page.with("back", Some(&kept(query)));
    Handle {
        what: fields.address("").trim_start_matches('?').to_owned(),
        from: desk.reading.field(one.span.from),
        minutes: lasts(one.span),
        to: page.address("/calendar/move"),
    }
}

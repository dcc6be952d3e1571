//! Waivers that are asked for, and what ends soon: waivers and roles.

use holdpoint_domain::access::Grant;
use holdpoint_domain::waiver::{ApproveWaiver, Waiver};

use super::item::{InboxItem, InboxKind, link};
use super::place::Place;
use crate::ServiceError;

const DAY: i64 = 24 * 3_600_000;

/// How long before its end a waiver is spoken of, in milliseconds.
const WAIVER_SOON: i64 = 7 * DAY;

/// How long before its end a role is spoken of, in milliseconds: getting it again takes somebody else.
const GRANT_SOON: i64 = 14 * DAY;

pub(super) fn items(place: &Place<'_>) -> Result<Vec<InboxItem>, ServiceError> {
    let (waivers, grants) = place.reader.ask(|state| {
        let waivers = state.waivers.iter().map(|(_, waiver)| waiver);
        let open = waivers.filter(|waiver| !waiver.ended && place.now < waiver.ends);
        let open: Vec<Waiver> = open.cloned().collect();
        let grants: Vec<Grant> = state.grants_of(place.person).cloned().collect();
        Ok((open, grants))
    })?;
    let mut items = Vec::new();
    for waiver in &waivers {
        items.extend(of_waiver(place, waiver)?);
    }
    items.extend(grants.iter().filter_map(|grant| of_grant(place, grant)));
    Ok(items)
}

fn of_waiver(place: &Place<'_>, waiver: &Waiver) -> Result<Option<InboxItem>, ServiceError> {
    let (criterion, release) = (&waiver.criterion, &waiver.release);
    let approve = ApproveWaiver {
        waiver: waiver.id.clone(),
        signature: None,
    };
    let (kind, since, message) = match &waiver.approved_by {
        None => {
            if !place.could(approve.clone())? {
                return Ok(None);
            }
            let message =
                format!("a waiver from `{criterion}` for {release} waits for your approval");
            (InboxKind::WaiverAsked, waiver.requested, message)
        }
        Some(approver) => {
            let theirs = *approver == *place.person || waiver.requested_by == *place.person;
            let soon = waiver.ends.after(-WAIVER_SOON);
            if !theirs || place.now < soon {
                return Ok(None);
            }
            let message = format!("the waiver from `{criterion}` for {release} ends soon");
            (InboxKind::WaiverEnding, soon.max(waiver.requested), message)
        }
    };
    let item = InboxItem::new(kind, &waiver.id.key(), "", since, place.now);
    let item = match kind {
        InboxKind::WaiverAsked => item.settled_by(approve),
        _ => item,
    };
    Ok(Some(
        item.says(message)
            .with("release", release)
            .with("environment", &waiver.environment)
            .with("criterion", criterion)
            .at(link(&waiver.id.key(), Some(release)))
            .due(waiver.ends),
    ))
}

fn of_grant(place: &Place<'_>, grant: &Grant) -> Option<InboxItem> {
    let ends = grant.expires.filter(|_| grant.active(place.now))?;
    let soon = ends.after(-GRANT_SOON);
    if place.now < soon {
        return None;
    }
    let (role, scope) = (grant.role, &grant.scope);
    let since = soon.max(grant.since);
    let item = InboxItem::new(
        InboxKind::GrantEnding,
        &grant.id.key(),
        "",
        since,
        place.now,
    );
    Some(
        item.says(format!("your role {role} on {scope} ends soon"))
            .with("role", role)
            .with("scope", scope)
            .due(ends)
            .at("/settings#roles".to_owned()),
    )
}

//! What the page shows.

use std::collections::BTreeSet;

use holdpoint_domain::organisation::ErasePerson;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{Erasure, PersonView as Found, ShowErasure, ShowPerson};

use super::words::PersonWords;
use crate::desk::Desk;
use crate::pages::archive::{Stays, stays};
use crate::pages::people::roles;
use crate::pages::shared::actor;
use crate::visit::Fields;
use crate::when::When;

/// What the page shows.
pub(super) struct PersonView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) handle: String,
    pub(super) mail: String,
    pub(super) roles: Vec<String>,
    pub(super) added: When,
    pub(super) deactivated: Option<When>,
    pub(super) decided: String,
    /// The entries that name them.
    pub(super) entries: String,
    pub(super) erased: Option<Erased>,
    pub(super) stays: Vec<Stays>,
    pub(super) forgotten: Vec<Forgotten>,
    /// Whether who looks could erase them now.
    pub(super) can_erase: bool,
    /// What was typed as the reason, if it was refused.
    pub(super) reason: String,
}

/// That they were erased.
pub(super) struct Erased {
    pub(super) when: When,
    pub(super) by: String,
    pub(super) reason: String,
    pub(super) position: u64,
    pub(super) to: String,
}

/// That what stayed for a release is destroyed.
pub(super) struct Forgotten {
    pub(super) release: String,
    pub(super) when: When,
    pub(super) to: String,
}

/// The person of that handle, mail address or id.
pub(super) fn found(desk: &Desk<'_>, person: &str) -> Result<Found, ServiceError> {
    let person = person.to_owned();
    desk.ask(&ShowPerson { person })
}

pub(super) fn view(
    desk: &Desk<'_>,
    t: PersonWords,
    person: &str,
    typed: &Fields,
) -> Result<PersonView, ServiceError> {
    let found = found(desk, person)?;
    let erasure = desk.ask(&ShowErasure {
        person: found.person.to_string(),
    })?;
    Ok(PersonView {
        name: named(t, &found),
        handle: found.handle.clone().unwrap_or_default(),
        mail: found.mail.clone().unwrap_or_default(),
        roles: roles(desk, &found),
        added: desk.when(found.added),
        deactivated: found.deactivated.map(|time| desk.when(time)),
        decided: t.releases(erasure.decided),
        entries: desk.to(&format!("/ledger?subject=person/{}", found.person)),
        erased: erased(desk, t, &erasure),
        stays: erasure.stays.iter().map(|one| stays(desk, one)).collect(),
        forgotten: forgotten(desk, &erasure),
        can_erase: can_erase(desk, &found)?,
        reason: typed.get("reason").unwrap_or_default().to_owned(),
        id: found.person.to_string(),
    })
}

fn named(t: PersonWords, found: &Found) -> String {
    match found.name.as_deref().filter(|name| !name.is_empty()) {
        Some(name) => name.to_owned(),
        None if found.erased.is_some() => t.erased_name().to_owned(),
        None => found.handle.clone().unwrap_or_default(),
    }
}

fn can_erase(desk: &Desk<'_>, found: &Found) -> Result<bool, ServiceError> {
    let erase = ErasePerson {
        person: found.person.clone(),
        reason: None,
        decided: BTreeSet::new(),
    };
    let open = desk.at.is_none() && found.erased.is_none();
    Ok(open && desk.could(&erase.into())?.is_ok())
}

fn erased(desk: &Desk<'_>, t: PersonWords, erasure: &Erasure) -> Option<Erased> {
    let erased = erasure.erased.as_ref()?;
    Some(Erased {
        when: desk.when(erased.when),
        by: actor(desk, &erased.by),
        reason: erased
            .reason
            .clone()
            .unwrap_or_else(|| t.no_reason().to_owned()),
        position: erased.position,
        to: desk.to(&format!("/entries/{}", erased.position)),
    })
}

fn forgotten(desk: &Desk<'_>, erasure: &Erasure) -> Vec<Forgotten> {
    let gone = erasure.forgotten.iter();
    let each = gone.map(|one| Forgotten {
        release: one.release.to_string(),
        when: desk.when(one.when),
        to: desk.to(&format!("/entries/{}", one.position)),
    });
    each.collect()
}

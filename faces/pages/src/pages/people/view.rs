//! What the page shows.

use holdpoint_domain::organisation::{DeactivatePerson, ReactivatePerson};
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{ListPeople, PersonView};

use super::words::PeopleWords;
use crate::desk::Desk;
use crate::pages::shared::role;
use crate::when::When;

/// How many people the page shows.
const MOST: usize = 200;

/// What the page shows.
pub(super) struct PeopleView {
    pub(super) filter: String,
    pub(super) counted: String,
    pub(super) people: Vec<Row>,
    /// Those who were erased.
    pub(super) erased: Vec<Gone>,
}

/// Somebody who was erased.
pub(super) struct Gone {
    pub(super) id: String,
    pub(super) to: String,
    pub(super) when: When,
    pub(super) stays: Option<String>,
}

/// Somebody.
pub(super) struct Row {
    pub(super) name: String,
    /// Their page.
    pub(super) to: String,
    /// What a form calls them by.
    pub(super) handle: String,
    pub(super) mail: String,
    pub(super) roles: Vec<String>,
    pub(super) deactivated: Option<When>,
    /// Whether who looks could deactivate them now, or reactivate them.
    pub(super) can_deactivate: bool,
    pub(super) can_reactivate: bool,
}

pub(super) fn view(desk: &Desk<'_>, t: PeopleWords) -> Result<PeopleView, ServiceError> {
    let filter = desk.visit.query.get("q").unwrap_or_default().to_owned();
    let wanted = filter.to_lowercase();
    let mut people = desk.ask(&ListPeople::default())?.people;
    let erased = erased(desk, t, &people);
    people.retain(|one| one.erased.is_none() && fits(one, &wanted));
    let all = people.len();
    people.truncate(MOST);
    let rows = people.iter().map(|one| row(desk, t, one));
    Ok(PeopleView {
        filter,
        counted: match all > MOST {
            true => t.first(MOST, all),
            false => t.counted(all),
        },
        people: rows.collect::<Result<_, _>>()?,
        erased,
    })
}

/// Who was erased, the last ones first.
fn erased(desk: &Desk<'_>, t: PeopleWords, people: &[PersonView]) -> Vec<Gone> {
    let erased = people.iter().filter_map(|one| Some((one.erased?, one)));
    let mut erased: Vec<_> = erased.collect();
    erased.sort_by_key(|(when, _)| std::cmp::Reverse(*when));
    let gone = |(when, one): (_, &PersonView)| Gone {
        id: one.person.to_string(),
        to: desk.to(&format!("/people/{}", one.person)),
        when: desk.when(when),
        stays: (!one.retained.is_empty()).then(|| t.stays(one.retained.len())),
    };
    erased.into_iter().take(MOST).map(gone).collect()
}

fn fits(one: &PersonView, wanted: &str) -> bool {
    let texts = [&one.handle, &one.name, &one.mail];
    let mut texts = texts.into_iter().flatten();
    wanted.is_empty() || texts.any(|text| text.to_lowercase().contains(wanted))
}

fn row(desk: &Desk<'_>, t: PeopleWords, one: &PersonView) -> Result<Row, ServiceError> {
    let handle = one.handle.clone().unwrap_or_default();
    let person = || one.person.clone();
    let deactivate = DeactivatePerson {
        person: person(),
        reason: None,
    };
    let reactivate = ReactivatePerson { person: person() };
    let idle = one.deactivated.is_some();
    Ok(Row {
        name: match one.name.as_deref() {
            None | Some("") => one.handle.clone(),
            Some(name) => Some(name.to_owned()),
        }
        .unwrap_or_else(|| t.erased().to_owned()),
        to: desk.to(&format!("/people/{}", one.person)),
        mail: one.mail.clone().unwrap_or_default(),
        roles: roles(desk, one),
        deactivated: one.deactivated.map(|time| desk.when(time)),
        can_deactivate: !idle && desk.could(&deactivate.into())?.is_ok(),
        can_reactivate: idle && desk.could(&reactivate.into())?.is_ok(),
        handle,
    })
}

/// The roles of somebody, and where they hold them.
pub(crate) fn roles(desk: &Desk<'_>, one: &PersonView) -> Vec<String> {
    let active = one.grants.iter().filter(|grant| grant.active);
    let roles = active.map(|grant| {
        let name = role(grant.role, desk.language());
        match grant.scope.as_str() {
            "organisation" => name.to_owned(),
            scope => format!("{name}, {scope}"),
        }
    });
    roles.collect()
}

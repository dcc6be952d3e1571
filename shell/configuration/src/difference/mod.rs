//! The difference between what a ledger says and what a file says.
//!
//! A file of the organisation owns the sections that it has: what it does not list there any more is retired. A
//! section that it does not have is left as it is, so that an organisation can keep its teams in one file and
//! import its catalogue from elsewhere. Of components, any file owns only those of its own repository and folder.
//! A repository's file may add criteria to environments that exist and raise their level, and nothing else.

mod check;
mod origin;
mod owned;
mod people;
mod tighten;
pub(crate) mod wanted;

use holdpoint_domain::State;
use holdpoint_domain::declaration::Change;
use holdpoint_domain::organisation::PersonId;

pub use origin::Origin;

use crate::diagnostic::{Diagnostics, other_organisation};
use crate::model::Configuration;

/// What has to change so that the ledger says what the file says, in an order in which every reference exists
/// when it is made: settings, calendars, units, teams, environments, components, templates; then what goes, in
/// reverse. Nothing if all is so already.
///
/// `person` gives the id of the person with a handle. The organisation itself is founded before.
///
/// # Errors
/// What of the file cannot be so beside what the ledger says, each at its place.
pub fn difference(
    state: &State,
    configuration: &Configuration,
    person: &dyn Fn(&str) -> Option<PersonId>,
    origin: &Origin,
) -> Result<Vec<Change>, Diagnostics> {
    let mut found = Diagnostics::new();
    founded(state, configuration, &mut found);
    check::references(state, configuration, &mut found);
    let people = people::resolve(state, configuration, person, &mut found);
    let mut wanted = wanted::wanted(state, configuration, &people, origin);
    wanted.extend(tighten::tightened(state, configuration, &mut found));
    check::foreign_components(state, configuration, origin, &mut found);
    let mut changes = wanted::ordered(wanted);
    changes.retain(|change| !change.idle(state));
    changes.extend(owned::retired(state, configuration, origin));
    check::rules(state, configuration, &changes, &mut found);
    found.into_result().map(|()| changes)
}

fn founded(state: &State, configuration: &Configuration, found: &mut Diagnostics) {
    let Some(declared) = &configuration.organisation else {
        return;
    };
    let other = state
        .organisation
        .as_ref()
        .filter(|known| known.name != declared.name);
    if let Some(other) = other {
        let span = configuration.document.locate(&["organisation", "name"]);
        let mistake = other_organisation(&other.name, &declared.name);
        found.report(
            &configuration.document.source,
            span,
            mistake.expected(format!("`{}`", other.name)),
        );
    }
}

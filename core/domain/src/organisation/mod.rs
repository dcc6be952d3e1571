//! The organisation: who belongs to it, and how it is divided.
//!
//! | aggregate | begins with | changes with | ends with |
//! |---|---|---|---|
//! | organisation | `organisation.founded` | `organisation.configured` | never |
//! | unit, team | `unit.declared` | declared again | `unit.retired` |
//! | person | `person.added` | `person.deactivated`, `person.reactivated` | `person.erased`; what stays then says [`retention`](crate::retention) |

mod activity;
mod command;
mod event;
mod naming;
mod refusal;
mod restored;
mod state;
#[cfg(test)]
mod tests;
mod witnesses;

pub use activity::{DeactivatePerson, PersonDeactivated, PersonReactivated, ReactivatePerson};
pub(crate) use activity::{deactivated, reactivated};
pub use command::{AddPerson, ErasePerson, Found};
pub use event::{
    Configured, Founded, PersonAdded, PersonErased, TeamDeclared, TeamRetired, UnitDeclared,
    UnitRetired,
};
pub(crate) use naming::check_artifact;
pub use naming::{NamingRule, is_handle};
pub use refusal::PAGES;
pub(crate) use refusal::{
    not_founded, person_deactivated, person_unknown, signers_wrong, team_in_use, team_unknown,
    timezone_unknown, unit_circular, unit_in_use, unit_unknown, witness_wrong, witnesses_wrong,
};
pub use restored::{RecordRestore, Restored};
pub use state::{
    Organisation, OrganisationName, Person, PersonId, Settings, Signer, Team, TeamName, Unit,
    UnitName,
};
pub use witnesses::{Witness, WitnessMistake, Witnesses};

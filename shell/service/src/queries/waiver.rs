//! `waiver.list`.

use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::waiver::{Waiver, WaiverId};
use holdpoint_domain::{Kind, Need, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use super::paging::Paging;
use crate::{Names, PersonRef, Reader, ServiceError};

/// Waivers, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListWaivers {
    /// Only those of this release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseName>,
    /// Which part.
    #[serde(flatten)]
    pub paging: Paging,
}

/// Waivers, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Waivers {
    /// The waivers.
    pub waivers: Vec<WaiverView>,
    /// Where the list goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// An exception to a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WaiverView {
    /// Which.
    pub waiver: WaiverId,
    /// For which release.
    pub release: ReleaseName,
    /// In which environment.
    pub environment: EnvironmentName,
    /// From which criterion.
    pub criterion: String,
    /// From these findings of it only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<String>,
    /// Why.
    pub reason: Option<String>,
    /// Who asked for it.
    pub requested_by: PersonRef,
    /// When.
    pub requested: Time,
    /// Until when.
    pub ends: Time,
    /// Who approved it.
    pub approved_by: Option<PersonRef>,
    /// Whether it counts.
    pub active: bool,
}

impl Query for ListWaivers {
    const NAME: &'static str = "waiver.list";
    type View = Waivers;

    fn answer(&self, reader: &Reader<'_>) -> Result<Waivers, ServiceError> {
        let (names, now, count) = (reader.names(), reader.now(), self.paging.count());
        let listed = reader
            .view()
            .list(Kind::Waiver, self.paging.after, true, count)?;
        let next = (listed.len() == count)
            .then(|| listed.last().map(|one| one.first))
            .flatten();
        let found = reader.ask(|state| {
            let found = listed.iter().map(|one| state.waivers.get(&one.key));
            let found = Need::gather(found)?.into_iter().flatten();
            Ok(found.cloned().collect::<Vec<_>>())
        })?;
        let wanted = |waiver: &&Waiver| {
            self.release
                .as_ref()
                .is_none_or(|release| waiver.release == *release)
        };
        let wanted = found.iter().filter(wanted);
        let waivers = wanted.map(|waiver| view(waiver, names, now)).collect();
        Ok(Waivers { waivers, next })
    }
}

/// As it is shown.
pub(super) fn view(waiver: &Waiver, names: Names<'_>, now: Time) -> WaiverView {
    WaiverView {
        waiver: waiver.id.clone(),
        release: waiver.release.clone(),
        environment: waiver.environment.clone(),
        criterion: waiver.criterion.clone(),
        findings: waiver.findings.clone(),
        reason: names.text(Some(&waiver.reason)),
        requested_by: names.person(&waiver.requested_by),
        requested: waiver.requested,
        ends: waiver.ends,
        approved_by: waiver
            .approved_by
            .as_ref()
            .map(|person| names.person(person)),
        active: waiver.approved_by.is_some() && !waiver.ended && now < waiver.ends,
    }
}

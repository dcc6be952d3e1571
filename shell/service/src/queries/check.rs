//! `check.show`: what a check has found about a release, and what has changed since the last one.

mod document;
mod earlier;
mod view;

use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::evidence::{Evidence, EvidenceId, key as dossier, matches};
use holdpoint_domain::gate::{self, Ask};
use holdpoint_domain::release::{Artifact, Release};
use holdpoint_domain::{Digest, Need, State};
use holdpoint_findings::Level;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(crate) use document::kept;
pub use view::{CheckPage, CheckedView, CountsView, EarlierView, FindingView, GateLine};

use super::Query;
use super::release::{absent, key};
use crate::{Reader, ServiceError};

/// What a check has found about a release, with what has changed since the last release of the same artifact.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowCheck {
    /// The release.
    pub release: String,
    /// Which check, such as `api`.
    pub check: String,
    /// Which of its results; the newest that has failed, or else the newest, if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceId>,
    /// A digest that the result is about, if it is neither the release nor an artifact of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Digest>,
    /// Only findings of this level: `error`, `warning`, `info`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Only findings by this rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Only findings in this file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// How many findings at most; 200 if nothing is said, 2,000 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
}

/// A result with what it is about.
#[derive(Debug, Clone)]
struct Found {
    /// `release`, the name of an artifact, or what the statement calls it.
    about: String,
    /// The artifact, if it is about one of the release.
    artifact: Option<Artifact>,
    piece: Evidence,
}

/// A release, all results of the check about it, and the lines of gates that rest on them.
struct Material {
    release: Release,
    found: Vec<Found>,
    lines: Vec<(EnvironmentName, String, bool)>,
}

impl Query for ShowCheck {
    const NAME: &'static str = "check.show";
    type View = CheckPage;

    fn answer(&self, reader: &Reader<'_>) -> Result<CheckPage, ServiceError> {
        let name = key(&self.release)?;
        let material = reader.ask(|state| material(state, &name, &self.check, self.subject))?;
        let material = material.ok_or_else(|| absent(reader, &self.release))?;
        let Some(chosen) = self.chosen(&material.found).cloned() else {
            return Ok(CheckPage::none(material.release.name, &self.check));
        };
        let kept = document::read(reader, &chosen.piece)?;
        let earlier = earlier::find(reader, &material.release, &self.check, &chosen)?;
        let waivers = view::waivers(reader, &material)?;
        Ok(view::page(
            self,
            &material,
            &chosen,
            &kept,
            earlier.as_ref(),
            waivers,
        ))
    }
}

impl ShowCheck {
    fn chosen<'f>(&self, found: &'f [Found]) -> Option<&'f Found> {
        if let Some(wanted) = &self.evidence {
            return found.iter().find(|one| one.piece.id == *wanted);
        }
        // What counts for a gate is the newest about each thing; of those, what has failed matters most.
        let newest = found.iter().filter(|one| {
            let same = found.iter().filter(|other| other.about == one.about);
            let newer = same
                .map(|other| (other.piece.produced, other.piece.position))
                .max();
            newer == Some((one.piece.produced, one.piece.position))
        });
        newest.max_by_key(|one| {
            let failed = one.piece.outcome == holdpoint_domain::evidence::Outcome::Failed;
            (failed, one.piece.produced, one.piece.position)
        })
    }

    fn shows(&self, level: Level, rule: &str, file: &str) -> bool {
        let is =
            |wanted: &Option<String>, text: &str| wanted.as_deref().is_none_or(|one| one == text);
        is(&self.level, level.as_str()) && is(&self.rule, rule) && is(&self.file, file)
    }
}

fn material(
    state: &State,
    name: &holdpoint_domain::Key,
    check: &str,
    subject: Option<Digest>,
) -> Result<Option<Material>, Need> {
    let Some(release) = state.releases.get(name)? else {
        return Ok(None);
    };
    let whole = ("release".to_owned(), None, release.manifest());
    let artifacts = release.artifacts.values();
    let artifacts = artifacts.map(|one| (one.name.clone(), Some(one.clone()), one.digest));
    let other = subject.map(|digest| (String::new(), None, digest));
    let about: Vec<_> = std::iter::once(whole)
        .chain(artifacts)
        .chain(other)
        .collect();
    let dossiers = about
        .iter()
        .map(|(_, _, digest)| state.evidence.get(&dossier(digest)));
    let dossiers = Need::gather(dossiers)?;
    let mut found = Vec::new();
    for ((about, artifact, _), dossier) in about.into_iter().zip(dossiers) {
        let pieces = dossier.into_iter().flat_map(|dossier| &dossier.pieces);
        let of_check = pieces.filter(|piece| is_of(check, &piece.predicate_type));
        found.extend(of_check.map(|piece| Found {
            about: if about.is_empty() {
                piece.name.clone()
            } else {
                about.clone()
            },
            artifact: artifact.clone(),
            piece: piece.clone(),
        }));
    }
    Ok(Some(Material {
        lines: lines(state, release, check),
        release: release.clone(),
        found,
    }))
}

fn is_of(check: &str, predicate_type: &str) -> bool {
    matches(&format!("check/{check}"), predicate_type)
}

/// The lines of gates that rest on results of the check: environment, criterion, and whether it can be waived.
fn lines(state: &State, release: &Release, check: &str) -> Vec<(EnvironmentName, String, bool)> {
    let places = state.environments.values();
    let lines = places.flat_map(|place| {
        let lines = gate::lines(state, place, release).into_iter();
        lines.map(|line| (place.name.clone(), line.criterion))
    });
    let asks = |ask: &Ask| match ask {
        Ask::Evidence { predicate, .. } => {
            is_of(check, predicate) || *predicate == format!("check/{check}")
        }
        Ask::Contracts {} => check == "api",
        _ => false,
    };
    let rests = lines.filter(|(_, criterion)| asks(&criterion.ask));
    rests
        .map(|(place, criterion)| (place, criterion.name, criterion.waivable))
        .collect()
}

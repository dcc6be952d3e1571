//! `gate.list` and `gate.explain`.

use std::collections::BTreeMap;

use holdpoint_domain::environment::{Environment, EnvironmentName, Level};
use holdpoint_domain::gate::{self, Ask, Criterion, Inputs, Outcome, Requirement, Verdict, Wait};
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::{State, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Query;
use super::environment::find;
use super::release::{absent, key};
use super::status::{self, StatusView};
use crate::{Reader, ServiceError};

/// The gates of all environments.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListGates {}

/// The gates of all environments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Gates {
    /// In order of environment.
    pub gates: Vec<GateView>,
}

/// The gate of an environment. Components and templates may add to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GateView {
    /// Which environment.
    pub environment: EnvironmentName,
    /// Whether it is protected.
    pub protected: bool,
    /// What the gate does with its verdict.
    pub level: Level,
    /// Its lines.
    pub criteria: Vec<LineView>,
}

/// A line of a gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LineView {
    /// Where it comes from: the environment or a component.
    pub source: String,
    /// The line.
    pub criterion: Criterion,
    /// What it asks for, in words.
    pub asks: String,
}

impl Query for ListGates {
    const NAME: &'static str = "gate.list";
    type View = Gates;

    fn answer(&self, reader: &Reader<'_>) -> Result<Gates, ServiceError> {
        reader.ask(|state| {
            let gates = state.environments.values().map(|place| {
                let added = state.components.values().filter(|_| place.protected);
                let added = added.flat_map(|part| {
                    let source = part.name.key().to_string();
                    part.criteria.iter().map(move |line| view(&source, line))
                });
                let own = place.name.key().to_string();
                GateView {
                    environment: place.name.clone(),
                    protected: place.protected,
                    level: place.level,
                    criteria: before(place)
                        .iter()
                        .chain(&place.criteria)
                        .map(|line| view(&own, line))
                        .chain(added)
                        .collect(),
                }
            });
            Ok(Gates {
                gates: gates.collect(),
            })
        })
    }
}

/// That a release has run where it must have run before.
fn before(place: &Environment) -> Option<Criterion> {
    let environment = place.after.clone()?;
    Some(Criterion {
        name: format!("ran-in-{environment}"),
        ask: Ask::Ran { environment },
        waivable: true,
    })
}

fn view(source: &str, line: &Criterion) -> LineView {
    LineView {
        source: source.to_owned(),
        criterion: line.clone(),
        asks: asks(&line.ask),
    }
}

fn asks(ask: &Ask) -> String {
    match ask {
        Ask::Approvals {
            role,
            quorum,
            signed,
            active,
        } => {
            let signed = if *signed { "signed " } else { "" };
            let still = if *active { ", still active" } else { "" };
            match quorum {
                1 => format!("the {signed}approval of a {role}{still}"),
                quorum => format!("{signed}approvals of {quorum} people as {role}{still}"),
            }
        }
        Ask::Evidence { predicate, require } => match require {
            Requirement::Present => format!("evidence `{predicate}`"),
            Requirement::Passed => format!("evidence `{predicate}` that has passed"),
            Requirement::Fresh { max_age_hours } => {
                format!("evidence `{predicate}` that has passed in the last {max_age_hours} hours")
            }
        },
        Ask::ArtifactScheme {} => "artifacts named as the scheme says".to_owned(),
        Ask::Witnessed {} => "everything it rests on cosigned by witnesses".to_owned(),
        Ask::Contracts {} => "everybody there able to go on with its interfaces".to_owned(),
        Ask::Readiness { item } => format!("readiness: {item}"),
        Ask::Ran { environment } => format!("to have run in `{environment}`"),
        Ask::Calendar {} => "that no blackout or maintenance window closes it".to_owned(),
        Ask::Planned {} => "the time that it is planned for".to_owned(),
        Ask::Rego { policy, title } if title.is_empty() => format!("the rule {}", policy.short()),
        Ask::Rego { title, .. } => format!("the rule \"{title}\""),
    }
}

/// May a release go to an environment, and why (not)?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExplainGate {
    /// The release.
    pub release: String,
    /// The environment.
    pub environment: String,
}

/// What a gate says about a release, with the names of those it waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Explained {
    /// What it says.
    pub verdict: Outcome,
    /// Whether the release may go further.
    pub passes: bool,
    /// The whole verdict.
    pub gate: Verdict,
    /// Handles of the people in it, by id.
    pub people: BTreeMap<String, String>,
    /// From when on those are at work who could approve and are not there now, by id, as their calendars say.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub at_work: BTreeMap<String, Time>,
    /// What forges show of it, if they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusView>,
}

impl Query for ExplainGate {
    const NAME: &'static str = "gate.explain";
    type View = Explained;

    fn answer(&self, reader: &Reader<'_>) -> Result<Explained, ServiceError> {
        explain(reader, &self.release, &self.environment)
    }
}

/// What the gate of an environment says about a release.
pub(super) fn explain(
    reader: &Reader<'_>,
    release: &str,
    environment: &str,
) -> Result<Explained, ServiceError> {
    let key = key(release)?;
    let (verdict, at_work, status) = reader.ask_rules(|state, rules| {
        let inputs = Inputs {
            now: reader.now(),
            position: reader.view().size(),
            rules,
        };
        let place = match find(state, environment) {
            Ok(place) => place,
            Err(error) => return Ok(Err(error)),
        };
        match state.releases.get(&key)? {
            Some(release) => gate::judge(state, place, release, &inputs).map(|verdict| {
                let at_work = at_work(state, &verdict, reader.now());
                let status = status::of(state, &release.name, &place.name);
                Ok((verdict, at_work, status))
            }),
            None => Ok(Err(absent(reader, release))),
        }
    })??;
    Ok(Explained {
        verdict: verdict.verdict,
        passes: verdict.passes,
        people: people(reader, &verdict),
        gate: verdict,
        at_work,
        status,
    })
}

/// From when on those are at work who could approve, where that is not now.
fn at_work(state: &State, verdict: &Verdict, now: Time) -> BTreeMap<String, Time> {
    let mut found = BTreeMap::new();
    for wait in verdict.criteria.iter().flat_map(|line| &line.waits) {
        let Wait::Approval {
            eligible,
            component,
            ..
        } = wait
        else {
            continue;
        };
        for person in eligible {
            let from = state.at_work(person, component, now);
            if let Some(from) = from.filter(|from| *from > now) {
                found.insert(person.to_string(), from);
            }
        }
    }
    found
}

/// Everybody whom the verdict names: who could approve, and who is spoken of in its reasons.
fn people(reader: &Reader<'_>, verdict: &Verdict) -> BTreeMap<String, String> {
    let waits = verdict.criteria.iter().flat_map(|line| &line.waits);
    let eligible = waits.flat_map(|wait| match wait {
        Wait::Approval { eligible, .. } => eligible.as_slice(),
        _ => &[],
    });
    let reasons = verdict.criteria.iter().flat_map(|line| &line.reasons);
    let spoken_of = reasons.flat_map(|reason| reason.message.split('`'));
    let spoken_of = spoken_of.filter_map(|part| part.parse::<PersonId>().ok());
    let named = eligible.cloned().chain(spoken_of);
    let named = named.map(|person| reader.names().person(&person));
    named
        .filter_map(|person| Some((person.id.to_string(), person.handle?)))
        .collect()
}

//! Everything about a release beside its journey: decisions, evidence, artifacts, people, and what changes.

use holdpoint_domain::approval::Say;
use holdpoint_domain::evidence::Outcome;
use holdpoint_domain::release::Origin;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{
    EvidenceView, Journey, ListEvidence, ListWaivers, Paging, ReleasePage, Running,
    ShowEnvironment, WaiverView,
};

use super::ReleaseWords;
use super::acts::Act;
use super::evidence::says;
use super::{checks, decisions};
use crate::desk::Desk;
use crate::mark::Tone;
use crate::pages::shared::{predicate, role, titled};
use crate::when::When;

/// Everything beside the journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(super) notes: Option<String>,
    pub(super) manifest: String,
    pub(super) manifest_short: String,
    pub(super) origin: Option<(String, String)>,
    pub(super) decisions: Vec<Decision>,
    pub(super) evidence: Vec<Piece>,
    pub(super) waivers: Vec<Waived>,
    pub(super) changes: Vec<Changed>,
    /// Where the comparison looks.
    pub(super) place: String,
    pub(super) scope: Vec<String>,
    pub(super) authors: Vec<String>,
    pub(super) commits: u64,
}

/// A decision of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(super) yes: bool,
    pub(super) person: String,
    pub(super) initials: String,
    pub(super) role: &'static str,
    pub(super) instead_of: Option<String>,
    pub(super) current: bool,
    pub(super) comment: String,
    /// With what it was signed.
    pub(super) signature: Option<Signature>,
    pub(super) when: When,
}

/// With what a decision was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signature {
    pub(super) key: String,
    pub(super) label: String,
    pub(super) counts: bool,
}

/// A piece of evidence, with everything that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(super) kind: String,
    pub(super) about: Vec<String>,
    pub(super) tone: Tone,
    pub(super) result: String,
    pub(super) when: When,
    /// Where all that a check has found is.
    pub(super) to: Option<String>,
    statement: String,
}

/// A waiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Waived {
    pub(super) criterion: String,
    /// How many findings of it only; 0 if it is from all of it.
    pub(super) findings: u64,
    pub(super) place: String,
    pub(super) reason: String,
    pub(super) standing: &'static str,
    pub(super) tone: Tone,
    pub(super) ends: When,
    /// To grant it, or to take it back.
    pub(super) acts: Vec<Act>,
}

/// What becomes of a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Changed {
    pub(super) component: String,
    pub(super) to: String,
    /// What runs: version and release.
    pub(super) now: Option<(String, String)>,
    pub(super) comes: String,
    pub(super) same: bool,
}

/// All of it.
pub(super) fn facts(
    desk: &Desk<'_>,
    t: ReleaseWords,
    release: &ReleasePage,
    journey: &Journey,
) -> Result<Facts, ServiceError> {
    let name = release.release.to_string();
    let evidence = desk
        .ask(&ListEvidence {
            release: Some(name),
            subject: None,
        })?
        .evidence;
    let waivers = ListWaivers {
        release: Some(release.release.clone()),
        paging: Paging {
            limit: 200,
            after: None,
        },
    };
    let waivers = desk.ask(&waivers)?.waivers;
    let last = journey.points.last();
    let running = match last {
        Some(point) => {
            desk.ask(&ShowEnvironment {
                environment: point.environment.to_string(),
            })?
            .running
        }
        None => Vec::new(),
    };
    Ok(Facts {
        notes: release.notes.clone(),
        manifest: release.manifest.to_string(),
        manifest_short: release.manifest.short().to_string(),
        origin: release
            .origin
            .as_ref()
            .map(|origin| origin_of(desk, origin)),
        decisions: decisions(desk, release),
        evidence: pieces(desk, release, &evidence),
        waivers: waivers
            .iter()
            .map(|one| waived(desk, t, one))
            .collect::<Result<_, _>>()?,
        changes: changes(desk, release, &running),
        place: last
            .map(|point| titled(&point.title, point.environment.as_str()).to_owned())
            .unwrap_or_default(),
        scope: release.scope.iter().map(|item| item.id.clone()).collect(),
        authors: release
            .authors
            .iter()
            .map(|person| desk.called(person))
            .collect(),
        commits: release.commits.iter().map(|range| range.count).sum(),
    })
}

fn origin_of(desk: &Desk<'_>, origin: &Origin) -> (String, String) {
    match origin {
        Origin::Release(name) => (name.to_string(), desk.to(&format!("/releases/{name}"))),
        Origin::Template(name) => (name.to_string(), String::new()),
    }
}

fn decisions(desk: &Desk<'_>, release: &ReleasePage) -> Vec<Decision> {
    let given = release.approvals.iter().rev();
    let decision = given.map(|given| {
        let person = desk.called(&given.person);
        Decision {
            yes: given.say == Say::Approve,
            initials: crate::frame::initials(&person),
            person,
            role: role(given.role, desk.language()),
            instead_of: given.on_behalf_of.as_ref().map(|who| desk.called(who)),
            current: given.current,
            comment: given.comment.clone().unwrap_or_default(),
            signature: given.signature.as_ref().map(|signature| Signature {
                key: signature.key.to_string(),
                label: signature
                    .label
                    .clone()
                    .unwrap_or_else(|| signature.kind.clone()),
                counts: signature.counts,
            }),
            when: desk.when(given.time),
        }
    });
    decision.collect()
}

/// Evidence, the newest first; one statement about several artifacts is one line.
fn pieces(desk: &Desk<'_>, release: &ReleasePage, evidence: &[EvidenceView]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut newest: Vec<_> = evidence.iter().collect();
    newest.sort_by_key(|piece| std::cmp::Reverse(piece.recorded));
    for one in newest {
        let statement = format!("{}{}", one.blob, one.predicate_type);
        if let Some(known) = pieces.iter_mut().find(|known| known.statement == statement) {
            known.about.push(one.about.clone());
            continue;
        }
        pieces.push(Piece {
            kind: predicate(&one.predicate_type, desk.language()),
            about: vec![one.about.clone()],
            tone: match one.outcome {
                Outcome::Passed => Tone::Good,
                Outcome::Failed => Tone::Bad,
                _ => Tone::Quiet,
            },
            result: says(&one.summary, one.outcome, desk.language()),
            when: desk.when(one.recorded),
            to: findings(desk, release, one),
            statement,
        });
    }
    pieces
}

/// Where all that a check has found is.
fn findings(desk: &Desk<'_>, release: &ReleasePage, one: &EvidenceView) -> Option<String> {
    let summary = |name: &str| one.summary.get(name).and_then(serde_json::Value::as_str);
    let check = summary("check").filter(|_| summary("kind") == Some("check"))?;
    let page = checks::address(release.release.as_str(), check);
    Some(desk.to(&format!("{page}?evidence={}", one.evidence)))
}

fn waived(desk: &Desk<'_>, t: ReleaseWords, waiver: &WaiverView) -> Result<Waived, ServiceError> {
    let (standing, tone) = match (waiver.active, &waiver.approved_by) {
        (true, _) => (t.active(), Tone::Good),
        (false, None) => (t.open(), Tone::Wait),
        (false, Some(_)) => (t.over(), Tone::Quiet),
    };
    Ok(Waived {
        criterion: waiver.criterion.clone(),
        findings: u64::try_from(waiver.findings.len()).unwrap_or(u64::MAX),
        place: waiver.environment.to_string(),
        reason: waiver.reason.clone().unwrap_or_default(),
        standing,
        tone,
        ends: desk.when(waiver.ends),
        acts: decisions::of_waiver(desk, waiver)?,
    })
}

fn changes(desk: &Desk<'_>, release: &ReleasePage, running: &[Running]) -> Vec<Changed> {
    let changed = release.components.iter().map(|component| {
        let mut artifacts = release.artifacts.iter();
        let comes = artifacts.find(|artifact| artifact.component == *component);
        let comes = comes.map(|artifact| {
            artifact
                .version
                .clone()
                .unwrap_or_else(|| artifact.digest.short().to_string())
        });
        let now = running.iter().find(|one| one.component == *component);
        Changed {
            component: component.to_string(),
            to: desk.to(&format!("/catalogue/{component}")),
            same: now.is_some_and(|now| now.release == release.release),
            now: now.map(|now| {
                (
                    now.version.clone().unwrap_or_default(),
                    now.release.to_string(),
                )
            }),
            comes: comes.unwrap_or_default(),
        }
    });
    changed.collect()
}

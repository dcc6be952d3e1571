//! The line of hold points, and what each of them says.

use holdpoint_domain::deployment::DeploymentStage;
use holdpoint_domain::environment::{EnvironmentName, Level};
use holdpoint_domain::gate::{Ask, Finding, Outcome, Wait};
use holdpoint_domain::release::Stage;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{GateView, Journey, LineView, PointView, ReleasePage};

use super::ReleaseWords;
use super::acts::{self, Act};
use super::shown::{Shown, shown};
use super::{checks, decisions};
use crate::desk::Desk;
use crate::icon::Icon;
use crate::mark::{Mark, Tone};
use crate::pages::contracts;
use crate::pages::shared::{asks, titled, waits};
use crate::reasons::said;
use crate::words::Language;

/// A stop on the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(super) label: String,
    pub(super) to: String,
    pub(super) class: String,
    pub(super) icon: Icon,
    pub(super) says: String,
}

/// A hold point with its criteria.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Point {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) mark: Mark,
    pub(super) level: Option<&'static str>,
    /// When it is planned, and what is to be said of what is on its way.
    pub(super) notes: Vec<String>,
    pub(super) criteria: Vec<Criterion>,
    /// What forges show of it, if they are told.
    pub(super) shown: Option<Shown>,
    pub(super) acts: Vec<Act>,
    /// To say go or no-go.
    pub(super) decide: Vec<Act>,
    /// Whether it is what matters now.
    pub(super) open: bool,
}

/// A line of a gate, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Criterion {
    pub(super) tone: Tone,
    pub(super) icon: Icon,
    pub(super) name: String,
    /// What it asks for, in words.
    pub(super) asks: String,
    pub(super) reasons: Vec<String>,
    pub(super) waits: Vec<WaitView>,
    pub(super) waived: bool,
    /// What can be done about it.
    pub(super) acts: Vec<Act>,
    /// Where more of it is, and what leads there.
    pub(super) more: Option<(String, &'static str)>,
}

/// What is waited for, and who could give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WaitView {
    pub(super) text: String,
    /// Names; none if it is not for people to give.
    pub(super) who: Option<Vec<String>>,
}

/// Where it stands: the last place where all of it runs now, or else its stage.
pub(super) fn reached(desk: &Desk<'_>, release: &ReleasePage, journey: &Journey) -> Mark {
    let current = |point: &&PointView| {
        let stage = point.deployment.as_ref().map(|open| open.stage);
        point.passed.is_some() && stage == Some(DeploymentStage::Current)
    };
    let last = journey.points.iter().rev().find(current);
    match last.filter(|_| release.stage == Stage::Submitted) {
        Some(point) => {
            let title = titled(&point.title, point.environment.as_str());
            Mark::reached(title, point.production, desk.language())
        }
        None => Mark::stage(release.stage, desk.language()),
    }
}

/// The whole line: putting together, then every environment.
pub(super) fn line(
    desk: &Desk<'_>,
    t: ReleaseWords,
    release: &ReleasePage,
    journey: &Journey,
) -> Vec<Node> {
    let drafted = release.stage != Stage::Draft;
    let submitted = Node {
        label: if drafted { t.submitted() } else { t.draft() }.to_owned(),
        to: desk.to(&format!("/releases/{}", release.release)),
        class: if drafted { "past" } else { "live here" }.to_owned(),
        icon: if drafted { Icon::Check } else { Icon::Document },
        says: desk.when(release.created).near,
    };
    let next = journey
        .points
        .iter()
        .position(|point| point.passed.is_none());
    let places = journey.points.iter().enumerate();
    let places = places.map(|(index, point)| node(desk, t, point, next == Some(index) && drafted));
    std::iter::once(submitted).chain(places).collect()
}

fn node(desk: &Desk<'_>, t: ReleaseWords, point: &PointView, here: bool) -> Node {
    let (class, icon, says) = standing(desk, t, point, here);
    Node {
        label: titled(&point.title, point.environment.as_str()).to_owned(),
        to: format!("#at-{}", point.environment),
        class: if here {
            format!("{class} here")
        } else {
            class.to_owned()
        },
        icon,
        says,
    }
}

fn standing(
    desk: &Desk<'_>,
    t: ReleaseWords,
    point: &PointView,
    here: bool,
) -> (&'static str, Icon, String) {
    let stage = point.deployment.as_ref().map(|open| open.stage);
    if matches!(
        stage,
        Some(DeploymentStage::Running | DeploymentStage::Uncertain)
    ) {
        return ("live", Icon::Play, t.running().to_owned());
    }
    if let Some(passed) = point.passed {
        return ("past", Icon::Check, t.passed(desk.when(passed).short));
    }
    if !here {
        return ("", Icon::Pause, String::new());
    }
    let mut open = point
        .gate
        .gate
        .criteria
        .iter()
        .filter(|line| line.outcome != Outcome::Go);
    match point.gate.verdict {
        Outcome::Go => ("good", Icon::Play, t.ready().to_owned()),
        Outcome::Hold => ("wait", Icon::Pause, t.holds(open.by_ref().count())),
        Outcome::NoGo => ("bad", Icon::Cross, t.holds(open.by_ref().count())),
    }
}

/// A hold point, line by line.
pub(super) fn point(
    desk: &Desk<'_>,
    t: ReleaseWords,
    release: &ReleasePage,
    point: &PointView,
    next: Option<&EnvironmentName>,
    gates: &[GateView],
) -> Result<Point, ServiceError> {
    let gate = &point.gate.gate;
    let level = match gate.level {
        Level::Observe => Some(t.observed()),
        Level::Warn => Some(t.warned()),
        Level::Enforce => None,
    };
    let criteria = gate
        .criteria
        .iter()
        .map(|line| criterion(desk, release, point, line, gates));
    Ok(Point {
        id: format!("at-{}", point.environment),
        title: t.gate_of(titled(&point.title, point.environment.as_str())),
        mark: Mark::verdict(point.gate.verdict, desk.language()),
        level,
        notes: notes(desk, t, release, point),
        criteria: criteria.collect::<Result<_, _>>()?,
        shown: point.gate.status.as_ref().map(|status| {
            let when = desk.when(status.turned);
            shown(status, when, desk.language())
        }),
        acts: acts::of_point(desk, release, point)?,
        decide: match next == Some(&point.environment) {
            true => decisions::of_release(desk, release, point)?,
            false => Vec::new(),
        },
        open: point.passed.is_none(),
    })
}

/// When it is planned for here, and that what has begun goes on although it is closed now.
fn notes(
    desk: &Desk<'_>,
    t: ReleaseWords,
    release: &ReleasePage,
    point: &PointView,
) -> Vec<String> {
    let here = release.plans.iter();
    let here = here.filter(|plan| plan.environment == point.environment);
    let planned = here.flat_map(|plan| {
        let (from, until) = (desk.when(plan.span.from), desk.when(plan.span.until));
        let (from, until) = (from.short, until.short);
        let when = match &plan.train {
            Some(train) => t.planned_with(train, from, until),
            None => t.planned(from, until),
        };
        let conflicts = plan.conflicts.iter().filter(|_| plan.waiver.is_none());
        let conflicts = conflicts.map(|one| t.planned_against(crate::reasons::said(one, t.0)));
        std::iter::once(when).chain(conflicts)
    });
    let mut lines = point.gate.gate.criteria.iter();
    let running = point.deployment.as_ref();
    let running = running.is_some_and(|open| open.stage == DeploymentStage::Running);
    let closed = running && lines.any(|line| line.waits.iter().any(is_window));
    let meanwhile = closed.then(|| t.closed_meanwhile().to_owned());
    planned.chain(meanwhile).collect()
}

fn is_window(wait: &Wait) -> bool {
    matches!(wait, Wait::Window { .. })
}

fn criterion(
    desk: &Desk<'_>,
    release: &ReleasePage,
    point: &PointView,
    line: &Finding,
    gates: &[GateView],
) -> Result<Criterion, ServiceError> {
    let (tone, icon) = match line.outcome {
        Outcome::Go => (Tone::Good, Icon::Check),
        Outcome::Hold => (Tone::Wait, Icon::Pause),
        Outcome::NoGo => (Tone::Bad, Icon::Cross),
    };
    let against = line
        .reasons
        .iter()
        .filter(|_| line.waits.is_empty() || line.outcome == Outcome::NoGo);
    let names = desk.reader.names();
    let reasons = against.map(|reason| said(&names.reason(reason), desk.language()));
    Ok(Criterion {
        tone,
        icon,
        asks: asked(gates, point, line, desk.language()),
        name: line.criterion.clone(),
        reasons: reasons.collect(),
        waits: together(line.waits.iter().map(|wait| wait_view(desk, wait))),
        waived: line.waiver.is_some(),
        more: more(desk, release, point, line, gates),
        acts: match point.passed {
            None => acts::of_criterion(desk, release, point, line)?,
            Some(_) => Vec::new(),
        },
    })
}

/// Where more of it is: of contracts, whom the release meets there; of a check, what it has found.
fn more(
    desk: &Desk<'_>,
    release: &ReleasePage,
    point: &PointView,
    line: &Finding,
    gates: &[GateView],
) -> Option<(String, &'static str)> {
    let name = release.release.as_str();
    match &of_gate(gates, point, line)?.criterion.ask {
        Ask::Contracts {} => {
            let address = contracts::address(point.environment.as_str(), name);
            Some((desk.to(&address), contracts::label(desk.language())))
        }
        Ask::Evidence { predicate, .. } => {
            let address = checks::address(name, predicate.strip_prefix("check/")?);
            Some((
                desk.to(&address),
                ReleaseWords(desk.language()).see_findings(),
            ))
        }
        _ => None,
    }
}

/// What the criterion asks for; its name, if the gate does not have it any more.
fn asked(gates: &[GateView], point: &PointView, line: &Finding, language: Language) -> String {
    of_gate(gates, point, line).map_or_else(
        || line.criterion.clone(),
        |one| asks(&one.criterion.ask, language),
    )
}

/// The line of the gate.
fn of_gate<'a>(gates: &'a [GateView], point: &PointView, line: &Finding) -> Option<&'a LineView> {
    let gate = gates
        .iter()
        .find(|gate| gate.environment == point.environment);
    let mut lines = gate.into_iter().flat_map(|gate| &gate.criteria);
    lines.find(|one| one.criterion.name == line.criterion && one.source == line.source)
}

fn wait_view(desk: &Desk<'_>, wait: &Wait) -> WaitView {
    let who = match wait {
        Wait::Approval { eligible, .. } => {
            let names = eligible
                .iter()
                .map(|id| desk.called(&desk.reader.names().person(id)));
            Some(names.collect())
        }
        _ => None,
    };
    WaitView {
        text: waits(desk, wait),
        who,
    }
}

/// The same wait for several components is said once.
fn together(all: impl Iterator<Item = WaitView>) -> Vec<WaitView> {
    all.fold(Vec::new(), |mut kept, wait| {
        if !kept.contains(&wait) {
            kept.push(wait);
        }
        kept
    })
}

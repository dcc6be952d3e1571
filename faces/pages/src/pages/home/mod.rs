//! Home: what needs me, what is going out, what is held and why.

mod columns;
mod mine;

use std::collections::BTreeSet;

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use holdpoint_domain::gate::Outcome;
use holdpoint_domain::release::Stage;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{DeploymentPage, Home, PendingView, PlaceView, ShowHome};

use super::shared::{titled, waits};
use crate::Site;
use crate::desk::Desk;
use crate::frame::{Frame, Section};
use crate::icon::Icon;
use crate::mark::Mark;
use crate::reasons::said;
use crate::visit::Visit;
use crate::when::When;
use crate::words::messages;

messages! {
    /// Words of the home page.
    pub(crate) HomeWords {
        title: "Home" | "Start";
        greeting(name): "Hello, {name}" | "Guten Tag, {name}";
        summary(mine, going, held): "{mine} need you, {going} going out, {held} held" | "{mine} für Sie, {going} unterwegs, {held} angehalten";
        mine: "Needs you" | "Für Sie";
        mine_none: "Nothing waits for you. Enjoy it." | "Nichts wartet auf Sie. Genießen Sie es.";
        going: "Going out" | "Unterwegs";
        going_none: "Nothing is on its way right now." | "Gerade ist nichts unterwegs.";
        held: "Held, and why" | "Angehalten, und warum";
        held_none: "No release is held." | "Kein Release ist angehalten.";
        to(place): "to {place}" | "nach {place}";
        runs[n]: "{n} component" / "{n} components" | "{n} Komponente" / "{n} Komponenten";
        last(release, when): "{release}, {when}" | "{release}, {when}";
        empty_place: "nothing runs here" | "hier läuft nichts";
        approve_as(who): "Approve as {who}" | "Zustimmen als {who}";
        confirm(item): "Confirm: {item}" | "Bestätigen: {item}";
        submit: "Submit it, so that it can be approved" | "Einreichen, damit zugestimmt werden kann";
        deploy(place): "Bring it to {place}" | "Nach {place} bringen";
        waive(criterion): "Decide on a waiver from {criterion}" | "Über eine Ausnahme von {criterion} entscheiden";
        resolve(step): "Say how the step {step} ended" | "Sagen, wie der Schritt {step} endete";
        ready(place): "ready for {place}" | "bereit für {place}";
        step(name, index, all): "step {name}, {index} of {all}" | "Schritt {name}, {index} von {all}";
        more[n]: "{n} more reason" / "{n} more reasons" | "{n} weiterer Grund" / "{n} weitere Gründe";
        held_more(n): "{n} more are held: all releases" | "{n} weitere sind angehalten: alle Releases";
        ready_more(n): "{n} more are ready: all that are submitted" | "{n} weitere sind bereit: alle eingereichten";
        mine_more(n): "{n} more: your inbox" | "{n} weitere: Ihr Posteingang";
        counting(n): "{n} releases are on their way; what holds them is being counted." | "{n} Releases sind auf ihrem Weg; was sie aufhält, wird gerade gezählt.";
        none_seen: "Nothing among those that were looked at." | "Nichts unter denen, die angesehen wurden.";
        all: "All releases" | "Alle Releases";
        at_least(n): "at least {n}" | "mindestens {n}";
        bounded(judged, all): "The newest {judged} of {all} releases on their way were looked at for this." | "Dafür wurden die neuesten {judged} von {all} Releases auf ihrem Weg angesehen.";
        counted(when): "Counted {when}." | "Gezählt {when}.";
        drafts: "All drafts" | "Alle Entwürfe";
        stopped: "Somebody has said no." | "Jemand hat Nein gesagt.";
        unfinished: "Setting up is not finished" | "Die Einrichtung ist noch nicht fertig";
        unfinished_says: "A team, a repository and an environment make a first release possible." | "Ein Team, ein Repository und eine Umgebung machen ein erstes Release möglich.";
        go_on: "Go on" | "Fortsetzen";
        fresh: "There are no releases yet" | "Es gibt noch keine Releases";
        fresh_says: "A release is a named set of artifacts that go out together. Make the first one from your repository." | "Ein Release ist eine benannte Menge von Artefakten, die gemeinsam ausgeliefert werden. Erstellen Sie das erste aus Ihrem Repository.";
    }
}

/// The page.
#[derive(Template)]
#[template(path = "home.html")]
pub(crate) struct HomePage {
    frame: Frame,
    t: HomeWords,
    view: HomeView,
}

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HomeView {
    name: String,
    summary: String,
    places: Vec<PlaceTile>,
    mine: Column,
    going: Column,
    held: Column,
    /// Whether there is nothing at all yet.
    fresh: bool,
    /// Whether whoever looks could go on with setting up.
    unfinished: bool,
}

/// An environment at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlaceTile {
    title: String,
    to: String,
    icon: Icon,
    runs: String,
    newest: String,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    things: Vec<Thing>,
    /// What is said if there is nothing.
    none: &'static str,
    /// How many there are in all.
    count: String,
    /// What leads to those that are not shown, as words and address.
    more: Vec<(String, String)>,
    /// What the number is worth.
    note: Option<String>,
}

/// A thing in one of the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Thing {
    mark: Option<Mark>,
    icon: Option<Icon>,
    title: String,
    to: String,
    under: String,
    why: Vec<String>,
    when: Option<When>,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/", get(show))
}

async fn show(visit: Visit) -> Response {
    visit
        .page(|desk| {
            let home = desk.ask(&ShowHome::default())?;
            let t = HomeWords(desk.language());
            Ok(HomePage {
                view: view(desk, t, &home)?,
                frame: desk.frame(t.title(), Section::Home),
                t,
            })
        })
        .await
}

fn view(desk: &Desk<'_>, t: HomeWords, home: &Home) -> Result<HomeView, ServiceError> {
    let mine = columns::mine(desk, t, home, mine::mine(desk, t, home)?);
    let going = columns::going(desk, t, home);
    let held = columns::held(desk, t, home);
    let name = desk
        .me()
        .and_then(|me| desk.reader.names().profile(me))
        .map(|profile| profile.name);
    let first = name
        .and_then(|name| name.split(' ').next().map(str::to_owned))
        .unwrap_or_default();
    Ok(HomeView {
        name: t.greeting(first),
        summary: match home.counted.is_none() && columns::bounded(home) {
            true => t.counting(home.pending_total),
            false => t.summary(&mine.count, &going.count, &held.count),
        },
        places: home
            .places
            .iter()
            .map(|place| tile(desk, t, place))
            .collect(),
        fresh: home.pending.is_empty() && home.places.iter().all(|place| place.newest.is_none()),
        unfinished: crate::pages::setup::unfinished(desk)?,
        mine,
        going,
        held,
    })
}

fn tile(desk: &Desk<'_>, t: HomeWords, place: &PlaceView) -> PlaceTile {
    let newest = place.newest.as_ref();
    PlaceTile {
        title: titled(&place.title, place.environment.as_str()).to_owned(),
        to: desk.to(&format!("/environments/{}", place.environment)),
        icon: if place.protected {
            Icon::Shield
        } else {
            Icon::Environment
        },
        runs: t.runs(place.components),
        newest: newest.map_or_else(
            || t.empty_place().to_owned(),
            |(release, time)| t.last(release, desk.when(*time).near),
        ),
    }
}

fn thing(desk: &Desk<'_>, release: &str, under: String) -> Thing {
    Thing {
        mark: None,
        icon: None,
        title: release.to_owned(),
        to: desk.to(&format!("/releases/{release}")),
        under,
        why: Vec::new(),
        when: None,
    }
}

fn going(desk: &Desk<'_>, t: HomeWords, found: &DeploymentPage) -> Thing {
    let running = found
        .steps
        .iter()
        .position(|step| step.running_since.is_some());
    let step = running.and_then(|index| {
        Some(t.step(&found.steps.get(index)?.name, index + 1, found.steps.len()))
    });
    let place = t.to(&found.environment);
    Thing {
        mark: Some(Mark::deployment(found.stage, desk.language())),
        when: Some(desk.when(found.requested)),
        ..thing(
            desk,
            found.release.as_str(),
            step.map_or_else(|| place.clone(), |step| format!("{place}, {step}")),
        )
    }
}

fn ready_thing(desk: &Desk<'_>, t: HomeWords, one: &PendingView) -> Thing {
    Thing {
        mark: Some(Mark::verdict(Outcome::Go, desk.language())),
        when: Some(desk.when(one.created)),
        ..thing(
            desk,
            one.release.as_str(),
            t.ready(titled(&one.next_title, one.next.as_str())),
        )
    }
}

/// How many reasons are shown before the rest is counted.
const REASONS: usize = 3;

fn held_thing(desk: &Desk<'_>, t: HomeWords, one: &PendingView) -> Thing {
    let language = desk.language();
    let mark = match one.stage {
        Stage::Submitted => Mark::verdict(one.gate.verdict, language),
        stage => Mark::stage(stage, language),
    };
    Thing {
        mark: Some(mark),
        when: Some(desk.when(one.created)),
        why: why(desk, t, one),
        ..thing(
            desk,
            one.release.as_str(),
            t.to(titled(&one.next_title, one.next.as_str())),
        )
    }
}

/// What stands against it and what it waits for; each once.
fn why(desk: &Desk<'_>, t: HomeWords, one: &PendingView) -> Vec<String> {
    if one.stage == Stage::Stopped {
        return vec![t.stopped().to_owned()];
    }
    let open = one
        .gate
        .gate
        .criteria
        .iter()
        .filter(|line| line.outcome != Outcome::Go);
    let lines = open.flat_map(|line| match line.outcome {
        Outcome::NoGo => line
            .reasons
            .iter()
            .map(|reason| said(&desk.reader.names().reason(reason), desk.language()))
            .collect(),
        _ => line
            .waits
            .iter()
            .map(|wait| waits(desk, wait))
            .collect::<Vec<_>>(),
    });
    let mut seen = BTreeSet::new();
    let mut lines: Vec<_> = lines.filter(|line| seen.insert(line.clone())).collect();
    if lines.len() > REASONS + 1 {
        let more = lines.len() - REASONS;
        lines.truncate(REASONS);
        lines.push(t.more(more));
    }
    lines
}

//! One environment: its gate, what runs there, and what was brought there.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use holdpoint_domain::conversation::Topic;
use holdpoint_domain::deployment::{DeploymentStage, Purpose};
use holdpoint_domain::environment::Level;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{
    DeploymentPage, EnvironmentHistory, EnvironmentPage, ListBookings, ListGates, Paging,
    ShowEnvironment,
};

use super::bookings::{self, BookingWords};
use super::shared::{actor, asks, titled};
use super::talk::{Talk, talk};
use crate::Site;
use crate::desk::Desk;
use crate::frame::{Frame, Section};
use crate::mark::Mark;
use crate::visit::Visit;
use crate::when::When;
use crate::words::messages;

messages! {
    /// Words of the page.
    pub(crate) PlaceWords {
        protected: "Protected: the segregation of duties holds in full, and refused acts are kept." | "Geschützt: Die Funktionstrennung gilt uneingeschränkt, und abgelehnte Vorgänge werden festgehalten.";
        open: "Not protected." | "Nicht geschützt.";
        after(place): "After {place}" | "Nach {place}";
        gate: "Gate" | "Gate";
        observe: "only observes" | "beobachtet nur";
        warn: "warns only" | "warnt nur";
        enforce: "enforces" | "setzt durch";
        no_criteria: "Nothing is asked for here." | "Hier wird nichts verlangt.";
        steps: "How a release gets there" | "Wie ein Release dorthin kommt";
        no_steps: "No steps are declared: a deployment is a record only." | "Keine Schritte beschrieben: Ein Deployment ist nur ein Eintrag.";
        runs: "Runs there" | "Läuft dort";
        runs_nothing: "Nothing runs there yet." | "Dort läuft noch nichts.";
        component: "Component" | "Komponente";
        version: "Version" | "Version";
        release: "Release" | "Release";
        since: "Since" | "Seit";
        history: "Deployments" | "Deployments";
        no_history: "Nothing was brought there yet." | "Dorthin wurde noch nichts gebracht.";
        stage: "Stage" | "Status";
        who: "By" | "Von";
        requested: "Asked for" | "Beauftragt";
        took: "Took" | "Dauer";
        rollback: "rollback" | "Zurückrollen";
        calendar: "Calendar" | "Kalender";
        contracts: "Contracts" | "Schnittstellen";
    }
}

/// The page.
#[derive(Template)]
#[template(path = "environment.html")]
struct PlacePage {
    frame: Frame,
    t: PlaceWords,
    booked: BookingWords,
    view: PlaceView,
    talk: Talk,
}

/// What the page shows.
struct PlaceView {
    title: String,
    protected: bool,
    level: &'static str,
    after: Option<(String, String)>,
    calendar: Option<String>,
    /// Who provides and consumes what there.
    contracts: String,
    /// The next bookings, and where all of them are.
    bookings: Vec<bookings::Line>,
    bookings_to: String,
    criteria: Vec<Line>,
    steps: Vec<(String, String)>,
    runs: Vec<Runs>,
    history: Vec<Brought>,
}

/// A line of the gate.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    name: String,
    asks: String,
    source: Option<String>,
}

/// What runs there.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Runs {
    component: String,
    to: String,
    version: String,
    release: String,
    release_to: String,
    since: Option<When>,
}

/// A deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Brought {
    release: String,
    to: String,
    rollback: bool,
    mark: Mark,
    who: String,
    when: When,
    took: String,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/environments/{environment}", get(show))
}

async fn show(visit: Visit, Path(name): Path<String>) -> Response {
    again(visit, StatusCode::OK, name).await
}

/// The page, with what was typed in a form that was refused.
pub(crate) async fn again(visit: Visit, status: StatusCode, name: String) -> Response {
    visit
        .page_with(status, move |desk| {
            let t = PlaceWords(desk.language());
            let page = desk.ask(&ShowEnvironment { environment: name })?;
            let view = view(desk, t, &page)?;
            Ok(PlacePage {
                frame: desk.frame(&view.title, Section::Environments),
                talk: talk(desk, Topic::Environment(page.environment.name))?,
                booked: BookingWords(desk.language()),
                view,
                t,
            })
        })
        .await
}

/// How many deployments are shown.
const SHOWN: usize = 20;

fn view(desk: &Desk<'_>, t: PlaceWords, page: &EnvironmentPage) -> Result<PlaceView, ServiceError> {
    let name = page.environment.name.as_str();
    let paging = Paging {
        limit: SHOWN,
        after: None,
    };
    let history = desk.ask(&EnvironmentHistory {
        environment: name.to_owned(),
        paging,
    })?;
    let place = &page.environment;
    Ok(PlaceView {
        title: titled(&place.title, place.name.as_str()).to_owned(),
        protected: place.protected,
        level: match place.level {
            Level::Observe => t.observe(),
            Level::Warn => t.warn(),
            Level::Enforce => t.enforce(),
        },
        after: place.after.as_ref().map(|before| {
            (
                before.to_string(),
                desk.to(&format!("/environments/{before}")),
            )
        }),
        calendar: place.calendar.as_ref().map(ToString::to_string),
        contracts: desk.to(&format!("/environments/{name}/contracts")),
        bookings: booked(desk, name)?,
        bookings_to: desk.to(&format!("/environments/{name}/bookings")),
        criteria: criteria(desk, name)?,
        steps: place
            .steps
            .iter()
            .map(|step| (step.name.clone(), step.command.join(" ")))
            .collect(),
        runs: runs(desk, page),
        history: history
            .deployments
            .iter()
            .map(|one| brought(desk, one))
            .collect(),
    })
}

/// How many bookings are shown.
const NEXT: usize = 3;

fn booked(desk: &Desk<'_>, name: &str) -> Result<Vec<bookings::Line>, ServiceError> {
    let words = BookingWords(desk.language());
    let environment = Some(name.to_owned());
    let all = desk.ask(&ListBookings { environment })?.bookings;
    let next = all.iter().take(NEXT);
    next.map(|one| bookings::line(desk, words, one)).collect()
}

fn criteria(desk: &Desk<'_>, name: &str) -> Result<Vec<Line>, ServiceError> {
    let gates = desk.ask(&ListGates::default())?.gates;
    let gate = gates
        .into_iter()
        .filter(|gate| gate.environment.as_str() == name);
    let lines = gate.flat_map(|gate| gate.criteria);
    let own = format!("environment/{name}");
    let line = lines.map(|line| Line {
        asks: asks(&line.criterion.ask, desk.language()),
        name: line.criterion.name,
        source: Some(line.source).filter(|source| *source != own),
    });
    Ok(line.collect())
}

fn runs(desk: &Desk<'_>, page: &EnvironmentPage) -> Vec<Runs> {
    let runs = page.running.iter().map(|one| Runs {
        component: one.component.to_string(),
        to: desk.to(&format!("/catalogue/{}", one.component)),
        version: one.version.clone().unwrap_or_default(),
        release: one.release.to_string(),
        release_to: desk.to(&format!("/releases/{}", one.release)),
        since: one.since.map(|since| desk.when(since)),
    });
    runs.collect()
}

fn brought(desk: &Desk<'_>, one: &DeploymentPage) -> Brought {
    // When something else took its place says nothing about how long it took.
    let settled = one
        .settled
        .filter(|_| one.stage != DeploymentStage::Superseded);
    let took = settled.map(|settled| settled.millis() - one.requested.millis());
    Brought {
        release: one.release.to_string(),
        to: desk.to(&format!("/releases/{}", one.release)),
        rollback: matches!(one.purpose, Purpose::Rollback { .. }),
        mark: Mark::deployment(one.stage, desk.language()),
        who: actor(desk, &one.by),
        when: desk.when(one.requested),
        took: took.map(|took| desk.reading.span(took)).unwrap_or_default(),
    }
}

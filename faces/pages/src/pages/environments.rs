//! Environments: what runs where, since when, in one table.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use holdpoint_domain::Time;
use holdpoint_domain::catalogue::ComponentName;
use holdpoint_domain::environment::{Environment, EnvironmentName, Level};
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{ListComponents, ListEnvironments, Running, ShowHome};

use super::shared::titled;
use crate::Site;
use crate::desk::Desk;
use crate::frame::{Frame, Section};
use crate::visit::Visit;
use crate::when::When;
use crate::words::messages;

messages! {
    /// Words of the page.
    pub(crate) PlacesWords {
        title: "Environments" | "Umgebungen";
        says: "What runs where, and since when." | "Was wo läuft, und seit wann.";
        component: "Component" | "Komponente";
        ahead: "ahead" | "voraus";
        nothing: "nothing" | "nichts";
        protected: "protected" | "geschützt";
        observe: "observes" | "beobachtet";
        warn: "warns" | "warnt";
        enforce: "enforces" | "setzt durch";
        runs[n]: "{n} component" / "{n} components" | "{n} Komponente" / "{n} Komponenten";
        none: "There are no environments yet" | "Es gibt noch keine Umgebungen";
        none_says: "Declare where your artifacts run in holdpoint.yaml, in the order in which releases pass." | "Beschreiben Sie in holdpoint.yaml, wo Ihre Artefakte laufen, in der Reihenfolge, in der Releases sie durchlaufen.";
    }
}

/// The page.
#[derive(Template)]
#[template(path = "environments.html")]
struct PlacesPage {
    frame: Frame,
    t: PlacesWords,
    view: PlacesView,
}

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PlacesView {
    places: Vec<Place>,
    units: Vec<Unit>,
}

/// An environment, over its column.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    title: String,
    to: String,
    protected: bool,
    level: &'static str,
    runs: String,
}

/// Components of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Unit {
    name: String,
    rows: Vec<Line>,
}

/// A component, and what of it runs where.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    component: String,
    to: String,
    cells: Vec<Cell>,
}

/// What runs in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Cell {
    place: String,
    runs: Option<Runs>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Runs {
    version: String,
    release: String,
    to: String,
    since: Option<When>,
    /// Whether the next environment has something else.
    ahead: bool,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/environments", get(show))
}

async fn show(visit: Visit) -> Response {
    visit
        .page(|desk| {
            let t = PlacesWords(desk.language());
            Ok(PlacesPage {
                view: view(desk, t)?,
                frame: desk.frame(t.title(), Section::Environments),
                t,
            })
        })
        .await
}

/// What runs, by component and environment.
type Table = BTreeMap<(ComponentName, EnvironmentName), Running>;

fn view(desk: &Desk<'_>, t: PlacesWords) -> Result<PlacesView, ServiceError> {
    let order = desk.ask(&ShowHome::default())?.places;
    let mut pages = desk.ask(&ListEnvironments::default())?.environments;
    let rank = |name: &EnvironmentName| order.iter().position(|place| place.environment == *name);
    pages.sort_by_key(|page| rank(&page.environment.name));
    let places = pages
        .iter()
        .map(|page| place(desk, t, &page.environment, page.running.len()));
    let places = places.collect();
    let names: Vec<_> = pages
        .iter()
        .map(|page| page.environment.name.clone())
        .collect();
    let running = pages.into_iter().flat_map(|page| page.running);
    let table: Table = running
        .map(|one| ((one.component.clone(), one.environment.clone()), one))
        .collect();
    Ok(PlacesView {
        places,
        units: units(desk, &names, &table)?,
    })
}

fn place(desk: &Desk<'_>, t: PlacesWords, found: &Environment, runs: usize) -> Place {
    Place {
        title: titled(&found.title, found.name.as_str()).to_owned(),
        to: desk.to(&format!("/environments/{}", found.name)),
        protected: found.protected,
        level: match found.level {
            Level::Observe => t.observe(),
            Level::Warn => t.warn(),
            Level::Enforce => t.enforce(),
        },
        runs: t.runs(runs),
    }
}

fn units(
    desk: &Desk<'_>,
    places: &[EnvironmentName],
    table: &Table,
) -> Result<Vec<Unit>, ServiceError> {
    let components = desk.ask(&ListComponents::default())?.components;
    let names: BTreeSet<_> = components.iter().map(|one| one.unit.clone()).collect();
    let rows = |unit: &_| {
        let own = components.iter().filter(|one| one.unit == *unit);
        own.map(|one| line(desk, &one.component, places, table))
            .collect()
    };
    let unit = |name| Unit {
        rows: rows(&name),
        name: name.to_string(),
    };
    Ok(names.into_iter().map(unit).collect())
}

fn line(
    desk: &Desk<'_>,
    component: &ComponentName,
    places: &[EnvironmentName],
    table: &Table,
) -> Line {
    let found = |place: &EnvironmentName| table.get(&(component.clone(), place.clone()));
    let cells = places.iter().enumerate().map(|(index, place)| {
        let next = places.get(index + 1);
        let there = next.and_then(found);
        Cell {
            place: place.to_string(),
            runs: found(place).map(|here| Runs {
                ahead: next.is_some() && there.is_none_or(|there| there.release != here.release),
                ..runs(desk, here)
            }),
        }
    });
    Line {
        component: component.to_string(),
        to: desk.to(&format!("/catalogue/{component}")),
        cells: cells.collect(),
    }
}

fn runs(desk: &Desk<'_>, found: &Running) -> Runs {
    Runs {
        version: found.version.clone().unwrap_or_default(),
        release: found.release.to_string(),
        to: desk.to(&format!("/releases/{}", found.release)),
        since: found.since.map(|time: Time| desk.when(time)),
        ahead: false,
    }
}

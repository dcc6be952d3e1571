//! The catalogue: components and what depends on what, drawn and as a list.

mod component;
mod graph;

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use holdpoint_domain::catalogue::Criticality;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{ComponentLine, ListComponents};

use self::graph::Graph;
use super::shared::titled;
use crate::Site;
use crate::desk::Desk;
use crate::frame::{Frame, Section};
use crate::icon::Icon;
use crate::list::{Cell, ColumnSpec, Empty, Filter, List, ListSpec, Order, Row, Tag, exported};
use crate::mark::{Mark, Tone};
use crate::visit::Visit;
use crate::words::{Language, messages};

messages! {
    /// Words of the page.
    pub(crate) CatalogueWords {
        title: "Catalogue" | "Katalog";
        graph: "What depends on what" | "Was wovon abhängt";
        graph_says: "An arrow leads from a component to what it cannot work without." | "Ein Pfeil führt von einer Komponente zu dem, ohne das sie nicht arbeiten kann.";
        large: "Filter by unit or team to see the graph: all of it would be too much to read." | "Filtern Sie nach Einheit oder Team, um den Graphen zu sehen: alles zugleich wäre nicht zu lesen.";
        component: "Component" | "Komponente";
        unit: "Unit" | "Einheit";
        team: "Team" | "Team";
        kind: "Kind" | "Art";
        criticality: "Criticality" | "Kritikalität";
        depends_on: "Depends on" | "Hängt ab von";
        words: "Name" | "Name";
        any_unit: "Any unit" | "Jede Einheit";
        any_team: "Any team" | "Jedes Team";
        low: "Low" | "Niedrig";
        medium: "Medium" | "Mittel";
        high: "High" | "Hoch";
        critical: "Critical" | "Kritisch";
        none: "The catalogue is empty" | "Der Katalog ist leer";
        none_says: "A component is a thing that is built and deployed on its own. Declare yours in holdpoint.yaml, or let it be found." | "Eine Komponente wird eigenständig gebaut und ausgeliefert. Beschreiben Sie Ihre in holdpoint.yaml, oder lassen Sie sie finden.";
    }
}

/// The page.
#[derive(Template)]
#[template(path = "catalogue.html")]
struct CataloguePage {
    frame: Frame,
    t: CatalogueWords,
    graph: Option<Graph>,
    /// Whether there is too much to be drawn.
    large: bool,
    list: List,
}

pub(crate) use component::again;

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/catalogue", get(show))
        .route("/catalogue/{component}", get(component::show))
}

async fn show(visit: Visit) -> Response {
    if visit.query.get("format").is_some() {
        return visit.at_a_desk(export).await;
    }
    visit
        .page(|desk| {
            let t = CatalogueWords(desk.language());
            let lines = found(desk)?;
            let large = lines.len() > DRAWN;
            Ok(CataloguePage {
                graph: (!large && lines.len() > 1).then(|| drawn(desk, &lines)),
                large,
                list: list(desk, t, &lines)?,
                frame: desk.frame(t.title(), Section::Catalogue),
                t,
            })
        })
        .await
}

/// How many components are drawn at most: more is no picture.
const DRAWN: usize = 60;

fn export(desk: &Desk<'_>) -> Result<Response, ServiceError> {
    let t = CatalogueWords(desk.language());
    let rows = || Ok(found(desk)?.iter().map(|line| row(desk, t, line)).collect());
    let file = exported(desk, "components", &columns(t), rows)?;
    file.ok_or_else(|| ServiceError::Malformed("`format` is `csv` or `xlsx`".to_owned()))
}

fn columns(t: CatalogueWords) -> Vec<ColumnSpec> {
    vec![
        ColumnSpec::new("component", t.component()).sortable(),
        ColumnSpec::new("criticality", t.criticality()).sortable(),
        ColumnSpec::new("unit", t.unit()).sortable(),
        ColumnSpec::new("team", t.team()).sortable(),
        ColumnSpec::new("kind", t.kind()).less(),
        ColumnSpec::new("depends_on", t.depends_on()),
    ]
}

/// Components that fit the filters, in the order that is wanted.
fn found(desk: &Desk<'_>) -> Result<Vec<ComponentLine>, ServiceError> {
    let query = &desk.visit.query;
    let mut lines = desk.ask(&ListComponents::default())?.components;
    let words = query.get("q").unwrap_or_default().to_lowercase();
    let fits = |wanted: Option<&str>, has: &str| wanted.is_none_or(|wanted| wanted == has);
    lines.retain(|line| {
        let team = line
            .team
            .as_ref()
            .map(|team| team.as_str())
            .unwrap_or_default();
        fits(query.get("unit"), line.unit.as_str())
            && fits(query.get("team"), team)
            && (line.component.as_str().contains(&words)
                || line.title.to_lowercase().contains(&words))
    });
    let order = Order::of(query, "component");
    lines.sort_by(|one, other| match order.by.as_str() {
        "criticality" => one.criticality.cmp(&other.criticality),
        "unit" => one.unit.cmp(&other.unit),
        "team" => one.team.cmp(&other.team),
        _ => one.component.cmp(&other.component),
    });
    if order.descending {
        lines.reverse();
    }
    Ok(lines)
}

fn list(desk: &Desk<'_>, t: CatalogueWords, lines: &[ComponentLine]) -> Result<List, ServiceError> {
    let query = &desk.visit.query;
    let all = desk.ask(&ListComponents::default())?.components;
    let mut units: Vec<_> = all.iter().map(|one| one.unit.to_string()).collect();
    let teams = all.iter().filter_map(|one| one.team.as_ref());
    let mut teams: Vec<_> = teams.map(|team| team.to_string()).collect();
    for names in [&mut units, &mut teams] {
        names.sort_unstable();
        names.dedup();
    }
    let options = |names: Vec<String>| names.into_iter().map(|name| (name.clone(), name));
    Ok(List::of(
        desk,
        ListSpec {
            caption: t.title().to_owned(),
            columns: columns(t),
            filters: vec![
                Filter::text(query, "q", t.words()),
                Filter::choice(query, "unit", t.any_unit(), options(units)),
                Filter::choice(query, "team", t.any_team(), options(teams)),
            ],
            order: Order::of(query, "component"),
            rows: lines.iter().map(|line| row(desk, t, line)).collect(),
            total: Some(lines.len()),
            next: None,
            acts: Vec::new(),
            reason: None,
            empty: Empty {
                icon: Icon::Catalogue,
                heading: t.none().to_owned(),
                text: t.none_says().to_owned(),
                command: Some("holdpoint init && holdpoint apply".to_owned()),
            },
        },
    ))
}

fn row(desk: &Desk<'_>, t: CatalogueWords, line: &ComponentLine) -> Row {
    let name = line.component.to_string();
    let to = |name: &str| desk.to(&format!("/catalogue/{name}"));
    let needs = line.depends_on.iter().map(|one| Tag {
        text: one.to_string(),
        to: to(one.as_str()),
    });
    Row {
        pick: false,
        fresh: false,
        cells: vec![
            Cell::Title {
                to: to(&name),
                sub: if line.title == name {
                    String::new()
                } else {
                    line.title.clone()
                },
                text: name.clone(),
            },
            Cell::Mark(criticality(line.criticality, t.0)),
            Cell::Text(line.unit.to_string()),
            line.team
                .as_ref()
                .map_or(Cell::Empty, |team| Cell::Text(team.to_string())),
            Cell::Text(line.kind.clone()),
            Cell::Tags(needs.collect()),
        ],
        id: name,
    }
}

/// How much depends on it, as a mark.
fn criticality(found: Criticality, language: Language) -> Mark {
    let t = CatalogueWords(language);
    let (tone, word) = match found {
        Criticality::Low => (Tone::Quiet, t.low()),
        Criticality::Medium => (Tone::Quiet, t.medium()),
        Criticality::High => (Tone::Wait, t.high()),
        Criticality::Critical => (Tone::Bad, t.critical()),
    };
    Mark {
        tone,
        icon: Icon::Alert,
        word: word.to_owned(),
    }
}

fn drawn(desk: &Desk<'_>, lines: &[ComponentLine]) -> Graph {
    let nodes: Vec<_> = lines
        .iter()
        .map(|line| graph::Node {
            name: line.component.to_string(),
            title: titled(&line.title, line.component.as_str()).to_owned(),
            to: desk.to(&format!("/catalogue/{}", line.component)),
            class: match line.criticality {
                Criticality::Critical => "critical",
                Criticality::High => "high",
                Criticality::Medium | Criticality::Low => "",
            },
            needs: line.depends_on.iter().map(ToString::to_string).collect(),
        })
        .collect();
    Graph::of(&nodes)
}

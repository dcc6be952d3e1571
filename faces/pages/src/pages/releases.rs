//! Releases: the list.

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use holdpoint_domain::release::Stage;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{
    FindReleases, ListComponents, ListEnvironments, ReleaseLine, ReleaseOrder,
};
use serde_json::{Value, json};

use super::shared::titled;
use crate::Site;
use crate::desk::Desk;
use crate::frame::{Frame, Section};
use crate::icon::Icon;
use crate::list::{
    BulkAct, Cell, ColumnSpec, EXPORTED, Empty, Filter, ItemResult, List, ListSpec, Order, ROWS,
    ResultWords, ResultsPage, Row, Tag, exported,
};
use crate::mark::Mark;
use crate::visit::{Posted, Visit};
use crate::words::messages;
use crate::wrong::sentence;

messages! {
    /// Words of the list.
    pub(crate) ReleasesWords {
        title: "Releases" | "Releases";
        runs: "Pipeline runs" | "Pipeline-Läufe";
        release: "Release" | "Release";
        stage: "Stage" | "Status";
        components: "Components" | "Komponenten";
        reached: "Has run in" | "Lief in";
        created: "Created" | "Erstellt";
        words: "Name or ticket" | "Name oder Ticket";
        any_stage: "Any stage" | "Jeder Status";
        any_component: "Any component" | "Jede Komponente";
        any_place: "Anywhere" | "Überall";
        submit: "Submit" | "Einreichen";
        cancel: "Cancel" | "Absagen";
        acted: "Releases" | "Releases";
        reason: "Reason, if you cancel" | "Grund, falls Sie absagen";
        none: "There are no releases yet" | "Es gibt noch keine Releases";
        none_says: "A release is a named set of artifacts that go out together." | "Ein Release ist eine benannte Menge von Artefakten, die gemeinsam ausgeliefert werden.";
    }
}

/// The page.
#[derive(Template)]
#[template(path = "releases.html")]
pub(crate) struct ReleasesPage {
    frame: Frame,
    t: ReleasesWords,
    list: List,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/releases", get(show).post(act))
}

async fn show(visit: Visit) -> Response {
    if visit.query.get("format").is_some() {
        return visit.at_a_desk(export).await;
    }
    visit
        .page(|desk| {
            let t = ReleasesWords(desk.language());
            Ok(ReleasesPage {
                list: list(desk, t)?,
                frame: desk.frame(t.title(), Section::Releases),
                t,
            })
        })
        .await
}

fn export(desk: &Desk<'_>) -> Result<Response, ServiceError> {
    let t = ReleasesWords(desk.language());
    let rows = || {
        Ok(found(desk, EXPORTED)?
            .0
            .iter()
            .map(|line| row(desk, line))
            .collect())
    };
    let file = exported(desk, "releases", &columns(t), rows)?;
    file.ok_or_else(|| ServiceError::Malformed("`format` is `csv` or `xlsx`".to_owned()))
}

fn columns(t: ReleasesWords) -> Vec<ColumnSpec> {
    vec![
        ColumnSpec::new("release", t.release()).sortable(),
        ColumnSpec::new("stage", t.stage()).sortable(),
        ColumnSpec::new("components", t.components()),
        ColumnSpec::new("reached", t.reached()).less(),
        ColumnSpec::new("created", t.created()).sortable(),
    ]
}

/// Lines that fit the filters, where they go on, and how many there are.
type Found = (Vec<ReleaseLine>, Option<u64>, usize);

fn found(desk: &Desk<'_>, limit: usize) -> Result<Found, ServiceError> {
    let query = &desk.visit.query;
    let order = Order::of(query, "-created");
    let text = |name| query.get(name).map(str::to_owned);
    let answer = desk.ask(&FindReleases {
        words: text("q"),
        stage: query
            .get("stage")
            .and_then(|text| STAGES.iter().copied().find(|one| one.to_string() == text)),
        component: text("component"),
        environment: text("place"),
        order: match order.by.as_str() {
            "release" => ReleaseOrder::Name,
            "stage" => ReleaseOrder::Stage,
            _ => ReleaseOrder::Created,
        },
        descending: order.descending,
        skip: query
            .get("after")
            .and_then(|text| text.parse().ok())
            .unwrap_or(0),
        limit,
    })?;
    Ok((answer.releases, answer.next, answer.total))
}

/// In the order in which a release goes through them.
const STAGES: [Stage; 6] = [
    Stage::Draft,
    Stage::Submitted,
    Stage::Stopped,
    Stage::Cancelled,
    Stage::Closed,
    Stage::Imported,
];

fn list(desk: &Desk<'_>, t: ReleasesWords) -> Result<List, ServiceError> {
    let (lines, next, total) = found(desk, ROWS)?;
    Ok(List::of(
        desk,
        ListSpec {
            caption: t.title().to_owned(),
            columns: columns(t),
            filters: filters(desk, t)?,
            order: Order::of(&desk.visit.query, "-created"),
            rows: lines.iter().map(|line| row(desk, line)).collect(),
            total: Some(total),
            next,
            acts: vec![
                BulkAct {
                    value: "submit",
                    label: t.submit(),
                    harm: false,
                },
                BulkAct {
                    value: "cancel",
                    label: t.cancel(),
                    harm: true,
                },
            ],
            reason: Some(t.reason()),
            empty: Empty {
                icon: Icon::Release,
                heading: t.none().to_owned(),
                text: t.none_says().to_owned(),
                command: Some(
                    "holdpoint release create payments-1.0 --artifact target/app.jar".to_owned(),
                ),
            },
        },
    ))
}

fn filters(desk: &Desk<'_>, t: ReleasesWords) -> Result<Vec<Filter>, ServiceError> {
    let query = &desk.visit.query;
    let stages = STAGES
        .iter()
        .map(|stage| (stage.to_string(), Mark::stage(*stage, desk.language()).word));
    let components = desk.ask(&ListComponents::default())?.components;
    let components = components.into_iter().map(|one| {
        let title = titled(&one.title, one.component.as_str()).to_owned();
        (one.component.to_string(), title)
    });
    let places = desk.ask(&ListEnvironments::default())?.environments;
    let places = places.into_iter().map(|one| {
        let title = titled(&one.environment.title, one.environment.name.as_str()).to_owned();
        (one.environment.name.to_string(), title)
    });
    Ok(vec![
        Filter::text(query, "q", t.words()),
        Filter::choice(query, "stage", t.any_stage(), stages),
        Filter::choice(query, "component", t.any_component(), components),
        Filter::choice(query, "place", t.any_place(), places),
    ])
}

fn row(desk: &Desk<'_>, line: &ReleaseLine) -> Row {
    let name = line.release.to_string();
    let components = line.components.iter().map(|one| Tag {
        text: one.to_string(),
        to: desk.to(&format!("/catalogue/{one}")),
    });
    let places = line.reached.iter().map(|one| Tag {
        text: one.to_string(),
        to: desk.to(&format!("/environments/{one}")),
    });
    Row {
        pick: matches!(line.stage, Stage::Draft | Stage::Submitted | Stage::Stopped),
        fresh: false,
        cells: vec![
            Cell::Title {
                text: name.clone(),
                to: desk.to(&format!("/releases/{name}")),
                sub: line.title.clone().unwrap_or_default(),
            },
            Cell::Mark(Mark::stage(line.stage, desk.language())),
            Cell::Tags(components.collect()),
            Cell::Tags(places.collect()),
            Cell::Time(desk.when(line.created)),
        ],
        id: name,
    }
}

/// What the chosen releases are to go through, one by one: what is refused to one is done to the others.
async fn act(Posted { visit, form, .. }: Posted) -> Response {
    let mut results = Vec::new();
    for name in form.all("item") {
        let request = request(
            form.get("act").unwrap_or_default(),
            name,
            form.get("reason"),
        );
        let done = visit.submit(request, None).await;
        results.push(ItemResult {
            name: name.to_owned(),
            to: format!("/releases/{name}"),
            refused: done.err().map(|error| sentence(&error.to_string())),
        });
    }
    visit
        .page(move |desk| {
            let t = ReleasesWords(desk.language());
            Ok(ResultsPage {
                frame: desk.frame(t.acted(), Section::Releases),
                t: ResultWords(desk.language()),
                heading: t.acted().to_owned(),
                results,
                back: desk.visit.query.address("/releases"),
            })
        })
        .await
}

fn request(act: &str, release: &str, reason: Option<&str>) -> Value {
    match act {
        "cancel" => {
            let reason = reason.map(|text| json!({ "plain": text }));
            json!({ "command": "release.cancel", "arguments": { "release": release, "reason": reason } })
        }
        _ => json!({ "command": "release.submit", "arguments": { "release": release } }),
    }
}

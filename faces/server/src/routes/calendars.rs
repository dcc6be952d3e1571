//! `GET /calendars/{secret}/{file}`: calendars that programs such as Outlook subscribe to. They bring no token and no cookie: who
//! asks stands in the address.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, HOST, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use holdpoint_domain::{Kind, Time};
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{FeedPart, FeedView, ShowFeed};
use jiff::fmt::rfc2822;
use serde_json::json;

use super::query::{matches, tag};
use crate::api::Api;
use crate::extract::Path;
use crate::openapi::Operation;
use crate::problem::Problem;
use crate::route::{Access, Class, Route};

pub(super) const ROUTES: &[Route] = &[
    Route {
        method: "get",
        path: "/calendars/{secret}/{file}",
        name: "calendar",
        summary: "A calendar for programs: `all.ics`, `mine.ics` or `days-off.ics`.",
        access: Access::Open,
        class: Class::Quick,
        handler: || get(whole),
        describe: |operation| {
            let file = json!({ "type": "string", "enum": ["all.ics", "mine.ics", "days-off.ics"] });
            described(operation.path("file", file, "Which calendar."))
        },
    },
    Route {
        method: "get",
        path: "/calendars/{secret}/environments/{file}",
        name: "calendar.environment",
        summary: "What is closed in an environment, for programs: its name and `.ics`.",
        access: Access::Open,
        class: Class::Quick,
        handler: || get(of_environment),
        describe: |operation| {
            let file = json!({ "type": "string" });
            described(operation.path("file", file, "The environment's name and `.ics`."))
        },
    },
];

fn described(operation: Operation) -> Operation {
    let secret = json!({ "type": "string", "pattern": "^hpc_[0-9a-f]{64}$" });
    operation
        .path(
            "secret",
            secret,
            "A secret of somebody's, as `issue-feed` told it.",
        )
        .bytes("The calendar.", "text/calendar")
        .tagged()
        .refuses(&[404])
}

async fn whole(
    State(api): State<Api>,
    Path((secret, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let only = match file.as_str() {
        "all.ics" => None,
        "mine.ics" => Some(FeedPart::Mine),
        "days-off.ics" => Some(FeedPart::DaysOff),
        _ => return Err(absent(&file)),
    };
    let wanted = ShowFeed {
        only,
        environment: None,
    };
    answered(&api, secret, wanted, &headers).await
}

async fn of_environment(
    State(api): State<Api>,
    Path((secret, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let name = file.strip_suffix(".ics").ok_or_else(|| absent(&file))?;
    let wanted = ShowFeed {
        environment: Some(name.to_owned()),
        only: None,
    };
    answered(&api, secret, wanted, &headers).await
}

fn absent(name: &str) -> Problem {
    ServiceError::absent(Kind::Calendar, name, std::iter::empty()).into()
}

async fn answered(
    api: &Api,
    secret: String,
    wanted: ShowFeed,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let site = site(api, headers);
    let view = api
        .call(move |service| service.feed(&secret, &wanted, site.as_deref()))
        .await?;
    let tag = tag(view.text.as_bytes());
    let known = known(headers, &tag, view.modified);
    let about = [
        (ETAG, format!("\"{tag}\"")),
        (LAST_MODIFIED, moment(view.modified)),
        (CACHE_CONTROL, "private, no-cache".to_owned()),
    ];
    Ok(match known {
        true => (StatusCode::NOT_MODIFIED, about).into_response(),
        false => (about, content(view)).into_response(),
    })
}

/// The address under which people see the pages: what they say that it is, or what was asked. Only on the machine itself it is not
/// encrypted.
fn site(api: &Api, headers: &HeaderMap) -> Option<String> {
    let public = api.settings().public_url.clone();
    public.or_else(|| {
        let host = headers.get(HOST)?.to_str().ok()?;
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        let own = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
        let scheme = if own { "http" } else { "https" };
        Some(format!("{scheme}://{host}"))
    })
}

fn content(view: FeedView) -> Response {
    let kind = [
        (CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (CONTENT_DISPOSITION, "inline; filename=\"holdpoint.ics\""),
    ];
    (kind, Body::from(view.text)).into_response()
}

/// Whether whoever asks has it already. A tag says more than a time, so that a time is not looked at where there is one.
fn known(headers: &HeaderMap, tag: &str, modified: Time) -> bool {
    if headers.contains_key(IF_NONE_MATCH) {
        return matches(headers, tag);
    }
    let since = headers.get(IF_MODIFIED_SINCE);
    let since = since.and_then(|since| rfc2822::parse(since.to_str().ok()?).ok());
    since.is_some_and(|since| since.timestamp().as_second() >= modified.millis() / 1_000)
}

/// As HTTP has moments: `Sat, 28 Nov 2026 12:00:00 GMT`.
fn moment(time: Time) -> String {
    let stamp = jiff::Timestamp::from_millisecond(time.millis()).unwrap_or_default();
    stamp.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

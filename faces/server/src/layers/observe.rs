//! Counts every request, with its route, its status, and how long it took; and says so in the log.

use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use holdpoint_logs::{Field, Level, RequestId, TraceId};
use holdpoint_traces::{Kind, Open, TraceParent, Within, begin};

use crate::api::Api;
use crate::problem::Code;

/// The route that answered.
#[derive(Clone, Copy)]
pub(super) struct Named(pub(super) &'static str);

/// The header by which whoever asked finds their request in the log.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(crate) async fn counted(State(api): State<Api>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let counted = api.metrics().begin();
    let header = request.headers().get("traceparent");
    let parent = header.and_then(|value| TraceParent::of_header(value.to_str().ok()?));
    let method = request.method().clone();
    // A part of what whoever asks is at, if they say so.
    let span = begin("request", Kind::Server, parent);
    let within = span.as_ref().map(Open::own);
    let mut response = Within::new(within, next.run(request)).await;
    let id = api.request_id();
    let route = response.extensions().get::<Named>();
    let route = route.map_or("page", |named| named.0);
    let took = begun.elapsed();
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    say(
        &api,
        &response,
        &Said {
            method: method.as_str(),
            route,
            id,
            trace: parent.map(|parent| parent.trace),
            took,
        },
    );
    if let Some(span) = span {
        ended_span(span, method.as_str(), route, response.status());
    }
    counted.end(route, response.status().as_u16(), took);
    response
}

/// Says of it what the log says, too, under the names of OpenTelemetry.
fn ended_span(mut span: Open, asked: &str, route: &'static str, status: StatusCode) {
    let asked = method(asked);
    span.rename(format!("{asked} {route}"));
    span.say("http.request.method", asked);
    span.say("http.route", route);
    span.say("http.response.status_code", status.as_u16());
    if status.is_server_error() {
        span.fail();
    }
    span.end();
}

/// What is said of a request: nothing that somebody typed. A path may have a name in it, so the route stands for it.
struct Said<'a> {
    method: &'a str,
    route: &'static str,
    id: RequestId,
    trace: Option<TraceId>,
    took: Duration,
}

fn say(api: &Api, response: &Response, said: &Said<'_>) {
    let status = response.status();
    let level = match status.is_server_error() {
        true => Level::Error,
        false => Level::Info,
    };
    if !api.log().says(level) {
        return;
    }
    let (id, trace) = (
        said.id.to_string(),
        said.trace.map(|trace| trace.to_string()),
    );
    let took = (said.took.as_secs_f64() * 1e6).round() / 1e3;
    let mut fields: Vec<(&str, Field<'_>)> = vec![
        ("method", method(said.method).into()),
        ("route", said.route.into()),
        ("status", status.as_u16().into()),
        ("duration_ms", took.into()),
        ("request_id", id.as_str().into()),
    ];
    fields.extend(trace.as_deref().map(|trace| ("trace_id", trace.into())));
    let code = response.extensions().get::<Code>();
    fields.extend(code.map(|code| ("code", code.0.as_str().into())));
    let message = match level {
        Level::Error => "a request failed",
        _ => "a request was answered",
    };
    api.log().say(level, "http.request", message, &fields);
}

/// A method that is known: whoever asks may write anything in its place.
fn method(text: &str) -> &str {
    match text {
        "GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "OPTIONS" | "PATCH" => text,
        _ => "_OTHER",
    }
}

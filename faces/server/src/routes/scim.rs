//! `/scim/v2`: SCIM 2.0, by which the organisation's directory says who there is. What is served tells of itself, by
//! `ServiceProviderConfig`, `ResourceTypes` and `Schemas`.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, ETAG, HOST, IF_MATCH, IF_NONE_MATCH, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::Response;
use axum::routing::{MethodRouter, delete, get, patch, post, put};
use holdpoint_domain::access::Permission;
use holdpoint_scim::{GROUP, Kind, USER, listed, resource_types, schemas};
use holdpoint_service::{ScimAnswer, ScimFailure, ScimMethod, ScimRequest};
use serde_json::{Value, json};

use crate::actor::Asking;
use crate::api::Api;
use crate::extract::{Bytes, Path, Query};
use crate::problem::Problem;
use crate::route::{Access, Class, Route};

/// Where all of it is.
pub(crate) const PLACE: &str = "/scim/v2";
/// What bodies are.
pub(crate) const MEDIA_TYPE: &str = "application/scim+json";

const fn route(
    method: &'static str,
    path: &'static str,
    name: &'static str,
    handler: fn() -> MethodRouter<Api>,
) -> Route {
    Route {
        method,
        path,
        name,
        summary: "SCIM 2.0 (RFC 7644).",
        access: Access::May(Permission::Provision),
        class: Class::Quick,
        handler,
        describe: |operation| operation,
    }
}

const fn open(path: &'static str, name: &'static str, handler: fn() -> MethodRouter<Api>) -> Route {
    Route {
        access: Access::Open,
        ..route("get", path, name, handler)
    }
}

pub(super) const ROUTES: &[Route] = &[
    open("/scim/v2/ServiceProviderConfig", "scim.config", || {
        get(config)
    }),
    open("/scim/v2/ResourceTypes", "scim.types", || get(types)),
    open("/scim/v2/ResourceTypes/{id}", "scim.type", || get(one_type)),
    open("/scim/v2/Schemas", "scim.schemas", || get(all_schemas)),
    open("/scim/v2/Schemas/{id}", "scim.schema", || get(one_schema)),
    route("post", "/scim/v2/.search", "scim.search", || post(search)),
    route(
        "post",
        "/scim/v2/Users/.search",
        "scim.users.search",
        || post(search),
    ),
    route(
        "post",
        "/scim/v2/Groups/.search",
        "scim.groups.search",
        || post(search),
    ),
    route("get", "/scim/v2/Users", "scim.users", || get(users)),
    route("post", "/scim/v2/Users", "scim.user.make", || post(users)),
    route("get", "/scim/v2/Users/{id}", "scim.user", || get(user)),
    route("put", "/scim/v2/Users/{id}", "scim.user.replace", || {
        put(user)
    }),
    route("patch", "/scim/v2/Users/{id}", "scim.user.change", || {
        patch(user)
    }),
    route(
        "delete",
        "/scim/v2/Users/{id}",
        "scim.user.withdraw",
        || delete(user),
    ),
    route("get", "/scim/v2/Groups", "scim.groups", || get(groups)),
    route("post", "/scim/v2/Groups", "scim.group.make", || {
        post(groups)
    }),
    route("get", "/scim/v2/Groups/{id}", "scim.group", || get(group)),
    route("put", "/scim/v2/Groups/{id}", "scim.group.replace", || {
        put(group)
    }),
    route("patch", "/scim/v2/Groups/{id}", "scim.group.change", || {
        patch(group)
    }),
    route("delete", "/scim/v2/Groups/{id}", "scim.group.drop", || {
        delete(group)
    }),
];

/// A request, but for its resource.
type Sent = (
    State<Api>,
    Asking,
    Method,
    HeaderMap,
    Query<Vec<(String, String)>>,
    Bytes,
);

async fn users(
    State(api): State<Api>,
    asking: Asking,
    method: Method,
    headers: HeaderMap,
    query: Query<Vec<(String, String)>>,
    body: Bytes,
) -> Result<Response, Problem> {
    answer(
        (State(api), asking, method, headers, query, body),
        USER,
        None,
    )
    .await
}

async fn groups(
    State(api): State<Api>,
    asking: Asking,
    method: Method,
    headers: HeaderMap,
    query: Query<Vec<(String, String)>>,
    body: Bytes,
) -> Result<Response, Problem> {
    answer(
        (State(api), asking, method, headers, query, body),
        GROUP,
        None,
    )
    .await
}

async fn user(
    State(api): State<Api>,
    asking: Asking,
    method: Method,
    headers: HeaderMap,
    Path(id): Path<String>,
    query: Query<Vec<(String, String)>>,
    body: Bytes,
) -> Result<Response, Problem> {
    answer(
        (State(api), asking, method, headers, query, body),
        USER,
        Some(id),
    )
    .await
}

async fn group(
    State(api): State<Api>,
    asking: Asking,
    method: Method,
    headers: HeaderMap,
    Path(id): Path<String>,
    query: Query<Vec<(String, String)>>,
    body: Bytes,
) -> Result<Response, Problem> {
    answer(
        (State(api), asking, method, headers, query, body),
        GROUP,
        Some(id),
    )
    .await
}

/// Which resources a search is among, where a request names one.
const EVERYTHING: &str = "*";
const OF_A_KIND: &str = ".search";

async fn search(
    State(api): State<Api>,
    asking: Asking,
    uri: Uri,
    method: Method,
    headers: HeaderMap,
    query: Query<Vec<(String, String)>>,
    body: Bytes,
) -> Result<Response, Problem> {
    let (kind, among) = match uri.path().strip_prefix(PLACE) {
        Some("/Users/.search") => (USER, OF_A_KIND),
        Some("/Groups/.search") => (GROUP, OF_A_KIND),
        _ => (USER, EVERYTHING),
    };
    let sent = (State(api), asking, method, headers, query, body);
    answer(sent, kind, Some(among.to_owned())).await
}

async fn answer(
    (State(api), Asking(actor), method, headers, Query(query), Bytes(body)): Sent,
    kind: &'static Kind,
    id: Option<String>,
) -> Result<Response, Problem> {
    let method = match method {
        // The word of the path for a search is the id of nothing.
        Method::POST if id.is_some() => ScimMethod::Search {
            everything: id.as_deref() == Some(EVERYTHING),
        },
        Method::POST => ScimMethod::Post,
        Method::PUT => ScimMethod::Put,
        Method::PATCH => ScimMethod::Patch,
        Method::DELETE => ScimMethod::Delete,
        _ => ScimMethod::Get,
    };
    let sends = matches!(
        method,
        ScimMethod::Post | ScimMethod::Put | ScimMethod::Patch | ScimMethod::Search { .. }
    );
    let body = match sends {
        true => match serde_json::from_slice(&body) {
            Ok(body) => body,
            Err(why) => return Ok(refused(&unread(&why))),
        },
        false => Value::Null,
    };
    let header = |name: HeaderName| {
        let value = headers.get(name)?.to_str().ok()?;
        Some(value.to_owned())
    };
    let request = ScimRequest {
        kind,
        method,
        id,
        query,
        body,
        if_match: header(IF_MATCH),
        if_none_match: header(IF_NONE_MATCH),
        base: base(&api, &headers),
    };
    let answered = api
        .call(move |service| Ok(service.scim(&actor, &request)))
        .await?;
    Ok(match answered {
        Ok(answer) => told(answer),
        Err(failure) => refused(&failure),
    })
}

fn unread(why: &serde_json::Error) -> ScimFailure {
    ScimFailure {
        status: 400,
        kind: Some(holdpoint_scim::ScimType::InvalidSyntax),
        detail: format!("the body is no JSON: {why}"),
    }
}

/// The address under which all of it is: what people say that it is, or what was asked.
fn base(api: &Api, headers: &HeaderMap) -> String {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let host = || format!("http://{}", host.unwrap_or("localhost"));
    let public = api.settings().public_url.clone();
    let place = public.unwrap_or_else(host);
    format!("{}{PLACE}", place.trim_end_matches('/'))
}

fn said(status: u16, body: Option<&Value>) -> Response {
    let bytes = body.map(|body| serde_json::to_vec(body).unwrap_or_default());
    let mut response = Response::new(bytes.map_or(Body::empty(), Body::from));
    let status = StatusCode::from_u16(status);
    *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if body.is_some() {
        let kind = HeaderValue::from_static(MEDIA_TYPE);
        response.headers_mut().insert(CONTENT_TYPE, kind);
    }
    response
}

fn told(answer: ScimAnswer) -> Response {
    let mut response = said(answer.status, answer.body.as_ref());
    let more = [(ETAG, answer.version), (LOCATION, answer.location)];
    for (name, value) in more {
        let value = value.and_then(|value| HeaderValue::from_str(&value).ok());
        value.map(|value| response.headers_mut().insert(name, value));
    }
    response
}

fn refused(failure: &ScimFailure) -> Response {
    said(failure.status, Some(&failure.body()))
}

async fn config(State(api): State<Api>, headers: HeaderMap) -> Response {
    let supported = |yes: bool| json!({ "supported": yes });
    let config = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": supported(true),
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": holdpoint_scim::Page::MOST },
        "changePassword": supported(false),
        "sort": supported(true),
        "etag": supported(true),
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "Bearer token",
            "description": "A token of somebody in the role `provisioner`.",
            "primary": true,
        }],
        "meta": {
            "resourceType": "ServiceProviderConfig",
            "location": format!("{}/ServiceProviderConfig", base(&api, &headers)),
        },
    });
    said(200, Some(&config))
}

async fn types(State(api): State<Api>, headers: HeaderMap) -> Response {
    all(resource_types(&base(&api, &headers)))
}

async fn one_type(State(api): State<Api>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    one(resource_types(&base(&api, &headers)), &id)
}

async fn all_schemas(State(api): State<Api>, headers: HeaderMap) -> Response {
    all(schemas(&base(&api, &headers)))
}

async fn one_schema(
    State(api): State<Api>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    one(schemas(&base(&api, &headers)), &id)
}

fn all(these: Vec<Value>) -> Response {
    let count = these.len();
    said(200, Some(&listed(these, count, 1)))
}

fn one(these: Vec<Value>, id: &str) -> Response {
    let mut these = these.into_iter();
    match these.find(|one| one.get("id").and_then(Value::as_str) == Some(id)) {
        Some(found) => said(200, Some(&found)),
        None => refused(&ScimFailure {
            status: 404,
            kind: None,
            detail: format!("there is no `{id}`"),
        }),
    }
}

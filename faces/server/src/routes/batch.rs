//! `POST /api/v1/commands/batch`: many commands, each answered on its own.

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use holdpoint_domain::Actor;
use holdpoint_service::{Receipt, ServiceError, Submission, Way};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::commands::{NO_KEY, answered, asked, is_key, request_schema};
use crate::actor::Asking;
use crate::api::Api;
use crate::extract::Bytes;
use crate::layers::position::POSITION;
use crate::openapi::{schema, with};
use crate::problem::Problem;
use crate::route::{Access, Class, Route};

pub(super) const ROUTES: &[Route] = &[Route {
    method: "post",
    path: "/api/v1/commands/batch",
    name: "submit.batch",
    summary: "Submit up to 1,000 commands, in order: a JSON array, or a line each (NDJSON). Each is done or refused \
              on its own, and answered at its place. All are taken in before any is done.",
    access: Access::Command,
    class: Class::Quick,
    handler: || post(submit),
    describe: |operation| {
        let key = json!({ "type": "string", "minLength": 1, "maxLength": 200 });
        let item = with(request_schema(), "key", key);
        let all = json!({ "type": "array", "minItems": 1, "maxItems": MOST, "items": item });
        let results = json!({ "type": "array", "items": schema::<Done>() });
        operation
            .body(all)
            .body_of(LINES, json!({ "type": "string" }))
            .answers("What came of each, in order.", results)
    },
}];

/// How many commands at once.
const MOST: usize = 1_000;

const LINES: &str = "application/x-ndjson";

/// A command of a batch.
#[derive(Debug, Deserialize)]
struct Item {
    /// The key under which it may be repeated.
    #[serde(default)]
    key: Option<String>,
    #[serde(flatten)]
    request: Map<String, Value>,
}

/// What came of a command of a batch.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Done {
    /// It was done.
    Receipt(Receipt),
    /// It was not.
    Problem(Problem),
}

async fn submit(
    State(api): State<Api>,
    Asking(actor): Asking,
    headers: HeaderMap,
    Bytes(body): Bytes,
) -> Result<Response, Problem> {
    let items = items(&headers, &body)?;
    let mut waiting = Vec::with_capacity(items.len());
    for item in items {
        waiting.push(begun(&api, &actor, item).await);
    }
    let mut all = Vec::with_capacity(waiting.len());
    for begun in waiting {
        let done = match begun {
            Begun::Waiting(answer) => answered(&api, answer.await).await,
            Begun::Done(done) => *done,
        };
        all.push(match done {
            Ok(receipt) => Done::Receipt(receipt),
            Err(problem) => Done::Problem(problem),
        });
    }
    let position = all.iter().filter_map(|done| match done {
        Done::Receipt(receipt) => receipt.position(),
        Done::Problem(_) => None,
    });
    let position = position.max();
    let mut response = axum::Json(all).into_response();
    if let Some(position) = position {
        let position = HeaderValue::from(position);
        response.headers_mut().insert(POSITION, position);
    }
    Ok(response)
}

/// A command that has begun.
enum Begun<F> {
    Waiting(F),
    Done(Box<Result<Receipt, Problem>>),
}

async fn begun(
    api: &Api,
    actor: &Actor,
    item: Item,
) -> Begun<
    impl Future<Output = Result<holdpoint_engine::Answer, holdpoint_engine::EngineError>> + use<>,
> {
    let done = |done| Begun::Done(Box::new(done));
    if item.key.as_deref().is_some_and(|key| !is_key(key)) {
        return done(Err(ServiceError::Malformed(NO_KEY.to_owned()).into()));
    }
    let submission = Submission {
        key: item.key,
        request: Value::Object(item.request),
        dry_run: false,
    };
    match api.service().way(actor, submission) {
        Err(error) => done(Err(error.into())),
        Ok(Way::Engine(request)) => Begun::Waiting(asked(api, request)),
        Ok(Way::Service(submission)) => {
            let actor = actor.clone();
            done(
                api.call(move |service| service.submit(&actor, submission))
                    .await,
            )
        }
    }
}

fn items(headers: &HeaderMap, body: &[u8]) -> Result<Vec<Item>, Problem> {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
    let wrong = |error: serde_json::Error| Problem::input("request-malformed", error.to_string());
    let items = match kind {
        Some("application/json") => serde_json::from_slice(body).map_err(wrong)?,
        Some(LINES) => {
            let lines = body.split(|byte| *byte == b'\n');
            let lines = lines.filter(|line| !line.trim_ascii().is_empty());
            // One more than fits is enough to know that they are too many.
            let items = lines.take(MOST + 1).map(serde_json::from_slice);
            items.collect::<Result<Vec<Item>, _>>().map_err(wrong)?
        }
        _ => {
            return Err(Problem::media_type(
                "application/json` or `application/x-ndjson",
            ));
        }
    };
    if items.is_empty() || items.len() > MOST {
        let message = format!("a batch has 1 to {MOST} commands");
        return Err(Problem::input("request-malformed", message));
    }
    Ok(items)
}

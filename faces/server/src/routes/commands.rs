//! `POST /api/v1/commands`.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use holdpoint_domain::{Actor, Command};
use holdpoint_engine::{Answer, EngineError, Request};
use holdpoint_service::{Receipt, ServiceError, Submission, Way};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::actor::Asking;
use crate::api::Api;
use crate::extract::{Json, Query};
use crate::layers::position::POSITION;
use crate::openapi::schema;
use crate::problem::Problem;
use crate::route::{Access, Class, Route};

pub(super) const ROUTES: &[Route] = &[Route {
    method: "post",
    path: "/api/v1/commands",
    name: "submit",
    summary: "Submit a command. When it is answered, everything in the answer is durable.",
    access: Access::Command,
    class: Class::Quick,
    handler: || post(submit),
    describe: |operation| {
        let key = "Repeat a request under its key, and it is not done again.";
        let key_schema = json!({ "type": "string", "minLength": 1, "maxLength": 200 });
        let dry = "Only say what would come of it.";
        operation
            .header("Idempotency-Key", key_schema, key)
            .query("dry_run", json!({ "type": "boolean" }), dry)
            .body(request_schema())
            .answers("Done, or what would come of it.", schema::<Receipt>())
            .refuses(&[404, 409])
    },
}];

/// How a command is submitted.
#[derive(Debug, Default, Deserialize)]
struct How {
    /// Whether only to say what would come of it.
    #[serde(default)]
    dry_run: bool,
}

/// The shape of a command with its arguments; what those are, depends on the command.
pub(super) fn request_schema() -> Value {
    json!({
        "type": "object",
        "required": ["command", "arguments"],
        "properties": {
            "command": { "type": "string", "enum": Command::NAMES },
            "arguments": { "type": "object" }
        },
        "additionalProperties": false
    })
}

async fn submit(
    State(api): State<Api>,
    Asking(actor): Asking,
    Query(how): Query<How>,
    headers: HeaderMap,
    Json(request): Json<Value>,
) -> Result<Response, Problem> {
    let submission = Submission {
        key: key(&headers)?,
        request,
        dry_run: how.dry_run,
    };
    let receipt = done(&api, actor, submission).await?;
    let position = receipt.position();
    let mut response = axum::Json(receipt).into_response();
    if let Some(position) = position {
        let position = HeaderValue::from(position);
        response.headers_mut().insert(POSITION, position);
    }
    Ok(response)
}

/// Does it, without a thread that waits unless the vault or the blobs are needed.
async fn done(api: &Api, actor: Actor, submission: Submission) -> Result<Receipt, Problem> {
    match api.service().way(&actor, submission)? {
        Way::Engine(request) => answered(api, asked(api, request).await).await,
        Way::Service(submission) => {
            api.call(move |service| service.submit(&actor, submission))
                .await
        }
    }
}

/// What the engine will answer.
pub(super) fn asked(
    api: &Api,
    request: Request,
) -> impl Future<Output = Result<Answer, EngineError>> + use<> {
    let (sender, receiver) = oneshot::channel();
    api.service().engine().submit_with(request, move |answer| {
        // Whoever asked may be gone: then nobody needs the answer.
        let _ = sender.send(answer);
    });
    async move { receiver.await.unwrap_or(Err(EngineError::Closed)) }
}

/// The receipt of what the engine answered.
pub(super) async fn answered(
    api: &Api,
    answer: Result<Answer, EngineError>,
) -> Result<Receipt, Problem> {
    let answer = answer.map_err(ServiceError::from)?;
    if answer.repeated {
        // Its proofs are read from the disk.
        return api.call(move |service| service.receipt(answer)).await;
    }
    Ok(api.service().receipt(answer)?)
}

fn key(headers: &HeaderMap) -> Result<Option<String>, ServiceError> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = value.to_str().ok();
    key.filter(|key| is_key(key))
        .map(|key| Some(key.to_owned()))
        .ok_or_else(|| ServiceError::Malformed(NO_KEY.to_owned()))
}

/// What is said of a key that is none.
pub(super) const NO_KEY: &str = "an idempotency key is 1 to 200 visible characters";

/// Whether a text can be a key.
pub(super) fn is_key(text: &str) -> bool {
    let visible = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
    (1..=200).contains(&text.len()) && text.bytes().all(visible)
}

//! `POST /api/v1/hooks/kubernetes/{environment}`: a cluster asks before it takes something.
//!
//! What cannot be judged is answered with an error, never with a guess: the cluster then does what its `failurePolicy` says.

use std::time::Duration;

use axum::extract::State;
use axum::routing::{MethodRouter, post};
use holdpoint_domain::access::Permission;
use holdpoint_domain::{Actor, Digest};
use holdpoint_hooks::Genuine;
use holdpoint_hooks::kubernetes::{Image, Operation, Response, Review, answer, read};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::actor::Asking;
use crate::api::Api;
use crate::extract::{Bytes, Path, Query};
use crate::openapi::Operation as Described;
use crate::problem::Problem;
use crate::route::{Access, Class, Route};

mod lines;

pub(in crate::routes) const ROUTES: &[Route] = &[
    route(
        "/api/v1/hooks/kubernetes/{environment}",
        "hooks.kubernetes",
        "Whether a cluster may take what it is asked to; images that no release carries are answered as the gate's level says.",
        || post(as_level),
        described,
    ),
    route(
        "/api/v1/hooks/kubernetes/{environment}/{unknown}",
        "hooks.kubernetes-unknown",
        "The same, with images that no release carries allowed or denied whatever the gate's level.",
        || post(as_said),
        |operation| {
            let unknown = json!({ "enum": ["allow", "deny"] });
            described(operation).path("unknown", unknown, "What no release carries.")
        },
    ),
];

const fn route(
    path: &'static str,
    name: &'static str,
    summary: &'static str,
    handler: fn() -> MethodRouter<Api>,
    describe: fn(Described) -> Described,
) -> Route {
    Route {
        method: "post",
        path,
        name,
        summary,
        access: Access::May(Permission::Read),
        class: Class::Quick,
        handler,
        describe,
    }
}

/// What clusters send and are sent.
fn admission() -> Value {
    json!({ "type": "object", "required": ["apiVersion", "kind"], "properties": {
        "apiVersion": { "const": "admission.k8s.io/v1" },
        "kind": { "const": "AdmissionReview" },
        "request": { "type": "object" },
        "response": { "type": "object" }
    } })
}

fn described(operation: Described) -> Described {
    let timeout = json!({ "type": "string" });
    operation
        .path(
            "environment",
            json!({ "type": "string" }),
            "Whose gate is asked.",
        )
        .query(
            "timeout",
            timeout,
            "How long the cluster waits, such as `10s`.",
        )
        .body(admission())
        .answers("What the gate says, as an `AdmissionReview`.", admission())
        .refuses(&[404, 409])
}

/// What is answered to images that no release carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Unknown {
    Allow,
    Deny,
}

/// How long the cluster waits, as it says itself.
#[derive(Debug, Deserialize)]
struct Waits {
    timeout: Option<String>,
}

/// How long a cluster waits that does not say.
const USUAL: u64 = 10;
/// How much earlier there is an answer, in milliseconds, so that it arrives and says why there is no verdict.
const EARLIER: u64 = 500;

impl Waits {
    fn patience(&self) -> Duration {
        let said = self
            .timeout
            .as_deref()
            .and_then(|text| text.strip_suffix('s'));
        let seconds = said.and_then(|text| text.parse().ok()).unwrap_or(USUAL);
        Duration::from_millis(seconds.clamp(1, 30) * 1_000 - EARLIER)
    }
}

async fn as_level(
    State(api): State<Api>,
    Asking(actor): Asking,
    Path(environment): Path<String>,
    Query(waits): Query<Waits>,
    Bytes(body): Bytes,
) -> Result<axum::Json<Value>, Problem> {
    judged(&api, actor, environment, None, &waits, &body).await
}

async fn as_said(
    State(api): State<Api>,
    Asking(actor): Asking,
    Path((environment, unknown)): Path<(String, Unknown)>,
    Query(waits): Query<Waits>,
    Bytes(body): Bytes,
) -> Result<axum::Json<Value>, Problem> {
    judged(&api, actor, environment, Some(unknown), &waits, &body).await
}

async fn judged(
    api: &Api,
    actor: Actor,
    environment: String,
    unknown: Option<Unknown>,
    waits: &Waits,
    body: &[u8],
) -> Result<axum::Json<Value>, Problem> {
    api.may(&actor, Permission::Read).await?;
    // The bearer of the token vouches for it.
    let review = read(Genuine::vouched(body));
    let review = review.map_err(|why| Problem::input("request-malformed", why.to_string()))?;
    let (images, digests) = asked(&review);
    let at = environment.clone();
    let admission = api.call(move |service| service.admission(&actor, &at, &digests));
    let admission = tokio::time::timeout(waits.patience(), admission).await;
    let admission = admission.map_err(|_| Problem::late())??;
    let lines = lines::of(&environment, &admission, &images, unknown);
    Ok(axum::Json(answer(&Response {
        uid: &review.uid,
        mode: lines.mode,
        against: &lines.against,
        warnings: &lines.warnings,
    })))
}

/// The images that are new there, and the digests of those that say one.
fn asked(review: &Review) -> (Vec<(Image, Option<usize>)>, Vec<Digest>) {
    if !matches!(review.operation, Operation::Create | Operation::Update) {
        return (Vec::new(), Vec::new());
    }
    let mut digests: Vec<Digest> = Vec::new();
    let images = review.new_images().map(|image| {
        let digest = image.reference.digest.as_ref();
        let digest = digest.and_then(|digest| digest.as_str().parse().ok());
        let place = digest.map(|digest| {
            let known = digests.iter().position(|one| *one == digest);
            known.unwrap_or_else(|| {
                digests.push(digest);
                digests.len() - 1
            })
        });
        (image.clone(), place)
    });
    let images = images.collect();
    (images, digests)
}

//! `POST /api/v1/enrol`: whoever has an enrolment is let in; nobody else is known yet, so nobody is asked who asks.

use axum::Extension;
use axum::extract::{ConnectInfo, State};
use axum::routing::post;
use holdpoint_domain::access::Door;
use holdpoint_service::{Enrolment, Entrance, system_user};
use serde_json::{Value, json};

use crate::api::Api;
use crate::extract::Json;
use crate::openapi::schema;
use crate::problem::Problem;
use crate::route::{Access, Class, Route};
use holdpoint_listen::Peer;

pub(super) const ROUTES: &[Route] = &[Route {
    method: "post",
    path: "/api/v1/enrol",
    name: "account.enrol",
    summary: "Redeem an enrolment, which counts once: the person's first token.",
    access: Access::Open,
    class: Class::Quick,
    handler: || post(redeem),
    describe: |operation| {
        operation
            .body(schema::<Enrolment>())
            .answers(
                "The token, told here and never again.",
                json!({ "type": "object", "required": ["token"], "properties": {
                    "token": { "type": "string" }
                } }),
            )
            .refuses(&[401])
    },
}];

async fn redeem(
    State(api): State<Api>,
    peer: Option<Extension<ConnectInfo<Peer>>>,
    Json(enrolment): Json<Enrolment>,
) -> Result<axum::Json<Value>, Problem> {
    let peer = peer.map(|Extension(ConnectInfo(peer))| peer);
    api.call(move |service| service.enrol(&enrolment, &entrance(peer)))
        .await
        .map(axum::Json)
}

fn entrance(peer: Option<Peer>) -> Entrance {
    match peer {
        Some(Peer::Local(uid)) => Entrance::of_user(Door::Socket, system_user(uid)),
        Some(Peer::Unknown) => Entrance::by(Door::Socket),
        Some(Peer::Network(_)) | None => Entrance::by(Door::Network),
    }
}

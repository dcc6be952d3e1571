//! `PUT /api/v1/blobs` and `GET /api/v1/blobs/{digest}`.

use std::io::{self, Read};

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use holdpoint_domain::access::Permission;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::actor::Asking;
use crate::api::Api;
use crate::extract::Path;
use crate::problem::Problem;
use crate::route::{Access, Class, Route};

pub(super) const ROUTES: &[Route] = &[
    Route {
        method: "put",
        path: "/api/v1/blobs",
        name: "blob.put",
        summary: "Keep content of any size, named by its digest.",
        access: Access::May(Permission::Evidence),
        class: Class::Long,
        handler: || put(keep),
        describe: |operation| {
            let kept = json!({ "type": "object", "required": ["digest", "size"], "properties": {
                "digest": { "type": "string" }, "size": { "type": "integer" }
            } });
            operation
                .body_of("*/*", json!({ "type": "string", "format": "binary" }))
                .answers("It is kept, durably.", kept)
                .refuses(&[409])
        },
    },
    Route {
        method: "get",
        path: "/api/v1/blobs/{digest}",
        name: "blob.get",
        summary: "The content of a digest.",
        access: Access::May(Permission::Read),
        class: Class::Long,
        handler: || get(content),
        describe: |operation| {
            let digest = json!({ "type": "string", "pattern": "^sha256:[0-9a-f]{64}$" });
            operation
                .path("digest", digest, "Its digest.")
                .bytes("The content.", "application/octet-stream")
                .refuses(&[404, 409])
        },
    },
];

/// Keeps the body, streamed, and says its digest.
async fn keep(
    State(api): State<Api>,
    Asking(actor): Asking,
    mut body: Body,
) -> Result<Json<Value>, Problem> {
    let (sender, receiver) = mpsc::channel(4);
    let kept = api.call(move |service| {
        service.may(&actor, Permission::Evidence)?;
        let mut content = Arriving {
            receiver,
            rest: Bytes::new(),
        };
        let (digest, size) = service.blobs().put(&mut content)?;
        Ok(json!({ "digest": digest.to_string(), "size": size }))
    });
    let feed = async {
        while let Some(frame) = body.frame().await {
            let data = frame
                .map_err(io::Error::other)
                .map(|frame| frame.into_data().ok());
            let data = data.transpose();
            // A closed channel means that nobody wants the rest: the answer says why.
            let Some(data) = data else { continue };
            if sender.send(data).await.is_err() {
                break;
            }
        }
        drop(sender);
    };
    let (kept, ()) = tokio::join!(kept, feed);
    kept.map(Json)
}

/// A body as it arrives, read on a thread that may block.
struct Arriving {
    receiver: mpsc::Receiver<io::Result<Bytes>>,
    rest: Bytes,
}

impl Read for Arriving {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() {
            match self.receiver.blocking_recv() {
                Some(data) => self.rest = data?,
                None => return Ok(0),
            }
        }
        let some = self.rest.split_to(self.rest.len().min(buffer.len()));
        for (place, byte) in buffer.iter_mut().zip(&some) {
            *place = *byte;
        }
        Ok(some.len())
    }
}

/// The content of that digest.
async fn content(
    State(api): State<Api>,
    Asking(actor): Asking,
    Path(digest): Path<String>,
) -> Result<Response, Problem> {
    let content = api
        .call(move |service| {
            service.may(&actor, Permission::Read)?;
            Ok(service.blobs().get(&digest.parse()?)?)
        })
        .await?;
    let content = content.ok_or_else(Problem::not_found)?;
    let headers = [
        // Whatever it is, no browser takes it for a page of ours.
        (CONTENT_TYPE, "application/octet-stream"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CACHE_CONTROL, "private, max-age=31536000, immutable"),
    ];
    Ok((headers, content).into_response())
}

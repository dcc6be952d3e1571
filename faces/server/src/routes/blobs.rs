//! `PUT /api/v1/blobs` and `GET /api/v1/blobs/{digest}`.

use std::io::{self, Read};

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};
use holdpoint_domain::access::Permission;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::actor::Asking;
use crate::api::Api;
use crate::problem::Problem;

/// Keeps the body, streamed, and says its digest.
pub(crate) async fn put(
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
pub(crate) async fn get(
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

//! `PUT /api/v1/blobs` and `GET /api/v1/blobs/{digest}`.

use std::io::{self, Read};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use axum::{Extension, Json};
use holdpoint_domain::access::Permission;
use http_body_util::{BodyExt as _, channel::Channel};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::actor::Asking;
use crate::api::Api;
use crate::extract::Path;
use crate::layers::around::Permit;
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

/// Bytes up to which content is read as a whole, so that one that is damaged is a plain error.
const WHOLE: u64 = 1024 * 1024;
/// Bytes of a chunk of larger content.
const CHUNK: usize = 64 * 1024;

enum Found {
    Small(Vec<u8>),
    Large(Box<dyn Read + Send>, u64),
}

/// Content as it is read, on a thread that may block. The connection breaks before the end of what turns out to be damaged.
fn leaving(mut content: Box<dyn Read + Send>, size: u64, permit: Permit) -> Response {
    let (mut sender, body) = Channel::<Bytes, io::Error>::new(4);
    tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let runtime = tokio::runtime::Handle::current();
        let mut buffer = vec![0; CHUNK];
        loop {
            let chunk = match content.read(&mut buffer) {
                Ok(0) => return,
                Ok(count) => Bytes::copy_from_slice(buffer.get(..count).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return sender.abort(error),
            };
            // Whoever asked may be gone.
            if runtime.block_on(sender.send_data(chunk)).is_err() {
                return;
            }
        }
    });
    ([(CONTENT_LENGTH, size)], Body::new(body)).into_response()
}

/// The content of that digest.
async fn content(
    State(api): State<Api>,
    Asking(actor): Asking,
    Extension(permit): Extension<Permit>,
    Path(digest): Path<String>,
) -> Result<Response, Problem> {
    let found = api
        .call(move |service| {
            service.may(&actor, Permission::Read)?;
            let digest = digest.parse()?;
            match service.blobs().size(&digest)? {
                Some(size) if size > WHOLE => {
                    let content = service.blobs().open(&digest)?;
                    Ok(content.map(|content| Found::Large(content, size)))
                }
                Some(_) => Ok(service.blobs().get(&digest)?.map(Found::Small)),
                None => Ok(None),
            }
        })
        .await?;
    let content = match found.ok_or_else(Problem::not_found)? {
        Found::Small(content) => content.into_response(),
        Found::Large(content, size) => leaving(content, size, permit),
    };
    let headers = [
        // Whatever it is, no browser takes it for a page of ours.
        (CONTENT_TYPE, "application/octet-stream"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CACHE_CONTROL, "private, max-age=31536000, immutable"),
    ];
    Ok((headers, content).into_response())
}

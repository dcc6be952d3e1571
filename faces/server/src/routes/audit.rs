//! `GET /api/v1/audit/…`.

use std::io;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use holdpoint_domain::access::Permission;
use holdpoint_engine::audit::{ReplayReport, VerifyReport};
use http_body_util::channel::{Channel, Sender};
use serde::Deserialize;
use tokio::runtime::Handle;

use crate::actor::Asking;
use crate::api::Api;
use crate::problem::Problem;

pub(crate) async fn verify(
    State(api): State<Api>,
    Asking(actor): Asking,
) -> Result<Json<VerifyReport>, Problem> {
    api.call(move |service| service.audit_verify(&actor, &|_, _| {}))
        .await
        .map(Json)
}

pub(crate) async fn replay(
    State(api): State<Api>,
    Asking(actor): Asking,
) -> Result<Json<ReplayReport>, Problem> {
    api.call(move |service| service.audit_replay(&actor, &|_, _| {}))
        .await
        .map(Json)
}

/// What is exported.
#[derive(Debug, Deserialize)]
pub(crate) struct What {
    /// A release whose entries get a proof file each.
    release: Option<String>,
}

pub(crate) async fn export(
    State(api): State<Api>,
    Asking(actor): Asking,
    Query(what): Query<What>,
) -> Result<Response, Problem> {
    let asking = actor.clone();
    api.call(move |service| service.may(&asking, Permission::Export))
        .await?;
    let (sender, body) = Channel::<Bytes, io::Error>::new(8);
    let handle = Handle::current();
    let writing = async move {
        let write = move |service: &holdpoint_service::Service| {
            let mut to = Leaving {
                sender: Some(sender),
                handle,
            };
            let written =
                service.audit_export(&actor, what.release.as_deref(), &mut to, &|_, _| {});
            if let Err(error) = &written {
                // A body that breaks off is not taken for a whole one.
                to.abort(io::Error::other(error.to_string()));
            }
            written.map(drop)
        };
        // Whoever reads the body sees whether it ended well.
        let _ = api.call(write).await;
    };
    tokio::spawn(writing);
    let headers = [
        (CONTENT_TYPE, "application/x-tar"),
        (
            CONTENT_DISPOSITION,
            "attachment; filename=\"holdpoint-audit.tar\"",
        ),
    ];
    Ok((headers, Body::new(body)).into_response())
}

/// The body of a response, written on a thread that may block.
struct Leaving {
    sender: Option<Sender<Bytes, io::Error>>,
    handle: Handle,
}

impl Leaving {
    fn abort(&mut self, error: io::Error) {
        if let Some(sender) = self.sender.take() {
            sender.abort(error);
        }
    }
}

impl io::Write for Leaving {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        let sender = self.sender.as_mut().ok_or_else(gone)?;
        let sent = self
            .handle
            .block_on(sender.send_data(Bytes::copy_from_slice(bytes)));
        sent.map(|()| bytes.len()).map_err(|_| gone())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

//! `GET /api/v1/audit/…`.

use std::io;

use axum::Extension;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use holdpoint_domain::access::Permission;
use holdpoint_engine::audit::{ReplayReport, Trust, VerifyReport};
use holdpoint_service::Service;
use http_body_util::channel::{Channel, Sender};
use serde::Deserialize;
use serde_json::json;
use tokio::runtime::Handle;

use crate::actor::Asking;
use crate::api::Api;
use crate::extract::Query;
use crate::layers::around::Permit;
use crate::openapi::Operation;
use crate::problem::Problem;
use crate::route::{Access, Class, Route};

pub(super) const ROUTES: &[Route] = &[
    Route {
        method: "get",
        path: "/api/v1/audit/verify",
        name: "audit.verify",
        summary: "Check every entry, the tree, and every blob that an entry names.",
        access: Access::May(Permission::Read),
        class: Class::Long,
        handler: || get(verify),
        describe: report,
    },
    Route {
        method: "get",
        path: "/api/v1/audit/replay",
        name: "audit.replay",
        summary: "Judge every verdict again.",
        access: Access::May(Permission::Read),
        class: Class::Long,
        handler: || get(replay),
        describe: report,
    },
    Route {
        method: "get",
        path: "/api/v1/audit/export",
        name: "audit.export",
        summary: "A bundle that verifies offline, as a tar archive.",
        access: Access::May(Permission::Export),
        class: Class::Long,
        handler: || get(export),
        describe: |operation| {
            let release = json!({ "type": "string" });
            operation
                .query("release", release, "Add proof files for its entries.")
                .bytes("The bundle.", "application/x-tar")
                .refuses(&[404, 409])
        },
    },
];

fn report(operation: Operation) -> Operation {
    operation
        .answers("What was found.", json!({ "type": "object" }))
        .refuses(&[409])
}

async fn verify(
    State(api): State<Api>,
    Asking(actor): Asking,
) -> Result<Json<VerifyReport>, Problem> {
    api.call(move |service| service.audit_verify(&actor, &Trust::default(), &|_, _| {}))
        .await
        .map(Json)
}

async fn replay(
    State(api): State<Api>,
    Asking(actor): Asking,
) -> Result<Json<ReplayReport>, Problem> {
    api.call(move |service| service.audit_replay(&actor, &|_, _| {}))
        .await
        .map(Json)
}

/// What is exported.
#[derive(Debug, Deserialize)]
struct What {
    /// A release whose entries get a proof file each.
    release: Option<String>,
}

async fn export(
    State(api): State<Api>,
    Asking(actor): Asking,
    Extension(permit): Extension<Permit>,
    Query(what): Query<What>,
) -> Result<Response, Problem> {
    let begun = move |service: &Service| service.begin_export(&actor, what.release.as_deref());
    let begun = api.call(begun).await?;
    let (sender, body) = Channel::<Bytes, io::Error>::new(8);
    let handle = Handle::current();
    let writing = async move {
        let _permit = permit;
        let write = move |service: &Service| {
            let mut to = Leaving {
                sender: Some(sender),
                handle,
            };
            let written = service.write_export(&begun, &mut to, &|_, _| {});
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

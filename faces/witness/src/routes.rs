//! The protocol over HTTP, and what a person or a monitor may want to see.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use holdpoint_ledger::witness::{
    Declined, MAX_SUBMISSION, STALE_TYPE, Submission, SubmissionError,
};
use sha2::{Digest as _, Sha256};
use tokio::sync::oneshot;

use crate::cosigning::{Answer, Cosigning, NotCosigned, Work};
use crate::counts::Counts;
use crate::{LogRow, Place};

/// Time that a submission may take to arrive.
const PATIENCE: Duration = Duration::from_secs(10);
const TEXT: &str = "text/plain; charset=utf-8";

/// What the routes work with.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) cosigning: Cosigning,
    pub(crate) counts: Arc<Counts>,
    pub(crate) place: Place,
    /// The public key, as a verifier key.
    pub(crate) key: String,
}

pub(crate) fn router(desk: Desk) -> Router {
    Router::new()
        .route("/", get(about))
        .route("/add-checkpoint", post(add_checkpoint))
        .route("/checkpoint/{log}", get(checkpoint))
        .route("/healthz", get(async || text(StatusCode::OK, "ok\n")))
        .route("/metrics", get(metrics))
        .with_state(desk)
}

async fn add_checkpoint(State(desk): State<Desk>, body: Body) -> Response {
    let response = match received(body).await {
        Ok(bytes) => answered(cosigned(&desk.cosigning, &bytes).await),
        Err(response) => response,
    };
    desk.counts.answered(response.status().as_u16());
    response
}

async fn received(body: Body) -> Result<Bytes, Response> {
    match tokio::time::timeout(PATIENCE, to_bytes(body, MAX_SUBMISSION)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => {
            let large = SubmissionError::TooLarge(MAX_SUBMISSION + 1);
            Err(answered(Err(Declined::from(large).into())))
        }
        Err(_) => Err(text(
            StatusCode::REQUEST_TIMEOUT,
            "the submission did not arrive in time\n",
        )),
    }
}

async fn cosigned(cosigning: &Cosigning, bytes: &[u8]) -> Answer {
    let submission = Submission::parse(bytes).map_err(Declined::from)?;
    let signed = cosigning.known.load().open(&submission.checkpoint)?;
    let (reply, answer) = oneshot::channel();
    let work = Work {
        signed,
        submission,
        reply,
    };
    if !cosigning.submit(work) {
        return Err(NotCosigned::Failed);
    }
    answer.await.unwrap_or(Err(NotCosigned::Failed))
}

fn answered(answer: Answer) -> Response {
    match answer {
        Ok(signature) => text(StatusCode::OK, signature.line()),
        Err(NotCosigned::Declined(declined)) => {
            let status = StatusCode::from_u16(declined.status());
            let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            match declined.cosigned_size() {
                Some(size) => {
                    (status, [(CONTENT_TYPE, STALE_TYPE)], format!("{size}\n")).into_response()
                }
                None => text(status, format!("{declined}\n")),
            }
        }
        Err(failed) => text(StatusCode::INTERNAL_SERVER_ERROR, format!("{failed}\n")),
    }
}

/// The newest cosigned checkpoint of a log, by SHA-256 of its origin in hexadecimal digits.
async fn checkpoint(State(desk): State<Desk>, Path(log): Path<String>) -> Response {
    let cosigned = |logs: Vec<LogRow>| {
        let named = |row: &LogRow| hex::encode(Sha256::digest(&row.origin)) == log;
        logs.into_iter().find(named)?.cosigned
    };
    match logs(desk.place).await.map(cosigned) {
        Some(Some(cosigned)) => text(StatusCode::OK, cosigned.note),
        Some(None) => text(
            StatusCode::NOT_FOUND,
            "nothing of such a log was cosigned\n",
        ),
        None => answered(Err(NotCosigned::Failed)),
    }
}

async fn metrics(State(desk): State<Desk>) -> Response {
    match logs(desk.place).await {
        Some(logs) => text(StatusCode::OK, desk.counts.text(&logs)),
        None => answered(Err(NotCosigned::Failed)),
    }
}

/// Who this is, for whoever opens the address in a browser.
async fn about(State(desk): State<Desk>) -> Response {
    let key = &desk.key;
    let about = format!(
        "a witness of transparency logs (c2sp.org/tlog-witness)\n\n{key}\n\n\
         POST /add-checkpoint\n\
         GET  /checkpoint/SHA256-OF-ORIGIN\n"
    );
    text(StatusCode::OK, about)
}

/// Read from a connection of its own, beside the thread that cosigns.
async fn logs(place: Place) -> Option<Vec<LogRow>> {
    let read = tokio::task::spawn_blocking(move || place.register().ok()?.logs().ok());
    read.await.ok().flatten()
}

fn text(status: StatusCode, body: impl Into<Body>) -> Response {
    let headers = [
        (CONTENT_TYPE, TEXT),
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, body.into()).into_response()
}

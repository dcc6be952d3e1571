//! `GET /api/v1/entries/stream`: new entries as they come, as CloudEvents in server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use holdpoint_domain::Actor;
use holdpoint_domain::access::Permission;
use holdpoint_service::{Service, ServiceError};
use http_body_util::channel::{Channel, Sender};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::watch;

use crate::actor::Asking;
use crate::api::Api;
use crate::extract::Query;
use crate::layers::around::Permit;
use crate::problem::Problem;
use crate::route::{Access, Class, Route};
use holdpoint_listen::told;

pub(super) const ROUTES: &[Route] = &[Route {
    method: "get",
    path: "/api/v1/entries/stream",
    name: "entries.stream",
    summary: "New entries as they come: server-sent events whose data is the entry, a CloudEvent, and whose id is its \
              position. After an interruption `Last-Event-ID` goes on where it ended.",
    access: Access::May(Permission::Read),
    class: Class::Stream,
    handler: || get(stream),
    describe: |operation| {
        let position = || json!({ "type": "integer", "minimum": 0 });
        let text = || json!({ "type": "string" });
        operation
            .header("Last-Event-ID", position(), "Go on after this entry.")
            .query(
                "from",
                position(),
                "Begin with this entry, and not with the next that comes.",
            )
            .query(
                "type",
                text(),
                "Only events whose type begins so, such as `release.`.",
            )
            .query(
                "subject",
                text(),
                "Only events of this aggregate, as `kind/name`.",
            )
            .streams("The entries, until somebody hangs up.")
            .refuses(&[409])
    },
}];

/// After so long without an entry a comment is sent: proxies end connections that are silent.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How many entries are read at once.
const SOME: u64 = 256;

/// Which entries.
#[derive(Debug, Default, Deserialize)]
struct Wanted {
    from: Option<u64>,
    #[serde(rename = "type")]
    kind: Option<String>,
    subject: Option<String>,
}

/// What of an entry decides whether it is wanted.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(rename = "type", borrow)]
    kind: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    subject: std::borrow::Cow<'a, str>,
}

impl Wanted {
    fn wants(&self, entry: &[u8]) -> bool {
        if self.kind.is_none() && self.subject.is_none() {
            return true;
        }
        let Ok(head) = serde_json::from_slice::<Head<'_>>(entry) else {
            return false;
        };
        let kind = head.kind.strip_prefix(holdpoint_engine::entry::TYPE_PREFIX);
        let kind = kind.unwrap_or(&head.kind);
        self.kind.as_ref().is_none_or(|wanted| {
            kind.starts_with(wanted.as_str()) || head.kind.starts_with(wanted.as_str())
        }) && self
            .subject
            .as_ref()
            .is_none_or(|wanted| *wanted == head.subject)
    }
}

async fn stream(
    State(api): State<Api>,
    Asking(actor): Asking,
    Extension(permit): Extension<Permit>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    api.may(&actor, Permission::Read).await?;
    let size = api.service().engine().published().size();
    let next = match last(&headers)? {
        Some(last) => last.saturating_add(1),
        None => wanted.from.unwrap_or(size),
    };
    let (sender, body) = Channel::<Bytes, Infallible>::new(8);
    let flow = Flow {
        growth: api.growth(),
        stopped: api.stopped(),
        api,
        actor,
        wanted,
        next,
    };
    tokio::spawn(async move {
        let _permit = permit;
        // It ends when whoever listens is gone, or may not read any more, or the server stops.
        let _ = flow.run(sender).await;
    });
    let headers = [
        (CONTENT_TYPE.as_str(), "text/event-stream"),
        (CACHE_CONTROL.as_str(), "no-store"),
        ("x-accel-buffering", "no"),
    ];
    Ok((headers, Body::new(body)).into_response())
}

/// The entry that whoever comes back has seen last.
fn last(headers: &HeaderMap) -> Result<Option<u64>, ServiceError> {
    let Some(value) = headers.get("last-event-id") else {
        return Ok(None);
    };
    let position = value.to_str().ok().and_then(|text| text.parse().ok());
    position.map(Some).ok_or_else(|| {
        ServiceError::Malformed("`Last-Event-ID` is not the position of an entry".to_owned())
    })
}

struct Flow {
    api: Api,
    actor: Actor,
    wanted: Wanted,
    next: u64,
    growth: watch::Receiver<u64>,
    stopped: watch::Receiver<bool>,
}

/// That a stream has come to its end.
struct End;

impl Flow {
    async fn run(mut self, mut to: Sender<Bytes, Infallible>) -> Result<(), End> {
        let api = self.api.clone();
        let _streaming = api.metrics().stream();
        let mut stopped = self.stopped.clone();
        self.send(&mut to, Bytes::from_static(b"retry: 2000\n\n"))
            .await?;
        loop {
            let size = *self.growth.borrow_and_update();
            while self.next < size {
                let end = size.min(self.next.saturating_add(SOME));
                let events = self.events(end).await?;
                if !events.is_empty() {
                    self.send(&mut to, events).await?;
                }
                self.next = end;
            }
            tokio::select! {
                grown = self.growth.changed() => grown.map_err(|_| End)?,
                () = told(&mut stopped) => return Ok(()),
                () = tokio::time::sleep(HEARTBEAT) => {
                    self.send(&mut to, Bytes::from_static(b":\n\n")).await?;
                }
            }
        }
    }

    /// Sends, unless it is time to stop: who listens may be slow.
    async fn send(&mut self, to: &mut Sender<Bytes, Infallible>, bytes: Bytes) -> Result<(), End> {
        tokio::select! {
            sent = to.send_data(bytes) => sent.map_err(|_| End),
            () = told(&mut self.stopped) => Err(End),
        }
    }

    /// The wanted ones among the entries before `end`, as events.
    async fn events(&mut self, end: u64) -> Result<Bytes, End> {
        let actor = self.actor.clone();
        let wanted = std::mem::take(&mut self.wanted);
        let range = self.next..end;
        let read = move |service: &Service| {
            // Whoever may not read any more does not learn of more.
            service.may(&actor, Permission::Read)?;
            let mut text = Vec::new();
            service.engine().visit(range, &mut |position, entry| {
                if wanted.wants(entry) {
                    text.extend_from_slice(format!("id: {position}\ndata: ").as_bytes());
                    text.extend_from_slice(entry);
                    text.extend_from_slice(b"\n\n");
                }
                Ok(())
            })?;
            Ok((Bytes::from(text), wanted))
        };
        let (events, wanted) = self.api.call(read).await.map_err(|_| End)?;
        self.wanted = wanted;
        Ok(events)
    }
}

#[cfg(test)]
mod tests {
    use super::Wanted;

    const ENTRY: &[u8] =
        br#"{"type":"io.holdpoint.release.created.v1","subject":"release/till-1","data":{}}"#;

    #[test]
    fn entries_are_chosen_by_type_and_subject() {
        let wants = |kind: Option<&str>, subject: Option<&str>| {
            let wanted = Wanted {
                from: None,
                kind: kind.map(str::to_owned),
                subject: subject.map(str::to_owned),
            };
            wanted.wants(ENTRY)
        };
        assert!(wants(None, None));
        assert!(wants(Some("release."), None));
        assert!(wants(Some("io.holdpoint.release.created.v1"), None));
        assert!(!wants(Some("deployment."), None));
        assert!(wants(Some("release."), Some("release/till-1")));
        assert!(!wants(Some("release."), Some("release/till-2")));
        assert!(!wants(None, Some("release/till")));
    }
}

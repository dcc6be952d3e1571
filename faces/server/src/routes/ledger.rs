//! `/ledger`: the C2SP tiled log (tlog-tiles 0.1.0), which other people's tools read unchanged.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use holdpoint_domain::access::Permission;
use holdpoint_ledger::tile::{BundleId, TileId};
use serde_json::json;

use crate::actor::Asking;
use crate::api::Api;
use crate::extract::Path;
use crate::problem::Problem;
use crate::route::{Access, Class, Route};

pub(super) const ROUTES: &[Route] = &[
    Route {
        method: "get",
        path: "/ledger/checkpoint",
        name: "ledger.checkpoint",
        summary: "The newest signed checkpoint (C2SP tlog-checkpoint 1.0.0).",
        access: Access::Open,
        class: Class::Quick,
        handler: || get(checkpoint),
        describe: |operation| operation.text("The note.").refuses(&[404]),
    },
    Route {
        method: "get",
        path: "/ledger/witnessed",
        name: "ledger.witnessed",
        summary: "The newest checkpoint that enough witnesses have cosigned (C2SP tlog-cosignature 1.0.1).",
        access: Access::Open,
        class: Class::Quick,
        handler: || get(witnessed),
        describe: |operation| operation.text("The note.").refuses(&[404]),
    },
    Route {
        method: "get",
        path: "/ledger/tile/{*path}",
        name: "ledger.tile",
        summary: "A tile, open to anybody, or a bundle of entries (C2SP tlog-tiles 0.1.0).",
        access: Access::Ledger,
        class: Class::Quick,
        handler: || get(tile),
        describe: |operation| {
            operation
                .path(
                    "path",
                    json!({ "type": "string" }),
                    "Such as `0/x001/234.p/5`.",
                )
                .bytes("The tile or bundle.", "application/octet-stream")
                .refuses(&[401, 404, 409])
        },
    },
];

/// A tile of a width never changes, a partial one neither.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

async fn checkpoint(State(api): State<Api>) -> Result<Response, Problem> {
    note(
        api.call(|service| Ok(service.engine().checkpoint()))
            .await?,
    )
}

async fn witnessed(State(api): State<Api>) -> Result<Response, Problem> {
    let horizon = api.call(|service| Ok(service.engine().horizon())).await?;
    note(horizon.map(|horizon| horizon.note.clone()))
}

/// A checkpoint with its signatures.
fn note(note: Option<Vec<u8>>) -> Result<Response, Problem> {
    let note = note.ok_or_else(Problem::not_found)?;
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (CACHE_CONTROL, "no-cache"),
    ];
    Ok((headers, note).into_response())
}

async fn tile(
    State(api): State<Api>,
    asking: Result<Asking, Problem>,
    Path(path): Path<String>,
) -> Result<Response, Problem> {
    let path = format!("tile/{path}");
    let malformed = |error| Problem::input("tile-path", format!("{error}"));
    let bytes = if path.starts_with("tile/entries/") {
        let bundle: BundleId = path.parse().map_err(malformed)?;
        let reader = if api.settings().open_ledger {
            None
        } else {
            Some(asking?)
        };
        api.call(move |service| {
            if let Some(Asking(actor)) = reader {
                service.may(&actor, Permission::Read)?;
            }
            Ok(service.engine().bundle(bundle)?)
        })
        .await?
    } else {
        let tile: TileId = path.parse().map_err(malformed)?;
        api.call(move |service| Ok(service.engine().tile(tile)?))
            .await?
    };
    let bytes = bytes.ok_or_else(Problem::not_found)?;
    let cache = if api.settings().open_ledger {
        FOR_GOOD
    } else {
        "private, max-age=31536000, immutable"
    };
    let headers = [
        (CONTENT_TYPE, "application/octet-stream"),
        (CACHE_CONTROL, cache),
    ];
    Ok((headers, bytes).into_response())
}

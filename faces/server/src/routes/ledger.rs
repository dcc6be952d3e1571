//! `/ledger`: the C2SP tiled log (tlog-tiles 0.1.0), which other people's tools read unchanged.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use holdpoint_domain::access::Permission;
use holdpoint_ledger::tile::{BundleId, TileId};

use crate::actor::Asking;
use crate::api::Api;
use crate::problem::Problem;

/// A tile of a width never changes, a partial one neither.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

pub(crate) async fn checkpoint(State(api): State<Api>) -> Result<Response, Problem> {
    let checkpoint = api
        .call(|service| Ok(service.engine().checkpoint()))
        .await?;
    let checkpoint = checkpoint.ok_or_else(Problem::not_found)?;
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (CACHE_CONTROL, "no-cache"),
    ];
    Ok((headers, checkpoint).into_response())
}

pub(crate) async fn tile(
    State(api): State<Api>,
    asking: Result<Asking, Problem>,
    Path(path): Path<String>,
) -> Result<Response, Problem> {
    let path = format!("tile/{path}");
    let malformed = |error| Problem::input("tile-path", format!("{error}"));
    let bytes = if path.starts_with("tile/entries/") {
        let bundle: BundleId = path.parse().map_err(malformed)?;
        let reader = if api.open_ledger() {
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
    let cache = if api.open_ledger() {
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

//! Setting up: what leads the first administrator from an empty data directory to a first environment.
//!
//! | step | before | kept in |
//! |---|---|---|
//! | organisation | the code | the address of the next step |
//! | administrator | the code | the ledger: the organisation is founded |
//! | team, repository, environment | signed in | the ledger |
//! | people, if wanted | signed in | the ledger and the vault |
//!
//! So whatever breaks off, `/setup` goes on where it stood.

mod code;
mod form;
mod founding;
mod people;
mod steps;
mod words;

use axum::Router;
use axum::routing::get;

use crate::Site;
pub(crate) use form::Kind;
pub(crate) use steps::unfinished;

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/setup", get(founding::begin).post(founding::named))
        .route(
            "/setup/administrator",
            get(founding::who).post(founding::found),
        )
        .route("/setup/team", get(steps::team).post(steps::team_named))
        .route(
            "/setup/repository",
            get(steps::repository).post(steps::repository_named),
        )
        .route(
            "/setup/environment",
            get(steps::environment).post(steps::environment_named),
        )
        .route("/setup/people", get(people::people).post(people::invited))
        .route("/setup/done", get(steps::done))
}

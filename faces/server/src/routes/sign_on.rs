//! `POST /api/v1/login/{provider}/logout`: an identity provider says that somebody has logged out there.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Form, extract::rejection::FormRejection};
use holdpoint_service::{Nature, SignOnError};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::api::Api;
use crate::extract::Path;
use crate::openapi::schema;
use crate::problem::Problem;
use crate::route::{Access, Class, Route};

pub(super) const ROUTES: &[Route] = &[Route {
    method: "post",
    path: "/api/v1/login/{provider}/logout",
    name: "login.logged-out",
    summary: "An identity provider says that somebody has logged out there: their sessions end here, too \
              (OpenID Connect Back-Channel Logout 1.0).",
    access: Access::Open,
    class: Class::Quick,
    handler: || post(logged_out),
    describe: |operation| {
        operation
            .path(
                "provider",
                serde_json::json!({ "type": "string" }),
                "Which provider, by its name in the settings.",
            )
            .body_of("application/x-www-form-urlencoded", schema::<Told>())
            .nothing("They are signed out, if they were signed in.")
            .refuses(&[404])
    },
}];

/// What the provider says.
#[derive(Deserialize, JsonSchema)]
struct Told {
    /// A token by which somebody logs out, signed by the provider.
    logout_token: String,
}

async fn logged_out(
    State(api): State<Api>,
    Path(provider): Path<String>,
    told: Result<Form<Told>, FormRejection>,
) -> Result<StatusCode, Problem> {
    let wrong = |error: FormRejection| Problem::input("request-malformed", error.body_text());
    let Form(told) = told.map_err(wrong)?;
    let done =
        api.call(move |service| Ok(service.logged_out_elsewhere(&provider, &told.logout_token)));
    match done.await? {
        Ok(_) => Ok(StatusCode::NO_CONTENT),
        Err(SignOnError::Service(error)) => Err(error.into()),
        Err(error) => Err(problem(&error)),
    }
}

fn problem(error: &SignOnError) -> Problem {
    let status = match error.nature() {
        Nature::Absent => StatusCode::NOT_FOUND,
        Nature::Failed => StatusCode::SERVICE_UNAVAILABLE,
        // Section 2.8: whatever is wrong with the token.
        _ => StatusCode::BAD_REQUEST,
    };
    let mut problem = Problem::new(status, &error.code(), error.to_string());
    problem.detail = error.help();
    problem
}

//! What proves who asks, if that is not the operating-system user: a token that was given, or that the CI system which
//! this runs on issues to its jobs.

use std::time::Duration;

use holdpoint_tokens::encoded;
use serde::Deserialize;

use crate::arguments::Global;
use crate::error::Failure;
use crate::{files, http};

/// Where a job on GitHub Actions asks for its token, and by what it proves that it is one; only those that may have a
/// token (`permissions: id-token: write`) know it.
const REQUEST_URL: &str = "ACTIONS_ID_TOKEN_REQUEST_URL";
const REQUEST_TOKEN: &str = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

/// For whom the token is to be, if not for the server by its address.
const AUDIENCE: &str = "HOLDPOINT_AUDIENCE";

const PATIENCE: Duration = Duration::from_secs(30);

/// The token that was given.
pub(crate) fn given(global: &Global) -> Result<Option<String>, Failure> {
    let Some(path) = &global.token_file else {
        return Ok(variable("HOLDPOINT_TOKEN"));
    };
    let token = files::read_text(path)?.trim().to_owned();
    if token.is_empty() {
        let message = format!("`{}` has no token in it", path.display());
        return Err(Failure::input("token", message));
    }
    Ok(Some(token))
}

/// The same, or what this job can prove to the server.
pub(crate) fn for_server(global: &Global, server: &str) -> Result<Option<String>, Failure> {
    if let Some(token) = given(global)? {
        return Ok(Some(token));
    }
    let (Some(url), Some(proof)) = (variable(REQUEST_URL), variable(REQUEST_TOKEN)) else {
        return Ok(None);
    };
    let audience = variable(AUDIENCE);
    let audience = audience.unwrap_or_else(|| server.trim_end_matches('/').to_owned());
    of_job(&url, &proof, &audience).map(Some)
}

#[derive(Deserialize)]
struct Issued {
    value: String,
}

/// Asks GitHub Actions for the token of this job.
fn of_job(url: &str, proof: &str, audience: &str) -> Result<String, Failure> {
    let message = "GitHub Actions issues no token to this job";
    let failed = |why: &dyn std::error::Error| {
        Failure::failed("token", message)
            .because(why)
            .help("or give one with `--token-file` or `HOLDPOINT_TOKEN`")
    };
    let client = http::builder().timeout(PATIENCE).build();
    let client = client.map_err(|why| failed(&why))?;
    let before = if url.contains('?') { '&' } else { '?' };
    let audience = encoded(&[("audience", audience)]);
    let request = client.get(format!("{url}{before}{audience}"));
    let answer = request.bearer_auth(proof).send();
    let answer = answer.and_then(|answer| answer.error_for_status());
    // Its address may be a secret of the job.
    let answer = answer.map_err(|why| failed(&why.without_url()))?;
    let issued: Issued = answer.json().map_err(|why| failed(&why.without_url()))?;
    Ok(issued.value)
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

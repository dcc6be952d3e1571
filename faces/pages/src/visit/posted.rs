//! A form that somebody sent from a page of their own session.

use axum::extract::{Form, FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::{Fields, Visit};
use crate::Site;

/// A visit with the form that came along. A form that does not bear the session's own word is not taken: another
/// site may have sent it.
pub(crate) struct Posted {
    pub(crate) visit: Visit,
    pub(crate) form: Fields,
}

impl FromRequest<Site> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, site).await?;
        let request = Request::from_parts(parts, body);
        let form = Form::<Vec<(String, String)>>::from_request(request, site).await;
        let Form(form) = form.map_err(IntoResponse::into_response)?;
        let form = Fields(form);
        if form.get("csrf") != Some(visit.session.csrf.as_str()) {
            return Err(StatusCode::FORBIDDEN.into_response());
        }
        Ok(Self { visit, form })
    }
}

//! `GET /api/v1/comments/{comment}/attachments/{index}`.

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use holdpoint_domain::access::Permission;
use holdpoint_domain::conversation::CommentId;
use holdpoint_service::ServiceError;
use serde_json::json;

use crate::actor::Asking;
use crate::api::Api;
use crate::extract::Path;
use crate::problem::Problem;
use crate::route::{Access, Class, Route};

pub(super) const ROUTES: &[Route] = &[Route {
    method: "get",
    path: "/api/v1/comments/{comment}/attachments/{index}",
    name: "comment.attachment",
    summary: "What was attached to a comment.",
    access: Access::May(Permission::Read),
    class: Class::Long,
    handler: || get(attachment),
    describe: |operation| {
        let comment = json!({ "type": "string", "pattern": "^com_[0-9A-HJKMNP-TV-Z]{26}$" });
        let index = json!({ "type": "integer", "minimum": 0 });
        operation
            .path("comment", comment, "Which comment.")
            .path("index", index, "Which attachment, counted from 0.")
            .bytes("The content.", "*/*")
            .refuses(&[404, 409])
    },
}];

/// What a browser may show by itself: pictures that cannot act, and plain text.
const HARMLESS: &[&str] = &[
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "text/plain",
];

/// What was attached. Whatever it is, no browser takes it for a page of ours: it is saved, never shown in place,
/// in a sandbox of its own, and only harmless kinds keep their name.
async fn attachment(
    State(api): State<Api>,
    Asking(actor): Asking,
    Path((comment, index)): Path<(String, usize)>,
) -> Result<Response, Problem> {
    let wrong = |error: holdpoint_domain::NameError| ServiceError::Malformed(error.to_string());
    let comment: CommentId = comment.parse().map_err(wrong)?;
    let file = api
        .call(move |service| service.attachment(&actor, &comment, index))
        .await?;
    let known = HARMLESS.iter().find(|kind| **kind == file.media_type);
    let kind = match known.copied() {
        Some("text/plain") => "text/plain; charset=utf-8",
        Some(kind) => kind,
        None => "application/octet-stream",
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; sandbox"),
        ),
        (CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        (CONTENT_DISPOSITION, disposition(&file.name)?),
    ];
    Ok((headers, file.content).into_response())
}

/// To be saved under that name (RFC 6266, RFC 8187).
fn disposition(name: &str) -> Result<HeaderValue, Problem> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let encoded: String = name
        .bytes()
        .map(|byte| match plain(byte) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect();
    let text = format!("attachment; filename*=UTF-8''{encoded}");
    HeaderValue::from_str(&text).map_err(|_| Problem::internal())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::disposition;

    #[test]
    fn no_name_breaks_out_of_the_header() {
        let name = "a\"; x=\r\nSet-Cookie: ä.html";
        let header = disposition(name).unwrap();
        let text = header.to_str().unwrap();
        assert_eq!(
            text,
            "attachment; filename*=UTF-8''a%22%3B%20x%3D%0D%0ASet-Cookie%3A%20%C3%A4.html"
        );
    }
}

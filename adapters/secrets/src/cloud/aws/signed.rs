//! Requests that are signed: Signature Version 4, by `object_store`.

use object_store::aws::{AwsAuthorizer, AwsCredential};
use object_store::client::HttpRequest;
use reqwest::Url;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};

use crate::why::Trouble;
use crate::wire::hidden;

/// The headers of a request for the value of a secret.
pub(super) fn headers(
    credential: &AwsCredential,
    url: &Url,
    region: &str,
    body: &str,
) -> Result<HeaderMap, Trouble> {
    // What signs takes it for granted that headers can carry them.
    for text in [&credential.key_id].into_iter().chain(&credential.token) {
        hidden(text)?;
    }
    let mut request = HttpRequest::new(body.to_owned().into());
    *request.method_mut() = reqwest::Method::POST;
    *request.uri_mut() = url.as_str().parse().map_err(|_| Trouble::Unreadable)?;
    let headers = request.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/x-amz-json-1.1"),
    );
    headers.insert(
        "x-amz-target",
        HeaderValue::from_static("secretsmanager.GetSecretValue"),
    );
    let signed =
        AwsAuthorizer::new(credential, "secretsmanager", region).try_authorize(&mut request, None);
    signed.map_err(|_| Trouble::Credentials("nothing can be signed with the key for AWS"))?;
    let mut headers = std::mem::take(request.headers_mut());
    for name in ["authorization", "x-amz-security-token"] {
        if let Some(value) = headers.get_mut(name) {
            value.set_sensitive(true);
        }
    }
    Ok(headers)
}

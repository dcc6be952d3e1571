//! What a page of a session bears to prove that it is one: in the header `X-CSRF-Token`, or in a form's field `csrf`.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;

use crate::problem::Problem;
use crate::route::LARGEST_REQUEST;

/// How large a form with files may be, in bytes: as many attachments as a comment has, and its text.
const LARGEST_FORM: usize = 24 * 1024 * 1024;

const HEADER: &str = "x-csrf-token";

/// Where in a body the field stands.
type Field = fn(&[u8]) -> Option<&[u8]>;

/// The request, if it bears what is expected.
pub(crate) async fn proven(request: Request, expected: &str) -> Result<Request, Problem> {
    if let Some(value) = request.headers().get(HEADER) {
        return match same(value.as_bytes(), expected.as_bytes()) {
            true => Ok(request),
            false => Err(Problem::forged()),
        };
    }
    let kind = request.headers().get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let (field, most): (Field, usize) = match kind.split(';').next().map(str::trim) {
        Some("application/x-www-form-urlencoded") => (in_pairs, LARGEST_REQUEST),
        Some("multipart/form-data") => (in_parts, LARGEST_FORM),
        _ => return Err(Problem::forged()),
    };
    let (head, body) = request.into_parts();
    let bytes = to_bytes(body, most).await;
    let bytes = bytes.map_err(|_| Problem::too_large())?;
    match field(&bytes) {
        Some(found) if same(found, expected.as_bytes()) => {
            Ok(Request::from_parts(head, Body::from(bytes)))
        }
        _ => Err(Problem::forged()),
    }
}

/// The field of a form. What is looked for are hex digits, which no form encodes.
fn in_pairs(body: &[u8]) -> Option<&[u8]> {
    body.split(|byte| *byte == b'&')
        .find_map(|pair| pair.strip_prefix(b"csrf="))
}

/// The field of a form with files.
fn in_parts(body: &[u8]) -> Option<&[u8]> {
    const BEFORE: &[u8] = b"name=\"csrf\"\r\n\r\n";
    let at = body.windows(BEFORE.len()).position(|some| some == BEFORE)?;
    let rest = body.get(at + BEFORE.len()..)?;
    let end = rest.iter().position(|byte| *byte == b'\r')?;
    rest.get(..end)
}

/// Whether two texts are the same, without stopping at the first difference.
fn same(one: &[u8], other: &[u8]) -> bool {
    let differences = one.iter().zip(other).fold(0, |all, (a, b)| all | (a ^ b));
    one.len() == other.len() && differences == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_in_both_kinds_of_forms() {
        assert_eq!(in_pairs(b"a=b&csrf=12ab&c="), Some(&b"12ab"[..]));
        assert_eq!(in_pairs(b"xcsrf=1&a=csrf=2"), None);
        let parts =
            b"--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n12ab\r\n--x--\r\n";
        assert_eq!(in_parts(parts), Some(&b"12ab"[..]));
        assert_eq!(in_parts(b"--x\r\nname=\"other\"\r\n\r\n12ab\r\n"), None);
    }

    #[test]
    fn all_of_it_counts() {
        assert!(same(b"12ab", b"12ab"));
        assert!(!same(b"12ab", b"12aB"));
        assert!(!same(b"12a", b"12ab"));
        assert!(!same(b"", b"12ab"));
    }
}

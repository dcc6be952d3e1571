//! What a page of a session bears to prove that it is one: in the header `X-CSRF-Token`, or in a form's field `csrf`.

use axum::body::Body;
use axum::extract::Request;

use super::form::{Kind, heard};
use crate::problem::Problem;

const HEADER: &str = "x-csrf-token";

/// A change that nothing proves to be wanted.
pub(super) struct Unproven {
    pub(super) problem: Problem,
    /// The form that it came in, as far as it fits.
    pub(super) form: Option<Request>,
    /// Whether that is all of it.
    pub(super) whole: bool,
}

impl From<Problem> for Unproven {
    fn from(problem: Problem) -> Self {
        Self {
            problem,
            form: None,
            whole: false,
        }
    }
}

/// The request, if it bears what is expected.
pub(super) async fn proven(request: Request, expected: &str) -> Result<Request, Unproven> {
    if let Some(value) = request.headers().get(HEADER) {
        return match same(value.as_bytes(), expected.as_bytes()) {
            true => Ok(request),
            false => Err(Problem::forged().into()),
        };
    }
    let Some(kind) = Kind::of(&request) else {
        return Err(Problem::forged().into());
    };
    let (head, body) = request.into_parts();
    let heard = heard(body, kind.most()).await;
    let found = match kind {
        Kind::Plain => in_pairs(&heard.bytes),
        Kind::Files => in_parts(&heard.bytes),
    };
    let proven = found.is_some_and(|found| same(found, expected.as_bytes()));
    let request = Request::from_parts(head, Body::from(heard.bytes));
    match (heard.whole, proven) {
        (true, true) => Ok(request),
        (whole, _) => Err(Unproven {
            problem: match whole {
                true => Problem::forged(),
                false => Problem::too_large(),
            },
            form: Some(request),
            whole,
        }),
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

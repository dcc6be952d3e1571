//! The pages of what the server itself says no to.

use axum::http::StatusCode;
use holdpoint_domain::RefusalPage;

use crate::problem::Problem;

/// All of them, for `holdpoint explain`.
pub const PAGES: &[RefusalPage] = &[
    RefusalPage {
        code: "not-found",
        message: "there is nothing under this address",
        why: "The path is no route of the API, or what it names does not exist.",
        help: "`/api/v1/openapi.json` lists all routes",
    },
    RefusalPage {
        code: "method-not-allowed",
        message: "this address is not asked so",
        why: "The path is a route of the API, but not with this method.",
        help: "the header `Allow` says which methods it has",
    },
    RefusalPage {
        code: "request-too-large",
        message: "the request is too large",
        why: "A request has at most 8 MiB, so that a few of them do not fill the memory of the server.",
        help: "send several requests; content of any size goes to `PUT /api/v1/blobs`",
    },
    RefusalPage {
        code: "media-type",
        message: "the request is not of the right media type",
        why: "Only a body that says what it is, is read: a form of another site cannot say that it is JSON.",
        help: "send the header `Content-Type` that the OpenAPI document names",
    },
    RefusalPage {
        code: "server-busy",
        message: "the server has enough to do",
        why: "Only so many requests are answered at a time, so that those are answered soon.",
        help: "try again after the time that `Retry-After` names",
    },
    RefusalPage {
        code: "server-late",
        message: "the answer took too long",
        why: "A request is given up after 30 seconds. If it was a command, it may have been done.",
        help: "repeat a command under the same `Idempotency-Key`: it is not done twice",
    },
    RefusalPage {
        code: "request-forged",
        message: "the request does not come from a page of this server",
        why: "A browser sends its cookies also when another site makes it. So whatever changes something bears what \
              only our own pages know.",
        help: "load the page again; programs use a token in `Authorization: Bearer` instead of a cookie",
    },
    RefusalPage {
        code: "connection-insecure",
        message: "nobody signs in over a connection that others can read",
        why: "A session is as good as a password while it lasts, and over plain HTTP everybody on the way reads it.",
        help: "put a proxy with TLS before the server and say `--public-url https://…`, or listen on 127.0.0.1",
    },
    RefusalPage {
        code: "too-many-attempts",
        message: "too many attempts failed",
        why: "After some wrong passwords every further attempt for the same handle, or from the same address, waits \
              twice as long as the one before, so that nobody can try many.",
        help: "wait as long as the answer says, and try again; an administrator can send a link that signs in",
    },
];

/// The problem of a page.
fn of(status: StatusCode, code: &str) -> Problem {
    match PAGES.iter().find(|page| page.code == code) {
        Some(page) => {
            let mut problem = Problem::new(status, code, page.message);
            problem.detail = Some(page.help.to_owned());
            problem
        }
        None => Problem::internal(),
    }
}

impl Problem {
    pub(crate) fn not_found() -> Self {
        of(StatusCode::NOT_FOUND, "not-found")
    }

    pub(crate) fn method_not_allowed() -> Self {
        of(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed")
    }

    pub(crate) fn too_large() -> Self {
        of(StatusCode::PAYLOAD_TOO_LARGE, "request-too-large")
    }

    pub(crate) fn media_type(expected: &str) -> Self {
        let mut problem = of(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type");
        problem.detail = Some(format!("send it as `Content-Type: {expected}`"));
        problem
    }

    pub(crate) fn busy() -> Self {
        of(StatusCode::SERVICE_UNAVAILABLE, "server-busy")
    }

    pub(crate) fn late() -> Self {
        of(StatusCode::SERVICE_UNAVAILABLE, "server-late")
    }

    pub(crate) fn forged() -> Self {
        of(StatusCode::FORBIDDEN, "request-forged")
    }

    pub(crate) fn insecure() -> Self {
        of(StatusCode::FORBIDDEN, "connection-insecure")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_of_ours_has_its_page() {
        let made = [
            Problem::not_found(),
            Problem::method_not_allowed(),
            Problem::too_large(),
            Problem::media_type("application/json"),
            Problem::busy(),
            Problem::late(),
            Problem::forged(),
            Problem::insecure(),
        ];
        for problem in made {
            assert!(
                PAGES.iter().any(|page| page.code == problem.code),
                "{problem:?}"
            );
        }
    }
}

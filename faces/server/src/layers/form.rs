//! The body of a form, read as far as there is room. Whoever sends more is heard out all the same: a browser shows no
//! answer to what it could not send.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use http_body_util::BodyExt as _;

use crate::route::LARGEST_REQUEST;

/// How large a form with files may be, in bytes: as many attachments as a comment has, and its text.
const LARGEST_FORM: usize = 24 * 1024 * 1024;

/// How much of a stranger's form is kept, in bytes: what was typed, which stands before the files.
pub(super) const TYPED: usize = 128 * 1024;

/// How much is heard out beyond what is kept, in bytes, and for how long.
const HEARD: usize = 256 * 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(60);

/// Kinds of forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Pairs.
    Plain,
    /// Parts, of which some are files.
    Files,
}

impl Kind {
    pub(super) fn of(request: &Request) -> Option<Self> {
        let kind = request.headers().get(CONTENT_TYPE)?.to_str().ok()?;
        match kind.split(';').next().map(str::trim) {
            Some("application/x-www-form-urlencoded") => Some(Self::Plain),
            Some("multipart/form-data") => Some(Self::Files),
            _ => None,
        }
    }

    /// How large it may be, in bytes.
    pub(super) fn most(self) -> usize {
        match self {
            Self::Plain => LARGEST_REQUEST,
            Self::Files => LARGEST_FORM,
        }
    }
}

/// What a body says.
pub(super) struct Heard {
    pub(super) bytes: Bytes,
    /// Whether that is all of it.
    pub(super) whole: bool,
}

/// A body as far as it fits.
pub(super) async fn heard(mut body: Body, most: usize) -> Heard {
    let mut kept = Vec::new();
    while let Some(frame) = body.frame().await {
        let data = frame.map(|frame| frame.into_data().unwrap_or_default());
        let data = data.unwrap_or_default();
        let room = most - kept.len();
        kept.extend_from_slice(data.get(..room).unwrap_or(&data));
        if data.len() > room {
            // What becomes of it does not matter: there is an answer already.
            let _ = tokio::time::timeout(PATIENCE, let_out(body)).await;
            return Heard {
                bytes: kept.into(),
                whole: false,
            };
        }
    }
    Heard {
        bytes: kept.into(),
        whole: true,
    }
}

async fn let_out(mut body: Body) {
    let mut passed = 0_usize;
    while let Some(Ok(frame)) = body.frame().await {
        passed = passed.saturating_add(frame.data_ref().map_or(0, Bytes::len));
        if passed > HEARD {
            return;
        }
    }
}

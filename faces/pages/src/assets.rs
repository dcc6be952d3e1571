//! Style sheet, script and pictures: embedded, compressed once, and addressed by their hash, so that a browser
//! keeps each for ever.

use holdpoint_steplog::ansi;
use std::io::Write as _;
use std::sync::LazyLock;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};

/// Something that a page refers to.
#[derive(Debug)]
pub struct Asset {
    /// Where it is: its name with its hash in it.
    pub url: String,
    kind: &'static str,
    plain: Bytes,
    /// As it is shipped to all but the oldest browsers.
    pub compressed: Bytes,
}

/// The parts of the style sheet, in the order in which they count.
const STYLE: &[&str] = &[
    include_str!("../assets/style/ground.css"),
    include_str!("../assets/style/frame.css"),
    include_str!("../assets/style/parts.css"),
    include_str!("../assets/style/list.css"),
    include_str!("../assets/style/home.css"),
    include_str!("../assets/style/release.css"),
    include_str!("../assets/style/places.css"),
    include_str!("../assets/style/calendar.css"),
    include_str!("../assets/style/catalogue.css"),
    include_str!("../assets/style/ledger.css"),
    include_str!("../assets/style/runs.css"),
    include_str!("../assets/style/cutovers.css"),
    include_str!("../assets/style/talk.css"),
    include_str!("../assets/style/check.css"),
    include_str!("../assets/style/setup.css"),
    holdpoint_profile::STYLE,
];

static STYLE_SHEET: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("holdpoint", "css", &squeezed(&STYLE.concat())));
static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "holdpoint",
        "js",
        include_str!("../assets/script/holdpoint.js"),
    )
});
static VERIFY: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("verify", "js", include_str!("../assets/script/verify.js")));
static PASSKEY: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("passkey", "js", include_str!("../assets/script/passkey.js")));
static CALENDAR: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "calendar",
        "js",
        include_str!("../assets/script/calendar.js"),
    )
});
static RUNS: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("runs", "js", include_str!("../assets/script/runs.js")));
/// How the colours of a terminal look.
static COLOURS: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("colours", "css", &ansi::stylesheet()));
static PICTURE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("holdpoint", "svg", include_str!("../assets/holdpoint.svg")));

/// All of them.
#[must_use]
pub fn all() -> [&'static Asset; 8] {
    [
        &STYLE_SHEET,
        &SCRIPT,
        &VERIFY,
        &PASSKEY,
        &CALENDAR,
        &RUNS,
        &COLOURS,
        &PICTURE,
    ]
}

/// The style sheet.
pub(crate) fn style() -> &'static Asset {
    &STYLE_SHEET
}

/// The script that every page has.
pub(crate) fn script() -> &'static Asset {
    &SCRIPT
}

/// The script that verifies an entry.
pub(crate) fn verify() -> &'static Asset {
    &VERIFY
}

/// The script that makes passkeys and signs with them.
pub(crate) fn passkey() -> &'static Asset {
    &PASSKEY
}

/// The script by which entries of the calendar are moved.
pub(crate) fn calendar() -> &'static Asset {
    &CALENDAR
}

/// The script by which a log goes on while its step runs.
pub(crate) fn runs() -> &'static Asset {
    &RUNS
}

/// The style sheet of what steps have written.
pub(crate) fn colours() -> &'static Asset {
    &COLOURS
}

/// The picture in the browser's tab.
pub(crate) fn picture() -> &'static Asset {
    &PICTURE
}

impl Asset {
    fn new(name: &str, extension: &str, text: &str) -> Self {
        let hash = hex::encode(Sha256::digest(text));
        let short = hash.get(..12).unwrap_or_default();
        Self {
            url: format!("/assets/{name}-{short}.{extension}"),
            kind: match extension {
                "css" => "text/css; charset=utf-8",
                "js" => "text/javascript; charset=utf-8",
                _ => "image/svg+xml",
            },
            plain: Bytes::from(text.to_owned()),
            compressed: Bytes::from(gzip(text.as_bytes(), Compression::best())),
        }
    }
}

/// The style sheet without comments and the white space at the beginning of lines.
fn squeezed(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        squeezed.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    squeezed.push_str(rest);
    let lines = squeezed
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// In the format of RFC 1952.
pub(crate) fn gzip(bytes: &[u8], level: Compression) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    // Writing into memory does not fail; were it to, an empty body would show.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Whether whoever asks understands it.
pub(crate) fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| {
        accepted
            .split(',')
            .any(|one| one.trim().starts_with("gzip"))
    })
}

/// `GET /assets/{name}`.
pub(crate) async fn get(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let found = all()
        .into_iter()
        .find(|asset| asset.url.strip_prefix("/assets/") == Some(&name));
    let Some(asset) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kept = [
        (CONTENT_TYPE, asset.kind),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (VARY, "accept-encoding"),
    ];
    let tag = [(ETAG, format!("\"{name}\""))];
    match takes_gzip(&headers) {
        true => (
            kept,
            tag,
            [(CONTENT_ENCODING, "gzip")],
            asset.compressed.clone(),
        )
            .into_response(),
        false => (kept, tag, asset.plain.clone()).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::{all, squeezed};

    #[test]
    fn what_every_page_loads_is_small() {
        let bytes: usize = all().iter().map(|asset| asset.compressed.len()).sum();
        assert!(bytes < 30_000, "{bytes} bytes compressed");
    }

    #[test]
    fn a_style_sheet_is_squeezed_without_changing_it() {
        assert_eq!(
            squeezed("/* a */ a {\n  b: c;\n\n}\n/* x\ny */\nd{}"),
            "a {\nb: c;\n}\nd{}"
        );
    }

    #[test]
    fn no_style_asks_another_host() {
        for asset in all() {
            let text = String::from_utf8_lossy(&asset.plain);
            assert!(!text.contains("@import"), "{}", asset.url);
            assert!(!text.contains("url(http"), "{}", asset.url);
        }
    }
}

//! Where a log is read from: a directory or a server.

use std::io::Read as _;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use holdpoint_ledger::source::{DirectorySource, MAX_RESOURCE, SourceError, TileSource};
use reqwest::StatusCode;
use reqwest::blocking::Client;

use crate::error::Failure;
use crate::http;

/// Where the log is.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct Place {
    /// The log is in this directory, with a file `checkpoint`.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// The log is below this address, with `/checkpoint`.
    #[arg(long, value_name = "URL")]
    url: Option<String>,
}

impl Place {
    /// What reads it.
    pub(super) fn source(&self) -> Result<Box<dyn TileSource>, Failure> {
        match (&self.dir, &self.url) {
            (Some(dir), _) if dir.is_dir() => Ok(Box::new(DirectorySource::new(dir))),
            (Some(dir), _) => {
                let message = format!("`{}` is no directory", dir.display());
                Err(Failure::input("place", message))
            }
            (None, Some(url)) => Ok(Box::new(HttpSource::new(url)?)),
            (None, None) => Err(Failure::input(
                "usage",
                "`--dir` or `--url` says where the log is",
            )),
        }
    }
}

/// A log that a server serves.
struct HttpSource {
    client: Client,
    base: String,
}

impl HttpSource {
    fn new(url: &str) -> Result<Self, Failure> {
        let client = http::builder().timeout(Duration::from_secs(60)).build();
        let client =
            client.map_err(|error| Failure::failed("network", "no client").because(&error))?;
        let base = url.trim_end_matches('/').to_owned();
        Ok(Self { client, base })
    }
}

impl TileSource for HttpSource {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        let wrong = |error: reqwest::Error| SourceError::new(path, error);
        let answer = self
            .client
            .get(format!("{}/{path}", self.base))
            .send()
            .map_err(wrong)?;
        if matches!(answer.status(), StatusCode::NOT_FOUND | StatusCode::GONE) {
            return Ok(None);
        }
        let answer = answer.error_for_status().map_err(wrong)?;
        let mut bytes = Vec::new();
        // One byte more than allowed tells a resource that is too large without reading it whole.
        let read = answer.take(MAX_RESOURCE + 1).read_to_end(&mut bytes);
        read.map_err(|error| SourceError::new(path, error))?;
        if bytes.len() as u64 > MAX_RESOURCE {
            return Err(SourceError::new(
                path,
                "it is larger than any resource of a log may be",
            ));
        }
        Ok(Some(bytes))
    }
}

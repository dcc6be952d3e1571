//! What a forge answers.

use std::io::Read as _;

use holdpoint_ports::ForgeError;
use reqwest::blocking::Response;
use serde::de::DeserializeOwned;

use super::said;

/// Bytes of an answer that are read: differences may be long.
const LONGEST: u64 = 32 << 20;

/// An answer that says yes.
pub(crate) struct Answer {
    next: bool,
    body: Vec<u8>,
}

impl Answer {
    pub(super) fn read(response: Response) -> Result<Self, ForgeError> {
        let header =
            |name: &str| { response.headers().get(name) }.and_then(|value| value.to_str().ok());
        let linked = header("link").is_some_and(|link| link.contains("rel=\"next\""));
        let numbered = header("x-next-page").is_some_and(|page| !page.trim().is_empty());
        let next = linked || numbered;
        let mut body = Vec::new();
        let read = response.take(LONGEST).read_to_end(&mut body);
        read.map_err(|error| ForgeError::Unreachable(error.to_string()))?;
        Ok(Self { next, body })
    }

    /// Whether the list goes on.
    pub(super) fn has_next(&self) -> bool {
        self.next
    }

    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, ForgeError> {
        serde_json::from_slice(&self.body).map_err(|error| {
            ForgeError::Unreachable(format!(
                "its answer is not what is expected: {}",
                said::line(&error.to_string())
            ))
        })
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

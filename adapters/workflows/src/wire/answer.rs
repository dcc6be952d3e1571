//! What a system answers.

use std::io::Read as _;

use reqwest::blocking::Response;
use reqwest::header::HeaderMap;
use serde_json::Value;

use super::said;

/// Bytes of an answer that are read.
const LARGEST: u64 = 16 << 20;

/// An answer that says yes.
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    /// Reads one, unless it is too large or breaks off.
    pub(super) fn read(response: Response) -> Result<Self, String> {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let mut body = Vec::new();
        let read = response.take(LARGEST + 1).read_to_end(&mut body);
        read.map_err(|error| said::line(&error.to_string()))?;
        if body.len() as u64 > LARGEST {
            return Err(format!("its answer has more than {LARGEST} bytes"));
        }
        Ok(Self {
            status,
            headers,
            body,
        })
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// All values of a header.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let all = self.headers.get_all(name).iter();
        all.filter_map(|value| value.to_str().ok()).collect()
    }

    /// Its JSON; null if it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

//! One request to the server, without a browser.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

/// Posts a document as somebody; what is answered, unless it is an error.
pub(crate) fn post(url: &str, path: &str, token: &str, body: &Value) -> Result<Value> {
    let place = url.strip_prefix("http://").context("no plain address")?;
    let body = body.to_string();
    let mut stream = TcpStream::connect(place)?;
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nhost: {place}\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").context("no answer")?;
    ensure!(head.starts_with("HTTP/1.1 200 "), "{path}: {answer}");
    ensure!(
        !head.to_ascii_lowercase().contains("chunked"),
        "{path}: answered in chunks"
    );
    Ok(serde_json::from_str(body)?)
}

//! Exchanges by HTTP that are played again: whoever asks for anything else, or in another order, is refused.

#![allow(
    clippy::indexing_slicing,
    reason = "of JSON, where what is not there is null"
)]

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

/// A server that plays exchanges, in their order: a JSON array of `{"request": {"method", "path", "headers"?, "body"?},
/// "response": {"status", "headers"?, "body"?}}`. In what a request has to say, `…` stands for anything. A response with the
/// status 0 is none: the line breaks off. `{url}` in a response is where the server is.
pub struct Recording {
    url: String,
    told: Arc<Mutex<Told>>,
}

#[derive(Default)]
struct Told {
    left: VecDeque<Value>,
    refused: Vec<String>,
}

impl Recording {
    /// Plays exchanges.
    ///
    /// # Panics
    /// When they are no JSON, or there is no port.
    #[must_use]
    #[expect(clippy::expect_used, reason = "only tests call it")]
    pub fn play(exchanges: &str) -> Self {
        let left: VecDeque<Value> = serde_json::from_str(exchanges).expect("a list of exchanges");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let refused = Vec::new();
        let told = Arc::new(Mutex::new(Told { left, refused }));
        let (played, here) = (Arc::clone(&told), url.clone());
        // It ends with the process: nobody asks it after its test.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, &played, &here);
            }
        });
        Self { url, told }
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether all was asked for, and nothing else.
    ///
    /// # Panics
    /// When not, with what was asked or was not.
    pub fn finish(&self) {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        assert!(told.refused.is_empty(), "{}", told.refused.join("\n"));
        let left: Vec<_> = told
            .left
            .iter()
            .map(|one| one["request"].to_string())
            .collect();
        assert!(left.is_empty(), "never asked for: {}", left.join("\n"));
    }
}

fn answer(stream: TcpStream, told: &Mutex<Told>, here: &str) {
    let Some((asked, mut stream)) = request(stream) else {
        return;
    };
    let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
    let expected = told.left.front().cloned().unwrap_or_default();
    let wrong = differs(&expected["request"], &asked);
    let response = match wrong {
        None => {
            told.left.pop_front();
            expected["response"].clone()
        }
        Some(why) => {
            told.refused.push(why);
            serde_json::json!({ "status": 418, "body": { "message": "not in the recording" } })
        }
    };
    drop(told);
    if response["status"] != 0 {
        // A client that has gone does not mind.
        let _ = stream.write_all(written(&response, here).as_bytes());
    }
}

/// Reads a request.
fn request(stream: TcpStream) -> Option<(Value, TcpStream)> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = serde_json::Map::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        headers.insert(name.to_lowercase(), value.into());
    }
    let length = headers.get("content-length").and_then(Value::as_str);
    let mut body = vec![0; length.and_then(|length| length.parse().ok()).unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    let body: Value = match body.is_empty() {
        true => Value::Null,
        false => serde_json::from_slice(&body).ok()?,
    };
    let asked =
        serde_json::json!({ "method": method, "path": path, "headers": headers, "body": body });
    Some((asked, stream))
}

/// What is asked otherwise than is expected. Headers that nothing is said of may be anything.
fn differs(expected: &Value, asked: &Value) -> Option<String> {
    let none = serde_json::Map::new();
    let headers = expected["headers"].as_object().unwrap_or(&none).iter();
    let same = ["method", "path"]
        .iter()
        .all(|key| fits(&expected[key], &asked[key]))
        && fits(&expected["body"], &asked["body"])
        && headers
            .into_iter()
            .all(|(name, value)| fits(value, &asked["headers"][name]));
    (!same).then(|| format!("expected {expected}\nbut there came {asked}"))
}

fn fits(expected: &Value, asked: &Value) -> bool {
    match (expected, asked) {
        (Value::String(expected), Value::String(asked)) => fits_text(expected, asked),
        (Value::Array(expected), Value::Array(asked)) => {
            expected.len() == asked.len() && expected.iter().zip(asked).all(|(a, b)| fits(a, b))
        }
        (Value::Object(expected), Value::Object(asked)) => {
            expected.len() == asked.len() && { expected.iter() }
                .all(|(key, value)| asked.get(key).is_some_and(|other| fits(value, other)))
        }
        _ => expected == asked,
    }
}

fn fits_text(expected: &str, asked: &str) -> bool {
    let mut parts = expected.split('…');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = asked.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<_> = parts.collect();
    let Some((last, between)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in between {
        let Some((_, after)) = rest.split_once(part) else {
            return false;
        };
        rest = after;
    }
    rest.ends_with(last)
}

fn written(response: &Value, here: &str) -> String {
    let body = match &response["body"] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let body = body.replace("{url}", here);
    let mut text = format!("HTTP/1.1 {} said\r\n", response["status"]);
    for (name, value) in response["headers"].as_object().into_iter().flatten() {
        let value = value.as_str().unwrap_or_default().replace("{url}", here);
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!(
        "content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    ));
    text + &body
}

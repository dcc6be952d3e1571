//! A client that keeps its connection, and does as little as possible besides.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

pub(crate) struct Client {
    stream: TcpStream,
    head: String,
    release: String,
    turn: u64,
    buffer: Vec<u8>,
}

impl Client {
    pub(crate) async fn connect(address: &str, token: &str) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let head = format!(
            "host: {address}\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n"
        );
        Self {
            stream,
            head,
            release: String::new(),
            turn: 0,
            buffer: Vec::new(),
        }
    }

    /// Creates the release that the client's commands are about.
    pub(crate) async fn create(&mut self, number: usize) {
        self.release = format!("load-{number}");
        let arguments = json!({ "release": self.release, "components": ["till"] });
        let body = json!({ "command": "release.create", "arguments": arguments });
        self.post("/api/v1/commands", &body.to_string()).await;
    }

    /// One command that writes one entry; how long it took.
    pub(crate) async fn single(&mut self) -> Duration {
        let body = self.command();
        self.post("/api/v1/commands", &body).await
    }

    /// Many of them in one request.
    pub(crate) async fn batch(&mut self, count: usize) -> Duration {
        let all: Vec<_> = (0..count).map(|_| self.command()).collect();
        let body = format!("[{}]", all.join(","));
        self.post("/api/v1/commands/batch", &body).await
    }

    fn command(&mut self) -> String {
        self.turn += 1;
        format!(
            r#"{{"command":"release.set-scope","arguments":{{"release":"{}","scope":[{{"kind":"ticket","id":"LOAD-{}"}}]}}}}"#,
            self.release, self.turn
        )
    }

    async fn post(&mut self, path: &str, body: &str) -> Duration {
        let begun = Instant::now();
        let request = format!(
            "POST {path} HTTP/1.1\r\n{}content-length: {}\r\n\r\n{body}",
            self.head,
            body.len()
        );
        self.stream.write_all(request.as_bytes()).await.unwrap();
        let (head, length) = self.head().await;
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        while self.buffer.len() < length {
            assert!(self.stream.read_buf(&mut self.buffer).await.unwrap() > 0);
        }
        let taken = begun.elapsed();
        let text = String::from_utf8_lossy(&self.buffer);
        assert!(!text.contains("\"problem\""), "{text}");
        self.buffer.clear();
        taken
    }

    /// The head of the answer, and how long its body is; what was read of that stays in the buffer.
    async fn head(&mut self) -> (String, usize) {
        loop {
            if let Some(end) = self.buffer.windows(4).position(|some| some == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&self.buffer[..end]).to_ascii_lowercase();
                let head = head.replacen("http/1.1", "HTTP/1.1", 1);
                self.buffer.drain(..end + 4);
                let length = head
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length: "));
                return (head.clone(), length.unwrap().parse().unwrap());
            }
            assert!(self.stream.read_buf(&mut self.buffer).await.unwrap() > 0);
        }
    }
}

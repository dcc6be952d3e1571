//! Somebody who talks to the server over its API, as any program would.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use holdpoint_ledger::Hash;
use holdpoint_ledger::bundle::bundle_entries;
use holdpoint_ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use holdpoint_ledger::note::VerifierKey;
use holdpoint_ledger::tile::BundleId;
use serde_json::{Value, json};

/// A server, and who talks to it.
pub(crate) struct Server<'a> {
    address: &'a str,
    token: &'a str,
}

/// What the server has acknowledged.
#[derive(Debug, Clone)]
pub(crate) struct Acknowledged {
    pub(crate) number: usize,
    pub(crate) position: u64,
    pub(crate) repeated: bool,
    pub(crate) proof: Vec<Hash>,
    pub(crate) checkpoint: String,
}

/// The whole log, as anybody may read it.
pub(crate) struct Log {
    pub(crate) key: String,
    pub(crate) entries: Vec<Vec<u8>>,
}

impl Log {
    pub(crate) fn size(&self) -> u64 {
        self.entries.len() as u64
    }

    /// A checkpoint that is really of this log.
    pub(crate) fn checkpoint(&self, text: &str) -> Checkpoint {
        let key: VerifierKey = self.key.trim().parse().unwrap();
        let verifier = key.verifier().unwrap();
        let signed = SignedCheckpoint::open(text.as_bytes(), &key.name, &[&*verifier]);
        signed.unwrap().checkpoint
    }
}

impl<'a> Server<'a> {
    pub(crate) fn new(url: &'a str, token: &'a str) -> Self {
        let address = url.strip_prefix("http://").unwrap();
        Self { address, token }
    }

    /// Creates a release, under a key of its own; nothing if no answer came.
    pub(crate) fn create(&self, number: usize) -> Option<Acknowledged> {
        let answer = self.exchange(&self.creation(number))?;
        acknowledged(number, &answer)
    }

    /// The same, where the server may also say that it cannot now.
    pub(crate) fn try_to_create(&self, number: usize) -> Option<Acknowledged> {
        let (status, answer) = self.answer(&self.creation(number))?;
        match status.as_str() {
            "200" => acknowledged(number, &answer),
            "503" => None,
            other => panic!("{other}: {}", String::from_utf8_lossy(&answer)),
        }
    }

    fn creation(&self, number: usize) -> String {
        let arguments = json!({"release": format!("r-{number}"), "components": ["till"]});
        let body = json!({"command": "release.create", "arguments": arguments}).to_string();
        let head = format!(
            "POST /api/v1/commands HTTP/1.0\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\
             Idempotency-Key: key-{number}\r\nContent-Type: application/json\r\nContent-Length: {}",
            self.address,
            self.token,
            body.len()
        );
        format!("{head}\r\n\r\n{body}")
    }

    /// Everything in the log, as of its newest checkpoint.
    pub(crate) fn log(&self, key: &str) -> Log {
        let text = String::from_utf8(self.get("ledger/checkpoint")).unwrap();
        let mut log = Log {
            key: key.to_owned(),
            entries: Vec::new(),
        };
        let size = log.checkpoint(&text).size;
        for bundle in (0..).map_while(|index| BundleId::at(size, index)) {
            let bytes = self.get(&format!("ledger/{bundle}"));
            let entries = bundle_entries(bundle, &bytes).unwrap();
            log.entries.extend(entries.into_iter().map(<[u8]>::to_vec));
        }
        log
    }

    /// Status and body of the answer to a question; nothing if none came.
    pub(crate) fn ask(&self, path: &str, more: &str) -> Option<(String, Vec<u8>)> {
        let (address, token) = (self.address, self.token);
        self.answer(&format!(
            "GET /{path} HTTP/1.0\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n{more}\r\n"
        ))
    }

    /// Status and body of the answer to what is sent; nothing if none came.
    pub(crate) fn post(&self, path: &str, body: &str) -> Option<(String, Vec<u8>)> {
        let (address, token, length) = (self.address, self.token, body.len());
        self.answer(&format!(
            "POST /{path} HTTP/1.0\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        ))
    }

    fn get(&self, path: &str) -> Vec<u8> {
        let request = format!("GET /{path} HTTP/1.0\r\nHost: {}\r\n\r\n", self.address);
        self.exchange(&request).unwrap()
    }

    /// The body of a whole answer; nothing if the server died before it was sent.
    fn exchange(&self, request: &str) -> Option<Vec<u8>> {
        let (status, body) = self.answer(request)?;
        assert_eq!(status, "200", "{}", String::from_utf8_lossy(&body));
        Some(body)
    }

    /// Status and body of a whole answer.
    fn answer(&self, request: &str) -> Option<(String, Vec<u8>)> {
        let mut stream = TcpStream::connect(self.address).ok()?;
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        stream.write_all(request.as_bytes()).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8(answer[..end].to_vec())
            .unwrap()
            .to_lowercase();
        let body = answer.split_off(end + 4);
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let whole = length.is_some_and(|length| length.parse() == Ok(body.len()));
        let status = head.split(' ').nth(1)?.to_owned();
        whole.then_some((status, body))
    }
}

fn acknowledged(number: usize, answer: &[u8]) -> Option<Acknowledged> {
    let receipt: Value = serde_json::from_slice(answer).ok()?;
    let proof = receipt["proofs"][0]["hashes"].as_array().unwrap();
    let hash = |text: &Value| Hash::from_base64(text.as_str().unwrap()).unwrap();
    Some(Acknowledged {
        number,
        position: receipt["events"][0]["position"].as_u64().unwrap(),
        repeated: receipt["repeated"].as_bool().unwrap(),
        proof: proof.iter().map(hash).collect(),
        checkpoint: receipt["checkpoint"].as_str().unwrap().to_owned(),
    })
}

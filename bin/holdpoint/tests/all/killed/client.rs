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
#[derive(Debug)]
pub(crate) struct Acknowledged {
    pub(super) number: usize,
    pub(crate) position: u64,
    pub(super) repeated: bool,
    pub(super) proof: Vec<Hash>,
    pub(super) checkpoint: String,
}

/// The whole log, as anybody may read it.
pub(super) struct Log {
    pub(super) key: String,
    pub(super) entries: Vec<Vec<u8>>,
}

impl Log {
    pub(super) fn size(&self) -> u64 {
        self.entries.len() as u64
    }

    /// A checkpoint that is really of this log.
    pub(super) fn checkpoint(&self, text: &str) -> Checkpoint {
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
        let arguments = json!({"release": format!("r-{number}"), "components": ["till"]});
        let body = json!({"command": "release.create", "arguments": arguments}).to_string();
        let head = format!(
            "POST /api/v1/commands HTTP/1.0\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\
             Idempotency-Key: key-{number}\r\nContent-Type: application/json\r\nContent-Length: {}",
            self.address,
            self.token,
            body.len()
        );
        let answer = self.exchange(&format!("{head}\r\n\r\n{body}"))?;
        let receipt: Value = serde_json::from_slice(&answer).ok()?;
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

    /// Everything in the log, as of its newest checkpoint.
    pub(super) fn log(&self, key: &str) -> Log {
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

    fn get(&self, path: &str) -> Vec<u8> {
        let request = format!("GET /{path} HTTP/1.0\r\nHost: {}\r\n\r\n", self.address);
        self.exchange(&request).unwrap()
    }

    /// The body of a whole answer; nothing if the server died before it was sent.
    fn exchange(&self, request: &str) -> Option<Vec<u8>> {
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
        assert!(
            !whole || head.contains(" 200 ok"),
            "{head}\n{}",
            String::from_utf8_lossy(&body)
        );
        whole.then_some(body)
    }
}

//! Whatever a registry answers, it is an artifact whose checksum was verified, or refused. The first byte chooses the
//! registry; the answers are separated by NUL: a status and headers, an empty line, a body. `{sha256 2}` stands for the
//! checksum of the second body.

use super::text;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdpoint_artifacts::registry::{
    Credentials, Request, Response, Transport, TransportError, resolve_maven, resolve_npm,
    resolve_oci,
};
use holdpoint_naming::ArtifactReference;
use sha2::{Digest as _, Sha256, Sha512};

const PASSWORD: &str = "seven-herons-at-dusk";

struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

struct Script(RefCell<VecDeque<Answer>>);

impl Transport for Script {
    fn send(&self, _: &Request) -> Result<Response, TransportError> {
        let answer = self.0.borrow_mut().pop_front();
        let answer = answer.ok_or_else(|| TransportError("it hung up".to_owned()))?;
        Ok(Response {
            status: answer.status,
            headers: answer.headers,
            body: Box::new(Cursor::new(answer.body)),
        })
    }
}

fn answer(part: &str) -> Answer {
    let (head, body) = part.split_once("\n\n").unwrap_or((part, ""));
    let mut lines = head.lines();
    let status = lines
        .next()
        .and_then(|line| line.parse().ok())
        .unwrap_or(200);
    let header = |line: &str| {
        line.split_once(": ")
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    Answer {
        status,
        headers: lines.filter_map(header).collect(),
        body: body.as_bytes().to_vec(),
    }
}

/// Fills in checksums from the last answer to the first, which may name those behind it and, as Maven does, before it.
fn script(text: &str) -> Script {
    let mut parts: Vec<String> = text.split('\0').take(8).map(str::to_owned).collect();
    for at in (0..parts.len()).rev() {
        let body = answer(&parts[at]).body;
        let hex = |bytes: &[u8]| {
            bytes
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>()
        };
        let (two, five) = (Sha256::digest(&body), Sha512::digest(&body));
        for (other, part) in parts.iter_mut().enumerate() {
            if other != at {
                *part = part
                    .replace(&format!("{{sha256 {at}}}"), &hex(&two))
                    .replace(&format!("{{sha512 {at}}}"), &hex(&five))
                    .replace(
                        &format!("{{integrity {at}}}"),
                        &format!("sha512-{}", STANDARD.encode(five)),
                    );
            }
        }
    }
    Script(RefCell::new(
        parts.iter().map(|part| answer(part)).collect(),
    ))
}

pub(crate) fn run(bytes: &[u8]) {
    let [way, rest @ ..] = bytes else { return };
    let text = text(rest);
    let script = script(text);
    let credentials = Credentials::Basic {
        user: "reader".to_owned(),
        password: PASSWORD.to_owned(),
    };
    let credentials = (way & 4 == 0).then_some(&credentials);
    let reference: ArtifactReference = [
        "registry.example/a/b:1",
        "org.example:a:1.0",
        "npm:@a/b@1.0.0",
        "registry.example/a/b:1",
    ][usize::from(way % 4)]
    .parse()
    .expect("a reference");
    let resolved = match &reference {
        ArtifactReference::Oci(image) => resolve_oci(&script, image, credentials),
        ArtifactReference::Maven(maven) => {
            resolve_maven(&script, "https://maven.example", maven, credentials)
        }
        ArtifactReference::Npm(npm) => {
            resolve_npm(&script, "https://npm.example", npm, credentials)
        }
        _ => return,
    };
    match resolved {
        Ok(resolved) => {
            assert!(resolved.digest.starts_with("sha256:") && !resolved.verified_by.is_empty())
        }
        Err(error) => assert!(!error.to_string().contains(PASSWORD) || text.contains(PASSWORD)),
    }
}

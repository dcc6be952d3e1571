//! `POST PREFIX/add-checkpoint`.

use std::io::Read as _;
use std::time::Duration;

use holdpoint_ports::{WitnessAnswer, WitnessClient};
use reqwest::blocking::Client;

/// How long a witness may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of an answer that are read: a few signature lines, or some words.
const LONGEST: u64 = 64 * 1024;

/// Reaches witnesses by HTTP, over connections that stay open.
pub struct HttpWitnesses(Client);

impl HttpWitnesses {
    /// A client.
    ///
    /// # Errors
    /// Why there can be no connections.
    pub fn open() -> Result<Self, String> {
        // Whoever was first has set the provider already.
        let _ = rustls::crypto::CryptoProvider::install_default(
            rustls::crypto::ring::default_provider(),
        );
        let http = Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("holdpoint/", env!("CARGO_PKG_VERSION")))
            .build();
        http.map(Self).map_err(|error| said(&error))
    }
}

impl WitnessClient for HttpWitnesses {
    fn add_checkpoint(&self, prefix: &str, submission: &[u8]) -> Result<WitnessAnswer, String> {
        let url = format!("{}/add-checkpoint", prefix.trim_end_matches('/'));
        let answer = self.0.post(url).body(submission.to_vec()).send();
        let answer = answer.map_err(|error| said(&error))?;
        let status = answer.status().as_u16();
        let mut body = Vec::new();
        let read = answer.take(LONGEST).read_to_end(&mut body);
        read.map_err(|error| error.to_string())?;
        Ok(WitnessAnswer { status, body })
    }
}

/// The error with what lies behind it, on one line.
fn said(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text = format!("{text}: {source}");
        next = source.source();
    }
    text
}

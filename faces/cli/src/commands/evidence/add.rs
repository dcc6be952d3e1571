//! `holdpoint evidence add`.

use std::path::PathBuf;

use clap::Args;
use holdpoint_domain::Digest;
use holdpoint_service::Receipt;
use serde_json::{Value, json};

use super::read::{Keys, document};
use crate::arguments::Write;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::present::Done;
use crate::session::{Session, send};

/// Attach an in-toto statement, a DSSE envelope, a JUnit report or an SBOM to what it is about. What it says is
/// read where it is kept, and its signature checked with the keys of the configuration (`signers`).
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The document; `-` is standard input.
    file: PathBuf,
    /// The release that it is about, as a whole or by its artifacts.
    #[arg(long, value_name = "NAME", required_unless_present = "subject")]
    release: Option<String>,
    /// The artifact of the release that it is about, for documents that do not say.
    #[arg(long, value_name = "NAME", requires = "release")]
    artifact: Vec<String>,
    /// The digest that it is about, for documents that do not say.
    #[arg(long, value_name = "DIGEST")]
    subject: Vec<String>,
    /// The predicate type, for reports that have none of their own.
    #[arg(long, value_name = "URI|NAME")]
    predicate: Option<String>,
    #[command(flatten)]
    write: Write,
}

impl Run for Add {
    fn run(self, session: &Session) -> Outcome {
        // Read here only for a mistake to be shown at its place, before anything is sent.
        let (bytes, evidence) = document(&self.file, &Keys::default())?;
        let client = session.client()?;
        let content = if self.write.dry_run {
            let text = String::from_utf8(bytes);
            let text = text.map_err(|error| Failure::input("file", error))?;
            ("text", json!(text))
        } else {
            ("blob", json!(client.put_blob(&mut bytes.as_slice())?))
        };
        let wanted = self.wanted(content)?;
        let request = json!({ "command": "evidence.add", "arguments": { "document": wanted } });
        let receipt = send(&*client, &self.write, request)?;
        let said = said(evidence.format.name(), &receipt);
        session.show(&Done::new(said, receipt))
    }
}

impl Add {
    fn wanted(&self, (field, content): (&str, Value)) -> Result<Value, Failure> {
        let digest = |text: &String| {
            let digest = text.parse::<Digest>();
            digest.map_err(|error| Failure::input("digest-wrong", error))
        };
        let subjects = self
            .subject
            .iter()
            .map(digest)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(json!({
            field: content,
            "release": self.release,
            "artifacts": self.artifact,
            "subjects": subjects,
            "predicate_type": self.predicate
        }))
    }
}

fn said(format: &str, receipt: &Receipt) -> String {
    match receipt.events.len() {
        0 => format!("{format} was attached before"),
        count => format!("{format} is attached to {count} subject(s)"),
    }
}

//! `holdpoint evidence add`.

use std::path::PathBuf;

use clap::Args;
use holdpoint_attestation::Evidence;
use holdpoint_domain::Digest;
use holdpoint_service::queries::{ReleasePage, ShowRelease};
use serde_json::{Value, json};

use super::read::{Keys, document};
use crate::arguments::Write;
use crate::client::{Client, ask};
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::present::Done;
use crate::session::{Session, send};

/// Attach an in-toto statement, a DSSE envelope, a JUnit report or an SBOM to what it is about.
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
    /// The predicate type, if it is another than the document's own.
    #[arg(long, value_name = "URI|NAME")]
    predicate: Option<String>,
    #[command(flatten)]
    keys: Keys,
    #[command(flatten)]
    write: Write,
}

impl Run for Add {
    fn run(self, session: &Session) -> Outcome {
        let (bytes, evidence) = document(&self.file, &self.keys)?;
        let client = session.client()?;
        let subjects = self.subjects(&*client, &evidence)?;
        let blob = match self.write.dry_run {
            true => Digest::of(&bytes),
            false => client.put_blob(&mut bytes.as_slice())?,
        };
        let request = self.request(&evidence, &subjects, blob)?;
        let said = format!(
            "{} is attached to {} subject(s)",
            evidence.format.name(),
            subjects.len()
        );
        let receipt = send(&*client, &self.write, request)?;
        session.show(&Done::new(said, receipt))
    }
}

impl Add {
    fn request(
        &self,
        evidence: &Evidence,
        subjects: &[Value],
        blob: Digest,
    ) -> Result<Value, Failure> {
        let summary = serde_json::to_value(&evidence.summary);
        let summary = summary.map_err(|error| Failure::failed("evidence", error))?;
        let predicate = self
            .predicate
            .as_deref()
            .unwrap_or(&evidence.predicate_type);
        Ok(json!({
            "command": "evidence.add",
            "arguments": {
                "release": self.release,
                "subjects": subjects,
                "predicate_type": predicate,
                "outcome": evidence.outcome,
                "blob": blob,
                "produced": evidence.produced_at,
                "signed_by": evidence.signed_by.first(),
                "summary": summary
            }
        }))
    }

    /// What it is about: as the command line says, as the document says, or the release as a whole.
    fn subjects(&self, client: &dyn Client, evidence: &Evidence) -> Result<Vec<Value>, Failure> {
        if !self.subject.is_empty() {
            return Ok(self
                .subject
                .iter()
                .map(|digest| json!({ "digest": digest }))
                .collect());
        }
        let Some(name) = &self.release else {
            return Ok(own(evidence, None));
        };
        let release = ask(
            client,
            &ShowRelease {
                release: name.clone(),
            },
            None,
        )?;
        if !self.artifact.is_empty() {
            return self
                .artifact
                .iter()
                .map(|artifact| named(&release, artifact))
                .collect();
        }
        if evidence.subjects.is_empty() {
            return Ok(vec![
                json!({ "name": release.release, "digest": release.manifest }),
            ]);
        }
        let about = own(evidence, Some(&release));
        if about.is_empty() {
            let message = format!("the document is about nothing of release `{name}`");
            return Err(Failure::input("evidence-elsewhere", message).help(
                "attach it to a release that has one of its subjects, or name a `--subject`",
            ));
        }
        Ok(about)
    }
}

/// The subjects that the document names; of a release, those that it has.
fn own(evidence: &Evidence, release: Option<&ReleasePage>) -> Vec<Value> {
    let has = |digest: &str| {
        release.is_none_or(|release| {
            let mut artifacts = release.artifacts.iter();
            artifacts.any(|artifact| artifact.digest.to_string() == digest)
                || release.manifest.to_string() == digest
        })
    };
    let found = evidence
        .subjects
        .iter()
        .filter(|subject| has(&subject.digest));
    found
        .map(|subject| {
            json!({
                "name": subject.name.clone().unwrap_or_default(),
                "digest": subject.digest
            })
        })
        .collect()
}

fn named(release: &ReleasePage, name: &str) -> Result<Value, Failure> {
    let found = release
        .artifacts
        .iter()
        .find(|artifact| artifact.name == name);
    match found {
        Some(artifact) => Ok(json!({ "name": artifact.name, "digest": artifact.digest })),
        None => {
            let known: Vec<_> = release
                .artifacts
                .iter()
                .map(|one| one.name.as_str())
                .collect();
            let message = format!("release `{}` has no artifact `{name}`", release.release);
            Err(Failure::input("artifact-unknown", message)
                .help(format!("it has {}", known.join(", "))))
        }
    }
}

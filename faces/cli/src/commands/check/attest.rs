//! What a check has found, as a statement for a gate.

use std::path::{Path, PathBuf};

use clap::Args;
use holdpoint_artifacts::read_artifact;
use holdpoint_attestation::predicate::CHECK;
use holdpoint_attestation::statement::PAYLOAD_TYPE;
use holdpoint_attestation::{Envelope, SigningKey, Statement, Subject};
use holdpoint_durable::replace;
use holdpoint_findings::{Report, attested};
use holdpoint_ports::{Clock as _, SystemClock};
use jiff::Timestamp;
use serde_json::Value;

use crate::error::Failure;

/// How a result becomes evidence.
#[derive(Debug, Args)]
pub(super) struct Attest {
    /// Write the result as an in-toto statement, too: evidence for a gate that asks for `check/NAME`.
    #[arg(long, value_name = "FILE")]
    attest: Option<PathBuf>,
    /// What the statement is about: an artifact, or its digest as `sha256:…`. May be given again. Of two contracts it is about
    /// the revision if nothing is said.
    #[arg(long, value_name = "FILE|DIGEST", requires = "attest")]
    about: Vec<String>,
    /// Sign the statement with this key, as `openssl genpkey -algorithm ed25519` writes it.
    #[arg(long, value_name = "FILE", requires = "attest")]
    sign_with: Option<PathBuf>,
}

/// A statement that lacks nothing but the result.
pub(super) struct Attestation<'a> {
    path: &'a Path,
    subjects: Vec<Subject>,
    key: Option<SigningKey>,
}

impl Attest {
    /// What the statement takes, if there is to be one: mistakes are told before anything is written.
    pub(super) fn prepared(&self, report: &Report) -> Result<Option<Attestation<'_>>, Failure> {
        let Some(path) = &self.attest else {
            return Ok(None);
        };
        let subjects = self.about.iter().map(|about| subject(about));
        let mut subjects = subjects.collect::<Result<Vec<_>, _>>()?;
        if subjects.is_empty() {
            let own = report.inputs.as_ref().map(|inputs| &inputs.revision);
            let own = own.ok_or_else(|| {
                Failure::input("usage", "nothing says what the statement is about")
                    .help("name the artifact with `--about`")
            })?;
            subjects.push(subject(&own.digest)?);
        }
        Ok(Some(Attestation {
            path,
            subjects,
            key: self.sign_with.as_deref().map(signing_key).transpose()?,
        }))
    }
}

impl Attestation<'_> {
    /// Writes the statement.
    pub(super) fn write(self, report: &Report) -> Result<(), Failure> {
        let statement = stated(report, self.subjects);
        let text = sealed(&statement, self.key.as_ref());
        let written = replace(self.path, &text);
        written.map_err(|error| Failure::file("written", self.path, &error))
    }
}

/// What a check has found, as a statement.
pub(in crate::commands) fn stated(report: &Report, subjects: Vec<Subject>) -> Statement {
    let predicate_type = format!("{CHECK}/{}/v1", report.check);
    Statement::new(subjects, &predicate_type, predicate(report))
}

/// A statement as it is kept: in an envelope, if there is a key to sign it with.
pub(in crate::commands) fn sealed(statement: &Statement, key: Option<&SigningKey>) -> Vec<u8> {
    match key {
        Some(key) => signed(statement, key),
        None => statement.to_json(),
    }
}

/// The result as programs read it, with the lines that it is about and the time.
fn predicate(report: &Report) -> Value {
    let mut predicate = attested(report);
    if let (Some(fields), Ok(now)) = (
        predicate.as_object_mut(),
        Timestamp::from_millisecond(SystemClock.now()),
    ) {
        fields.insert("finished".to_owned(), now.to_string().into());
    }
    predicate
}

/// An artifact, or a digest.
pub(in crate::commands) fn subject(about: &str) -> Result<Subject, Failure> {
    if let Some(hex) = about.strip_prefix("sha256:") {
        let digits = hex.len() == 64 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        return match digits {
            true => Ok(Subject {
                name: None,
                ..Subject::sha256("", hex)
            }),
            false => Err(
                Failure::input("digest", format!("`{about}` is no digest")).help(
                    "write `sha256:` and 64 hexadecimal digits in small letters, or name a file",
                ),
            ),
        };
    }
    let path = Path::new(about);
    // As a release has it: an image by its manifest.
    let read = read_artifact(path).map_err(|error| {
        Failure::input("file", format!("`{about}` cannot be read")).because(&error)
    })?;
    let digest = read.digest.to_string();
    Ok(Subject::sha256(
        &read.name,
        digest.trim_start_matches("sha256:"),
    ))
}

/// A key to sign with.
pub(in crate::commands) fn signing_key(key: &Path) -> Result<SigningKey, Failure> {
    let text = std::fs::read_to_string(key).map_err(|error| Failure::file("read", key, &error))?;
    SigningKey::from_pem(&text).map_err(|error| {
        let message = format!("`{}` cannot be signed with", key.display());
        Failure::input("signing-key", message).because(&error)
    })
}

fn signed(statement: &Statement, key: &SigningKey) -> Vec<u8> {
    let sealed = Envelope::seal(PAYLOAD_TYPE, statement.to_json(), |bytes| {
        Ok::<_, std::convert::Infallible>(key.sign(bytes))
    });
    let Ok(envelope) = sealed;
    envelope.to_json()
}

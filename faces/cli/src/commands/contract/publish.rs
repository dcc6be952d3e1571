//! `holdpoint contract publish`.

use std::path::{Path, PathBuf};

use clap::Args;
use holdpoint_attestation::Statement;
use holdpoint_attestation::contract::{Contract, Contracts};
use holdpoint_durable::replace;
use serde_json::json;

use crate::arguments::Write;
use crate::commands::check::api::{Kind, described};
use crate::commands::check::attest::{sealed, signing_key, subject};
use crate::commands::evidence::failure;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::present::Done;
use crate::session::{Session, send};

/// Say which interfaces an artifact provides, and which it was built against.
#[derive(Debug, Args)]
pub(crate) struct Publish {
    /// The artifact, or its digest as `sha256:…`. May be given again.
    #[arg(long, value_name = "FILE|DIGEST", required = true)]
    about: Vec<String>,
    /// An interface that it provides, with what describes it: an OpenAPI document, a schema, a folder. May be given again.
    #[arg(long, value_name = "NAME=PATH")]
    provides: Vec<String>,
    /// An interface that it consumes, with its description as the artifact was built against it. May be given again.
    #[arg(long, value_name = "NAME=PATH")]
    consumes: Vec<String>,
    /// What kind of contracts these are, if that is not to be found out.
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// The release that has the artifact: what of it runs already is told, too.
    #[arg(long, value_name = "NAME")]
    release: Option<String>,
    /// Write the statement to this file instead, for `holdpoint evidence add`; needs no server.
    #[arg(long, value_name = "FILE", conflicts_with = "release")]
    attest: Option<PathBuf>,
    /// Sign the statement with this key, as `openssl genpkey -algorithm ed25519` writes it.
    #[arg(long, value_name = "FILE")]
    sign_with: Option<PathBuf>,
    #[command(flatten)]
    write: Write,
}

impl Run for Publish {
    fn run(self, session: &Session) -> Outcome {
        let statement = self.statement()?;
        let key = self.sign_with.as_deref().map(signing_key).transpose()?;
        let bytes = sealed(&statement, key.as_ref());
        if let Some(path) = &self.attest {
            let written = replace(path, &bytes);
            written.map_err(|error| Failure::file("written", path, &error))?;
            return Ok(Exit::Go);
        }
        let client = session.client()?;
        let content = if self.write.dry_run {
            ("text", json!(String::from_utf8_lossy(&bytes)))
        } else {
            ("blob", json!(client.put_blob(&mut bytes.as_slice())?))
        };
        let document = json!({ content.0: content.1, "release": self.release });
        let request = json!({ "command": "evidence.add", "arguments": { "document": document } });
        let receipt = send(&*client, &self.write, request)?;
        let said = match receipt.events.len() {
            0 => "that was published before".to_owned(),
            _ => format!(
                "{} provided and {} consumed interface(s) are published",
                self.provides.len(),
                self.consumes.len()
            ),
        };
        session.show(&Done::new(said, receipt))
    }
}

impl Publish {
    fn statement(&self) -> Result<Statement, Failure> {
        let about = self.about.iter().map(|about| subject(about));
        let about = about.collect::<Result<_, _>>()?;
        let contracts = |pairs: &[String]| {
            let pairs = pairs.iter().map(|pair| self.contract(pair));
            pairs.collect::<Result<Vec<_>, _>>()
        };
        let contracts = Contracts {
            provides: contracts(&self.provides)?,
            consumes: contracts(&self.consumes)?,
        };
        let statement = contracts.statement(about);
        statement.map_err(|error| failure(Path::new("statement"), &error))
    }

    fn contract(&self, pair: &str) -> Result<Contract, Failure> {
        let (name, path) = pair.split_once('=').ok_or_else(|| {
            let message = format!("`{pair}` does not say which interface it is");
            Failure::input("usage", message)
                .help("write `NAME=PATH`, such as `payments=openapi.yaml`")
        })?;
        described(name, Path::new(path), self.kind)
    }
}

//! `holdpoint audit signatures`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;
use holdpoint_service::queries::{ListSignatures, Signatures, SignedAct, SignedView};
use serde::Serialize;

use crate::arguments::Past;
use crate::client::ask;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::{Human, Page};
use crate::session::Session;

/// Show the signed decisions about a release and whether their signatures hold; write what OpenSSH needs to verify
/// them without Holdpoint.
#[derive(Debug, Args)]
pub(crate) struct ListSigned {
    /// About which release.
    release: String,
    /// Write payloads, signatures and `allowed_signers` into this folder.
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    #[command(flatten)]
    past: Past,
}

impl Run for ListSigned {
    fn run(self, session: &Session) -> Outcome {
        let client = session.client()?;
        let at = session.at(&self.past)?;
        let release = self.release;
        let found = ask(&*client, &ListSignatures { release }, at.as_deref())?;
        let files = match &self.to {
            Some(folder) => write(folder, &found)?,
            None => Vec::new(),
        };
        let holds = found.signatures.iter().all(|one| one.holds);
        session.show(&Shown { found, files })?;
        Ok(if holds { Exit::Go } else { Exit::NoGo })
    }
}

/// What was found, and what was written.
#[derive(Debug, Serialize)]
struct Shown {
    #[serde(flatten)]
    found: Signatures,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    files: Vec<Files>,
}

/// The files of a signature.
#[derive(Debug, Serialize)]
struct Files {
    payload: String,
    signature: String,
    /// The command that verifies it.
    verify: String,
}

fn write(folder: &Path, found: &Signatures) -> Result<Vec<Files>, Failure> {
    std::fs::create_dir_all(folder).map_err(|error| Failure::file("make", folder, &error))?;
    let mut allowed = BTreeSet::new();
    let mut files = Vec::new();
    for one in &found.signatures {
        put(folder, &format!("{}.json", one.position), &one.payload)?;
        if let Some(passkey) = &one.passkey {
            let text = crate::output::json(passkey)?;
            put(folder, &format!("{}.passkey.json", one.position), &text)?;
        }
        let (Some(line), Some(armoured)) = (&one.line, &one.armoured) else {
            continue;
        };
        let person = &one.person.id;
        allowed.insert(format!(
            "{person} namespaces=\"{}\" {line}\n",
            one.namespace
        ));
        let payload = format!("{}.json", one.position);
        let signature = format!("{}.sig", one.position);
        put(folder, &signature, armoured)?;
        let verify = format!(
            "ssh-keygen -Y verify -f allowed_signers -I {person} -n {} -s {signature} < {payload}",
            one.namespace
        );
        files.push(Files {
            payload,
            signature,
            verify,
        });
    }
    put(
        folder,
        "allowed_signers",
        &allowed.into_iter().collect::<String>(),
    )?;
    Ok(files)
}

fn put(folder: &Path, name: &str, text: &str) -> Result<(), Failure> {
    crate::files::write(&folder.join(name), text.as_bytes())
}

impl Human for Shown {
    fn human(&self, page: &mut Page) {
        if self.found.signatures.is_empty() {
            page.line("nothing was signed about this release");
        }
        for one in &self.found.signatures {
            signed(page, one);
        }
        if !self.files.is_empty() {
            page.gap();
            page.line("in that folder, without Holdpoint:");
            for files in &self.files {
                page.line(&files.verify);
            }
        }
    }
}

fn signed(page: &mut Page, one: &SignedView) {
    let time = page.time(one.time);
    let say = match one.say {
        SignedAct::Approve => "approved",
        SignedAct::Reject => "rejected",
        SignedAct::Go => "said go",
        SignedAct::NoGo => "said no-go",
        SignedAct::Grant => "granted a waiver",
        SignedAct::Revoke => "revoked a waiver",
    };
    let person = &one.person;
    page.line(format!("{}  {person} {say} at {time}", one.position));
    page.below(format!("with {} {}", one.kind, one.key));
    let seen = match &one.why_not {
        None => "the signature holds".to_owned(),
        Some(why) => format!("the signature does not hold: {why}"),
    };
    page.below(seen);
    match one.reason_holds {
        Some(true) => page.below("the comment is what was signed"),
        Some(false) => page.below("the comment is not what was signed"),
        None => {}
    }
}

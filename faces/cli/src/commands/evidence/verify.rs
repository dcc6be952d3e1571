//! `holdpoint evidence verify`.

use std::path::PathBuf;

use clap::Args;
use holdpoint_attestation::{Evidence, Outcome as Says, SignatureState};
use serde::Serialize;

use super::read::{Keys, document};
use crate::commands::{Outcome, Run};
use crate::exit::Exit;
use crate::output::{Human, Page};
use crate::session::Session;

/// Read a document without attaching it: what it says, about what, and who signed it. Exit 2 when it speaks
/// against its subjects, or is signed by none of the given keys.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The document; `-` is standard input.
    file: PathBuf,
    #[command(flatten)]
    keys: Keys,
}

impl Run for Verify {
    fn run(self, session: &Session) -> Outcome {
        let (_, evidence) = document(&self.file, &self.keys)?;
        let bad =
            evidence.outcome == Says::Failed || evidence.signature == SignatureState::Unverified;
        session.show(&Read(evidence))?;
        Ok(if bad { Exit::NoGo } else { Exit::Go })
    }
}

/// What a document says.
#[derive(Debug, Serialize)]
#[serde(transparent)]
struct Read(Evidence);

impl Human for Read {
    fn human(&self, page: &mut Page) {
        let Self(evidence) = self;
        page.heading(evidence.format.name());
        page.field("predicate", &evidence.predicate_type);
        page.field("outcome", format!("{:?}", evidence.outcome).to_lowercase());
        page.field(
            "signature",
            format!("{:?}", evidence.signature).to_lowercase(),
        );
        page.field("signed by", evidence.signed_by.join(", "));
        page.field(
            "produced",
            evidence.produced_at.as_deref().unwrap_or_default(),
        );
        for subject in &evidence.subjects {
            let name = subject.name.as_deref().unwrap_or("-");
            page.field("subject", format!("{name} {}", subject.digest));
        }
    }
}

//! `holdpoint audit horizons`.

use clap::Args;
use holdpoint_service::queries::{HorizonsPage, ShowHorizons};

use crate::client::ask;
use crate::commands::{Outcome, Run};
use crate::exit::Exit;
use crate::output::{Human, Page};
use crate::session::Session;

/// Show up to where the ledger is signed, up to where witnesses have cosigned it, and how it stands with each of them.
#[derive(Debug, Args)]
pub(crate) struct Horizons {
    /// Write the newest cosigned checkpoint, for `holdpoint audit verify --known`.
    #[arg(long)]
    checkpoint: bool,
}

impl Run for Horizons {
    fn run(self, session: &Session) -> Outcome {
        let client = session.client()?;
        let horizons = ask(&*client, &ShowHorizons::default(), None)?;
        if self.checkpoint {
            return written(&horizons);
        }
        session.show(&horizons)?;
        Ok(
            match (horizons.contradiction, &horizons.witnessed, horizons.quorum) {
                (Some(_), ..) => Exit::NoGo,
                (None, None, Some(_)) => Exit::Hold,
                _ => Exit::Go,
            },
        )
    }
}

fn written(horizons: &HorizonsPage) -> Outcome {
    match &horizons.witnessed {
        Some(witnessed) => {
            crate::output::write(&witnessed.checkpoint)?;
            Ok(Exit::Go)
        }
        None => Ok(Exit::Hold),
    }
}

impl Human for HorizonsPage {
    fn human(&self, page: &mut Page) {
        page.field("signed", format!("{} entries", self.signed));
        match (&self.witnessed, self.quorum) {
            (Some(witnessed), _) => {
                let by = witnessed.by.join(", ");
                page.field("witnessed", format!("{} entries, by {by}", witnessed.size));
            }
            (None, Some(quorum)) => {
                page.field("witnessed", format!("nothing yet: {quorum} must cosign"))
            }
            (None, None) => page.field(
                "witnessed",
                "nobody is asked: declare `witnesses` and apply",
            ),
        }
        if let Some(size) = self.contradiction {
            page.line(format!(
                "CONTRADICTION: a checkpoint of size {size} was signed before, and this ledger does not extend it"
            ));
        }
        if self.witnesses.is_empty() {
            return;
        }
        let rows = self.witnesses.iter().map(|witness| {
            vec![
                witness.name.clone(),
                witness
                    .size
                    .map(|size| size.to_string())
                    .unwrap_or_default(),
                witness
                    .cosigned
                    .map(|time| page.time(time))
                    .unwrap_or_default(),
                witness.problem.clone().unwrap_or_default(),
            ]
        });
        let rows = rows.collect();
        page.table(&["witness", "size", "cosigned", "problem"], rows);
    }
}

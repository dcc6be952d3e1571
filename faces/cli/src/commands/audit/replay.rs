//! `holdpoint audit replay`.

use clap::Args;
use serde::Serialize;
use serde_json::Value;

use crate::client::Audit;
use crate::commands::{Outcome, Run};
use crate::exit::Exit;
use crate::output::{Human, Page};
use crate::session::Session;

/// Judge every recorded verdict again from the ledger; each must come out the same, byte for byte.
#[derive(Debug, Args)]
pub(crate) struct Replay {}

impl Run for Replay {
    fn run(self, session: &Session) -> Outcome {
        let progress = session.progress("replaying", Some(0));
        let mut report = session.client()?.audit(Audit::Replay, &progress)?;
        drop(progress);
        report.sort_all_objects();
        let same = report.get("same").and_then(Value::as_bool).unwrap_or(false);
        session.show(&Report(report))?;
        Ok(if same { Exit::Go } else { Exit::NoGo })
    }
}

/// What the replay found.
#[derive(Debug, Serialize)]
#[serde(transparent)]
struct Report(Value);

impl Human for Report {
    fn human(&self, page: &mut Page) {
        let number = |name: &str| self.0.get(name).and_then(Value::as_u64).unwrap_or_default();
        let (verdicts, entries) = (number("verdicts"), number("entries"));
        let differences = self.0.get("differences").and_then(Value::as_array);
        let differences = differences.map(Vec::as_slice).unwrap_or_default();
        let same = verdicts.saturating_sub(differences.len() as u64);
        page.line(format!(
            "{same} of {verdicts} verdicts in {entries} entries came out the same"
        ));
        for difference in differences {
            let text = |name: &str| {
                difference
                    .get(name)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
            };
            let position = difference
                .get("position")
                .and_then(Value::as_u64)
                .unwrap_or_default();
            page.line(format!("entry {position}"));
            page.below(format!("recorded {}", text("recorded")));
            page.below(format!("replayed {}", text("replayed")));
        }
    }
}

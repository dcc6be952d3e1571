//! `holdpoint person erase`.

use clap::Args;
use holdpoint_domain::Time;
use holdpoint_service::Receipt;
use serde::Serialize;
use serde_json::{Value, json};

use crate::arguments::Write;
use crate::commands::{Outcome, Run};
use crate::output::{Human, Page};
use crate::present::Done;
use crate::requests::{person, plain};
use crate::session::{Session, send};

/// Destroy a person's name, mail address, credentials and key. It cannot be undone; the ledger keeps the id.
///
/// Names and reasons behind approvals and waivers stay as long as a retention class of their release or a legal hold needs
/// them, for auditors only, and are destroyed when the last of these ends. The answer lists what stays, why and until when.
#[derive(Debug, Args)]
pub(crate) struct Erase {
    /// Handle, mail address or id.
    person: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    write: Write,
}

impl Run for Erase {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "person.erase",
            "arguments": { "person": person(&self.person), "reason": plain(self.reason.as_deref()) }
        });
        let client = session.client()?;
        let receipt = send(&*client, &self.write, request)?;
        session.show(&Erased {
            stays: stays(&receipt),
            done: Done::new("the person is erased", receipt),
        })
    }
}

/// What was done, and what stays.
#[derive(Debug, Serialize)]
struct Erased {
    #[serde(flatten)]
    done: Done,
    stays: Vec<Stays>,
}

/// The name and the reasons behind decisions on a release.
#[derive(Debug, Serialize)]
struct Stays {
    release: String,
    class: String,
    until: Option<Time>,
}

fn stays(receipt: &Receipt) -> Vec<Stays> {
    let retained = receipt.events.iter();
    let retained = retained.filter(|event| event.event == "person.retained.v1");
    let releases = retained.filter_map(|event| event.data.get("releases")?.as_object());
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let one = |(release, kept): (&String, &Value)| Stays {
        release: release.clone(),
        class: text(kept.get("class")),
        until: text(kept.get("until")).parse().ok(),
    };
    releases.flatten().map(one).collect()
}

impl Human for Erased {
    fn human(&self, page: &mut Page) {
        self.done.human(page);
        if self.stays.is_empty() {
            return;
        }
        page.line("the name and the reasons behind these decisions stay, for auditors only:");
        let rows = self.stays.iter().map(|one| {
            let until = one.until.map(|until| page.time(until));
            vec![
                one.release.clone(),
                one.class.clone(),
                until.unwrap_or_default(),
            ]
        });
        let rows: Vec<_> = rows.collect();
        page.table(
            &["release", "class", "until, or as long as it is held"],
            rows,
        );
    }
}

//! `holdpoint release add`.

use clap::Args;
use holdpoint_service::queries::ShowRelease;
use serde_json::json;

use super::content::Content;
use super::create::send_all;
use crate::arguments::Write;
use crate::client::ask;
use crate::commands::{Outcome, Run};
use crate::present::Done;
use crate::session::Session;

/// Add commits and artifacts to a draft, and say what it carries.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Which release.
    release: String,
    #[command(flatten)]
    content: Content,
    #[command(flatten)]
    write: Write,
}

impl Run for Add {
    fn run(self, session: &Session) -> Outcome {
        let client = session.client()?;
        let view = ask(
            &*client,
            &ShowRelease {
                release: self.release.clone(),
            },
            None,
        )?;
        let components: Vec<_> = view.components.iter().map(ToString::to_string).collect();
        let mut requests = self.content.requests(session, &self.release, &components)?;
        let scope = self.content.scope()?;
        if !scope.is_empty() {
            let arguments = json!({ "release": self.release, "scope": scope });
            requests.push(json!({ "command": "release.set-scope", "arguments": arguments }));
        }
        let receipt = send_all(&*client, &self.write, requests)?;
        session.show(&Done::new(
            format!("release `{}` carries more", self.release),
            receipt,
        ))
    }
}

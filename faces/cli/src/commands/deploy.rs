//! `holdpoint deploy`.

use clap::Args;
use serde_json::json;

use super::follow::Follow;
use super::{Outcome, Run};
use crate::arguments::Write;
use crate::present::Done;
use crate::session::{Session, send};

/// Bring a release to an environment; the gate is asked again.
#[derive(Debug, Args)]
pub(crate) struct Deploy {
    /// Which release.
    release: String,
    /// To which environment.
    environment: String,
    /// Only this component of it.
    #[arg(long = "component", value_name = "NAME")]
    components: Vec<String>,
    /// Deploy even what runs there already.
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    follow: Follow,
    #[command(flatten)]
    write: Write,
}

impl Run for Deploy {
    fn run(self, session: &Session) -> Outcome {
        let client = session.client()?;
        let request = json!({
            "command": "deployment.deploy",
            "arguments": {
                "release": self.release,
                "environment": self.environment,
                "components": self.components,
                "again": self.again
            }
        });
        let receipt = send(&*client, &self.write, request)?;
        let said = format!(
            "release `{}` is on its way to `{}`",
            self.release, self.environment
        );
        if self.write.dry_run {
            return session.show(&Done::new(said, receipt));
        }
        self.follow.to_the_end(session, &*client, said, receipt)
    }
}

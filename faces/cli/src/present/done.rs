//! What came of a command.

use std::fmt::Display;

use holdpoint_service::Receipt;
use serde::Serialize;

use crate::output::{Human, Page};

/// What came of a command, in words and as a receipt.
#[derive(Debug, Serialize)]
pub(crate) struct Done {
    message: String,
    #[serde(flatten)]
    receipt: Receipt,
}

impl Done {
    /// What was done, in words; the receipt says whether it was.
    pub(crate) fn new(said: impl Display, receipt: Receipt) -> Self {
        let message = match (receipt.dry_run, receipt.events.is_empty()) {
            (true, _) => format!("would be done: {said}"),
            (false, true) => "nothing has changed".to_owned(),
            (false, false) => said.to_string(),
        };
        Self { message, receipt }
    }
}

impl Human for Done {
    fn human(&self, page: &mut Page) {
        page.line(&self.message);
        if self.receipt.repeated {
            page.line("the same was asked for before under that key");
        }
        for event in &self.receipt.events {
            page.below(format!(
                "{}  {}  {}",
                event.position, event.event, event.subject
            ));
        }
    }
}

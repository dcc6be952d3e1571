//! `holdpoint view`.

use clap::Args;
use holdpoint_service::queries::ListViews;
use holdpoint_service::{PersonalRequest, SavedView};

use super::group::commands;
use super::{Outcome, Run};
use crate::arguments::Past;
use crate::client::ask;
use crate::session::Session;

commands! {
    /// Pages with their filters, kept under a name.
    ViewCommand {
        Save(Save),
        Remove(Remove),
        List(List),
    }
}

/// Keep a view, instead of one of the same name.
#[derive(Debug, Args)]
pub(crate) struct Save {
    /// What to call it.
    name: String,
    /// The page, with its filters: `/releases?stage=submitted`.
    address: String,
    /// Offer it to everybody.
    #[arg(long)]
    shared: bool,
}

impl Run for Save {
    fn run(self, session: &Session) -> Outcome {
        let (page, query) = self.address.split_once('?').unwrap_or((&self.address, ""));
        let view = SavedView {
            name: self.name,
            page: page.to_owned(),
            query: query.to_owned(),
            shared: self.shared,
        };
        let client = session.client()?;
        client.personal(&PersonalRequest::SaveView(view))?;
        session.show(&ask(&*client, &ListViews::default(), None)?)
    }
}

/// Keep a view no longer.
#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// Which, by name.
    name: String,
}

impl Run for Remove {
    fn run(self, session: &Session) -> Outcome {
        let client = session.client()?;
        client.personal(&PersonalRequest::RemoveView { name: self.name })?;
        session.show(&ask(&*client, &ListViews::default(), None)?)
    }
}

/// List your views, and those that others share.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only those of this page, such as `/releases`.
    #[arg(long, value_name = "PATH")]
    page: Option<String>,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        session.answer(&ListViews { page: self.page }, &Past::default())
    }
}

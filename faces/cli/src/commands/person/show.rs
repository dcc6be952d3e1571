//! `holdpoint person list` and `holdpoint person show`.

use clap::Args;
use holdpoint_service::ActorRef;
use holdpoint_service::queries::{ListPeople, ShowPerson};

use crate::arguments::Past;
use crate::client::ask;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::session::Session;

/// List everybody.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    past: Past,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        session.answer(&ListPeople::default(), &self.past)
    }
}

/// Show a person.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Handle, mail address or id; yourself if nobody is named.
    person: Option<String>,
    #[command(flatten)]
    past: Past,
}

impl Run for Show {
    fn run(self, session: &Session) -> Outcome {
        let client = session.client()?;
        let person = match (self.person, client.me()?) {
            (Some(person), _) => person,
            (None, ActorRef::Person(me)) => me.id.to_string(),
            (None, ActorRef::Workload(_) | ActorRef::System) => {
                return Err(Failure::input("person-unknown", "you are nobody"));
            }
        };
        let at = session.at(&self.past)?;
        session.show(&ask(&*client, &ShowPerson { person }, at.as_deref())?)
    }
}

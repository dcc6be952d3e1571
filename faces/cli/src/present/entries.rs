//! Entries of the ledger, for people.

use holdpoint_service::queries::Entries;

use super::more;
use crate::output::{Human, Page};

impl Human for Entries {
    fn human(&self, page: &mut Page) {
        let rows = self.entries.iter().map(|one| {
            vec![
                one.position.to_string(),
                page.time(one.time),
                one.actor.to_string(),
                one.event.clone(),
                one.subject.clone(),
            ]
        });
        let rows = rows.collect();
        page.table(&["entry", "time", "actor", "event", "subject"], rows);
        more(page, self.next);
    }
}

//! Readiness items, for people.

use holdpoint_service::queries::Readiness;

use crate::output::{Human, Page};

impl Human for Readiness {
    fn human(&self, page: &mut Page) {
        let rows = self.items.iter().map(|one| {
            vec![
                one.item.clone(),
                one.person
                    .as_ref()
                    .map_or_else(|| "open".to_owned(), ToString::to_string),
                one.time.map(|time| page.time(time)).unwrap_or_default(),
                one.note.clone().unwrap_or_default(),
            ]
        });
        let rows = rows.collect();
        page.table(&["item", "confirmed by", "when", "note"], rows);
    }
}

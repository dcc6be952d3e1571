//! Waivers, for people.

use holdpoint_service::queries::{WaiverView, Waivers};

use super::more;
use crate::output::{Human, Page};

impl Human for Waivers {
    fn human(&self, page: &mut Page) {
        let rows = self.waivers.iter().map(|one| {
            let stage = match (&one.approved_by, one.active) {
                (_, true) => "active",
                (None, false) => "requested",
                (Some(_), false) => "ended",
            };
            vec![
                one.waiver.to_string(),
                one.release.to_string(),
                one.environment.to_string(),
                criterion(one),
                stage.to_owned(),
                one.requested_by.to_string(),
                page.time(one.ends),
                one.reason.clone().unwrap_or_default(),
            ]
        });
        let rows = rows.collect();
        let headings = [
            "waiver",
            "release",
            "environment",
            "criterion",
            "stage",
            "by",
            "until",
            "reason",
        ];
        page.table(&headings, rows);
        more(page, self.next);
    }
}

fn criterion(one: &WaiverView) -> String {
    match one.findings.len() {
        0 => one.criterion.clone(),
        1 => format!("{}, 1 finding", one.criterion),
        count => format!("{}, {count} findings", one.criterion),
    }
}

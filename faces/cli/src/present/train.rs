//! Release trains, for people.

use holdpoint_service::queries::{DepartureView, TrainPage, Trains};

use super::window::{places, said};
use crate::output::{Human, Page};

impl Human for Trains {
    fn human(&self, page: &mut Page) {
        let mut rows = Vec::new();
        for one in &self.trains {
            let mut name = one.train.name.to_string();
            if one.departures.is_empty() {
                let never = "no more".to_owned();
                rows.push(vec![name, never, String::new(), String::new()]);
                continue;
            }
            for departure in &one.departures {
                let mut row = vec![std::mem::take(&mut name)];
                row.extend(told(page, departure));
                rows.push(row);
            }
        }
        page.table(&["train", "departs", "scope frozen", "aboard"], rows);
    }
}

impl Human for TrainPage {
    fn human(&self, page: &mut Page) {
        let train = &self.train;
        page.heading(&train.name);
        page.field("title", &train.title);
        page.field("for", places(train));
        page.field("timezone", &train.timezone);
        for when in &train.when {
            page.field("when", said(when));
        }
        if let Some(freeze) = &train.scope_freeze {
            let days = freeze.working_days;
            page.field("scope frozen", format!("{days} working days before"));
        }
        page.heading("Departures");
        let rows = self.departures.iter().map(|one| told(page, one).to_vec());
        let rows = rows.collect();
        page.table(&["departs", "scope frozen", "aboard"], rows);
    }
}

fn told(page: &Page, one: &DepartureView) -> [String; 3] {
    let frozen = match (one.frozen, one.is_frozen) {
        (Some(since), true) => format!("since {}", page.time(since)),
        (Some(from), false) => format!("from {}", page.time(from)),
        (None, _) => "never".to_owned(),
    };
    let aboard = one
        .aboard
        .iter()
        .map(|with| format!("{} to {} ({})", with.release, with.environment, with.stage));
    let aboard: Vec<_> = aboard.collect();
    let when = format!("{} until {}", page.time(one.from), page.time(one.until));
    [when, frozen, aboard.join(", ")]
}

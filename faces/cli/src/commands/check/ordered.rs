//! `holdpoint check migrations --order`.

use holdpoint_migrations::Order;
use serde::Serialize;

use crate::output::{Human, Page};

/// An order in which every migration finds what it needs.
#[derive(Debug, Serialize)]
pub(super) struct Ordered {
    order: Vec<Row>,
    cycles: Vec<Vec<String>>,
}

#[derive(Debug, Serialize)]
struct Row {
    migration: String,
    application: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    phase: Option<String>,
    needs: Vec<Need>,
}

#[derive(Debug, Serialize)]
struct Need {
    migration: String,
    because: String,
}

impl From<Order> for Ordered {
    fn from(order: Order) -> Self {
        let need = |(migration, because)| Need { migration, because };
        let row = |step: holdpoint_migrations::Step| Row {
            migration: step.migration,
            application: step.application,
            phase: step.phase.map(|phase| phase.to_string()),
            needs: step.needs.into_iter().map(need).collect(),
        };
        Self {
            order: order.steps.into_iter().map(row).collect(),
            cycles: order.cycles,
        }
    }
}

impl Human for Ordered {
    fn human(&self, page: &mut Page) {
        let row = |(at, row): (usize, &Row)| {
            let needs: Vec<_> = row
                .needs
                .iter()
                .map(|need| format!("{}: {}", need.migration, need.because))
                .collect();
            let phase = row.phase.clone().unwrap_or_default();
            vec![
                (at + 1).to_string(),
                row.migration.clone(),
                row.application.clone(),
                phase,
                needs.join("; "),
            ]
        };
        let rows = self.order.iter().enumerate().map(row).collect();
        page.table(&["", "migration", "application", "phase", "needs"], rows);
        for cycle in &self.cycles {
            page.gap();
            page.line(format!("These need each other: {}", cycle.join(", ")));
        }
    }
}

//! Blackouts and maintenance windows, for people.

use holdpoint_domain::window::{CloseOf, Stretch, When, Window};
use holdpoint_service::queries::{WindowPage, Windows};

use super::list;
use crate::output::{Human, Page};

impl Human for Windows {
    fn human(&self, page: &mut Page) {
        let mut rows = Vec::new();
        for one in &self.windows {
            let window = &one.window;
            let (first, rest) = match one.spans.split_first() {
                Some((first, rest)) => (told(page, first), rest),
                None => ("not within that time".to_owned(), &[][..]),
            };
            let now = if one.on { "on" } else { "" };
            rows.push(vec![
                window.name.to_string(),
                window.kind.to_string(),
                places(window),
                now.to_owned(),
                first,
            ]);
            for span in rest {
                let empty = String::new;
                rows.push(vec![empty(), empty(), empty(), empty(), told(page, span)]);
            }
        }
        page.table(&["window", "kind", "for", "now", "when"], rows);
    }
}

impl Human for WindowPage {
    fn human(&self, page: &mut Page) {
        let window = &self.window;
        page.heading(&window.name);
        page.field("title", &window.title);
        page.field("kind", window.kind);
        page.field("for", places(window));
        page.field("timezone", &window.timezone);
        for when in &window.when {
            page.field("when", said(when));
        }
        page.field("now", if self.on { "on" } else { "not on" });
        for span in &self.spans {
            let next = told(page, span);
            page.field("next", next);
        }
    }
}

fn told(page: &Page, span: &Stretch) -> String {
    format!("{} until {}", page.time(span.from), page.time(span.until))
}

/// Whom it is about.
pub(super) fn places(window: &Window) -> String {
    let mut parts = Vec::new();
    for names in [
        list(&window.environments),
        list(&window.components),
        list(&window.units),
    ] {
        parts.extend(Some(names).filter(|names| !names.is_empty()));
    }
    match parts.is_empty() {
        true => "everything".to_owned(),
        false => parts.join("; "),
    }
}

/// When it is.
pub(super) fn said(when: &When) -> String {
    match when {
        When::Span { from, until } => format!("from {from} until {until}"),
        When::Again {
            rule,
            start,
            lasts,
            except,
        } => {
            let but = match except.is_empty() {
                true => String::new(),
                false => format!(", not on {}", list(except)),
            };
            format!("{rule} from {start} on, for {lasts}{but}")
        }
        When::Close {
            of,
            before,
            after,
            calendar,
        } => {
            let of = match of {
                CloseOf::Month => "month",
                CloseOf::Quarter => "quarter",
                CloseOf::Year => "year",
            };
            let by = calendar.as_ref().map(|name| format!(" ({name})"));
            let by = by.unwrap_or_default();
            format!(
                "{before} working days before and {after} after the end of each fiscal {of}{by}"
            )
        }
        When::Feed { file, .. } => format!("events of {file}"),
    }
}

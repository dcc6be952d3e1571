//! What waits for somebody, how they like to be served, and their views, for people.

use holdpoint_service::Seen;
use holdpoint_service::queries::{Inbox, SettingsPage, Views};

use super::word;
use crate::output::{Human, Page};

impl Human for Inbox {
    fn human(&self, page: &mut Page) {
        if self.items.is_empty() {
            page.line("nothing waits for you");
        }
        for item in &self.items {
            let seen = match item.seen {
                Seen::New => "",
                Seen::Read => " (read)",
                Seen::Done => " (done)",
            };
            let age = age(item.age_seconds);
            page.line(format!(
                "{}, for {age}{seen}: {}",
                word(&item.kind),
                item.message
            ));
            if let Some(due) = item.due {
                let due = page.time(due);
                page.below(format!("until {due}"));
            }
            page.below(&item.id);
        }
        if self.more > 0 {
            let more = self.more;
            page.line(format!(
                "up to {more} further releases may need you: the newest were looked at"
            ));
        }
    }
}

/// For how long, to the largest unit.
fn age(seconds: i64) -> String {
    let (number, unit) = match seconds {
        ..60 => return "less than a minute".to_owned(),
        60..3_600 => (seconds / 60, "minute"),
        3_600..86_400 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{plural}")
}

impl Human for SettingsPage {
    fn human(&self, page: &mut Page) {
        let chosen = &self.settings;
        page.line(format!("settings of {}", self.person));
        let zone = chosen.timezone.as_deref().unwrap_or("the organisation's");
        page.field("time zone", zone);
        let language = chosen.language.map(|language| word(&language));
        page.field(
            "language",
            language.unwrap_or_else(|| "the browser's".to_owned()),
        );
        page.field("theme", word(&chosen.theme));
        let when = match chosen.bulletin {
            holdpoint_service::Cadence::Daily => format!(" at {}:00", chosen.hour),
            _ => String::new(),
        };
        page.field("bulletin", format!("{}{when}", word(&chosen.bulletin)));
        page.field("days", word(&chosen.days));
        page.field("channel", word(&chosen.channel));
    }
}

impl Human for Views {
    fn human(&self, page: &mut Page) {
        let rows = self.views.iter().map(|line| {
            let whose = match (line.own, line.view.shared) {
                (true, false) => "own".to_owned(),
                (true, true) => "own, shared".to_owned(),
                (false, _) => format!("shared by {}", line.owner),
            };
            vec![line.view.name.clone(), line.link.clone(), whose]
        });
        page.table(&["view", "leads to", "whose"], rows.collect());
    }
}

#[cfg(test)]
mod tests {
    use super::age;

    #[test]
    fn an_age_is_said_in_its_largest_unit() {
        let said = [0, 60, 7_199, 7_200, 86_400, 900_000].map(age);
        let expected = [
            "less than a minute",
            "1 minute",
            "1 hour",
            "2 hours",
            "1 day",
            "10 days",
        ];
        assert_eq!(said, expected);
    }
}

//! Units, teams, calendars and the organisation, for people.

use holdpoint_service::queries::{
    CalendarPage, Calendars, OrganisationPage, TeamPage, Teams, UnitPage, Units,
};

use super::list;
use crate::output::{Human, Page};

impl Human for OrganisationPage {
    fn human(&self, page: &mut Page) {
        let sample = if self.sample { " (sample data)" } else { "" };
        page.heading(format!(
            "{}{sample}",
            self.name.as_deref().unwrap_or("not founded")
        ));
        if let Some(founded) = self.founded {
            let founded = page.time(founded);
            page.field("founded", founded);
        }
        page.field("timezone", &self.timezone);
        page.field("units", self.units);
        page.field("teams", self.teams);
        page.field("people", self.people);
        page.field("components", self.components);
        page.field("environments", self.environments);
        page.field("entries", self.entries);
    }
}

impl Human for Units {
    fn human(&self, page: &mut Page) {
        let rows = self.units.iter().map(|unit| {
            let parent = unit
                .parent
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default();
            vec![unit.name.to_string(), unit.title.clone(), parent]
        });
        page.table(&["unit", "title", "part of"], rows.collect());
    }
}

impl Human for UnitPage {
    fn human(&self, page: &mut Page) {
        page.heading(&self.unit.name);
        page.field("title", &self.unit.title);
        page.field(
            "part of",
            self.unit
                .parent
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        );
        page.field(
            "calendar",
            self.unit.calendar.as_ref().map_or("", |name| name.as_str()),
        );
        page.field("units", list(&self.parts));
        page.field("teams", list(&self.teams));
        page.field("components", list(&self.components));
    }
}

impl Human for Teams {
    fn human(&self, page: &mut Page) {
        let rows = self.teams.iter().map(|team| {
            vec![
                team.team.to_string(),
                team.title.clone(),
                team.unit.to_string(),
                list(&team.members),
            ]
        });
        page.table(&["team", "title", "unit", "members"], rows.collect());
    }
}

impl Human for TeamPage {
    fn human(&self, page: &mut Page) {
        page.heading(&self.team);
        page.field("title", &self.title);
        page.field("unit", &self.unit);
        page.field("members", list(&self.members));
        page.field("components", list(&self.components));
    }
}

impl Human for Calendars {
    fn human(&self, page: &mut Page) {
        let rows = self.calendars.iter().map(|one| {
            vec![
                one.calendar.name.to_string(),
                one.calendar.country.clone(),
                one.calendar.timezone.clone(),
                one.calendar.holidays.len().to_string(),
                if one.working { "working" } else { "off" }.to_owned(),
            ]
        });
        page.table(
            &["calendar", "country", "timezone", "holidays", "now"],
            rows.collect(),
        );
    }
}

impl Human for CalendarPage {
    fn human(&self, page: &mut Page) {
        page.heading(&self.calendar.name);
        page.field("country", &self.calendar.country);
        page.field("timezone", &self.calendar.timezone);
        page.field("now", if self.working { "working" } else { "off" });
        for hours in &self.calendar.hours {
            page.field(
                "hours",
                format!("{} {}-{}", list(&hours.days), hours.from, hours.until),
            );
        }
        for holiday in &self.calendar.holidays {
            page.field("holiday", format!("{} {}", holiday.date, holiday.name));
        }
    }
}

//! Words of the calendar.

use crate::words::{Language, messages};

messages! {
    /// Words of the page.
    pub(crate) CalendarWords {
        title: "Calendar" | "Kalender";
        says(zone): "What is closed, what may happen and what has happened. Times in {zone}." | "Was gesperrt ist, was geschehen darf und was geschehen ist. Zeiten in {zone}.";
        month: "Month" | "Monat";
        quarter: "Quarter" | "Quartal";
        timeline: "Timeline" | "Zeitachse";
        views: "Views" | "Ansichten";
        today: "Today" | "Heute";
        before: "Earlier" | "Früher";
        after: "Later" | "Später";
        moving: "Moving through time" | "Durch die Zeit";
        environment: "Environment" | "Umgebung";
        unit: "Unit" | "Einheit";
        kind: "Kind" | "Art";
        every_environment: "All environments" | "Alle Umgebungen";
        every_unit: "All units" | "Alle Einheiten";
        every_kind: "Everything" | "Alles";
        show: "Show" | "Zeigen";
        blackout: "Blackout" | "Sperre";
        maintenance: "Maintenance window" | "Wartungsfenster";
        trains: "Release trains" | "Release-Züge";
        departure: "Train departure" | "Abfahrt eines Zugs";
        freeze: "Freeze" | "Stillstand";
        after_release(release): "after {release}" | "nach {release}";
        with_train(release, train): "{release} (with {train})" | "{release} (mit {train})";
        against(why): "In the way: {why}" | "Im Weg: {why}";
        planned: "Planned" | "Geplant";
        booking: "Booking" | "Buchung";
        in_use: "in use" | "in Nutzung";
        refresh: "data refresh" | "Auffrischen der Daten";
        deployment: "Deployment" | "Deployment";
        day_off: "Day off" | "Freier Tag";
        everywhere: "everywhere" | "überall";
        more[n]: "{n} more" / "{n} more" | "{n} weitere" / "{n} weitere";
        agenda: "In order" | "Der Reihe nach";
        what: "What" | "Was";
        from: "From" | "Von";
        until: "Until" | "Bis";
        place: "Environment" | "Umgebung";
        happens[n]: "{n} thing" / "{n} things" | "{n} Eintrag" / "{n} Einträge";
        cut: "There are more deployments than are shown: choose an environment, or a shorter time." | "Es gibt mehr Deployments, als hier stehen: Wählen Sie eine Umgebung oder eine kürzere Zeit.";
        none: "Nothing is in the calendar here" | "Hier steht nichts im Kalender";
        none_says: "Declare blackouts and maintenance windows in holdpoint.yaml: no deployment begins in a blackout." | "Beschreiben Sie Sperren und Wartungsfenster in holdpoint.yaml: In einer Sperre beginnt kein Deployment.";
        subscribe: "Subscribe" | "Abonnieren";
        subscribe_says: "Outlook, Google and Apple read this calendar at an address of your own. Whoever knows it reads calendars, and nothing else." | "Outlook, Google und Apple lesen diesen Kalender unter einer eigenen Adresse. Wer sie kennt, liest Kalender und sonst nichts.";
        new_address: "New address" | "Neue Adresse";
        revoke: "Revoke all addresses" | "Alle Adressen widerrufen";
        your_address: "Your address, told this once" | "Ihre Adresse, nur dieses eine Mal";
        address_says: "Subscribe to it in your calendar program. The same with mine.ics, days-off.ics or environments/NAME.ics at its end is a part of it." | "Abonnieren Sie sie in Ihrem Kalenderprogramm. Dasselbe mit mine.ics, days-off.ics oder environments/NAME.ics am Ende ist ein Teil davon.";
        monday: "Mon" | "Mo";
        tuesday: "Tue" | "Di";
        wednesday: "Wed" | "Mi";
        thursday: "Thu" | "Do";
        friday: "Fri" | "Fr";
        saturday: "Sat" | "Sa";
        sunday: "Sun" | "So";
        zone: "Time zone" | "Zeitzone";
        own_zone(zone): "{zone} (yours)" | "{zone} (Ihre)";
        no_such_zone(zone): "`{zone}` is no time zone; choose one by its name in the IANA database, such as Europe/Vienna" | "`{zone}` ist keine Zeitzone; wählen Sie eine nach ihrem Namen in der IANA-Datenbank, etwa Europe/Vienna";
        keys: "← → move, t today, m q l views" | "← → blättern, t heute, m q l Ansichten";
    }
}

const MONTHS: [(&str, &str); 12] = [
    ("January", "Jänner"),
    ("February", "Februar"),
    ("March", "März"),
    ("April", "April"),
    ("May", "Mai"),
    ("June", "Juni"),
    ("July", "Juli"),
    ("August", "August"),
    ("September", "September"),
    ("October", "Oktober"),
    ("November", "November"),
    ("December", "Dezember"),
];

impl CalendarWords {
    /// Monday to Sunday.
    pub(super) fn weekdays(self) -> [&'static str; 7] {
        [
            self.monday(),
            self.tuesday(),
            self.wednesday(),
            self.thursday(),
            self.friday(),
            self.saturday(),
            self.sunday(),
        ]
    }

    /// `November 2026`.
    pub(super) fn month_of(self, date: jiff::civil::Date) -> String {
        let at = usize::try_from(date.month()).unwrap_or(1).saturating_sub(1);
        let (english, german) = MONTHS.get(at).copied().unwrap_or_default();
        let name = match self.0 {
            Language::English => english,
            Language::German => german,
        };
        format!("{name} {}", date.year())
    }
}

//! What surrounds every page: navigation, search, the time control, who looks, and how they like to read.

mod choices;
mod me;

use crate::assets;
use crate::desk::{Desk, NOTCHES};
use crate::icon::Icon;
use crate::visit::{Fields, Preferences};
use crate::when::When;
use crate::words::{Language, messages};
use choices::{languages, themes};

pub(crate) use choices::{Choice, zones};
pub(crate) use me::{Me, initials};

messages! {
    /// Words of the frame.
    pub(crate) FrameWords {
        skip: "Skip to content" | "Zum Inhalt";
        navigation: "Main" | "Haupt";
        menu: "Menu" | "Menü";
        home: "Home" | "Start";
        releases: "Releases" | "Releases";
        environments: "Environments" | "Umgebungen";
        calendar: "Calendar" | "Kalender";
        catalogue: "Catalogue" | "Katalog";
        ledger: "Ledger" | "Ledger";
        inbox: "Inbox" | "Posteingang";
        settings: "Settings" | "Einstellungen";
        search: "Search" | "Suchen";
        search_hint: "Release, component, person …" | "Release, Komponente, Person …";
        sample: "Sample data" | "Beispieldaten";
        sample_says: "Everything here is invented. Try whatever you like." | "Alles hier ist erfunden. Probieren Sie aus, was Sie möchten.";
        now: "Now" | "Jetzt";
        as_of: "As of" | "Stand";
        as_of_long(time): "You are looking at the past: {time}" | "Sie blicken in die Vergangenheit: {time}";
        nothing_changes: "Nothing can be changed there." | "Dort lässt sich nichts ändern.";
        back_to_now: "Back to now" | "Zurück zu jetzt";
        travel: "Look at another moment" | "Anderen Zeitpunkt ansehen";
        moment: "Moment" | "Zeitpunkt";
        from_founding_to_now: "From the founding to now" | "Von der Gründung bis jetzt";
        go_there: "Go there" | "Ansehen";
        reading: "Reading" | "Darstellung";
        language: "Language" | "Sprache";
        theme: "Colours" | "Farben";
        system: "System" | "System";
        light: "Light" | "Hell";
        dark: "Dark" | "Dunkel";
        zone: "Time zone" | "Zeitzone";
        apply: "Apply" | "Übernehmen";
        log_out: "Log out" | "Abmelden";
        account: "Account" | "Konto";
        keys: "Keyboard" | "Tastatur";
        verified(position): "Entry {position}" | "Eintrag {position}";
        close: "Close" | "Schließen";
        fresh: "Something new was recorded." | "Es gibt Neues.";
        show_it: "Show it" | "Zeigen";
        filters: "Filters" | "Filter";
        sort: "Sort" | "Sortieren";
        unread: "new" | "neu";
        change: "Change" | "Ändern";
    }
}

/// A part of the site, for the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Home,
    Releases,
    Environments,
    Calendar,
    Catalogue,
    Ledger,
    Inbox,
    Settings,
    /// None of them.
    Other,
}

/// A way to a part of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Way {
    pub(crate) label: &'static str,
    pub(crate) to: String,
    pub(crate) icon: Icon,
    pub(crate) here: bool,
    /// The key after `g` that leads there.
    pub(crate) key: char,
    /// How much is new there, if anything is.
    pub(crate) news: Option<String>,
}

/// The time control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moment {
    /// The moment in the past that is shown, if it is one.
    pub(crate) past: Option<When>,
    /// What the field says.
    pub(crate) field: String,
    /// Where the slider stands.
    pub(crate) notch: i64,
    /// Where it ends.
    pub(crate) notches: i64,
    /// The same page as of now.
    pub(crate) now: String,
    /// What else the address says, to be kept.
    pub(crate) kept: Vec<(String, String)>,
    /// The path of the page.
    pub(crate) path: String,
    /// First and last moment of the slider, for the script, in milliseconds.
    pub(crate) from: i64,
    pub(crate) until: i64,
}

/// What was just done, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// Whether it went well.
    pub(crate) good: bool,
    pub(crate) text: String,
    /// What to do about it, and further reasons.
    pub(crate) more: Vec<String>,
}

/// Everything around a page.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) t: FrameWords,
    pub(crate) title: String,
    pub(crate) language: Language,
    pub(crate) theme: &'static str,
    pub(crate) style: &'static str,
    pub(crate) script: &'static str,
    pub(crate) picture: &'static str,
    pub(crate) house: String,
    pub(crate) sample: bool,
    pub(crate) ways: Vec<Way>,
    pub(crate) me: Option<Me>,
    pub(crate) moment: Option<Moment>,
    pub(crate) zone: String,
    pub(crate) zones: Vec<Choice>,
    pub(crate) themes: Vec<Choice>,
    pub(crate) languages: Vec<Choice>,
    /// This page's address, to come back to.
    pub(crate) here: String,
    /// How many entries the page has seen.
    pub(crate) size: u64,
    pub(crate) notice: Option<Notice>,
    /// What was searched for.
    pub(crate) searched: String,
    /// Whether they may read, and so search.
    pub(crate) reads: bool,
    /// Whether the page follows what is recorded.
    pub(crate) live: bool,
    /// What every form bears, to prove that it is a page of this session.
    pub(crate) csrf: String,
    suffix: String,
}

impl Frame {
    /// Around a page of that title.
    pub(crate) fn of(desk: &Desk<'_>, title: &str, section: Section) -> Self {
        let visit = desk.visit;
        let mut frame = Self::bare(&visit.preferences, title);
        let zone = visit
            .preferences
            .zone
            .as_deref()
            .unwrap_or(&desk.house.zone);
        frame.house.clone_from(&desk.house.name);
        frame.sample = desk.house.sample;
        frame.suffix = desk.at.map(|at| format!("at={at}")).unwrap_or_default();
        frame.ways = ways(frame.t, section, desk);
        frame.me = me::me(desk);
        frame.moment = desk.reads.then(|| moment(desk));
        frame.reads = desk.reads;
        frame.here = visit.query.with("done", None).address(&visit.path);
        frame.size = desk.reader.view().size();
        frame.live = desk.at.is_none() && desk.reads;
        frame.csrf.clone_from(&visit.session.csrf);
        frame.zones = zones(zone, &desk.house.zone);
        // What the times of the page are in, which may be another than one has chosen.
        let shown = desk.reading.zone.iana_name().unwrap_or(zone);
        shown.clone_into(&mut frame.zone);
        frame.notice = done(desk);
        frame
    }

    /// Around a page for somebody whom nobody knows yet.
    pub(crate) fn bare(preferences: &Preferences, title: &str) -> Self {
        let language = preferences.language;
        Self {
            t: FrameWords(language),
            title: title.to_owned(),
            language,
            theme: preferences.theme.as_str(),
            style: &assets::style().url,
            script: &assets::script().url,
            picture: &assets::picture().url,
            house: String::new(),
            sample: false,
            ways: Vec::new(),
            me: None,
            moment: None,
            zone: String::new(),
            zones: Vec::new(),
            themes: themes(preferences),
            languages: languages(language),
            here: "/".to_owned(),
            size: 0,
            notice: None,
            searched: String::new(),
            reads: false,
            live: false,
            csrf: String::new(),
            suffix: String::new(),
        }
    }

    /// An address on this site, as of the same moment.
    pub(crate) fn to(&self, path: &str) -> String {
        match (self.suffix.as_str(), path.contains('?')) {
            ("", _) => path.to_owned(),
            (suffix, true) => format!("{path}&{suffix}"),
            (suffix, false) => format!("{path}?{suffix}"),
        }
    }
}

fn ways(t: FrameWords, section: Section, desk: &Desk<'_>) -> Vec<Way> {
    let way = |(label, path, icon, own, key): (&'static str, &str, Icon, Section, char)| Way {
        label,
        to: desk.to(path),
        icon,
        here: own == section,
        key,
        news: (own == Section::Inbox).then(|| news(desk)).flatten(),
    };
    let all = [
        (t.home(), "/", Icon::Home, Section::Home, 'h'),
        (t.inbox(), "/inbox", Icon::Inbox, Section::Inbox, 'i'),
        (
            t.releases(),
            "/releases",
            Icon::Release,
            Section::Releases,
            'r',
        ),
        (
            t.environments(),
            "/environments",
            Icon::Environment,
            Section::Environments,
            'e',
        ),
        (
            t.calendar(),
            "/calendar",
            Icon::Calendar,
            Section::Calendar,
            'd',
        ),
        (
            t.catalogue(),
            "/catalogue",
            Icon::Catalogue,
            Section::Catalogue,
            'c',
        ),
        (t.ledger(), "/ledger", Icon::Ledger, Section::Ledger, 'l'),
        (
            t.settings(),
            "/settings",
            Icon::Settings,
            Section::Settings,
            's',
        ),
    ];
    let shown = |one: &(_, &str, _, Section, _)| {
        crate::pages::built(one.1) && (desk.reads || one.3 == Section::Settings)
    };
    all.into_iter().filter(shown).map(way).collect()
}

/// How much in the inbox was not read. A page does not fail for it, and the past has no news.
fn news(desk: &Desk<'_>) -> Option<String> {
    let visit = desk.visit;
    let count = visit.service.news(&visit.actor).unwrap_or_default();
    (count > 0 && desk.at.is_none()).then(|| match count {
        0..=99 => count.to_string(),
        _ => "99+".to_owned(),
    })
}

fn moment(desk: &Desk<'_>) -> Moment {
    let query = &desk.visit.query;
    let shown = desk.at.unwrap_or(desk.reading.now);
    let until = desk.visit.service.now_ms();
    let from = desk.house.founded.map_or(0, |founded| founded.millis());
    let life = (until - from).max(1);
    let without = Fields(
        query
            .with("at", None)
            .with("notch", None)
            .with("done", None)
            .0,
    );
    Moment {
        past: desk.at.map(|at| desk.when(at)),
        field: desk.reading.field(shown),
        notch: ((shown.millis() - from).saturating_mul(NOTCHES) / life).clamp(0, NOTCHES),
        notches: NOTCHES,
        now: without.address(&desk.visit.path),
        kept: without.0,
        path: desk.visit.path.clone(),
        from,
        until,
    }
}

/// What `done` in the address says was done: one of our own sentences, never the address's.
fn done(desk: &Desk<'_>) -> Option<Notice> {
    let code = desk.visit.query.get("done")?;
    let text = crate::pages::done(code, desk.language())?;
    Some(Notice {
        good: true,
        text: text.to_owned(),
        more: Vec::new(),
    })
}

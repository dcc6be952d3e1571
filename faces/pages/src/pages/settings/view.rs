//! What the page shows.

use holdpoint_domain::Time;
use holdpoint_domain::organisation::PersonId;
use holdpoint_service::queries::{
    GrantView, ListAccess, ListKeys, ListViews, ShowSettings, ViewLine,
};
use holdpoint_service::{
    BulletinChannel, BulletinDays, Cadence, ColourTheme, ServiceError, Session, Settings,
    SpokenLanguage,
};
use jiff::tz;

use super::directory::{Directory, directory};
use super::{SettingsWords, passkey};
use crate::desk::Desk;
use crate::frame::{Choice, FrameWords, Notice};
use crate::pages::shared::role;
use crate::visit::{Fields, Theme};
use crate::when::When;
use crate::words::Language;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SettingsView {
    pub(super) languages: Vec<Choice>,
    pub(super) themes: Vec<Choice>,
    pub(super) zone: String,
    pub(super) own_zone: String,
    pub(super) zones: Vec<String>,
    pub(super) cadences: Vec<Choice>,
    pub(super) channels: Vec<Choice>,
    pub(super) hours: Vec<Choice>,
    pub(super) bulletin_days: Vec<Choice>,
    pub(super) mail: bool,
    pub(super) sessions: Vec<SignedIn>,
    pub(super) handle: String,
    pub(super) label: String,
    pub(super) days: Vec<Choice>,
    pub(super) token: Option<String>,
    pub(super) roles: Vec<Held>,
    pub(super) directory: Directory,
    pub(super) keys: Vec<Pen>,
    /// A key that was not taken.
    pub(super) key: String,
    pub(super) key_label: String,
    /// What making a passkey is asked for.
    pub(super) passkey: NewPasskey,
    pub(super) views: Vec<Kept>,
    /// A view that could not be kept.
    pub(super) unkept: Option<Kept>,
    refused: Option<(String, Notice)>,
    /// Whether things can be changed: not in the past.
    pub(super) live: bool,
}

/// A browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignedIn {
    pub(super) id: String,
    pub(super) here: bool,
    pub(super) since: When,
    pub(super) seen: When,
    pub(super) until: When,
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    pub(super) role: &'static str,
    pub(super) scope: String,
    pub(super) until: Option<When>,
    pub(super) active: bool,
    /// The group that it comes from, if from one.
    pub(super) group: Option<String>,
}

/// What a browser is told to make a passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewPasskey {
    pub(super) challenge: String,
    pub(super) user: String,
    /// By what authenticators know those that there are.
    pub(super) known: String,
    pub(super) label: String,
}

/// A key to sign with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pen {
    pub(super) key: String,
    pub(super) kind: String,
    pub(super) label: String,
    pub(super) added: When,
}

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(super) name: String,
    pub(super) page: String,
    pub(super) query: String,
    pub(super) to: String,
    pub(super) shared: bool,
}

impl SettingsView {
    /// Why the form of a part was refused.
    pub(super) fn refused(&self, part: &str) -> Option<&Notice> {
        let refused = self.refused.as_ref();
        refused.filter(|(of, _)| of == part).map(|(_, why)| why)
    }
}

pub(super) fn view(
    desk: &Desk<'_>,
    t: SettingsWords,
    token: Option<String>,
) -> Result<SettingsView, ServiceError> {
    let page = desk.ask(&ShowSettings {})?;
    let draft = desk.visit.draft.as_ref();
    let part = draft.and_then(|draft| draft.form.get("part"));
    let typed = |wanted: &str| draft.filter(|_| part == Some(wanted)).map(|one| &one.form);
    let kept = |name: &str, form: Option<&Fields>, otherwise: &str| {
        let typed = form.and_then(|form| form.all(name).next());
        typed.unwrap_or(otherwise).to_owned()
    };
    let settings = drafted(&page.settings, typed("bulletin"));
    let me = page.person.handle.clone().unwrap_or_default();
    let access = desk.ask(&ListAccess {
        person: Some(me.clone()),
    })?;
    let views = desk.ask(&ListViews { page: None })?.views;
    let keys = keys(desk, &page.person.id)?;
    Ok(SettingsView {
        languages: languages(t, &page.settings, typed("reading")),
        themes: themes(desk, &page.settings, typed("reading")),
        zone: kept(
            "zone",
            typed("reading"),
            page.settings.timezone.as_deref().unwrap_or_default(),
        ),
        own_zone: desk.house.zone.clone(),
        zones: tz::db().available().map(|name| name.to_string()).collect(),
        cadences: cadences(t, &settings),
        channels: channels(t, &settings),
        hours: hours(&settings),
        bulletin_days: bulletin_days(t, &settings),
        mail: page.mail,
        sessions: sessions(desk)?,
        handle: me,
        label: kept("label", typed("token"), ""),
        days: days(t, typed("token")),
        token,
        roles: access.grants.iter().map(|one| held(desk, t, one)).collect(),
        passkey: NewPasskey {
            challenge: passkey::url(&passkey::challenge(&page.person.id).0),
            user: passkey::url(page.person.id.as_str().as_bytes()),
            known: keys.1,
            label: kept("label", typed("passkey"), ""),
        },
        keys: keys.0,
        key: kept("key", typed("key"), ""),
        key_label: kept("label", typed("key"), ""),
        directory: directory(desk, t)?,
        views: own(views),
        unkept: typed("view").map(unkept),
        refused: draft
            .zip(part)
            .map(|(draft, part)| (part.to_owned(), draft.refused.clone())),
        live: desk.at.is_none(),
    })
}

fn own(views: Vec<ViewLine>) -> Vec<Kept> {
    let own = views.into_iter().filter(|one| one.own);
    own.map(of_line).collect()
}

fn choice(value: &str, label: impl Into<String>, chosen: bool) -> Choice {
    Choice {
        value: value.to_owned(),
        label: label.into(),
        chosen,
    }
}

fn languages(t: SettingsWords, settings: &Settings, typed: Option<&Fields>) -> Vec<Choice> {
    let kept = match settings.language {
        None => "",
        Some(SpokenLanguage::En) => "en",
        Some(SpokenLanguage::De) => "de",
    };
    let chosen = typed.map_or(kept, |form| form.get("language").unwrap_or_default());
    let browser = choice("", t.as_browser(), chosen.is_empty());
    let others = Language::ALL.iter();
    let others = others.map(|one| choice(one.tag(), one.name(), chosen == one.tag()));
    std::iter::once(browser).chain(others).collect()
}

fn themes(desk: &Desk<'_>, settings: &Settings, typed: Option<&Fields>) -> Vec<Choice> {
    let t = FrameWords(desk.language());
    let kept = match settings.theme {
        ColourTheme::System => Theme::System,
        ColourTheme::Light => Theme::Light,
        ColourTheme::Dark => Theme::Dark,
    };
    let chosen = typed.and_then(|form| form.get("theme"));
    let chosen = chosen.unwrap_or(kept.as_str());
    let one = |theme: Theme, label| choice(theme.as_str(), label, theme.as_str() == chosen);
    vec![
        one(Theme::System, t.system()),
        one(Theme::Light, t.light()),
        one(Theme::Dark, t.dark()),
    ]
}

/// What is kept, with what was typed.
fn drafted(settings: &Settings, typed: Option<&Fields>) -> Settings {
    match typed {
        // What is no choice cannot be shown as chosen.
        Some(form) => super::post::bulletin(settings, form).unwrap_or_else(|_| settings.clone()),
        None => settings.clone(),
    }
}

fn cadences(t: SettingsWords, settings: &Settings) -> Vec<Choice> {
    let one = |cadence, value, label| choice(value, label, settings.bulletin == cadence);
    vec![
        one(Cadence::Off, "off", t.off()),
        one(Cadence::Hourly, "hourly", t.hourly()),
        one(Cadence::Daily, "daily", t.daily()),
    ]
}

fn channels(t: SettingsWords, settings: &Settings) -> Vec<Choice> {
    let one = |channel, value, label| choice(value, label, settings.channel == channel);
    vec![
        one(BulletinChannel::Mail, "mail", t.mail()),
        one(BulletinChannel::Chat, "chat", t.chat()),
    ]
}

fn hours(settings: &Settings) -> Vec<Choice> {
    let hours = (0..24u8).map(|hour| {
        let label = format!("{hour:02}:00");
        choice(&hour.to_string(), label, hour == settings.hour)
    });
    hours.collect()
}

fn bulletin_days(t: SettingsWords, settings: &Settings) -> Vec<Choice> {
    let one = |days, value, label| choice(value, label, settings.days == days);
    vec![
        one(BulletinDays::Working, "working", t.working()),
        one(BulletinDays::Every, "every", t.every()),
    ]
}

/// For how many days a token may count.
pub(super) const DAYS: [u64; 4] = [7, 30, 90, 365];

fn days(t: SettingsWords, typed: Option<&Fields>) -> Vec<Choice> {
    let chosen = typed.and_then(|form| form.get("days")).unwrap_or("90");
    let one = |days: &u64| {
        let value = days.to_string();
        choice(&value, t.days_of(*days), value == chosen)
    };
    DAYS.iter().map(one).collect()
}

fn sessions(desk: &Desk<'_>) -> Result<Vec<SignedIn>, ServiceError> {
    let own = &desk.visit.session;
    let all = desk.visit.service.sessions(&own.person)?;
    let moment = |millis| desk.when(Time::from_millis(millis));
    let one = |session: Session| SignedIn {
        here: session.id == own.id,
        since: moment(session.created_ms),
        seen: moment(session.seen_ms),
        until: moment(session.expires_ms),
        id: session.id,
    };
    Ok(all.into_iter().map(one).collect())
}

/// One's keys that count, and by what authenticators know those that are passkeys.
fn keys(desk: &Desk<'_>, me: &PersonId) -> Result<(Vec<Pen>, String), ServiceError> {
    let question = ListKeys {
        person: Some(me.to_string()),
    };
    let keys = desk.ask(&question)?.keys.into_iter();
    let counting: Vec<_> = keys.filter(|one| one.removed.is_none()).collect();
    let known = counting.iter().filter_map(|one| one.credential.clone());
    let known: Vec<_> = known.collect();
    let pens = counting
        .into_iter()
        .map(|one| Pen {
            key: one.key.to_string(),
            kind: one.kind,
            label: one.label.unwrap_or_default(),
            added: desk.when(one.added),
        })
        .collect();
    Ok((pens, known.join(" ")))
}

fn held(desk: &Desk<'_>, t: SettingsWords, grant: &GrantView) -> Held {
    Held {
        role: role(grant.role, desk.language()),
        scope: match grant.scope.as_str() {
            "organisation" => t.everywhere().to_owned(),
            scope => scope
                .split_once('/')
                .map_or(scope, |(_, name)| name)
                .to_owned(),
        },
        until: grant.expires.map(|time| desk.when(time)),
        active: grant.active,
        group: grant.from.as_ref().map(|from| from.group.clone()),
    }
}

fn of_line(line: ViewLine) -> Kept {
    Kept {
        to: line.link,
        name: line.view.name,
        page: line.view.page,
        query: line.view.query,
        shared: line.view.shared,
    }
}

fn unkept(form: &Fields) -> Kept {
    let text = |name: &str| form.all(name).next().unwrap_or_default().to_owned();
    Kept {
        name: text("name"),
        page: text("page"),
        query: text("query"),
        to: String::new(),
        shared: form.get("shared").is_some(),
    }
}

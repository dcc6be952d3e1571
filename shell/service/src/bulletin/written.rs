//! What a bulletin says.

use std::fmt::Write as _;

use holdpoint_ports::Letter;

use super::html;
use crate::queries::{Inbox, InboxItem, InboxKind};
use crate::{BulletinChannel, SpokenLanguage};

/// How many things are told one by one.
const MOST: usize = 30;

/// For whom, and how.
pub(super) struct Reader<'a> {
    pub(super) to: String,
    pub(super) language: SpokenLanguage,
    pub(super) by: BulletinChannel,
    pub(super) organisation: &'a str,
    /// Where the server is, without a slash at its end; empty if nobody has said.
    pub(super) address: &'a str,
}

impl Reader<'_> {
    fn says<'t>(&self, english: &'t str, german: &'t str) -> &'t str {
        match self.language {
            SpokenLanguage::En => english,
            SpokenLanguage::De => german,
        }
    }

    /// An address on the server; empty if nobody has said where that is.
    fn link(&self, path: &str) -> String {
        match self.address {
            "" => String::new(),
            address => format!("{address}{path}"),
        }
    }
}

/// The letter about what waits for somebody.
pub(super) fn letter(reader: &Reader<'_>, inbox: &Inbox) -> Letter {
    let (count, house) = (inbox.items.len(), reader.organisation);
    let subject = match (reader.language, count) {
        (SpokenLanguage::En, 1) => format!("1 thing waits for you at {house}"),
        (SpokenLanguage::En, _) => format!("{count} things wait for you at {house}"),
        (SpokenLanguage::De, 1) => format!("1 Sache wartet auf dich bei {house}"),
        (SpokenLanguage::De, _) => format!("{count} Sachen warten auf dich bei {house}"),
    };
    let told = inbox.items.iter().take(MOST);
    let told: Vec<_> = told
        .map(|item| (line(reader, item), reader.link(&item.link)))
        .collect();
    let more =
        (count > MOST).then(|| format!("… {} {}", count - MOST, reader.says("more", "weitere")));
    Letter {
        to: reader.to.clone(),
        text: text(reader, &told, more.as_deref()),
        html: html::page(
            reader.says("en", "de"),
            &subject,
            &told,
            more.as_deref(),
            &foot(reader),
        ),
        subject,
        settings: reader.link("/settings"),
    }
}

/// How to be told otherwise.
fn foot(reader: &Reader<'_>) -> (String, String) {
    let how = reader.says(
        "You get this because you have asked for it. Less or no more of it:",
        "Du bekommst das, weil du es so eingestellt hast. Seltener oder gar nicht mehr:",
    );
    let command = "`holdpoint settings set --bulletin off`";
    let link = reader.link("/settings");
    let or = reader.says("or", "oder");
    match link.is_empty() {
        true => (format!("{how} {command}"), link),
        false => (format!("{how} {command} {or}"), link),
    }
}

fn text(reader: &Reader<'_>, told: &[(String, String)], more: Option<&str>) -> String {
    let mut text = String::new();
    for (line, link) in told {
        let _ = writeln!(text, "- {line}");
        if !link.is_empty() {
            let _ = writeln!(text, "  {link}");
        }
    }
    if let Some(more) = more {
        let _ = writeln!(text, "{more}");
    }
    // In a chat the others would read it each time.
    if reader.by == BulletinChannel::Mail {
        let (how, link) = foot(reader);
        // RFC 3676, 4.3: what follows is no part of the text.
        let _ = writeln!(
            text,
            "\n-- \n{how}{}{link}",
            if link.is_empty() { "" } else { " " }
        );
    }
    text
}

fn line(reader: &Reader<'_>, item: &InboxItem) -> String {
    // In a chat others read along: it says what waits, and not what somebody wrote.
    let aloud = reader.by == BulletinChannel::Chat && item.kind == InboxKind::Mention;
    match reader.language {
        SpokenLanguage::En if aloud => format!("a comment about {} speaks of you", item.subject),
        SpokenLanguage::En => item.message.clone(),
        SpokenLanguage::De => german(item, aloud),
    }
}

fn german(item: &InboxItem, aloud: bool) -> String {
    let told = |name: &str| item.details.get(name).map_or("", String::as_str);
    let subject = item.subject.as_str();
    match item.kind {
        InboxKind::Approval => format!(
            "{subject} wartet auf deine Freigabe als {} ({})",
            told("role"),
            told("environments")
        ),
        InboxKind::Readiness => format!(
            "{subject} wartet auf die Bestätigung von „{}“",
            told("item")
        ),
        InboxKind::ReleaseHeld if told("stage") == "stopped" => {
            format!("{subject} wurde angehalten: überarbeiten oder absagen")
        }
        InboxKind::ReleaseHeld => format!("{subject} wird vor {} aufgehalten", told("environment")),
        InboxKind::Mention if aloud => format!("ein Kommentar zu {subject} erwähnt dich"),
        InboxKind::Mention => format!(
            "{} erwähnt dich zu {subject}: {}",
            told("person"),
            told("text")
        ),
        InboxKind::PlanInTheWay
        | InboxKind::DeploymentFailed
        | InboxKind::StepLost
        | InboxKind::StepWaits => under_way(item, &told),
        InboxKind::WaiverAsked | InboxKind::WaiverEnding | InboxKind::GrantEnding => {
            limited(item, &told)
        }
    }
}

/// Of what is planned or under way.
fn under_way<'i>(item: &InboxItem, told: &dyn Fn(&str) -> &'i str) -> String {
    let (release, environment) = (told("release"), told("environment"));
    match item.kind {
        InboxKind::DeploymentFailed => format!("{release} ist in {environment} gescheitert"),
        InboxKind::StepLost => format!(
            "niemand weiß, wie „{}“ von {release} in {environment} geendet hat",
            told("step")
        ),
        InboxKind::StepWaits => format!(
            "der Schritt „{}“ von {} wartet auf dich",
            told("step"),
            told("pipeline")
        ),
        _ => format!(
            "dem Plan von {} für {environment} steht etwas im Weg",
            item.subject
        ),
    }
}

/// Of what ends some day.
fn limited<'i>(item: &InboxItem, told: &dyn Fn(&str) -> &'i str) -> String {
    let (criterion, release) = (told("criterion"), told("release"));
    match item.kind {
        InboxKind::WaiverAsked => {
            format!("eine Ausnahme von „{criterion}“ für {release} wartet auf deine Genehmigung")
        }
        InboxKind::WaiverEnding => {
            format!("die Ausnahme von „{criterion}“ für {release} endet bald")
        }
        _ => format!(
            "deine Rolle {} für {} endet bald",
            told("role"),
            told("scope")
        ),
    }
}

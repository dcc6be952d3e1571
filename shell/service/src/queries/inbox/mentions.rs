//! Comments that speak of somebody.

use holdpoint_domain::conversation::{Comment, mention_key};
use holdpoint_domain::release::ReleaseName;
use holdpoint_domain::{Key, Kind, Need, State};

use super::super::conversation::{comments, loaded};
use super::item::{InboxItem, InboxKind, link};
use super::place::Place;
use crate::ServiceError;

/// For how long a comment is news, in milliseconds: 90 days.
const NEWS: i64 = 90 * 24 * 3_600_000;

/// How many are looked at: the newest.
const MOST: usize = 200;

/// How much of a text is shown, in characters.
const EXCERPT: usize = 140;

pub(super) fn items(place: &Place<'_>) -> Result<Vec<InboxItem>, ServiceError> {
    let found = comments(place.reader, &mention_key(place.person))?;
    let newest: Vec<_> = found.iter().rev().take(MOST).map(|(_, key)| key).collect();
    let comments = loaded(place.reader, &newest)?;
    let items = comments.iter().filter_map(|comment| item(place, comment));
    Ok(items.collect())
}

/// The release that a deployment or a waiver is about.
fn release_of(state: &State, about: &Key) -> Result<Option<ReleaseName>, Need> {
    Ok(match about.kind() {
        Kind::Deployment => state.deployments.get(about)?.map(|one| one.release.clone()),
        Kind::Waiver => state.waivers.get(about)?.map(|one| one.release.clone()),
        _ => None,
    })
}

fn item(place: &Place<'_>, comment: &Comment) -> Option<InboxItem> {
    let since = comment.edited.unwrap_or(comment.written);
    let stands = !comment.withdrawn
        && comment.writer != *place.person
        && comment.body.mentions.contains(place.person)
        && place.now.millis() - since.millis() < NEWS;
    if !stands {
        return None;
    }
    let names = place.reader.names();
    let writer = names.person(&comment.writer);
    let text = names.text(Some(&comment.body.text)).unwrap_or_default();
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let excerpt = match line.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    };
    let about = comment.topic.key();
    let release = place.reader.ask(|state| release_of(state, &about)).ok()?;
    let link = format!("{}#{}", link(&about, release.as_ref()), comment.id);
    let rest = comment.id.to_string();
    let item = InboxItem::new(InboxKind::Mention, &about, &rest, since, place.now);
    Some(
        item.says(format!("{writer} speaks of you about {about}: {excerpt}"))
            .with("person", writer)
            .with("text", excerpt)
            .with("comment", &comment.id)
            .at(link),
    )
}

//! What is done with items of an inbox: opened, marked, settled.

use axum::response::Response;
use holdpoint_service::queries::{InboxItem, InboxPart, ShowInbox};
use holdpoint_service::{PersonalRequest, Seen, ServiceError};

use super::{InboxWords, words};
use crate::desk::Desk;
use crate::frame::Section;
use crate::list::{ItemResult, ResultWords, ResultsPage};
use crate::respond;
use crate::visit::{Fields, Posted, Visit};
use crate::wrong::sentence;

/// All that is in the inbox.
fn all(desk: &Desk<'_>) -> Result<Vec<InboxItem>, ServiceError> {
    let all = ShowInbox {
        which: InboxPart::All,
        kind: None,
    };
    Ok(desk.ask(&all)?.items)
}

/// Goes to what an item is about, which then was read. What waits no more leads back to the inbox.
pub(super) async fn open(visit: Visit) -> Response {
    visit
        .at_a_desk(|desk| {
            let wanted = desk.visit.query.get("item").unwrap_or_default();
            let found = all(desk)?;
            let Some(item) = found.iter().find(|item| item.id == wanted) else {
                return Ok(respond::see(&desk.to("/inbox?done=gone")));
            };
            if item.seen == Seen::New && desk.at.is_none() {
                let read = mark(vec![item.id.clone()], Seen::Read);
                desk.visit.service.personal(&desk.visit.actor, &read)?;
            }
            let (path, place) = item.link.split_once('#').unwrap_or((&item.link, ""));
            let mut to = desk.to(path);
            if !place.is_empty() {
                to.push('#');
                to.push_str(place);
            }
            Ok(respond::see(&to))
        })
        .await
}

fn mark(items: Vec<String>, seen: Seen) -> PersonalRequest {
    PersonalRequest::Mark { items, seen }
}

/// Marks one, or those that were chosen, or gives them what they wait for. What waits no more cannot be marked, and is
/// said.
pub(super) async fn act(Posted { visit, form, .. }: Posted) -> Response {
    if form.get("act") == Some("settle") {
        return settle(visit, &form).await;
    }
    let one = form.get("one").map(str::to_owned);
    let seen = match form.get("act") {
        Some("read") => Seen::Read,
        Some("new") => Seen::New,
        _ => Seen::Done,
    };
    let chosen: Vec<String> = match &one {
        Some(one) => vec![one.clone()],
        None => form.all("item").map(str::to_owned).collect(),
    };
    visit
        .at_a_desk(move |desk| {
            let items = all(desk)?;
            let standing = |id: &String| items.iter().find(|item| item.id == *id);
            let marked = chosen.iter().filter(|id| standing(id).is_some());
            let marked: Vec<_> = marked.cloned().collect();
            let whole = !marked.is_empty() && marked.len() == chosen.len();
            desk.visit
                .service
                .personal(&desk.visit.actor, &mark(marked, seen))?;
            let query = &desk.visit.query;
            if one.is_some() && whole {
                return Ok(respond::see(
                    &query.with("done", Some("marked")).address("/inbox"),
                ));
            }
            page(desk, &chosen, &items, |_| Ok(()))
        })
        .await
}

/// Gives those that were chosen what they wait for, one by one: what is refused to one is done to the others.
async fn settle(visit: Visit, form: &Fields) -> Response {
    let chosen: Vec<String> = form.all("item").map(str::to_owned).collect();
    let comment = form.get("reason").map(str::to_owned);
    visit
        .at_a_desk(move |desk| {
            let t = InboxWords(desk.language());
            page(desk, &chosen, &all(desk)?, |item| {
                let requests = item.settled_with(comment.as_deref());
                if requests.is_empty() {
                    return Err(t.more_than_a_word().to_owned());
                }
                for request in requests {
                    let done = desk.visit.submit_here(request, None);
                    done.map_err(|error| sentence(&error.to_string()))?;
                }
                Ok(())
            })
        })
        .await
}

/// A result for each that was chosen. What waits no more cannot be done anything with.
fn page(
    desk: &Desk<'_>,
    chosen: &[String],
    items: &[InboxItem],
    act: impl Fn(&InboxItem) -> Result<(), String>,
) -> Result<Response, ServiceError> {
    let t = InboxWords(desk.language());
    let result = |id: &String| match items.iter().find(|item| item.id == *id) {
        Some(item) => ItemResult {
            name: words::about(item, desk.language()),
            to: item.link.clone(),
            refused: act(item).err(),
        },
        None => ItemResult {
            name: id.clone(),
            to: "/inbox".to_owned(),
            refused: Some(t.no_more().to_owned()),
        },
    };
    let page = ResultsPage {
        frame: desk.frame(t.acted(), Section::Inbox),
        t: ResultWords(desk.language()),
        heading: t.acted().to_owned(),
        results: chosen.iter().map(result).collect(),
        back: desk.visit.query.address("/inbox"),
    };
    desk.rendered(&page)
}

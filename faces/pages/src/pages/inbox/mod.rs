//! The inbox: what needs who looks, worked out from the ledger, and what they have seen of it.

mod words;

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use holdpoint_service::queries::{Inbox, InboxItem, InboxPart, ShowInbox};
use holdpoint_service::{PersonalRequest, Seen, ServiceError};

use crate::Site;
use crate::desk::Desk;
use crate::frame::{Frame, Section};
use crate::icon::Icon;
use crate::list::{
    BulkAct, Cell, ColumnSpec, Empty, Filter, ItemResult, List, ListSpec, Order, ROWS, ResultWords,
    ResultsPage, Row, exported,
};
use crate::respond;
use crate::visit::{Posted, Visit, encoded};
use crate::words::messages;

messages! {
    /// Words of the page.
    pub(crate) InboxWords {
        title: "Inbox" | "Posteingang";
        summary(waiting, new): "{waiting} waiting, {new} of them new" | "{waiting} offen, davon {new} neu";
        more(n): "Up to {n} further releases may need you: only the newest were looked at. Settle some of these and others come up." | "Bis zu {n} weitere Releases brauchen Sie vielleicht: Nur die neuesten wurden angesehen. Erledigen Sie einige, dann rücken andere nach.";
        at_least(waiting, new): "at least {waiting} waiting, {new} of them new" | "mindestens {waiting} offen, davon {new} neu";
        list: "All submitted releases" | "Alle eingereichten Releases";
        explain: "Worked out from the ledger whenever you look: what others have settled meanwhile is gone from here." | "Bei jedem Aufruf aus dem Ledger ermittelt: Was andere inzwischen erledigt haben, steht hier nicht mehr.";
        thing: "What" | "Was";
        kind: "Kind" | "Art";
        since: "Since" | "Seit";
        due: "Until" | "Bis";
        act: "Done" | "Erledigt";
        waiting: "Waiting" | "Offen";
        only_new: "New only" | "Nur neue";
        all: "All, with what is done" | "Alle, auch Erledigtes";
        any_kind: "Any kind" | "Jede Art";
        done: "Mark as done" | "Als erledigt markieren";
        read: "Mark as read" | "Als gelesen markieren";
        unread: "Mark as new" | "Als neu markieren";
        none: "Nothing waits for you" | "Nichts wartet auf Sie";
        none_says: "Approvals, confirmations, failures and mentions that need you appear here by themselves." | "Zustimmungen, Bestätigungen, Fehlschläge und Erwähnungen, die Sie brauchen, erscheinen hier von selbst.";
        no_more: "It waits no more." | "Es wartet nicht mehr.";
        acted: "Inbox" | "Posteingang";
    }
}

/// The page.
#[derive(Template)]
#[template(path = "inbox.html")]
pub(crate) struct InboxPage {
    frame: Frame,
    t: InboxWords,
    summary: String,
    /// That not all was looked at.
    more: Option<String>,
    list: List,
}

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/inbox", get(show).post(act))
        .route("/inbox/open", get(open))
}

async fn show(visit: Visit) -> Response {
    if visit.query.get("format").is_some() {
        return visit.at_a_desk(export).await;
    }
    visit
        .page(|desk| {
            let t = InboxWords(desk.language());
            let inbox = asked(desk)?;
            Ok(InboxPage {
                summary: match inbox.more {
                    0 => t.summary(inbox.waiting, inbox.new),
                    _ => t.at_least(inbox.waiting, inbox.new),
                },
                more: (inbox.more > 0).then(|| t.more(inbox.more)),
                list: list(desk, t, &inbox),
                frame: desk.frame(t.title(), Section::Inbox),
                t,
            })
        })
        .await
}

fn asked(desk: &Desk<'_>) -> Result<Inbox, ServiceError> {
    let query = &desk.visit.query;
    let kind = query.get("kind");
    desk.ask(&ShowInbox {
        which: match query.get("which") {
            Some("new") => InboxPart::New,
            Some("all") => InboxPart::All,
            _ => InboxPart::Waiting,
        },
        kind: words::KINDS
            .into_iter()
            .find(|one| kind == Some(one.as_str())),
    })
}

fn export(desk: &Desk<'_>) -> Result<Response, ServiceError> {
    let t = InboxWords(desk.language());
    let rows = || {
        let inbox = asked(desk)?;
        Ok(inbox.items.iter().map(|item| row(desk, t, item)).collect())
    };
    // The last column is a button.
    let mut columns = columns(t);
    columns.pop();
    let file = exported(desk, "inbox", &columns, rows)?;
    file.ok_or_else(|| ServiceError::Malformed("`format` is `csv` or `xlsx`".to_owned()))
}

fn columns(t: InboxWords) -> Vec<ColumnSpec> {
    vec![
        ColumnSpec::new("what", t.thing()),
        ColumnSpec::new("kind", t.kind()),
        ColumnSpec::new("since", t.since()),
        ColumnSpec::new("due", t.due()),
        ColumnSpec::new("act", t.act()),
    ]
}

fn list(desk: &Desk<'_>, t: InboxWords, inbox: &Inbox) -> List {
    let query = &desk.visit.query;
    let parts = [("new", t.only_new()), ("all", t.all())];
    let parts = parts.map(|(value, label)| (value.to_owned(), label.to_owned()));
    let kinds = words::KINDS.into_iter().map(|kind| {
        (
            kind.as_str().to_owned(),
            words::mark(kind, desk.language()).word,
        )
    });
    let skip = query.get("after").and_then(|text| text.parse().ok());
    let skip: usize = skip.unwrap_or(0);
    let rows = inbox.items.iter().skip(skip).take(ROWS);
    let beyond = skip.saturating_add(ROWS);
    let act = |value, label| BulkAct {
        value,
        label,
        harm: false,
    };
    let spec = ListSpec {
        caption: t.title().to_owned(),
        columns: columns(t),
        filters: vec![
            Filter::choice(query, "which", t.waiting(), parts),
            Filter::choice(query, "kind", t.any_kind(), kinds),
        ],
        order: Order::of(query, "-since"),
        rows: rows.map(|item| row(desk, t, item)).collect(),
        total: Some(inbox.items.len()),
        next: (inbox.items.len() > beyond).then(|| u64::try_from(beyond).unwrap_or_default()),
        acts: vec![
            act("done", t.done()),
            act("read", t.read()),
            act("new", t.unread()),
        ],
        reason: None,
        empty: Empty {
            icon: Icon::Inbox,
            heading: t.none().to_owned(),
            text: t.none_says().to_owned(),
            command: None,
        },
    };
    List::of(desk, spec)
}

fn row(desk: &Desk<'_>, t: InboxWords, item: &InboxItem) -> Row {
    let language = desk.language();
    let about = words::about(item, language);
    Row {
        pick: true,
        fresh: item.seen == Seen::New,
        cells: vec![
            Cell::Title {
                text: about.clone(),
                to: desk.to(&format!("/inbox/open?item={}", encoded(&item.id))),
                sub: words::says(item, language),
            },
            Cell::Mark(words::mark(item.kind, language)),
            Cell::Time(desk.when(item.since)),
            item.due
                .map_or(Cell::Empty, |due| Cell::Time(desk.when(due))),
            match item.seen {
                Seen::Done => Cell::Empty,
                _ => Cell::Act {
                    label: t.act(),
                    value: item.id.clone(),
                    what: about,
                },
            },
        ],
        id: item.id.clone(),
    }
}

/// Goes to what an item is about, which then was read. What waits no more leads back to the inbox.
async fn open(visit: Visit) -> Response {
    visit
        .at_a_desk(|desk| {
            let wanted = desk.visit.query.get("item").unwrap_or_default();
            let all = ShowInbox {
                which: InboxPart::All,
                kind: None,
            };
            let found = desk.ask(&all)?.items;
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

/// Marks one, or those that were chosen. What waits no more cannot be marked, and is said.
async fn act(Posted { visit, form, .. }: Posted) -> Response {
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
            let all = ShowInbox {
                which: InboxPart::All,
                kind: None,
            };
            let items = desk.ask(&all)?.items;
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
            results(desk, &chosen, &items)
        })
        .await
}

fn results(
    desk: &Desk<'_>,
    chosen: &[String],
    items: &[InboxItem],
) -> Result<Response, ServiceError> {
    let t = InboxWords(desk.language());
    let result = |id: &String| match items.iter().find(|item| item.id == *id) {
        Some(item) => ItemResult {
            name: words::about(item, desk.language()),
            to: item.link.clone(),
            refused: None,
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

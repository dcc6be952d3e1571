//! The inbox: what needs who looks, worked out from the ledger, and what they have seen of it.

mod act;
mod words;

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use holdpoint_service::queries::{Inbox, InboxItem, InboxPart, ShowInbox};
use holdpoint_service::{Seen, ServiceError};

use crate::Site;
use crate::desk::Desk;
use crate::frame::{Frame, Section};
use crate::icon::Icon;
use crate::list::{
    BulkAct, Cell, ColumnSpec, Empty, Filter, List, ListSpec, Order, ROWS, Row, exported,
};
use crate::visit::{Visit, encoded};
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
        settle: "Approve or confirm" | "Zustimmen oder bestätigen";
        comment: "Comment, if you approve or confirm" | "Kommentar, falls Sie zustimmen oder bestätigen";
        more_than_a_word: "This takes more than a word: open it." | "Das braucht mehr als ein Wort: Öffnen Sie es.";
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
        .route("/inbox", get(show).post(act::act))
        .route("/inbox/open", get(act::open))
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
            act("settle", t.settle()),
            act("done", t.done()),
            act("read", t.read()),
            act("new", t.unread()),
        ],
        reason: Some(t.comment()),
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

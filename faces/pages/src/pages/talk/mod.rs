//! What people say about something: a section on its page, with a form.
//!
//! A page that has it puts `talk: Talk` into its template and includes `talk.html`; `post.rs` comes back to it.

mod post;
mod said;

use axum::Router;
use axum::routing::post;
use holdpoint_domain::Digest;
use holdpoint_domain::Sealed;
use holdpoint_domain::conversation::{AddComment, Body, Topic};
use holdpoint_service::ServiceError;
use holdpoint_service::queries::{ListConversation, Paging};

pub(crate) use self::post::page_of;
pub(crate) use self::said::{Said, Word};
use crate::Site;
use crate::desk::Desk;
use crate::frame::Notice;
use crate::words::messages;

messages! {
    /// Words of conversations.
    pub(crate) TalkWords {
        title: "Conversation" | "Gespräch";
        nobody: "Nobody has said anything yet." | "Noch hat niemand etwas gesagt.";
        write: "Write a comment" | "Kommentar schreiben";
        hint: "@name speaks of somebody, who finds it in their inbox." | "@name spricht jemanden an; die Person findet es in ihrem Posteingang.";
        files: "Attach files" | "Dateien anhängen";
        files_hint: "Up to 5, of 4 MiB each" | "Bis zu 5, je 4 MiB";
        files_again: "Choose the files again: browsers do not keep them." | "Wählen Sie die Dateien erneut: Browser behalten sie nicht.";
        send: "Comment" | "Kommentieren";
        edit: "Edit" | "Bearbeiten";
        save: "Save" | "Speichern";
        keep: "Stays attached" | "Bleibt angehängt";
        withdraw: "Withdraw" | "Zurückziehen";
        withdraw_says: "Nobody sees its text any more; that there was a comment stays in the ledger." | "Niemand sieht den Text mehr; dass es einen Kommentar gab, bleibt im Ledger.";
        edited(when): "edited {when}" | "bearbeitet {when}";
        withdrawn: "This comment was withdrawn." | "Dieser Kommentar wurde zurückgezogen.";
        later: "Later comments" | "Spätere Kommentare";
        more: "More" | "Mehr";
    }
}

/// The section.
#[derive(Debug, Clone)]
pub(crate) struct Talk {
    pub(crate) t: TalkWords,
    pub(crate) subject: String,
    pub(crate) total: usize,
    pub(crate) said: Vec<Said>,
    /// Where the list goes on.
    pub(crate) later: Option<String>,
    /// The form, for who may comment.
    pub(crate) form: Option<Form>,
    pub(crate) csrf: String,
}

/// A form with what was typed, and why that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Form {
    pub(crate) text: String,
    pub(crate) refused: Option<Notice>,
    /// What the request is kept under, so that a form sent twice is done once.
    pub(crate) key: String,
}

/// How many comments are shown at once.
const SHOWN: usize = 100;

/// Its addresses.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/talk", post(post::act))
}

/// The conversation about something.
pub(crate) fn talk(desk: &Desk<'_>, subject: Topic) -> Result<Talk, ServiceError> {
    let t = TalkWords(desk.language());
    let query = &desk.visit.query;
    let paging = Paging {
        limit: SHOWN,
        after: query.get("talk").and_then(|text| text.parse().ok()),
    };
    let found = desk.ask(&ListConversation {
        subject: subject.clone(),
        paging,
    })?;
    let said: Result<Vec<_>, _> = found
        .comments
        .into_iter()
        .map(|comment| said::said(desk, t, comment))
        .collect();
    let later = found.next.map(|next| {
        let next = next.to_string();
        query.with("talk", Some(&next)).address(&desk.visit.path)
    });
    Ok(Talk {
        t,
        total: found.total,
        said: said?,
        later,
        form: form(desk, &subject)?,
        csrf: desk.visit.session.csrf.clone(),
        subject: subject.to_string(),
    })
}

/// The form for another comment, if whoever looks may write one.
fn form(desk: &Desk<'_>, subject: &Topic) -> Result<Option<Form>, ServiceError> {
    let add = AddComment {
        subject: subject.clone(),
        body: Body {
            text: Sealed {
                sealed: Digest::of(b""),
            },
            mentions: Vec::new(),
            attachments: Vec::new(),
        },
    };
    let may = desk.at.is_none() && desk.could(&add.into())?.is_ok();
    Ok(may.then(|| drafted(desk, "")))
}

/// The form about a comment, or for a new one; with what was typed, if it was refused.
fn drafted(desk: &Desk<'_>, comment: &str) -> Form {
    let key = format!(
        "talk-{}-{}",
        desk.reader.view().size(),
        desk.me().map_or("", |me| me.as_str())
    );
    let draft = desk.visit.draft.as_ref();
    let of_this = draft.filter(|draft| {
        draft.form.get("talk").is_some() && draft.form.get("comment").unwrap_or_default() == comment
    });
    match of_this {
        Some(draft) => Form {
            text: draft.form.all("text").next().unwrap_or_default().to_owned(),
            refused: Some(draft.refused.clone()),
            key,
        },
        None => Form {
            key,
            ..Form::default()
        },
    }
}

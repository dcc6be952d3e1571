//! `holdpoint comment`.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::Args;
use holdpoint_domain::conversation::Topic;
use holdpoint_service::queries::ListConversation;
use serde_json::{Value, json};

use super::group::commands;
use super::{Outcome, Run};
use crate::arguments::{Part, Past, Write};
use crate::error::Failure;
use crate::files;
use crate::requests::plain;
use crate::session::Session;

commands! {
    /// What people say about releases and the like.
    CommentCommand {
        Add(Add),
        Edit(Edit),
        Withdraw(Withdraw),
        List(List),
    }
}

/// What a comment says.
#[derive(Debug, Args)]
struct Words {
    /// The text; `@HANDLE` tells that person. `-` reads standard input.
    text: String,
    /// A file to attach, at most 4 MiB; up to five.
    #[arg(long, value_name = "FILE")]
    attach: Vec<PathBuf>,
}

impl Words {
    fn message(&self) -> Result<Value, Failure> {
        let text = match self.text.as_str() {
            "-" => files::read_text(Path::new("-"))?,
            text => text.to_owned(),
        };
        let attachments = self.attach.iter().map(|path| attached(path));
        let attachments = attachments.collect::<Result<Vec<_>, _>>()?;
        Ok(json!({ "message": { "text": text, "attachments": attachments } }))
    }
}

fn attached(path: &Path) -> Result<Value, Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let content = STANDARD.encode(files::read(path)?);
    Ok(json!({ "name": name, "media_type": media_type(path), "content": content }))
}

/// What kind of content a file has, by the ending of its name.
fn media_type(path: &Path) -> &'static str {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    match ending.to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "txt" | "log" | "md" | "csv" => "text/plain",
        "json" => "application/json",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

fn topic(text: &str) -> Result<Topic, Failure> {
    text.parse()
        .map_err(|error| Failure::input("subject-unknown", error))
}

/// Say something.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// About what, such as `release/march` or `component/till`.
    subject: String,
    #[command(flatten)]
    words: Words,
    #[command(flatten)]
    write: Write,
}

impl Run for Add {
    fn run(self, session: &Session) -> Outcome {
        let subject = topic(&self.subject)?;
        let request = json!({
            "command": "comment.add",
            "arguments": { "subject": subject, "body": self.words.message()? }
        });
        let said = format!("it is said about {subject}");
        session.submit(&self.write, request, said)
    }
}

/// Say it otherwise.
#[derive(Debug, Args)]
pub(crate) struct Edit {
    /// Which comment, by id.
    comment: String,
    #[command(flatten)]
    words: Words,
    #[command(flatten)]
    write: Write,
}

impl Run for Edit {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "comment.edit",
            "arguments": { "comment": self.comment, "body": self.words.message()? }
        });
        let said = format!("comment `{}` says it otherwise now", self.comment);
        session.submit(&self.write, request, said)
    }
}

/// Take a comment back.
#[derive(Debug, Args)]
pub(crate) struct Withdraw {
    /// Which comment, by id.
    comment: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    write: Write,
}

impl Run for Withdraw {
    fn run(self, session: &Session) -> Outcome {
        let request = json!({
            "command": "comment.withdraw",
            "arguments": { "comment": self.comment, "reason": plain(self.reason.as_deref()) }
        });
        let said = format!("comment `{}` is withdrawn", self.comment);
        session.submit(&self.write, request, said)
    }
}

/// List what was said about something, the oldest first.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// About what, such as `release/march` or `component/till`.
    subject: String,
    #[command(flatten)]
    part: Part,
    #[command(flatten)]
    past: Past,
}

impl Run for List {
    fn run(self, session: &Session) -> Outcome {
        let query = ListConversation {
            subject: topic(&self.subject)?,
            paging: self.part.into(),
        };
        session.answer(&query, &self.past)
    }
}

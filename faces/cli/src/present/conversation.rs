//! What people have said, for people.

use holdpoint_service::queries::{CommentView, Conversation};

use super::more;
use crate::output::{Human, Page};

impl Human for Conversation {
    fn human(&self, page: &mut Page) {
        if self.comments.is_empty() {
            page.line("nobody has said anything");
        }
        for comment in &self.comments {
            one(comment, page);
        }
        more(page, self.next);
    }
}

fn one(comment: &CommentView, page: &mut Page) {
    let edited = comment.edited.map(|time| page.time(time));
    let edited = edited.map_or_else(String::new, |time| format!(", edited {time}"));
    let written = page.time(comment.written);
    let (writer, id) = (&comment.writer, &comment.comment);
    page.heading(format!("{writer}  {written}{edited}  {id}"));
    match &comment.text {
        Some(text) => text.lines().for_each(|line| page.below(line)),
        None => page.below("(withdrawn)"),
    }
    for (index, attached) in comment.attachments.iter().enumerate() {
        let (name, kind, size) = (&attached.name, &attached.media_type, attached.size);
        page.below(format!("[{index}] {name}, {kind}, {size} bytes"));
    }
}

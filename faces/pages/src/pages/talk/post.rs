//! What is done in a conversation, and back to the page that it stands on.

use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdpoint_domain::conversation::Topic;
use holdpoint_service::ServiceError;
use serde_json::{Value, json};

use crate::pages::{catalogue, environment, release};
use crate::respond;
use crate::visit::{Draft, Fields, Posted, Upload, Visit};
use crate::wrong;

/// `POST /talk`.
pub(super) async fn act(
    Posted {
        mut visit,
        form,
        files,
    }: Posted,
) -> Response {
    let subject = form.get("subject").unwrap_or_default();
    let Ok(topic) = subject.parse::<Topic>() else {
        return wrong::nowhere_for(visit).await;
    };
    visit.path = page_of(&topic);
    let (request, done) = request(&form, &files);
    let key = form
        .get("key")
        .map(|key| crate::pages::shared::key_of(key, &request));
    match visit.submit(request, key).await {
        Ok(()) => respond::see(&format!("{}?done={done}#conversation", visit.path)),
        Err(error) => refused(visit, topic, form, &error).await,
    }
}

/// The page of what is talked about.
pub(crate) fn page_of(topic: &Topic) -> String {
    match topic {
        Topic::Component(name) => format!("/catalogue/{name}"),
        Topic::Environment(name) => format!("/environments/{name}"),
        Topic::Release(name) => format!("/releases/{name}"),
        Topic::Deployment(_) | Topic::Waiver(_) => "/inbox".to_owned(),
    }
}

/// The same page with what was typed, and why it was refused.
async fn refused(mut visit: Visit, topic: Topic, form: Fields, error: &ServiceError) -> Response {
    let status = wrong::status(error);
    visit.draft = Some(Draft {
        form,
        refused: wrong::notice(error),
    });
    match topic {
        Topic::Release(name) => release::again(visit, status, name.to_string()).await,
        Topic::Environment(name) => environment::again(visit, status, name.to_string()).await,
        Topic::Component(name) => catalogue::again(visit, status, name.to_string()).await,
        Topic::Deployment(_) | Topic::Waiver(_) => wrong::nowhere_for(visit).await,
    }
}

/// The request that a form stands for, and the sentence that says that it was done.
fn request(form: &Fields, files: &[Upload]) -> (Value, &'static str) {
    let comment = form.get("comment");
    let text = form.get("text").unwrap_or_default();
    let mut message = json!({
        "text": text,
        "attachments": files.iter().map(attached).collect::<Vec<_>>(),
    });
    let (command, arguments, done) = match form.get("talk") {
        Some("withdraw") => (
            "comment.withdraw",
            json!({ "comment": comment }),
            "comment-withdrawn",
        ),
        Some("edit") => {
            let stays = form
                .all("keep")
                .filter_map(|index| index.parse::<usize>().ok());
            let stays: Vec<_> = stays.collect();
            if let (false, Some(fields)) = (stays.is_empty(), message.as_object_mut()) {
                let keep = json!({ "comment": comment, "attachments": stays });
                fields.insert("keep".to_owned(), keep);
            }
            let body = json!({ "message": message });
            (
                "comment.edit",
                json!({ "comment": comment, "body": body }),
                "comment-edited",
            )
        }
        _ => (
            "comment.add",
            json!({ "subject": form.get("subject"), "body": { "message": message } }),
            "commented",
        ),
    };
    (json!({ "command": command, "arguments": arguments }), done)
}

fn attached(file: &Upload) -> Value {
    json!({
        "name": file.name,
        "media_type": media_type(&file.kind),
        "content": STANDARD.encode(&file.content),
    })
}

/// The kind of content without parameters; what is none is any bytes.
fn media_type(kind: &str) -> String {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let kind = kind.to_ascii_lowercase();
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"+-.".contains(&b);
    let part = |text: &str| (1..=63).contains(&text.len()) && text.bytes().all(plain);
    let halves = kind.split_once('/');
    match halves.is_some_and(|(kind, name)| part(kind) && part(name)) {
        true => kind,
        false => "application/octet-stream".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::media_type;

    #[test]
    fn what_a_browser_says_of_a_file_is_brought_into_shape() {
        assert_eq!(media_type("Text/Plain; charset=utf-8"), "text/plain");
        assert_eq!(media_type("image/svg+xml"), "image/svg+xml");
        for odd in ["", "image", "a b/c", "x/"] {
            assert_eq!(media_type(odd), "application/octet-stream", "{odd}");
        }
    }
}

//! Forms that were not taken: nothing that was typed is lost, and nothing is done that nobody confirmed.

use axum::http::StatusCode;
use serde_json::json;

use crate::world::{Answer, World, shared};

const PLAIN: &str = "application/x-www-form-urlencoded";
const FILES: &str = "multipart/form-data; boundary=x";
const RELEASE: &str = "/releases/payments-train-27";

/// A comment with a file, as browsers send it.
fn comment(text: &str, file: &str) -> String {
    let fields = [
        ("csrf", "0123"),
        ("subject", "release/payments-train-27"),
        ("key", "k"),
        ("text", text),
        ("talk", "add"),
    ];
    let mut body = String::new();
    for (name, value) in fields {
        body +=
            &format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body += "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"plan.txt\"\r\n\r\n";
    format!("{body}{file}\r\n--x--\r\n")
}

/// The fields of the form on a page that goes there, as a browser would send them.
fn fields(answer: &Answer, action: &str) -> Vec<(String, String)> {
    let form = answer.text.split(&format!("action=\"{action}\"")).nth(1);
    let form = form.unwrap_or_else(|| panic!("no form to {action}: {}", answer.text));
    let form = form.split("</form>").next().unwrap();
    let value = |text: &str| {
        let text = text.replace("&#38;", "&").replace("&#34;", "\"");
        text.replace("&#60;", "<").replace("&#62;", ">")
    };
    let mut found = Vec::new();
    for tag in form.split("<input type=\"hidden\" name=\"").skip(1) {
        let (name, rest) = tag.split_once("\" value=\"").unwrap();
        let (held, _) = rest.split_once('"').unwrap();
        found.push((name.to_owned(), value(held)));
    }
    for tag in form.split("<textarea").skip(1) {
        let (_, rest) = tag.split_once("\">\n").unwrap();
        let (text, _) = rest.split_once("</textarea>").unwrap();
        found.push(("text".to_owned(), value(text)));
    }
    found
}

fn encoded(fields: &[(String, String)]) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'0'..=b'9' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    let text = |text: &str| text.bytes().map(byte).collect::<String>();
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("{}={}", text(name), text(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// What the world adds by itself is left out.
fn without(mut fields: Vec<(String, String)>) -> Vec<(String, String)> {
    fields.retain(|(name, _)| name != "csrf");
    fields
}

fn said(world: &World) -> u64 {
    let about = json!({ "subject": "release/payments-train-27" });
    let found = world.query("miriam", "conversation.list", about);
    found["total"].as_u64().unwrap()
}

#[test]
fn a_form_of_an_older_session_is_shown_again_ready_to_send() {
    let world = World::sample();
    let before = said(&world);
    let typed = "Is <b> & \"c\" fine?";
    let body = comment(typed, "why");
    let answer = world.post_untaken(Some("dana"), "/talk", (FILES, &body), true);
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text);
    assert!(answer.text.contains("This was not sent yet"));
    assert!(answer.text.contains("plan.txt"), "{}", answer.text);
    assert!(answer.text.contains(&format!("href=\"{RELEASE}\"")));
    assert_eq!(said(&world), before, "nothing is done unasked");
    let fields = fields(&answer, "/talk");
    let csrf: Vec<_> = fields.iter().filter(|(name, _)| name == "csrf").collect();
    assert!(csrf.len() == 1 && csrf[0].1.len() > 20, "{fields:?}");
    assert!(fields.contains(&("text".to_owned(), typed.to_owned())));
    // It is sent with one button.
    let sent = world.post("dana", "/talk", &encoded(&without(fields)));
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    assert_eq!(said(&world), before + 1);
}

#[test]
fn what_was_sent_after_the_session_had_ended_goes_through_the_log_in_page() {
    let world = World::sample();
    let password = "a long and boring sentence";
    world.choose_password("dana", password);
    let before = said(&world);
    let body = comment("mine", "why");
    let login = world.post_untaken(None, "/talk", (FILES, &body), true);
    assert_eq!(login.status, StatusCode::FORBIDDEN);
    assert!(login.text.contains("You were logged out meanwhile"));
    assert!(login.text.contains("Files have to be chosen again"));
    let mut held = fields(&login, "/login");
    assert!(!encoded(&held).contains("0123"), "an old token is no use");
    held.push(("handle".to_owned(), "dana".to_owned()));
    let with = |password: &str| {
        let mut all = held.clone();
        all.push(("password".to_owned(), password.to_owned()));
        encoded(&all)
    };
    // A wrong password loses nothing.
    let wrong = world.stranger_posts("/login", &with("wrong"), false);
    assert!(wrong.begun.is_none());
    assert_eq!(fields(&wrong, "/login").len(), held.len() - 1);
    let right = world.stranger_posts("/login", &with(password), false);
    assert_eq!(right.status, StatusCode::OK, "{}", right.text);
    assert!(!right.headers.contains_key("location"));
    assert!(right.text.contains("You are logged in again"));
    assert_eq!(said(&world), before, "nothing is done unasked");
    let session = right.begun.as_ref().unwrap().session.clone();
    let again = fields(&right, "/talk");
    assert!(again.contains(&("csrf".to_owned(), session.csrf.clone())));
    let sent = world.post_as(&session, "/talk", &encoded(&without(again)));
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    assert_eq!(said(&world), before + 1);
}

#[test]
fn what_is_too_large_is_said_with_what_was_typed() {
    let world = shared();
    let body = comment("mine", &"x".repeat(1_000));
    let cut = &body[..body.len() - 500];
    let answer = world.post_untaken(Some("dana"), "/talk", (FILES, cut), false);
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.text.contains("That was too large"));
    assert!(answer.text.contains("24 MiB") && answer.text.contains("plan.txt"));
    assert!(fields(&answer, "/talk").contains(&("text".to_owned(), "mine".to_owned())));
    let stranger = world.post_untaken(None, "/talk", (FILES, cut), false);
    assert!(fields(&stranger, "/login").contains(&("unsent.text".to_owned(), "mine".to_owned())));
    // What does not fit is said, rather than half of it kept.
    let long = format!("act=reject&text={}", "x".repeat(70_000));
    for whole in [true, false] {
        let lost = world.post_untaken(None, RELEASE, (PLAIN, &long), whole);
        assert!(lost.text.contains("too long to be kept"), "{}", lost.text);
    }
}

#[test]
fn what_is_about_to_be_done_is_said() {
    let form = "csrf=0&act=approve&role=change-manager&environment=production&manifest=sha256:00&text=fine";
    let answer = shared().post_untaken(Some("sofia"), RELEASE, (PLAIN, form), true);
    let text = &answer.text;
    assert!(text.contains("<dd>Approve</dd>"), "{text}");
    assert!(text.contains("<dd>payments-train-27</dd>"), "{text}");
    assert!(text.contains("<dd>production</dd>"), "{text}");
    let password = "part=password&current=old-secret&new=new-secret";
    let answer = shared().post_untaken(Some("sofia"), "/settings", (PLAIN, password), true);
    let text = &answer.text;
    assert!(!text.contains("-secret\""), "{text}");
    assert_eq!(text.matches("type=\"password\"").count(), 2, "{text}");
}
